"""Samples for the tests of estimation: by hand, and drawn by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.designs import Stratum
from survey.estimates import Estimate, estimated
from survey.moments import Moments, united

__all__ = ["Person", "cell_of", "design_by_chance", "people_by_chance", "yes_or_no"]


@dataclass(frozen=True, slots=True)
class Person:
    """One respondent, and whether each of their answers is a satisfied one."""

    name: str
    stratum: str
    domain: str
    answers: tuple[bool, ...]


def design_by_chance(chance: random.Random) -> dict[str, Stratum]:
    """One to six strata of 2–40 respondents, of frames up to fifty times as large."""
    sizes = [chance.randint(2, 40) for _ in range(chance.randint(1, 6))]
    return {
        f"stratum {number}": Stratum(size, chance.randint(size, 50 * size))
        for number, size in enumerate(sizes)
    }


def people_by_chance(
    chance: random.Random, design: dict[str, Stratum], domains: Sequence[str] = ("a", "b")
) -> list[Person]:
    """Their answers resemble one another, and nobody is in a domain by plan."""
    return [
        Person(f"{stratum}/{number}", stratum, chance.choice(domains), _answers(chance))
        for stratum, known in design.items()
        for number in range(known.sampled)
    ]


def _answers(chance: random.Random) -> tuple[bool, ...]:
    content = chance.betavariate(4, 1)
    return tuple(chance.random() < content for _ in range(chance.randint(1, 20)))


def cell_of(people: Iterable[Person]) -> dict[str, Moments]:
    """The cell that these are in."""
    return united(
        {person.stratum: Moments.of(Counter(person.answers)[True], len(person.answers))}
        for person in people
    )


def yes_or_no(satisfied: int, people: int) -> Estimate:
    """The estimate of one question that so many of so many people, drawn at large, are
    satisfied with.
    """
    moments = Moments(people, satisfied, people, satisfied, satisfied, people)
    found = estimated({"": Stratum(people)}, {"": moments})
    assert found is not None
    return found
