"""What is good and what is weak: factors, criteria, and what goes with satisfaction as a whole.

A factor counts as stronger or weaker than the whole only where their intervals do not overlap,
which claims less than could be proved, and never more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

from survey.drivers import Quadrant
from survey.editions import Driven, Edition, Row
from survey.findings.base import (
    SHOWN,
    Finding,
    Names,
    counted_themes,
    described,
    levels_of,
    overall_of,
    rated,
    within,
)
from survey.index import FACTORS, LEVELS
from survey.intervals import Interval

__all__ = ["strengths", "to_work_at", "weak_factors", "weaknesses"]


Side: TypeAlias = Literal["strengths", "weaknesses"]
Order: TypeAlias = Callable[[Row], tuple[float, str]]


def strengths(edition: Edition) -> Iterator[Finding]:
    """Return the factors above the whole, the best criteria, what to keep, and praise."""
    above = _above(edition)
    yield from _factors("strengths", "above", above)
    if not above:
        yield from _extreme("strengths", "highest", edition, _falling)
    yield from _criteria("strengths", edition, _falling)
    yield from _driven("strengths", "keep_up", _kept(edition))
    yield from _praised(edition)


def weaknesses(edition: Edition) -> Iterator[Finding]:
    """Return the factors below the whole, the weakest criteria, what to work at, and what nobody
    answered.
    """
    below = weak_factors(edition)
    yield from _factors("weaknesses", "below", below)
    if not below:
        yield from _extreme("weaknesses", "lowest", edition, _rising)
    yield from _criteria("weaknesses", edition, _rising)
    yield from _driven("weaknesses", "work_at", to_work_at(edition))
    yield from _unanswered(edition)


def weak_factors(edition: Edition) -> list[Row]:
    """Return the factors that are proved to be below the whole, the weakest first."""
    return sorted(_apart(edition, lambda own, whole: own.lies_below(whole)), key=_rising)


def _of_quadrant(edition: Edition, quadrant: Quadrant) -> list[Driven]:
    """Return the factors of a quadrant that are proved to go with satisfaction as a whole."""
    return [one for one in edition.drivers if one.quadrant == quadrant and one.low > 0]


def to_work_at(edition: Edition) -> list[Driven]:
    """Return what is to be worked at first, without what is low among factors and yet not below
    the whole: nobody is blamed and praised for the same.
    """
    whole = overall_of(edition).best
    above = {row.key for row in _above(edition)}
    return [
        one
        for one in _of_quadrant(edition, "work_at")
        if whole is not None and one.performance < whole and one.factor not in above
    ]


def _above(edition: Edition) -> list[Row]:
    return sorted(_apart(edition, lambda own, whole: whole.lies_below(own)), key=_falling)


def _apart(edition: Edition, holds: Callable[[Interval, Interval], bool]) -> list[Row]:
    whole = within(overall_of(edition))
    if whole is None:
        return []
    rows = levels_of(edition.levels, FACTORS)
    return [row for row in rows if (own := within(row.share)) and holds(own, whole)]


def _rising(row: Row) -> tuple[float, str]:
    return row.share.best or 0.0, row.key


def _falling(row: Row) -> tuple[float, str]:
    return -(row.share.best or 0.0), row.key


def _factors(section: Side, rule: str, rows: Sequence[Row]) -> Iterator[Finding]:
    if rows:
        yield Finding(
            section=section,
            rule=rule,
            values={"labels": rated(rows)},
            figures=(*(f"levels/{row.key}" for row in rows), "levels/overall"),
        )


def _extreme(section: Side, rule: str, edition: Edition, order: Order) -> Iterator[Finding]:
    """Return the factor at the end of the scale, where none is proved to stand apart."""
    if rows := sorted(levels_of(edition.levels, FACTORS), key=order):
        yield Finding(
            section=section,
            rule=rule,
            values={**described(rows[0].share), "label": rows[0].label},
            figures=(f"levels/{rows[0].key}", "levels/overall"),
        )


def _criteria(section: Side, edition: Edition, order: Order) -> Iterator[Finding]:
    keys = [row.key for row in edition.levels if row.key not in LEVELS and row.factor]
    rows = [row for row in levels_of(edition.levels, keys) if row.share.proven]
    if len(rows) < 2 * SHOWN:  # else the best would be among the weakest
        return
    shown = sorted(rows, key=order)[:SHOWN]
    yield Finding(
        section=section,
        rule="criteria",
        values={"labels": rated(shown)},
        figures=tuple(f"levels/{row.key}" for row in shown),
    )


def _kept(edition: Edition) -> list[Driven]:
    """Return what to keep up, without what is high among factors and yet below the whole: that is
    no good side.
    """
    whole = overall_of(edition).best
    found = _of_quadrant(edition, "keep_up")
    return [one for one in found if whole is not None and one.performance >= whole]


def _driven(section: Side, rule: Quadrant, found: Sequence[Driven]) -> Iterator[Finding]:
    if found:
        yield Finding(
            section=section,
            rule=rule,
            values={"labels": Names(tuple(one.label for one in found))},
            figures=tuple(f"drivers/{one.factor}" for one in found),
        )


def _praised(edition: Edition) -> Iterator[Finding]:
    themes = [theme for theme in edition.themes if theme.kind == "strength"]
    if themes:
        named = sorted(themes, key=lambda one: (-one.count, one.key))[:SHOWN]
        yield Finding(
            section="strengths",
            rule="praised",
            values={"themes": counted_themes(named)},
            figures=tuple(f"themes/{one.key}" for one in named),
        )


def _unanswered(edition: Edition) -> Iterator[Finding]:
    """Return the factors without a figure, and why: they are named, not dropped (R39)."""
    without = [row for row in edition.levels if row.key in FACTORS and row.share.best is None]
    for rule, is_withheld in (("unanswered", False), ("withheld", True)):
        if rows := [row for row in without if row.share.withheld == is_withheld]:
            yield Finding(
                section="weaknesses",
                rule=rule,
                values={"labels": Names(tuple(row.label for row in rows))},
                figures=tuple(f"levels/{row.key}" for row in rows),
            )
