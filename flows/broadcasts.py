"""The rules of broadcasts: when something may leave, how a wave is spread, where acts lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from flows.identifiers import Instant
from flows.time_units import MINUTE
from flows.workdays import VIETNAM, Calendar, local_date

__all__ = [
    "ACTS",
    "MOST_TRIES",
    "RECIPIENT_STATES",
    "REMINDERS",
    "STATES",
    "Act",
    "Ending",
    "Heard",
    "Quiet",
    "RecipientState",
    "State",
    "Window",
    "due_number",
    "ending_of",
    "is_quiet",
    "next_state",
    "sending_time",
]

State: TypeAlias = Literal["draft", "running", "paused", "cancelled", "done"]
RecipientState: TypeAlias = Literal[
    "pending",  # waits for its turn
    "claimed",  # a process has it in hand
    "sent",  # the platform took it
    "failed",  # it will never get there
    "blocked",  # the person lets nothing through
    "unknown",  # it may have got there or not, and is never sent again by itself (I10)
    "cancelled",  # it never left, and never will
]
Act: TypeAlias = Literal[
    "confirm", "pause", "resume", "cancel", "edit", "enroll", "finish", "wait", "propose", "take",
    "refuse", "withdraw", "revive",
]  # fmt: skip
Heard: TypeAlias = Literal["sent", "held", "refused", "later", "never", "stopped", "unknown"]
"""What came of a call: `held`: the platform asks everybody to wait; `refused`: it turns the whole
account away, though it may be for this row's sake; `later`: it failed for now; `stopped`: the
person cannot or will not be written to.
"""

STATES: Final[tuple[State, ...]] = get_args(State)
RECIPIENT_STATES: Final[tuple[RecipientState, ...]] = get_args(RecipientState)
REMINDERS: Final = 2
"""At the most (domain R14)."""
MOST_TRIES: Final = 6
"""Calls that a platform turns away for the time being, before a row is given up."""
_SUNDAY: Final = 6
_DAY_MINUTES: Final = 24 * 60

_GOES_ON: Final[Mapping[State, State]] = {
    "draft": "draft", "running": "running", "paused": "paused",
}  # fmt: skip
ACTS: Final[Mapping[Act, Mapping[State, State]]] = {
    "confirm": {"draft": "running"},
    "pause": {"running": "paused"},
    "resume": {"paused": "running"},
    "cancel": {"draft": "cancelled", "running": "cancelled", "paused": "cancelled"},
    "edit": _GOES_ON,
    "propose": _GOES_ON,
    "take": _GOES_ON,
    "refuse": _GOES_ON,
    "withdraw": _GOES_ON,
    "wait": {"draft": "draft"},
    "revive": {"cancelled": "draft"},
    "enroll": {"running": "running", "paused": "paused", "done": "running"},
    "finish": {"running": "done", "paused": "done"},
}
"""What may be done in which state, and where it leads. A cancelled broadcast stays so, but for a
draft that ended with its campaign (`revive`): it had no recipients yet.
"""


def next_state(act: Act, state: State) -> State | None:
    """Return the state that an act leads to; None: it cannot be done in this one."""
    return ACTS[act].get(state)


# -- when something may leave


class Quiet(Struct, frozen=True):
    """When nobody is written to: minutes of the day in Vietnam, 0 to 1439. `since` after `until`
    passes midnight; the same twice: at no hour. `days`: on Sundays and holidays neither.
    """

    since: int = 20 * 60
    until: int = 7 * 60 + 30
    days: bool = True


class Window(Struct, frozen=True):
    """From when to when a wave leaves, evenly; what is late then follows until the field work
    closes. The same moment twice: as fast as the rates allow.
    """

    starts_at: Instant
    ends_at: Instant
    closes_at: Instant


def is_quiet(now: Instant, quiet: Quiet, calendar: Calendar) -> bool:
    """Tell whether nobody is written to at a moment."""
    return not any(
        since <= now < until for since, until in _open(local_date(now), quiet, calendar)
    )


def sending_time(since: Instant, until: Instant, quiet: Quiet, calendar: Calendar) -> int:
    """Return the milliseconds between two moments in which people may be written to."""
    return sum(
        max(0, min(until, closes) - max(since, opens))
        for day in _days(since, until)
        for opens, closes in _open(day, quiet, calendar)
    )


def due_number(
    now: Instant, window: Window, audience: int, quiet: Quiet, calendar: Calendar
) -> int:
    """Return up to which number the recipients of a wave may have left by now; 0 while nothing
    may leave. Within the window it grows evenly with the time in which people may be written to.
    """
    if now < window.starts_at or now >= window.closes_at or is_quiet(now, quiet, calendar):
        return 0
    whole = sending_time(window.starts_at, window.ends_at, quiet, calendar)
    if now >= window.ends_at or not whole:
        return audience
    passed = sending_time(window.starts_at, now, quiet, calendar)
    return min(audience, audience * passed // whole + 1)


def _days(since: Instant, until: Instant) -> Iterator[date]:
    day, last = local_date(since), local_date(until)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _open(day: date, quiet: Quiet, calendar: Calendar) -> list[tuple[int, int]]:
    """Return the spans of a day in which people may be written to, in milliseconds."""
    if quiet.days and (day.weekday() == _SUNDAY or day in calendar.holidays):
        return []
    spans = [(quiet.until, quiet.since)]
    if quiet.since == quiet.until:
        spans = [(0, _DAY_MINUTES)]
    elif quiet.since < quiet.until:
        spans = [(0, quiet.since), (quiet.until, _DAY_MINUTES)]
    midnight = int(datetime.combine(day, time(), VIETNAM).timestamp() * 1000)
    return [(midnight + since * MINUTE, midnight + until * MINUTE) for since, until in spans]


# -- what becomes of a recipient


class Ending(Struct, frozen=True):
    """What a call makes of its row. `again`: it waits for another try; `tries`: those counted."""

    state: RecipientState
    tries: int
    again: bool = False


_ENDINGS: Final[Mapping[Heard, RecipientState]] = {
    "sent": "sent",
    "never": "failed",
    "stopped": "blocked",
    "unknown": "unknown",
}


def ending_of(heard: Heard, tries: int) -> Ending:
    """Return what a call makes of its row. Only what surely did not get there is tried again; an
    answer that was lost ends it (I10). That everybody is asked to wait is no fault of the row's;
    but one over which the account is refused again and again would hold up all others for ever.
    """
    if heard == "held":
        return Ending("pending", tries, again=True)
    if heard in ("later", "refused") and tries + 1 < MOST_TRIES:
        return Ending("pending", tries + 1, again=True)
    return Ending(_ENDINGS.get(heard, "failed"), tries + 1)
