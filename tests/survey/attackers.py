"""Somebody who keeps every publication, and solves for what a handful of people said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from msgspec import Struct

__all__ = ["Group", "isolated", "reckoned"]

_PRIME: Final = 2**61 - 1
"""It is reckoned modulo it: what follows from sums follows so too, and nothing else but by a
chance that is none."""

Person: TypeAlias = str
Answers: TypeAlias = int
"""Number of one person's answers to one factor; a published sum is a set of them, as bits."""


class Group(Struct, frozen=True):
    """Answers that always come together, and whose they are."""

    column: tuple[int, ...]
    """How often each figure counts them."""
    people: frozenset[Person]


def isolated(
    figures: Iterable[int], people: Mapping[Answers, Person], least: int
) -> frozenset[Person] | None:
    """Return people, fewer than `least`, of whose answers alone something can be reckoned out of
    figures (each the sum of 2^n over the answers n that it counts); None: there are none.

    Exact: something can be reckoned of a set of answers alone if and only if the figures have
    fewer dimensions without it. More answers only make that easier, so that of the sets that are
    small enough those suffice to which nothing can be added.
    """
    groups = list(_groups(sorted(set(figures) - {0}), people))
    small = [group for group in groups if len(group.people) < least]
    large = [group.column for group in groups if len(group.people) >= least]
    whole = _rank([group.column for group in groups])
    if _rank(large) == whole:
        return None  # not even all of them together
    for chosen in _largest(small, least):
        kept = [group.column for group in small if group not in chosen]
        if _rank(large + kept) < whole:
            return frozenset().union(*(group.people for group in chosen))
    return None


def reckoned(figures: Iterable[int], secrets: Iterable[int]) -> list[int]:
    """Return the sums of answers (as `isolated` has them) that can be reckoned out of figures."""
    known, wanted = sorted(set(figures) - {0}), sorted(secrets)
    bits = range(max([*known, *wanted]).bit_length())
    columns = {tuple(one >> bit & 1 for one in (*known, *wanted)) for bit in bits}
    rows = [*zip(*columns, strict=True)]
    solved = _solved(rows[: len(known)])
    found = zip(wanted, rows[len(known) :], strict=True)
    return [one for one, row in found if not any(_rest(row, solved))]


def _groups(figures: list[int], people: Mapping[Answers, Person]) -> Iterator[Group]:
    found: dict[tuple[int, ...], set[Person]] = defaultdict(set)
    for answers, person in people.items():
        column = tuple(figure >> answers & 1 for figure in figures)
        if any(column):
            found[column].add(person)
    for column, own in found.items():
        yield Group(column, frozenset(own))


def _largest(small: list[Group], least: int) -> Iterator[list[Group]]:
    """Yield the sets of small groups that have fewer people than `least`, and no room for more."""

    def grown(chosen: list[Group], people: frozenset[Person], start: int) -> Iterator[list[Group]]:
        fits = [one for one in small if len(people | one.people) < least and one not in chosen]
        if not fits:
            yield chosen
        for place in range(start, len(small)):
            if small[place] in fits:
                group = small[place]
                yield from grown([*chosen, group], people | group.people, place + 1)

    yield from grown([], frozenset(), 0)


def _rank(columns: Iterable[tuple[int, ...]]) -> int:
    """Return how many of these are independent."""
    return len(_solved(columns))


def _solved(columns: Iterable[tuple[int, ...]]) -> dict[int, list[int]]:
    """Return independent ones by their first place that is not zero, which is one in them; of each
    as much as is left from there on.
    """
    solved: dict[int, list[int]] = {}
    for column in columns:
        rest = _rest(column, solved)
        lead = next((place for place, value in enumerate(rest) if value), -1)
        if lead >= 0:
            inverse = pow(rest[lead], -1, _PRIME)
            solved[lead] = [value * inverse % _PRIME for value in rest[lead:]]
    return solved


def _rest(column: tuple[int, ...], solved: Mapping[int, list[int]]) -> list[int]:
    """Return what is left of a column without what depends on the solved ones."""
    rest = [*column]
    for lead in range(len(rest)):
        if (factor := rest[lead]) and lead in solved:
            row = solved[lead]
            rest[lead:] = [
                (one - factor * other) % _PRIME
                for one, other in zip(rest[lead:], row, strict=True)
            ]
    return rest
