"""How long a broadcast takes: rates and quiet hours make out of a number of people a moment."""

from __future__ import annotations

from flows.broadcasts import Quiet, Window, sending_time
from flows.identifiers import Instant
from flows.workdays import Calendar

__all__ = ["last_leaves_at", "time_needed"]


def time_needed(count: int, per_second: float | None) -> int:
    """Return the milliseconds that so many messages take one after the other; None: no limit."""
    return 0 if not per_second else round(count * 1000 / per_second)


def last_leaves_at(
    now: Instant, window: Window, needed: int, quiet: Quiet, calendar: Calendar
) -> Instant | None:
    """Return when the last message of a wave leaves that takes `needed` milliseconds of the time
    in which people may be written to; None: it does not get through before the field work closes.

    A wave that is spread takes its whole window, however little there is to send.
    """
    since = max(now, window.starts_at)
    spread = sending_time(since, window.ends_at, quiet, calendar)
    wanted = max(needed, spread)
    if sending_time(since, window.closes_at, quiet, calendar) < max(wanted, 1):
        return None
    early, late = since, window.closes_at
    while early < late:
        middle = Instant((early + late) // 2)
        if sending_time(since, middle, quiet, calendar) < max(wanted, 1):
            early = Instant(middle + 1)
        else:
            late = middle
    return early
