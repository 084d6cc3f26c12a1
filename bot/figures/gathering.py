"""Gathers the cells of a scope and a period: whole months from sums, other days from responses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from msgspec.structs import replace

from bot.figures.placing import Placing
from bot.i18n import start_of
from storage.base import Storage
from storage.figure_records import CellWish, Span
from survey.cells import (
    ALL,
    RESPONDED,
    TOGETHER,
    CellKey,
    Choices,
    Counted,
    cells_of,
    choices_of,
    labels_in,
)
from survey.moments import Moments
from survey.withholding_nests import Nests, nested

__all__ = [
    "Gathered",
    "choices_in",
    "gathered",
    "nests_in",
    "responses_in",
    "served_in",
    "span_of",
    "spans",
]

Gathered: TypeAlias = list[tuple[CellKey, Moments]]
"""Cells whose unit is the one that they belong to; one key may come several times."""


@dataclass(frozen=True, slots=True)
class _Spans:
    """A period as whole months, and the days beside them."""

    months: tuple[str, str] | None
    """First and last; None: it has no whole month."""
    days: tuple[tuple[str, str], ...]


def spans(from_day: str, to_day: str) -> _Spans:
    """Return the whole months of a period and the spans of days that are left of it."""
    first, last = date.fromisoformat(from_day), date.fromisoformat(to_day)
    begin = first if first.day == 1 else _next_month(first)
    end = _next_month(last) if (last + timedelta(days=1)).day == 1 else last.replace(day=1)
    if begin >= end:
        return _Spans(None, ((from_day, to_day),))
    one = timedelta(days=1)
    edges = ((first, begin - one), (end, last))
    return _Spans(
        (begin.strftime("%Y-%m"), (end - one).strftime("%Y-%m")),
        tuple((a.isoformat(), b.isoformat()) for a, b in edges if a <= b),
    )


def span_of(placing: Placing) -> Span:
    """Return the days of a scope and period, and the units of then that may be of it."""
    first, last = map(date.fromisoformat, (placing.period.from_day, placing.period.to_day))
    return Span(
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        since=start_of(first),
        until=start_of(last + timedelta(days=1)),
        units=placing.candidates(),
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


async def gathered(
    storage: Storage, placing: Placing, dimensions: Collection[str] = (ALL,),
    levels: Collection[str] | None = None, *, by_month: bool = False,
) -> Gathered:  # fmt: skip
    """Return the cells of a scope and period. Months are left out unless they are asked for."""
    found: Gathered = []
    parts = spans(placing.period.from_day, placing.period.to_day)
    if parts.months is not None:
        months = CellWish(first=parts.months[0], last=parts.months[1])
        wishes = [
            replace(months, dimension=dimension, level=level)
            for dimension in dimensions
            for level in (levels or (None,))
        ]
        found += await _of_months(storage, placing, wishes, by_month=by_month)
    for first, last in parts.days:
        responses = await responses_in(storage, placing, first, last)
        found += _of_responses(responses, placing, dimensions, levels)
    return found


async def _of_months(
    storage: Storage, placing: Placing, wishes: Sequence[CellWish], *, by_month: bool
) -> Gathered:
    belongs = await _placed(storage, placing, wishes[0])
    uniform = {unit: now for unit, now in belongs.items() if now is not None}
    by = {"unit_id", "month"} if by_month else {"unit_id"}
    kept = placing.kept(uniform)
    found = [
        (key._replace(unit_id=uniform[key.unit_id]), sums)
        for wish in (wishes if kept else ())
        for key, sums in await storage.figures.cells(replace(wish, units=kept), by=by)
    ]
    if torn := belongs.keys() - uniform.keys():
        responses = await _torn(storage, placing, replace(wishes[0], units=frozenset(torn)))
        dimensions = {one.dimension for one in wishes}
        levels = {one.level for one in wishes if one.level is not None}
        found += _of_responses(responses, placing, dimensions, levels or None)
    return found


async def _torn(storage: Storage, placing: Placing, wish: CellWish) -> list[Counted]:
    """Return the scope's responses of units whose responses belong to several: told one by one,
    by their days and communes.
    """
    counted = await storage.figures.counted(wish, f"{wish.first}-01", f"{wish.last}-31")
    return list(placing.within(counted))


async def _placed(storage: Storage, placing: Placing, wish: CellWish) -> dict[str, str | None]:
    """Return where the units of then belong with all their months; None: to several."""
    units = placing.units() if placing.is_then else None
    there = replace(wish, dimension=ALL, level=RESPONDED, units=units)
    found: dict[str, set[str | None]] = defaultdict(set)
    for key, _ in await storage.figures.cells(there, by=("unit_id", "month")):
        found[key.unit_id].add(placing.of_cell(key.unit_id, key.month))
    return {
        unit: next(iter(places)) if len(places) == 1 else None for unit, places in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Parted:
    """Responses of a scope and period: those whose units and months belong to it as a whole, and
    those that are told one by one.
    """

    wish: CellWish | None
    """None: there are none of these."""
    single: list[Counted]


async def _parted(storage: Storage, placing: Placing) -> _Parted:
    parts, single = spans(placing.period.from_day, placing.period.to_day), list[Counted]()
    whole: CellWish | None = None
    if parts.months is not None:
        wish = CellWish(first=parts.months[0], last=parts.months[1])
        belongs = await _placed(storage, placing, wish)
        kept = placing.kept({unit: now for unit, now in belongs.items() if now is not None})
        whole = replace(wish, units=kept) if kept else None
        if torn := frozenset(unit for unit, now in belongs.items() if now is None):
            single += await _torn(storage, placing, replace(wish, units=torn))
    for first, last in parts.days:
        single += await responses_in(storage, placing, first, last)
    return _Parted(whole, single)


async def choices_in(storage: Storage, placing: Placing) -> Choices:
    """Return how often each choice was made in a scope and period, whatever unit or month."""
    parted = await _parted(storage, placing)
    found = Counter(await storage.figures.choices(parted.wish) if parted.wish else {})
    for key, count in choices_of(parted.single).items():
        found[key._replace(month="", unit_id="")] += count
    return dict(found)


async def served_in(storage: Storage, placing: Placing) -> tuple[str, str] | None:
    """Return the first and the last day of the services that responses of a scope and period are
    about; None: there are no responses.
    """
    parted = await _parted(storage, placing)
    found = [(one.served_from, one.served_to) for one in parted.single]
    if parted.wish and (days := await storage.figures.served(parted.wish)):
        found.append(days)
    if not found:
        return None
    return min(first for first, _ in found), max(last for _, last in found)


async def nests_in(storage: Storage, placing: Placing) -> Nests:
    """Return which values of a dimension lie within values of others, in a scope and period."""
    cells = await gathered(storage, placing, (TOGETHER,), (RESPONDED,))
    return nested(labels_in(key.value) for key, _ in cells)


async def responses_in(
    storage: Storage, placing: Placing, first_day: str, last_day: str
) -> list[Counted]:
    """Return the responses of a scope on some days that count."""
    units = placing.units() if placing.scope.tree == "then" else None
    wish = CellWish(first=first_day[:7], last=last_day[:7], units=units)
    return list(placing.within(await storage.figures.counted(wish, first_day, last_day)))


def _of_responses(
    responses: Iterable[Counted],
    placing: Placing,
    dimensions: Collection[str],
    levels: Collection[str] | None,
) -> Gathered:
    """Return the cells of single responses, each cluster within its unit of then."""
    placed: dict[str, list[Counted]] = defaultdict(list)
    for one in responses:
        placed[placing.of_response(one)].append(one)
    return [
        (key._replace(unit_id=unit), sums)
        for unit, own in placed.items()
        for key, sums in cells_of(own).items()
        if key.dimension in dimensions and (levels is None or key.level in levels)
    ]
