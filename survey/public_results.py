"""What a publication shows: sums of whole blocks as shares with their intervals, and nothing else.

Shares are as answered: weights would give strata within a block different parts in two figures,
and so tell them apart (`survey.publishing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from survey.cells import CSAT
from survey.designs import Stratum
from survey.editions import Pin, Row, Share
from survey.estimates import estimated
from survey.index import LEVELS, OVERALL, PARTS
from survey.moments import NOBODY, Moments
from survey.publishing import SHOWN, Label
from survey.shares import share_of
from survey.suppression import LEAST

__all__ = [
    "MONTHS",
    "Block",
    "Results",
    "Totals",
    "first_month",
    "results_of",
    "totals_of",
]

MONTHS: Final = 12
"""Months that a publication looks back on, the running one included."""

_OF_UNITS: Final = (OVERALL, *PARTS)
"""Levels that are published of a unit."""


class Block(Struct, frozen=True, kw_only=True):
    """A published block as it is summed up for ever."""

    id: str
    label: Label
    responses: int
    moments: Mapping[str, Moments]
    """Levels `survey.publishing.SHOWN` → who rated it, and how."""
    renewed: bool = False


Totals: TypeAlias = dict[tuple[str, str], dict[str, Moments]]
"""("all", ""), ("unit", id) or ("month", 2026-11) → level → sums over its blocks."""


class Results(Struct, frozen=True, kw_only=True):
    """One publication, as it was first shown and stays."""

    number: int
    """1, 2, 3 …"""
    made_at: int
    """Epoch milliseconds."""
    first_month: str
    """As 2026-01; from its first day on."""
    last_month: str
    responses: int
    levels: tuple[Row, ...]
    """Overall, parts and factors in their order, all of them; pages have their labels."""
    csat: Share
    units: tuple[Row, ...] = ()
    """Units in the order of the tree; of who has too few, a share that is withheld."""
    trend: tuple[tuple[str, Share], ...] = ()
    """Month → its overall index, oldest first; months that have too few are left out."""
    rules: str = "1"
    """Version of the rules by which it was made (`survey.publishing`)."""
    pins: tuple[Pin, ...] = ()
    """What it was reckoned with: forms of its months, policy, calendar, tree; none: not noted."""


def first_month(last: str) -> str:
    """Return the first of the months that a publication looks back on."""
    year, month = map(int, last.split("-"))
    start = year * 12 + month - MONTHS
    return f"{start // 12:04}-{start % 12 + 1:02}"


def totals_of(blocks: Iterable[Block]) -> Totals:
    """Return all sums that are shown of these blocks."""
    found: Totals = {}
    for block in blocks:
        _add(found.setdefault(("all", ""), {}), block, SHOWN)
        if block.label.unit_id:
            _add(found.setdefault(("unit", block.label.unit_id), {}), block, _OF_UNITS)
        if block.label.first_month == block.label.last_month:
            _add(found.setdefault(("month", block.label.first_month), {}), block, (OVERALL,))
    return found


def _add(sums: dict[str, Moments], block: Block, levels: Iterable[str]) -> None:
    for level in levels:
        sums[level] = sums.get(level, NOBODY) + block.moments.get(level, NOBODY)


def results_of(
    blocks: Iterable[Block], *, number: int, made_at: int, month: str, units: Mapping[str, str],
    pins: tuple[Pin, ...] = (),
) -> Results:  # fmt: skip
    """Return what is published of these blocks in a month; `units`: id → name, in their order."""
    start = first_month(month)
    inside = [block for block in blocks if start <= block.label.first_month]
    totals = totals_of(inside)
    whole = totals.get(("all", ""), {})
    months = sorted(value for kind, value in totals if kind == "month")
    return Results(
        number=number,
        made_at=made_at,
        first_month=start,
        last_month=month,
        responses=sum(block.responses for block in inside),
        levels=tuple(Row(key=level, label="", share=_share(whole, level)) for level in LEVELS),
        csat=_share(whole, CSAT),
        units=tuple(
            _unit(key, name, totals.get(("unit", key), {})) for key, name in units.items()
        ),
        trend=tuple((value, _share(totals["month", value], OVERALL)) for value in months),
        pins=pins,
    )


def _share(sums: Mapping[str, Moments], level: str) -> Share:
    """Return the share of a sum; withheld below ten respondents."""
    moments, sampled = sums.get(level, NOBODY), sums.get(OVERALL, NOBODY).respondents
    if 0 < moments.respondents < LEAST:
        return Share(withheld=True)
    design = {"": Stratum(sampled)} if sampled else {}
    return share_of(estimated(design, {"": moments} if moments.respondents else {}))


def _unit(unit_id: str, name: str, sums: Mapping[str, Moments]) -> Row:
    if not sums:
        return Row(key=unit_id, label=name, share=Share(withheld=True))
    overall, policy, service = (_share(sums, level) for level in _OF_UNITS)
    return Row(key=unit_id, label=name, share=overall, part=policy, service=service)
