"""Which responses two people should look at before they count: rules over recorded facts (R31).

A suspicion is no verdict. It names responses that look as if not each came from a person of its
own, with what shows it, in figures that an officer can check. What is usual is taken from the
campaign itself wherever that can be: offices, forms and seasons differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from statistics import median
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from survey.one_hand import LEAST_PAIRED, Line, Typed, runs_of_one_hand

__all__ = ["SUSPICIONS", "Given", "Limits", "Suspicion", "SuspicionReason", "suspicions"]

SuspicionReason: TypeAlias = Literal[
    "staff_phone",  # the telephone left belongs to somebody who works here
    "one_device",  # more people than a family answered on one telephone
    "burst",  # one after the other as by one hand
    "same_ratings",  # ratings that nobody else gives come again and again
    "too_fast",  # far faster than this form can be read
    "straight_lines",  # one rating throughout, in less time than reading takes (domain §2.6)
]

SUSPICIONS: Final[tuple[SuspicionReason, ...]] = get_args(SuspicionReason)
"""The plainest first: that one is shown where several hold."""


class Given(Struct, frozen=True, kw_only=True):
    """What is recorded of one response that was sent. Nothing of it says who answered."""

    id: str
    line: str
    """Whatever brought it in: the collector, counter, place or link that others share."""
    begun: float
    """Seconds of one clock; so is `ended`."""
    ended: float
    ratings: Mapping[str, int] = {}
    """Ratings by question; "not applicable" and skipped ones are none."""
    took: Mapping[str, float] = {}
    """Seconds from the answer before to this one, by question."""
    device: str | None = None
    """What it was answered on, by a name that says nothing else; None: not known."""
    shared: bool = False
    """Whether that device stands there for many: a tablet at a counter."""
    staff: bool = False
    """Whether the telephone left is one of the roster's."""


class Limits(Struct, frozen=True, kw_only=True):
    """From where on something is odd. Settings of the office; pages print them."""

    family: int = 4
    """Responses that one own telephone may bring: a household is 3.6 people in the census of
    2019, and one of them asks for the others."""
    fast: float = 0.2
    """Share of the usual time below which nobody can have read. Survey research calls half the
    usual speeding already (Roßmann 2010, Leiner 2019); young people who know the questions reach
    it; a fifth is below reading speed."""
    fast_items: int = 8
    """Ratings with a known time that it takes to call a response fast."""
    chance: float = 0.001
    """How often chance alone may bring copied ratings, in a whole campaign."""
    least_copies: int = 3
    """Responses with the same ratings at least: two may be a couple."""
    one_hand: float = 20.0
    """Log-likelihood (nats) from which a run is one hand's. Ten would do for strangers, twenty
    thousand to one; but people of one collector are more alike than strangers, at a meeting most
    of all, and that makes up for the rest."""
    one_hand_again: float = 5.0
    """For further runs of a line that has one: a hundred to one."""
    least_run: int = 4
    """Responses of a run at least."""
    straight_items: int = 5
    straight_seconds: float = 40.0
    """As `survey.validity.Rules` has both: until two people keep it, such a response counts for
    nothing."""


class Suspicion(Struct, frozen=True, kw_only=True):
    """Why a response should be looked at. `detail`: the figures of the reason's sentence."""

    response_id: str
    reason: SuspicionReason
    score: float
    """How plain it is, from 1 at the limit; compared within one reason only."""
    detail: Mapping[str, int] = {}


def suspicions(
    given: Sequence[Given], limits: Limits, devices: Mapping[str, int] | None = None
) -> list[Suspicion]:
    """Return what is odd about the responses of one campaign, or of one form in some weeks; a
    response may have several reasons, each once. The more is given, the better is known what is
    usual; of fewer than some thirty, little is found.

    `devices`: how many responses own devices brought in all, where they brought others than those
    that are given.
    """
    in_order = sorted(given, key=lambda one: (one.begun, one.id))
    found: dict[tuple[str, SuspicionReason], Suspicion] = {}
    for one in (
        *_staff(in_order),
        *_devices(in_order, limits, devices or {}),
        *_bursts(in_order, limits),
        *_copies(in_order, limits),
        *_fast(in_order, limits),
        *_straight(in_order, limits),
    ):
        known = found.setdefault((one.response_id, one.reason), one)
        if one.score > known.score:
            found[one.response_id, one.reason] = one
    return list(found.values())


def _staff(given: Iterable[Given]) -> Iterator[Suspicion]:
    for one in given:
        if one.staff:
            yield Suspicion(response_id=one.id, reason="staff_phone", score=1.0)


def _devices(
    given: Iterable[Given], limits: Limits, brought: Mapping[str, int]
) -> Iterator[Suspicion]:
    own = [(one, one.device) for one in given if one.device is not None and not one.shared]
    counted = Counter(device for _, device in own)
    for one, device in own:
        if (many := max(counted[device], brought.get(device, 0))) > limits.family:
            yield Suspicion(
                response_id=one.id,
                reason="one_device",
                score=many / limits.family,
                detail={"responses": many},
            )


# -- one hand


def _bursts(given: Sequence[Given], limits: Limits) -> Iterator[Suspicion]:
    usual = _usual_times(given)
    typed = {one.id: _typed(one, usual) for one in given}
    lines = [Line(line[0].line, [typed[one.id] for one in line]) for line in _lines(given)]
    for run in runs_of_one_hand(
        lines, likelier=limits.one_hand, again=limits.one_hand_again, least=limits.least_run
    ):
        detail = {
            "responses": len(run.ids),
            "minutes": max(1, round(run.minutes)),
            "seconds": max(0, round(run.gap)),
            "percent": round(run.sameness * 100),
        }
        for name in run.ids:
            yield Suspicion(
                response_id=name, reason="burst", score=run.score / limits.one_hand, detail=detail
            )


def _lines(given: Iterable[Given]) -> list[list[Given]]:
    """Return what each device that several answered on brought, and then each collector."""
    by: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for one in given:
        if one.device is not None:
            by["device", one.device].append(one)
    for one in given:
        by["line", one.line].append(one)
    return [line for line in by.values() if len(line) > 1]


def _typed(one: Given, usual: Mapping[str, float]) -> Typed:
    return Typed(id=one.id, begun=one.begun, ended=one.ended, ratings=one.ratings,
                 pace=_pace(one, usual))  # fmt: skip


def _usual_times(given: Iterable[Given]) -> dict[str, float]:
    """Return what each question takes in the middle, in seconds."""
    times: dict[str, list[float]] = defaultdict(list)
    for one in given:
        for question in one.took.keys() & one.ratings.keys():
            times[question].append(one.took[question])
    return {question: median(found) for question, found in times.items()}


def _pace(one: Given, usual: Mapping[str, float]) -> float | None:
    """Return how long the ratings took, 1 being usual; None where too little is known. The one in
    the middle: who is called away between two questions is not slow.
    """
    shares = [took / usual[name] for name, took in one.took.items() if usual.get(name)]
    return median(shares) if len(shares) >= LEAST_PAIRED else None


# -- the same ratings over and over

_Vector: TypeAlias = tuple[tuple[str, int], ...]


def _copies(given: Sequence[Given], limits: Limits) -> Iterator[Suspicion]:
    """Yield ratings that come too often from one line for how often they come elsewhere.

    One and the same rating throughout is left out: content people are no copies of one another,
    and whole offices may have many of them.
    """
    vectors = {one.id: _vector(one) for one in given}
    everywhere = Counter(vectors.values())
    for line in _lines(given):
        by: dict[_Vector, list[Given]] = defaultdict(list)
        for one in line:
            by[vectors[one.id]].append(one)
        for vector, same in by.items():
            if len(same) < limits.least_copies or len({rating for _, rating in vector}) == 1:
                continue
            elsewhere = everywhere[vector] - len(same)
            usual = len(line) * (elsewhere + 0.5) / (len(given) - len(line) + 1)
            by_chance = _tail(len(same), usual) * len(given)
            if len(vector) >= LEAST_PAIRED and by_chance < limits.chance:
                yield from _same(same, len(same) / limits.least_copies)


def _vector(one: Given) -> _Vector:
    return tuple(sorted(one.ratings.items()))


def _tail(many: int, usual: float) -> float:
    """Return how often at least so many come where `usual` do on average (Poisson)."""
    term, below = exp(-usual), 0.0
    for number in range(many):
        below += term
        term *= usual / (number + 1)
    return max(0.0, 1.0 - below)


def _same(same: Sequence[Given], score: float) -> Iterator[Suspicion]:
    for one in same:
        yield Suspicion(response_id=one.id, reason="same_ratings", score=score,
                        detail={"responses": len(same)})  # fmt: skip


# -- too fast to be read


def _fast(given: Sequence[Given], limits: Limits) -> Iterator[Suspicion]:
    usual = _usual_times(given)
    for one in given:
        pace = _pace(one, usual) if len(one.took) >= limits.fast_items else None
        if pace is not None and pace < limits.fast:
            detail = {"percent": round(pace * 100), "seconds": round(one.ended - one.begun)}
            yield Suspicion(response_id=one.id, reason="too_fast",
                            score=limits.fast / max(pace, 0.001), detail=detail)  # fmt: skip


def _straight(given: Iterable[Given], limits: Limits) -> Iterator[Suspicion]:
    for one in given:
        took, rated = one.ended - one.begun, len(one.ratings)
        is_one = rated >= limits.straight_items and len({*one.ratings.values()}) == 1
        if is_one and took < limits.straight_seconds:
            yield Suspicion(
                response_id=one.id,
                reason="straight_lines",
                score=limits.straight_seconds / max(took, 1.0),
                detail={"ratings": rated, "seconds": round(took)},
            )
