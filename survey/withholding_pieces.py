"""Days that several reports have between them without a report of their own.

A half-year less its first quarter is the second: whoever has both reports knows of it what nobody
printed. Time is cut where any of the reports begins or ends, and every piece is looked at for
every unit that has a report (`survey.withholding_joint`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from survey.withholding_regions import Below, Region

__all__ = ["nested", "pieces"]


def pieces(reports: Iterable[Region], below: Below) -> tuple[Region, ...]:
    """Return the pieces of days and units that reports are made of and that none of them is.
    `below`: time of a unit is cut by reports of it, of what lies above and of what lies below it;
    those of other units tell of it only what is told of all of them together. What
    reports of the same days of units below are together is no piece: they tell it themselves.
    """
    known = set(reports)
    units = sorted({one.unit for one in known}, key=lambda unit: unit or "")
    return tuple(
        found
        for unit in units
        for from_day, to_day in _cut([one for one in known if _is_related(one.unit, unit, below)])
        if (found := Region(unit, from_day, to_day)) not in known
        and not _is_covered(found, known, below)
    )


def _is_covered(one: Region, reports: Iterable[Region], below: Below) -> bool:
    """Tell whether reports of the same days of units below one are together of all its units."""
    units = below.get(one.unit, frozenset((one.unit or "",)))
    same = (below.get(other.unit, frozenset()) for other in reports if other[1:] == one[1:])
    parts = [own for own in same if own < units]
    return bool(parts) and units <= frozenset[str]().union(*parts)


def nested(reports: Iterable[Region], below: Below) -> tuple[Region, ...]:
    """Return the reports of the same days as another one that lies above or below. What they
    withhold tells of one another where few people are in the one and not in the other.
    """
    known = sorted({*reports}, key=lambda one: (one.unit or "", one[1:]))
    return tuple(
        one
        for one in known
        if any(
            one[1:] == other[1:] and one != other and _is_related(one.unit, other.unit, below)
            for other in known
        )
    )


def _is_related(one: str | None, other: str | None, below: Below) -> bool:
    units, others = (below.get(unit, frozenset((unit or "",))) for unit in (one, other))
    return one == other or not units.isdisjoint(others)


def _cut(reports: Collection[Region]) -> Iterator[tuple[str, str]]:
    """Yield first and last days of the pieces that lie within any report, the earliest first."""
    spans = {(one.from_day, _after(one.to_day)) for one in reports}
    for first, after in pairwise(sorted({day for span in spans for day in span})):
        if any(start <= first and after <= end for start, end in spans):
            yield first, _before(after)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
