"""The job that lets reserves stand in for those who cannot be asked for good."""

from __future__ import annotations

from bot.accounts import By
from bot.broadcasts.replacing import replace_lost as replace_lost_of
from bot.services import Services

__all__ = ["replace_lost"]


async def replace_lost(services: Services) -> int:
    """Replace people in every campaign that runs; return how many were."""
    storage, by = services.storage, By("system", services.runner.turns.clock())
    campaigns = await storage.campaigns.listed(None)
    running = [one.id for one in campaigns if one.life.state == "running"]
    return sum([await replace_lost_of(storage, one, by) for one in running])
