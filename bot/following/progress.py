"""How far a campaign is: each unit against its own target, and how and where forms come back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from bot.counting import by
from flows.definition import Form
from flows.workdays import Calendar
from storage.base import Storage
from storage.campaign_records import CampaignRecord
from storage.draw_records import StratumFill
from storage.progress_records import Came, Reached
from survey.campaigns import Terms
from survey.counts import VALID, Counts, total
from survey.pace import STANDINGS, FieldWork, Pace, pace
from survey.validity import Rules

__all__ = ["Drop", "Followed", "UnitPace", "View", "follow"]


@dataclass(frozen=True, slots=True)
class UnitPace:
    """One unit of a campaign. `pace`: None where nothing was drawn from it, or no days are set."""

    unit_id: str | None
    counts: Counts
    pace: Pace | None


@dataclass(frozen=True, slots=True)
class Drop:
    """How many came to a question, in its form's order, and how many went no further."""

    form: Form
    question: str
    answered: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Followed:
    """All that following shows of a campaign, read at one time."""

    total: Counts
    units: Sequence[UnitPace]
    """Those that need somebody to ask come first."""
    channels: Mapping[str, Counts]
    """By channel, of what came back: nothing of it was "not returned"."""
    hours: Mapping[str, Sequence[int]]
    """Forms that came back, by channel and by hour of the day in Vietnam: 24 numbers each."""
    drops: Sequence[Drop]
    unanswered: int
    """Forms that were opened and left before the first answer."""


@dataclass(frozen=True, slots=True)
class View:
    """From where a campaign is looked at. `units`: those of its reader; None: all of them."""

    forms: Mapping[tuple[str, int], Form]
    rules: Rules
    calendar: Calendar
    today: date
    units: Collection[str] | None = None


async def follow(storage: Storage, campaign: CampaignRecord, view: View) -> Followed:
    """Return how far a campaign is now."""
    units = view.units
    names = {name for (name, _), form in view.forms.items() if form.kind == "survey"}
    groups = await storage.counting.of_campaign(campaign.id, units, view.rules, names)
    came = await storage.progress.came(campaign.id, units, view.rules, names)
    fills = await storage.draws.fills(campaign.id)
    counts = by(groups, lambda group: group.unit_id)
    return Followed(
        total=total(counts.values()),
        units=_units(counts, came, _wanted(fills, units), _pacing(campaign.terms, view)),
        channels=_channels(came),
        hours=_hours(came),
        drops=_drops(await storage.progress.reached(campaign.id, units, names), view.forms),
        unanswered=await storage.progress.unanswered(campaign.id, units, names),
    )


def _wanted(fills: Iterable[StratumFill], units: Collection[str] | None) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for one in fills:
        if units is None or one.stratum.unit in units:
            wanted[one.stratum.unit] += one.wanted
    return wanted


_Pacing: TypeAlias = Callable[[int, Mapping[date, int]], Pace]
"""What a unit is to bring, and what it brought by day → where it stands."""


def _pacing(terms: Terms, view: View) -> _Pacing | None:
    """Return how units are paced; None while the campaign says no days."""
    if not terms.opens_on or not terms.closes_on:
        return None
    opens, closes = date.fromisoformat(terms.opens_on), date.fromisoformat(terms.closes_on)
    work = FieldWork(opens=opens, closes=closes, works=view.calendar.is_workday)
    return lambda wanted, by_day: pace(wanted, by_day, work, view.today)


_URGENT: Final = {standing: place for place, standing in enumerate(reversed(STANDINGS))}


def _units(
    counts: Mapping[str | None, Counts],
    came: Iterable[Came],
    wanted: Mapping[str, int],
    pacing: _Pacing | None,
) -> list[UnitPace]:
    valid: dict[str | None, Counter[date]] = defaultdict(Counter)
    for one in came:
        if one.outcome == VALID:
            valid[one.unit_id][one.day] += one.forms
    found = [
        UnitPace(
            unit_id=unit,
            counts=counts.get(unit, Counts()),
            pace=pacing(wanted[unit], valid[unit])
            if pacing is not None and unit is not None and unit in wanted
            else None,
        )
        for unit in sorted({*counts, *wanted}, key=lambda unit: unit or "")
    ]
    return sorted(found, key=_urgency)


def _urgency(one: UnitPace) -> tuple[int, int]:
    if one.pace is None:
        return len(_URGENT), 0
    return _URGENT[one.pace.standing], -one.pace.missing


def _channels(came: Iterable[Came]) -> dict[str, Counts]:
    by_channel: dict[str, Counter[str]] = defaultdict(Counter)
    for one in came:
        by_channel[one.channel][one.outcome] += one.forms
    return {
        channel: Counts(
            issued=outcomes.total(),
            valid=outcomes[VALID],
            invalid_by={why: many for why, many in sorted(outcomes.items()) if why != VALID},
        )
        for channel, outcomes in sorted(by_channel.items())
    }


def _hours(came: Iterable[Came]) -> dict[str, list[int]]:
    hours: dict[str, list[int]] = {}
    for one in sorted(came, key=lambda one: one.channel):
        hours.setdefault(one.channel, [0] * 24)[one.hour] += one.forms
    return hours


def _drops(reached: Iterable[Reached], forms: Mapping[tuple[str, int], Form]) -> list[Drop]:
    """Return the questions as their forms have them; newer versions of a form stand apart."""
    order = {key: {name: place for place, name in enumerate(form.by_id)}
             for key, form in forms.items()}  # fmt: skip
    known = [one for one in reached if one.question in order.get((one.form, one.version), {})]
    known.sort(key=lambda one: (one.form, one.version, order[one.form, one.version][one.question]))
    return [
        Drop(forms[one.form, one.version], one.question, one.answered, one.stopped)
        for one in known
    ]
