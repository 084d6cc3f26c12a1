"""The job that lets planned reminders begin when their time has come."""

from __future__ import annotations

from bot.accounts import By
from bot.broadcasts import Broadcasts
from bot.broadcasts.launching import Launching
from bot.broadcasts.planning import Planning
from bot.live import CASES
from bot.services import Services

__all__ = ["start_planned"]


async def start_planned(services: Services) -> int:
    """Start what is due of every campaign that runs; return how many reminders began."""
    turns, settings = services.runner.turns, services.settings
    acts = Broadcasts(
        services.storage,
        By("system", turns.clock()),
        email=settings.mail is not None,
        every_days=settings.invite_every_days,
    )
    begun = 0
    for campaign in await services.storage.campaigns.listed(None):
        if campaign.life.state == "running":
            launch = Launching(acts, campaign)
            planning = Planning(launch, services.texts, turns.renderer.rules.calendar)
            begun += await planning.start_due()
    if begun:
        services.live.wake(CASES)
    return begun
