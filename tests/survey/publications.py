"""Prints which of many random publications of reports tell of fewer than ten people.

    python -m tests.survey.publications FIRST LAST

A publication is four reports of random people, some drawn from a frame, issued in a random order,
each withheld beside those before it; its number is its seed. Whatever they print is solved
together, answer by answer, for every small cell of the four.
"""

from __future__ import annotations

import random
import sys

from tests.survey.attackers import reckoned
from tests.survey.crowded import crowd
from tests.survey.test_withholding_joint import REPORTS, issued

__all__ = ["found_in"]


def found_in(number: int) -> list[int]:
    """Return how many answers each set is of that a publication gives away."""
    chance = random.Random(f"publication {number}")
    drawn, most = chance.choice((0.0, 0.6, 0.9, 0.97)), chance.choice((90, 150, 300, 600))
    people, reports = crowd(chance, most=most, drawn=drawn), [*REPORTS]
    chance.shuffle(reports)
    crowds = [people.report(months, unit) for months, unit in reports[:4]]
    said = issued(crowds, together=True)
    told = {figure for one, other in zip(crowds, said, strict=True)
            for figure in one.shown(other.edition)}  # fmt: skip
    secrets = set[int]().union(*(one.secrets for one in crowds))
    return [one.bit_count() for one in reckoned(told, secrets)] if told else []


if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3])
    for number in range(first, last):
        if found := found_in(number):
            sys.stdout.write(f"{number}: {found}\n")
            sys.stdout.flush()
