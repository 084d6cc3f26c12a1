"""How easy an online procedure was, step by step: ease, who got through, time, and what was hard.

Domain §3.5 asks for the share of "easy" and "very easy", the completion rate, the median time and
the top reason. All of it is outside the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from survey.designs import Design
from survey.estimates import Figure, figured
from survey.moments import Moments, united

__all__ = [
    "Attempt",
    "MedianTime",
    "Outcome",
    "Step",
    "TimeClass",
    "completion",
    "median_time",
    "steps",
]

Outcome: TypeAlias = Literal["alone", "helped", "in_person", "gave_up"]
"""How the file was completed, as UXR1 has it."""

_ONLINE: Final[frozenset[Outcome]] = frozenset({"alone", "helped"})
_EASY: Final = 4
"""The lowest rating that is an easy one."""


class Attempt(Struct, frozen=True, kw_only=True):
    """What one person told of one procedure."""

    stratum: str = ""
    ease: Mapping[str, Sequence[int | None]]
    """Step → ratings 1–5 of its questions; None: "I did not do this step"."""
    outcome: Outcome | None = None
    stopped_at: str | None = None
    """The step at which they gave up, if they told it and it is a step of the form."""
    reasons: Mapping[str, str] = {}
    """Step → why it was hard."""


class Step(Struct, frozen=True, kw_only=True):
    """One step of the procedure."""

    easy: Figure | None
    """Ratings of "easy" and "very easy" among all ratings of its questions."""
    passed: Figure | None
    """Who did not give up at it, among those who came to it: who rated it or gave up at it."""
    reasons: tuple[tuple[str, int], ...]
    """Why it was hard and how many said so, the most frequent first, then by name."""


class TimeClass(Struct, frozen=True, kw_only=True):
    """An answer to how long it took, in minutes; `below` None: it is open at the end."""

    value: str
    begins: float
    below: float | None = None


class MedianTime(Struct, frozen=True):
    """In which class the median lies, and where in it, in minutes."""

    within: TimeClass
    minutes: float | None
    """By linear interpolation; None in the open class, of which only the beginning is known."""


def steps(design: Design, attempts: Iterable[Attempt], names: Sequence[str]) -> dict[str, Step]:
    """Return the figures of each step, in the given order; the attempts are one person's each.

    Raises:
        ValueError: a person is of a stratum that the design has not.

    """
    made = tuple(attempts)
    return {name: _step(design, made, name) for name in names}


def _step(design: Design, attempts: Sequence[Attempt], name: str) -> Step:
    reasons = Counter(attempt.reasons[name] for attempt in attempts if name in attempt.reasons)
    return Step(
        easy=figured(design, united({one.stratum: _eased(one, name)} for one in attempts)),
        passed=figured(design, united({one.stratum: _passed(one, name)} for one in attempts)),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def _eased(attempt: Attempt, step: str) -> Moments:
    ratings = [rating for rating in attempt.ease.get(step, ()) if rating is not None]
    return Moments.of(sum(rating >= _EASY for rating in ratings), len(ratings))


def _passed(attempt: Attempt, step: str) -> Moments:
    stopped = attempt.outcome == "gave_up" and attempt.stopped_at == step
    came = stopped or any(rating is not None for rating in attempt.ease.get(step, ()))
    return Moments.of(int(came and not stopped), int(came))


def completion(design: Design, attempts: Iterable[Attempt]) -> Figure | None:
    """Return the share who completed it online, alone or with help; having to come in person is
    not completing it online. None: nobody told.

    Raises:
        ValueError: a person is of a stratum that the design has not.

    """
    told = [one for one in attempts if one.outcome is not None]
    return figured(
        design, united({one.stratum: Moments.of(int(one.outcome in _ONLINE), 1)} for one in told)
    )


def median_time(classes: Sequence[TimeClass], answers: Mapping[str, int]) -> MedianTime | None:
    """Return the median of times that were told in classes, which are in ascending order; the
    answers are how many chose each. None: nobody told one.
    """
    half, before = sum(answers.get(one.value, 0) for one in classes) / 2, 0
    for one in classes:
        here = answers.get(one.value, 0)
        if here and before + here >= half:
            return MedianTime(one, _interpolated(one, (half - before) / here))
        before += here
    return None


def _interpolated(one: TimeClass, share: float) -> float | None:
    return None if one.below is None else one.begins + share * (one.below - one.begins)
