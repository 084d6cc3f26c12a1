"""What stands beside figures: forms that were counted, evidence, and what was found odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from bot.counting import Period, by, by_unit_now, issued_by, issued_in
from bot.figures.naming import Names
from bot.figures.placing import UNPLACED, Placing
from bot.figures.sheets import Sheet
from bot.figures.sources import Sources
from storage.counting_records import Group
from storage.figure_records import Alike, Span
from survey.cells import CALLED, KIND
from survey.counts import Counts, total
from survey.editions import PlanLine, Proofs, UnitCounts

__all__ = ["counts", "open_tables", "plans", "proofs", "tallied"]

_EVIDENCE = ("V0", "V1", "V2", "V3", "V4")
_KINDS = ("personal", "place", "assisted", "none")


async def counts(
    sources: Sources, placing: Placing, names: Names, planned: Mapping[str | None, int]
) -> tuple[UnitCounts, ...]:
    """Return the forms of each unit that has some, or that some were wanted of (R32)."""
    found = await _counted(sources, placing)
    rows = [
        UnitCounts(
            unit_id=unit,
            label=names.unit(unit),
            counts=found.get(unit, Counts()),
            planned=planned.get(unit),
        )
        for unit in {*found, *planned}
    ]
    return tuple(sorted(rows, key=lambda row: (row.unit_id is None, row.label, row.unit_id or "")))


async def plans(
    sources: Sources, placing: Placing, longer: Iterable[PlanLine]
) -> tuple[PlanLine, ...]:
    """Return how far campaigns have come that are longer than the period: all that came of what
    they had issued by its end, since their plan is one of all their time (R36).
    """
    found: list[PlanLine] = []
    last = date.fromisoformat(placing.period.to_day)
    for one in longer:
        groups = await issued_by(
            sources.storage, sources.forms, one.key, sources.rules, placing.candidates()
        )
        counts = _by_unit([group for group in groups if group.day <= last], placing)
        found.append(replace(one, valid=total(counts.values()).valid))
    return tuple(found)


async def _counted(sources: Sources, placing: Placing) -> Mapping[str | None, Counts]:
    period = placing.period
    days = Period(date.fromisoformat(period.from_day), date.fromisoformat(period.to_day))
    groups = await issued_in(
        sources.storage, sources.forms, days, sources.rules, placing.candidates()
    )
    return _by_unit(groups, placing)


def _by_unit(groups: Sequence[Group], placing: Placing) -> Mapping[str | None, Counts]:
    """Return the counts of those forms that belong to the scope, by its units."""
    if placing.is_then:
        there = (one for one in groups if placing.is_below(one.unit_id or UNPLACED, one.day))
        return by(there, lambda group: group.unit_id)
    units, now = placing.units(), by_unit_now(groups, placing.tree, placing.today)
    if units is not None:
        return {unit: of for unit, of in now.units.items() if unit in units}
    # Forms that no unit of today can be told of belong to the whole all the same.
    unplaced = sum(now.unplaced.values(), start=now.units.get(None, Counts()))
    return {**now.units, None: unplaced} if unplaced.issued else now.units


def tallied(some: Iterable[Alike], placing: Placing) -> Counter[str]:
    """Return how many there are of each kind that belong to the scope, told one by one."""
    found: Counter[str] = Counter()
    for one in placing.within(some):
        found[one.kind] += one.count
    return found


async def proofs(sources: Sources, placing: Placing, span: Span, sheet: Sheet) -> Proofs:
    """Return how objective the survey was (R31)."""
    doubts = await sources.storage.figures.doubts(span)
    reasons, states = tallied(doubts.reasons, placing), tallied(doubts.states, placing)
    v0, v1, v2, v3, v4 = (sheet.forms("evidence", level) for level in _EVIDENCE)
    return Proofs(
        by_level=(v0, v1, v2, v3, v4),
        refuted=sheet.forms(CALLED, "refuted"),
        by_kind=tuple((kind, sheet.forms(KIND, kind)) for kind in _KINDS),
        suspicions=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        set_aside=states["set_aside"],
        cleared=states["kept"],
        waiting=states["open"],
    )


async def open_tables(sources: Sources, placing: Placing) -> int:
    """Return how many tables of counts from elsewhere of the period nobody has approved."""
    units = placing.units()
    return sum(
        one.state == "draft"
        and one.from_day <= placing.period.to_day
        and one.to_day >= placing.period.from_day
        for one in await sources.storage.count_tables.listed(units)
    )
