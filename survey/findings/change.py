"""What changed since the period before: up or down only where the interval says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.comparisons import Direction
from survey.editions import Change, Edition
from survey.findings.base import Finding, Names, Percent, Points, overall_of
from survey.index import OVERALL

__all__ = ["change"]

_DIRECTIONS: tuple[Direction, ...] = ("higher", "lower", "not_proven")


def change(edition: Edition) -> Iterator[Finding]:
    """Return the change of the index, then the levels that rose, fell, or are not proved to."""
    if not edition.changes:
        yield Finding(section="change", rule=_why_none(edition), figures=("changes",))
        return
    yield from (_moved(one) for one in edition.changes if one.key == OVERALL)
    for direction in _DIRECTIONS:
        found = [
            one for one in edition.changes if one.key != OVERALL and one.direction == direction
        ]
        if found:
            yield _others(direction, found)


def _why_none(edition: Edition) -> str:
    """Return why nothing is compared: nothing to compare, nothing to compare with, or too few."""
    whole = overall_of(edition)
    if whole.best is None and not whole.withheld:
        return "none_now"
    is_first = "no_earlier_period" in {one.gap for one in edition.missing}
    return "none_before" if is_first else "withheld"


def _moved(one: Change) -> Finding:
    before = one.before.best or 0.0
    return Finding(
        section="change",
        rule=one.direction,
        values={
            "label": one.label,
            "before": Percent(before),
            "after": Percent(before + one.points),
            **_moved_by(one),
        },
        figures=(f"changes/{one.key}",),
    )


def _moved_by(one: Change) -> dict[str, Points]:
    """Return the difference with its interval, both of one sign: a fall as how much it fell."""
    points, low, high = one.points, one.low, one.high
    if one.direction == "lower":
        points, low, high = -points, -high, -low
    return {"points": Points(points), "low": Points(low), "high": Points(high)}


def _others(direction: Direction, changes: Sequence[Change]) -> Finding:
    return Finding(
        section="change",
        rule=f"others_{direction}",
        values={
            "labels": Names(
                tuple(one.label for one in changes),
                tuple(Points(abs(one.points)) for one in changes if direction != "not_proven"),
            )
        },
        figures=tuple(f"changes/{one.key}" for one in changes),
    )
