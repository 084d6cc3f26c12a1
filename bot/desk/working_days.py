"""The working calendar in force: the shipped one with the official swaps of this installation."""

from __future__ import annotations

from bot.calendars import calendar_around
from bot.services import Services
from flows.workdays import local_date, with_swaps

__all__ = ["follow_calendar"]


async def follow_calendar(services: Services) -> bool:
    """Let terms be counted by the calendar as it is in the database; tell whether it is another.

    Whoever changes a swap calls this, and every process looks from time to time: a term that was
    set keeps the calendar that it names (invariant I15), later ones go by the new.
    """
    runner, swaps = services.runner, services.storage.swaps
    number = await swaps.version()
    days = {swap.day: swap.works for swap in await swaps.listed(number)}
    today = local_date(runner.turns.clock())
    calendar = with_swaps(calendar_around(today), days, number)
    if calendar.version == runner.turns.renderer.rules.calendar.version:
        return False
    runner.go_by(calendar)
    return True
