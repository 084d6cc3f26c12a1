"""The working calendar in force: the shipped one with the official swaps of this installation."""

from __future__ import annotations

from datetime import date

from bot.calendars import calendar_around
from bot.services import Services
from flows.workdays import Calendar, local_date, with_swaps
from storage.base import Storage

__all__ = ["calendar_in_force", "follow_calendar"]


async def calendar_in_force(storage: Storage, today: date) -> Calendar:
    """Return the calendar around a day, as it is in the database."""
    number = await storage.swaps.version()
    days = {swap.day: swap.works for swap in await storage.swaps.listed(number)}
    return with_swaps(calendar_around(today), days, number)


async def follow_calendar(services: Services) -> bool:
    """Let terms be counted by the calendar as it is in the database; tell whether it is another.

    Whoever changes a swap calls this, and every process looks from time to time: a term that was
    set keeps the calendar that it names (invariant I15), later ones go by the new.
    """
    runner = services.runner
    today = local_date(runner.turns.clock())
    calendar = await calendar_in_force(services.storage, today)
    if calendar.version == runner.turns.renderer.rules.calendar.version:
        return False
    runner.go_by(calendar)
    return True
