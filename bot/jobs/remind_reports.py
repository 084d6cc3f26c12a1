"""The job that reminds of reports: those who owe one, and those above of what is late."""

from __future__ import annotations

from bot.live import CASES
from bot.reporting.reminding import remind_of_reports
from bot.services import Services

__all__ = ["remind_reports"]


async def remind_reports(services: Services) -> int:
    """Remind of what is due soon or late, each step once; return of how many reports."""
    turns = services.runner.turns
    calendar = turns.renderer.rules.calendar
    told = await remind_of_reports(services.storage, calendar, turns.clock())
    if told:
        services.live.wake(CASES)  # whoever is told sees it at once
    return told
