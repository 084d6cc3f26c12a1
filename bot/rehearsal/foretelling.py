"""What the real waves would be: how many by which way, from when to when, for how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.broadcasts.forecast import ChannelForecast, by_channel
from bot.broadcasts.windows import first_window
from bot.calendars import calendar_around
from bot.i18n import day_of
from bot.rehearsal.configuration import Configuration
from flows.broadcasts import Quiet, Window
from flows.identifiers import Instant
from storage.broadcast_records import BroadcastRecord
from survey.campaigns import CHANNELS, Channel
from survey.sample_plans import GroupPlan
from survey.sampling import apportioned

__all__ = ["Wave", "answered_before", "expected", "foretell"]

_BEFORE: Final = (Fraction(0), Fraction(3, 4), Fraction(9, 10))
"""Of those who answer, so many do before the invitation, the first reminder, the second."""


@dataclass(frozen=True, slots=True)
class Wave:
    """An invitation or a reminder as it would leave. `window` is None once the field work is
    over, or while nobody said when it is.
    """

    number: int
    window: Window | None
    channels: tuple[ChannelForecast, ...]

    @property
    def asked(self) -> int:
        """How many people are written to."""
        return sum(one.count for one in self.channels)

    @property
    def cost(self) -> int:
        """What all of it costs, in đồng."""
        return sum(one.cost for one in self.channels)


def expected(plan: GroupPlan, asked: int) -> int:
    """Return how many answers so many invitations of a group are expected to bring."""
    return int(asked * Fraction(str(plan.rule.response_rate)))


def answered_before(wave: int, waves: int) -> Fraction:
    """Return the share of those who ever answer, that have answered before a wave leaves; one
    behind the last: all.
    """
    return _BEFORE[wave] if wave < waves else Fraction(1)


def foretell(configuration: Configuration, now: Instant) -> list[Wave]:
    """Return the waves as they would leave at the rates, in the quiet hours and within the field
    work that are really set. Who is reminded: all whose answer is not expected before.
    """
    sent: list[BroadcastRecord] = []
    waves: list[Wave] = []
    for number in range(len(configuration.campaign.terms.reminders) + 1):
        window = first_window(configuration.campaign, number, sent, now)
        if window is not None and window.starts_at >= window.closes_at:
            window = None
        if window is not None and not number:
            sent.append(_invitation(configuration, window, now))
        waves.append(_wave(configuration, number, window, now))
    return waves


def _wave(configuration: Configuration, number: int, window: Window | None, now: Instant) -> Wave:
    counts = channels_of(configuration, number)
    settings, calendar = configuration.settings, calendar_around(day_of(now))
    if window is None:
        costs = settings.costs
        found = [ChannelForecast(c, n, n * costs[c], None) for c, n in counts.items()]
    else:
        found = [
            by_channel(c, n, window, quiet_of(configuration), at=now, settings=settings,
                       calendar=calendar)
            for c, n in counts.items()
        ]  # fmt: skip
    return Wave(number, window, tuple(found))


def channels_of(configuration: Configuration, wave: int) -> Mapping[Channel, int]:
    """Return how many people are expected by each channel: groups are reached as their frame is.
    Reminders go to those alone whose answer is not expected before.
    """
    counts = dict.fromkeys(CHANNELS, 0)
    for plan in configuration.groups:
        group = configuration.group(plan.rule.group)
        early = _BEFORE[wave] * Fraction(str(group.response_rate))
        reach = configuration.reach.get(group.frame, {})
        weights = [reach.get(channel, 0) for channel in CHANNELS]
        people = round(plan.invited * (1 - early))
        parts = apportioned(people, weights, [0] * len(weights), [people] * len(weights))
        for channel, part in zip(CHANNELS, parts, strict=True):
            counts[channel] += part
    return counts


def quiet_of(configuration: Configuration) -> Quiet:
    """Return when the campaign writes to nobody."""
    terms = configuration.campaign.terms
    return Quiet(terms.quiet_from, terms.quiet_to, days=terms.quiet_days)


def _invitation(configuration: Configuration, window: Window, now: Instant) -> BroadcastRecord:
    """Return the first wave as if it had been confirmed: reminders are planned from it."""
    return BroadcastRecord(
        id="", campaign_id=configuration.campaign.id, wave=0, state="running", window=window,
        quiet=quiet_of(configuration), made_at=now, made_by="", confirmed_at=now,
    )  # fmt: skip
