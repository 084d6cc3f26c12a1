"""Issued reports that a draft is read beside: of units and periods that overlap with its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from bot.figures import Listened
from bot.figures.periods import before, looked_back
from bot.reporting.parts import edition_in
from bot.reporting.press import EditionMaker
from bot.units import known_units
from flows.identifiers import Instant
from storage.base import Storage
from storage.report_records import ReportRecord
from survey.editions import Edition, Missing, Period
from survey.withholding_answers import Answers
from survey.withholding_joint import Drift
from survey.withholding_pieces import nested, pieces
from survey.withholding_regions import Below, Region, region_of

__all__ = ["answers_beside", "drifted", "editions_between", "issued_beside", "issued_since"]


async def issued_beside(
    storage: Storage, edition: Edition, now: Instant
) -> tuple[list[ReportRecord], Below]:
    """Return the issued reports, not withdrawn, that an edition tells something of, and which
    units lie below which on its last day.
    """
    tree = (await known_units(storage, now)).tree.as_of(date.fromisoformat(edition.period.to_day))
    below: dict[str | None, frozenset[str]] = {
        one: frozenset(tree.below(one)) for one in tree.units
    }
    below[None] = frozenset(tree.units)
    listed = await storage.reports.listed(None)
    near = [one for one in listed if _concerns(one, edition, below)]
    found = [one for one in near if await _is_read_beside(storage, one, edition)]
    return found, below


async def editions_between(
    figures: EditionMaker,
    edition: Edition,
    records: Iterable[ReportRecord],
    below: Below,
    now: Instant,
) -> list[Edition]:
    """Return the figures, as they are now, of the days and units that an edition and issued
    reports are made of and that none of them is (`survey.withholding_pieces`). There are none
    where each period is reported before those that hold it: quarters, then the year. Issued
    ones of the same days as others above or below are read in full: they withheld some.
    """
    issued = [Region(one.unit_id, one.period.from_day, one.period.to_day) for one in records]
    own = region_of(edition)
    doubled = (one for one in nested((own, *issued), below) if one != own)
    return [
        await figures.cells(
            replace(edition.scope, unit_id=unit, unit_name=""),
            Period(span="other", from_day=from_day, to_day=to_day),
            now,
        )
        for unit, from_day, to_day in (*pieces((own, *issued), below), *doubled)
    ]


async def answers_beside(
    figures: EditionMaker,
    edition: Edition,
    records: Iterable[ReportRecord],
    below: Below,
    now: Instant,
) -> Answers | None:
    """Return the answers that an edition, issued reports and what lies between them are made of;
    None: they are too many to be looked at one by one.
    """
    listened = [
        Listened(edition.scope, edition.period),
        *(Listened(one.scope, one.period) for one in records),
    ]
    between = (
        Listened(
            replace(edition.scope, unit_id=unit, unit_name=""),
            Period(span="other", from_day=from_day, to_day=to_day),
            has_own_alone=True,
        )
        for unit, from_day, to_day in pieces((one.region for one in listened), below)
    )
    return await figures.answers([*listened, *between], now)


async def issued_since(
    storage: Storage, edition: Edition, known: Collection[str] | None, now: Instant
) -> list[ReportRecord]:
    """Return such reports that the figures of an edition were not held against. `known`: the ids
    of those that they were; None: nobody kept them, so that the moments tell. These say less: a
    report is issued a while after the moment that it bears, for it is printed in between.
    """
    found, _ = await issued_beside(storage, edition, now)
    if known is None:
        return [one for one in found if (one.life.issued_at or 0) > edition.made_at]
    return [one for one in found if one.id not in known]


def _concerns(record: ReportRecord, edition: Edition, below: Below) -> bool:
    """Tell whether a report is issued, and has figures of some of the same units and days: of its
    period, of the one before it or of its trend, whichever of the two was issued first.
    """
    one, two = looked_back(edition.period), looked_back(record.period)
    own, other = (
        below.get(unit, frozenset((unit or "",)))
        for unit in (edition.scope.unit_id, record.unit_id)
    )
    is_near = one.from_day <= two.to_day and two.from_day <= one.to_day
    return record.life.state == "issued" and is_near and not own.isdisjoint(other)


async def _is_read_beside(storage: Storage, record: ReportRecord, edition: Edition) -> bool:
    """Tell whether a report that is near tells of days of an edition: one of a later period does
    where it has months of before, or is compared.
    """
    if record.period.from_day <= edition.period.to_day:
        return record.period.to_day >= _first_of(edition)
    return _first_of(await edition_in(storage, record.id)) <= edition.period.to_day


def _first_of(edition: Edition) -> str:
    """Return the first day that an edition has figures of."""
    is_compared = edition.changes or edition.online_changes
    begun = before(edition.period).from_day if is_compared else edition.period.from_day
    return min([begun, edition.period.from_day, *(day for day, _ in edition.trend)])


def drifted(edition: Edition, found: tuple[Drift, ...]) -> Iterator[Missing]:
    """Yield which issued reports an edition differs from by fewer than ten people, and of what."""
    labels = {f"level/{row.key}": row.label for row in edition.levels}
    for one in found:
        label = labels.get(one.cell, "")
        yield Missing(gap="counted_since", about=f"{one.report}: {label}" if label else one.report)
