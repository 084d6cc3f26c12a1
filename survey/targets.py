"""Whether a target is reached, judged by the interval and not by the figure alone."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.estimates import Estimate
from survey.intervals import LEVEL, Interval, interval

__all__ = ["EXCEEDED", "Judgement", "Target", "Verdict", "judged", "verdict"]

Verdict: TypeAlias = Literal["reached", "not_reached", "not_proven"]

EXCEEDED: Final = frozenset({"participants"})
"""Indicators whose target is to be exceeded, "> 85 %"; the others' is to be met, "≥ 90 %" (domain
R40).
"""


class Target(Struct, frozen=True, kw_only=True):
    """What is to be reached, and who set it (domain R40)."""

    indicator: str
    """A level of `survey.index.LEVELS`, a criterion, or another share that is measured."""
    percent: float
    """0–100; reached by a true share that is not below it, of `EXCEEDED` ones by one above it."""
    source: str
    """Number and day of the decision."""


class Judgement(Struct, frozen=True):
    """A target against its figure."""

    target: Target
    estimate: Estimate | None
    within: Interval | None
    verdict: Verdict


def judged(target: Target, estimate: Estimate | None, level: float = LEVEL) -> Judgement:
    """Return the verdict on a target: "reached" if the whole interval is not below it, "not
    reached" if it is all below it. Otherwise, and where the interval itself is not to be relied
    on, it is not proven. Of `EXCEEDED` ones a share that is the target's own is not enough.
    """
    if estimate is None:
        return Judgement(target, None, None, "not_proven")
    within = interval(estimate, level)
    found = verdict(target.percent, within, is_exceeded=target.indicator in EXCEEDED)
    return Judgement(target, estimate, within, found)


def verdict(percent: float, within: Interval, *, is_exceeded: bool = False) -> Verdict:
    """Return the verdict on a target of so many per cent, as `judged`, by an interval."""
    least, ends = percent / 100, (within.low, within.high)
    reached = [end > least or (end == least and not is_exceeded) for end in ends]
    if not within.dependable or any(reached) != all(reached):
        return "not_proven"
    return "reached" if all(reached) else "not_reached"
