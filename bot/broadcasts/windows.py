"""When waves leave: the field work of a campaign, and the best and the earliest time for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from bot.i18n import start_of
from flows.broadcasts import Window
from flows.identifiers import Instant
from flows.time_units import DAY
from flows.workdays import local_date
from storage.broadcast_records import BroadcastRecord
from storage.campaign_records import CampaignRecord

__all__ = [
    "WindowFault",
    "earliest_start",
    "field_window",
    "first_window",
    "planned_windows",
    "window_faults",
]

WindowFault: TypeAlias = Literal[
    "no_days",  # the campaign does not say when its field work is
    "outside",  # it begins before the field work, or when that is over
    "backwards",  # it ends before it begins
    "too_late",  # it ends after the field work
]

_LEAST_MS: Final = 60_000
"""A window that begins at once begins with the next minute: pages show no seconds."""

_LEAST_DAYS: Final = 1
"""Between two messages to one person, where a campaign plans fewer reminders than are sent."""


def field_window(campaign: CampaignRecord) -> tuple[Instant, Instant] | None:
    """Return from when to when the field work goes on; None while nobody said so."""
    terms = campaign.terms
    if not terms.opens_on or not terms.closes_on:
        return None
    last = date.fromisoformat(terms.closes_on)
    return start_of(date.fromisoformat(terms.opens_on)), start_of(last + timedelta(days=1))


def first_window(
    campaign: CampaignRecord, wave: int, sent: list[BroadcastRecord], now: Instant
) -> Window | None:
    """Return when a wave would best leave: the invitation as soon as may be; a reminder so many
    days after it as the campaign plans, as long spread as that one was. `sent`: the waves so far.
    """
    field = field_window(campaign)
    if field is None:
        return None
    opens_at, closes_at = field
    starts_at, length = max(now, opens_at), 0
    invited = [one for one in sent if one.wave == 0 and one.confirmed_at is not None]
    if wave and invited and wave <= len(campaign.terms.reminders):
        first = invited[0].window
        after = Instant(first.starts_at + campaign.terms.reminders[wave - 1] * DAY)
        starts_at, length = max(starts_at, after), first.ends_at - first.starts_at
    starts_at = max(starts_at, earliest_start(campaign, wave, sent))
    rounded = Instant(-(-starts_at // _LEAST_MS) * _LEAST_MS)
    ends_at = Instant(min(rounded + length, closes_at))
    return Window(rounded, max(rounded, ends_at), closes_at)


def earliest_start(
    campaign: CampaignRecord, wave: int, sent: Sequence[BroadcastRecord]
) -> Instant:
    """Return before when a wave reminds people too soon: as many days as the campaign plans
    between it and the wave before, counted from the day on which that began to leave.
    """
    before = [
        one for one in sent
        if one.wave < wave and one.confirmed_at is not None and one.state != "cancelled"
    ]  # fmt: skip
    if not before:
        return Instant(0)
    last = max(before, key=lambda one: (one.wave, one.window.starts_at))
    planned = (0, *campaign.terms.reminders)
    is_planned = wave < len(planned)
    days = planned[wave] - planned[last.wave] if is_planned else _LEAST_DAYS
    began = max(last.window.starts_at, last.confirmed_at or 0)
    return start_of(local_date(Instant(began)) + timedelta(days=max(days, _LEAST_DAYS)))


def window_faults(campaign: CampaignRecord, window: Window) -> WindowFault | None:
    """Return what is wrong with a window; None: nothing."""
    field = field_window(campaign)
    if field is None:
        return "no_days"
    opens_at, closes_at = field
    if not opens_at <= window.starts_at < closes_at:
        return "outside"
    if window.ends_at < window.starts_at:
        return "backwards"
    return "too_late" if window.ends_at > closes_at else None


def planned_windows(
    campaign: CampaignRecord, invitation: BroadcastRecord, waves: Iterable[BroadcastRecord]
) -> dict[int, Window]:
    """Return when each reminder of a campaign leaves, seen from the invitation that is just being
    confirmed: so many days behind its beginning as the campaign says, and as long spread, but not
    before the invitation is through. Left out is what would begin behind the field work, and what
    one of `waves`, those that there are, does already.
    """
    field = field_window(campaign)
    if field is None:
        return {}
    closes_at, first, planned = field[1], invitation.window, {}
    there = {one.wave for one in waves if one.state != "cancelled"}
    began = max(first.starts_at, invitation.confirmed_at or first.starts_at)
    starts_at, days_before = Instant(began), 0
    for wave, days in enumerate(campaign.terms.reminders, 1):
        starts_at = Instant(max(starts_at + (days - days_before) * DAY, first.ends_at))
        days_before = days
        ends_at = min(starts_at + first.ends_at - first.starts_at, closes_at)
        if starts_at < closes_at and wave not in there:
            planned[wave] = Window(starts_at, Instant(ends_at), closes_at)
    return planned
