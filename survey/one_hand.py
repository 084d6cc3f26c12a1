"""Finds responses that one hand typed one after the other, against what is usual in a campaign.

Who invents responses does so in sittings: hardly a break between two, one rhythm, much the same
ratings. None of that proves anything by itself: a morning can be busy, one collector reads aloud,
people of one office are content. So pairs of neighbours are weighed by how much likelier each of
the three is from one hand than *in this very campaign*, and a run of them is named only where the
weights add up to what chance brings less than once in many campaigns (a scan by log-likelihood).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from operator import add
from statistics import median
from typing import Final, TypeAlias

from msgspec import Struct

__all__ = ["LEAST_PAIRED", "Line", "Run", "Typed", "runs_of_one_hand"]

LEAST_PAIRED: Final = 5
"""Ratings that two responses must share to be compared: fewer agree by chance too often."""
_SEEN_APART: Final = (3, 7, 11, 17)
"""Places between two responses of one line that are compared as strangers: far enough for a
sitting to be over often, in the same place by the same collector.
"""
_MOST: Final = 2.0
"""Weight (nats) of one feature of one pair at most: no single odd figure decides."""

_GUESSED: Final = 30
"""Pairs that the guess of what is usual weighs as much as; what was seen soon outweighs it."""

# Bin by bin: what is guessed to be usual, and what a hand that types for others leaves; the same
# for whole classes of ways to do it, not fitted to any: breaks seldom over a minute, pace and
# ratings near the ones before.
_GAPS: Final = (0.0, 15.0, 30.0, 60.0, 180.0, 900.0)
"""Seconds between the end of one response and the beginning of the next."""
_GAPS_USUAL: Final = (0.05, 0.03, 0.05, 0.10, 0.20, 0.22, 0.35)
_GAPS_BY_HAND: Final = (0.01, 0.34, 0.25, 0.18, 0.12, 0.07, 0.03)
_PACES: Final = (0.1, 0.2, 0.4, 0.8)
"""How far two paces lie apart: 0.1 is a tenth, 0.8 more than twice as fast (natural logarithm)."""
_PACES_USUAL: Final = (0.12, 0.12, 0.22, 0.30, 0.24)
_PACES_BY_HAND: Final = (0.34, 0.25, 0.25, 0.12, 0.04)
_SAMENESS: Final = (0.5, 0.7, 0.85, 1.0)
"""Share of the ratings that are equal."""
_SAMENESS_USUAL: Final = (0.45, 0.25, 0.15, 0.09, 0.06)
_SAMENESS_BY_HAND: Final = (0.06, 0.14, 0.30, 0.35, 0.15)


class Typed(Struct, frozen=True, kw_only=True):
    """What is known of how one response came to be. Nothing of it says who answered.

    `begun` and `ended` are seconds of one clock, `ratings` the ratings by question, `pace` the
    seconds that a rating took in the middle (None: not known).
    """

    id: str
    begun: float
    ended: float
    ratings: Mapping[str, int]
    pace: float | None = None


class Run(Struct, frozen=True, kw_only=True):
    """Responses typed one after the other as by one hand, and what shows it."""

    ids: tuple[str, ...]
    score: float
    """Log-likelihood of one hand against the campaign, in nats."""
    minutes: float
    """From the first to the last moment."""
    gap: float
    """Seconds from one response to the next, in the middle."""
    sameness: float
    """Share of the ratings that equal those of the response before, 0–1."""


class _Pair(Struct, frozen=True):
    gap: float
    pace: float | None
    sameness: float | None


class _Usual(Struct, frozen=True):
    """How often each bin comes among people of this campaign, as shares that sum up to 1."""

    gaps: Sequence[float]
    paces: Sequence[float]
    sameness: Sequence[float]


class Line(Struct, frozen=True):
    """What one device, or one collector, brought in, in the order of `begun`. `collector`: whose
    people these are; what is usual for them is what the others' people do.
    """

    collector: str
    typed: Sequence[Typed]


def runs_of_one_hand(
    lines: Sequence[Line], *, likelier: float, again: float, least: int
) -> list[Run]:
    """Return the runs in all lines of a campaign, each response in one at most; of lines that
    share responses, those before have them.

    `likelier` (nats) is what a run must weigh, `again` what further runs of a line must that has
    one already: who did it once does it in short sittings too. `least`: responses of a run.
    """
    usual = _usual_by_collector(lines)
    found: dict[str, Run] = {}
    for line in lines:
        pairs = [_paired(a, b) for a, b in pairwise(line.typed)]
        weights = [_weight(pair, usual[line.collector]) for pair in pairs]
        for first, last, score in _named(weights, likelier, again, least):
            run = _run(line.typed[first : last + 2], pairs[first : last + 1], score)
            if not found.keys() & set(run.ids):
                found |= dict.fromkeys(run.ids, run)
    return list({run.ids: run for run in found.values()}.values())


def _paired(a: Typed, b: Typed) -> _Pair:
    pace = None if not a.pace or not b.pace else abs(log(a.pace / b.pace))
    return _Pair(b.begun - a.ended, pace, _sameness(a, b))


def _sameness(a: Typed, b: Typed) -> float | None:
    shared = a.ratings.keys() & b.ratings.keys()
    if len(shared) < LEAST_PAIRED:
        return None
    return sum(a.ratings[one] == b.ratings[one] for one in shared) / len(shared)


# -- what is usual

_Seen: TypeAlias = tuple[list[int], list[int], list[int]]
"""How often each bin was seen, of gaps, paces and sameness."""


def _usual_by_collector(lines: Sequence[Line]) -> dict[str, _Usual]:
    """Return what is usual for each collector's people: what was seen of all others, so that
    nobody who invents much makes it usual.
    """
    seen: dict[str, _Seen] = {}
    for line in lines:
        _add(seen.setdefault(line.collector, _nothing()), line.typed)
    whole = _nothing()
    for own in seen.values():
        for bins, more in zip(whole, own, strict=True):
            bins[:] = map(add, bins, more)
    return {collector: _usual(whole, own) for collector, own in seen.items()}


def _nothing() -> _Seen:
    return [0] * len(_GAPS_USUAL), [0] * len(_PACES_USUAL), [0] * len(_SAMENESS_USUAL)


def _add(seen: _Seen, typed: Sequence[Typed]) -> None:
    gaps, paces, sameness = seen
    for a, b in pairwise(typed):
        gaps[bisect_right(_GAPS, b.begun - a.ended)] += 1
    for a, b in _strangers(typed):
        pair = _paired(a, b)
        if pair.pace is not None:
            paces[bisect_right(_PACES, pair.pace)] += 1
        if pair.sameness is not None:
            sameness[bisect_right(_SAMENESS, pair.sameness)] += 1


def _strangers(typed: Sequence[Typed]) -> Iterator[tuple[Typed, Typed]]:
    for apart in _SEEN_APART:
        yield from zip(typed, typed[apart:], strict=False)


def _usual(whole: _Seen, own: _Seen) -> _Usual:
    shares = [
        _shares(bins, less, guess)
        for bins, less, guess in zip(
            whole, own, (_GAPS_USUAL, _PACES_USUAL, _SAMENESS_USUAL), strict=True
        )
    ]
    return _Usual(*shares)


def _shares(bins: Sequence[int], less: Sequence[int], guess: Sequence[float]) -> list[float]:
    """Return how often each bin comes elsewhere, beginning from a guess."""
    seen = sum(bins) - sum(less)
    return [
        (many - own + share * _GUESSED) / (seen + _GUESSED)
        for many, own, share in zip(bins, less, guess, strict=True)
    ]


def _weight(pair: _Pair, usual: _Usual) -> float:
    return (
        _likelier(pair.gap, _GAPS, _GAPS_BY_HAND, usual.gaps)
        + _likelier(pair.pace, _PACES, _PACES_BY_HAND, usual.paces)
        + _likelier(pair.sameness, _SAMENESS, _SAMENESS_BY_HAND, usual.sameness)
    )


def _likelier(
    value: float | None,
    edges: Sequence[float],
    by_hand: Sequence[float],
    usual: Sequence[float],
) -> float:
    if value is None:
        return 0.0
    place = bisect_right(edges, value)
    return max(-_MOST, min(_MOST, log(by_hand[place] / usual[place])))


# -- runs


def _named(
    weights: Sequence[float], likelier: float, again: float, least: int
) -> list[tuple[int, int, float]]:
    """Return first and last pair of each run that weighs enough, and its weight."""
    runs = [run for run in _heaviest(weights, again) if run[1] - run[0] + 2 >= least]
    return runs if any(score >= likelier for _, _, score in runs) else []


def _heaviest(weights: Sequence[float], least: float) -> list[tuple[int, int, float]]:
    """Return the heaviest stretches that do not overlap: the heaviest, then those beside it."""
    found, open_parts = [], [(0, len(weights))]
    while open_parts:
        begin, end = open_parts.pop()
        first, last, score = _heaviest_one(weights, begin, end)
        if score >= least:
            found.append((first, last, score))
            open_parts += [(begin, first), (last + 1, end)]
    return sorted(found)


def _heaviest_one(weights: Sequence[float], begin: int, end: int) -> tuple[int, int, float]:
    best, since, total = (begin, begin, 0.0), begin, 0.0
    for place in range(begin, end):
        if total <= 0:
            since, total = place, 0.0
        total += weights[place]
        if total > best[2]:
            best = (since, place, total)
    return best


def _run(responses: Sequence[Typed], pairs: Sequence[_Pair], score: float) -> Run:
    known = [pair.sameness for pair in pairs if pair.sameness is not None]
    return Run(
        ids=tuple(one.id for one in responses),
        score=score,
        minutes=(responses[-1].ended - responses[0].begun) / 60,
        gap=median(pair.gap for pair in pairs),
        sameness=sum(known) / len(known) if known else 0.0,
    )
