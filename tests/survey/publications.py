"""Prints which of many random publications of reports tell of fewer than ten people.

    python -m tests.survey.publications FIRST LAST [REPORTS] [--sums]

A publication is four reports, or as many as is said, of random people, some drawn from a frame,
issued in a random order, each withheld beside those before it: by the answers that it is made of,
or, where these are too many, by what its cells are sums of (`--sums`). The number of a publication
is its seed. Whatever they print is solved together, answer by answer, for every small cell of
theirs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from functools import partial

from survey.withholding_joint import Said
from tests.survey.attackers import reckoned
from tests.survey.crowded import Crowd, crowd
from tests.survey.listened import told_by_answers
from tests.survey.test_withholding_joint import REPORTS, issued

__all__ = ["BY_SUMS", "crowds_of", "found_in", "found_of"]

BY_SUMS = partial(issued, together=True)


def found_in(
    number: int, several: int = 4, by: Callable[[Sequence[Crowd]], list[Said]] = told_by_answers
) -> list[int]:
    """Return how many answers each set is of that a publication gives away."""
    crowds = crowds_of(number, several)
    return found_of(crowds, by(crowds))


def crowds_of(number: int, several: int = 4) -> list[Crowd]:
    """Return the reports of a publication, each with all its figures."""
    chance = random.Random(f"publication {number}")
    drawn, most = chance.choice((0.0, 0.6, 0.9, 0.97)), chance.choice((90, 150, 300, 600))
    people, reports = crowd(chance, most=most, drawn=drawn), [*REPORTS]
    chance.shuffle(reports)
    return [people.report(months, unit) for months, unit in reports[:several]]


def found_of(crowds: Sequence[Crowd], said: Sequence[Said]) -> list[int]:
    """Return how many answers each set is of that these editions of some reports give away."""
    told = {figure for one, other in zip(crowds, said, strict=True)
            for figure in one.shown(other.edition)}  # fmt: skip
    secrets = set[int]().union(*(one.secrets for one in crowds))
    return [one.bit_count() for one in reckoned(told, secrets)] if told else []


if __name__ == "__main__":
    first, last, *more = (int(one) for one in sys.argv[1:] if one != "--sums")
    several = more[0] if more else 4
    way = BY_SUMS if "--sums" in sys.argv else told_by_answers
    telling = 0
    for number in range(first, last):
        if found := found_in(number, several, way):
            telling += 1
            sys.stdout.write(f"{number}: {found}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{last - first} publications, {telling} tell of somebody\n")
