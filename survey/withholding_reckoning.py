"""What can be reckoned out of sums of answers, without saying what is of too few people.

Sums are vectors of bits, one an answer; whoever has several of them reckons with every sum of
multiples of theirs (`survey.suppression.determined` does that with fractions, cell by cell). Of
some thousand sums of some ten thousand answers that takes hours, modulo two and modulo three,
which bits do by whole words of a machine, seconds. What follows with multiples whose denominators
two or three does not divide follows modulo that one; sums that lie within one another hardly ever
need others. What follows modulo one of them by chance, since two or three are nothing there, is
held back without need: of reports that are some figures in a thousand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

__all__ = ["Reckoning", "places_in"]

_Vector: TypeAlias = tuple[int, int]
"""The places of 1, and of 2: modulo two there are none of these."""
_Sum: TypeAlias = Callable[[_Vector, _Vector], _Vector]


def places_in(answers: int) -> Iterator[int]:
    """Yield the places of the bits of a number, the lowest first."""
    while answers:
        lowest = answers & -answers
        yield lowest.bit_length() - 1
        answers ^= lowest


class Reckoning:
    """All that follows from sums that are told; no secret does, but what was told already."""

    def __init__(self, told: Iterable[int], secrets: Iterable[int]) -> None:
        told, secrets = sorted({*told}), sorted({*secrets})
        self._spans = tuple(_Span(plus, told, secrets) for plus in (_by_two, _by_three))

    def tell(self, answers: int) -> bool:
        """Add a sum, unless a secret would follow; return whether it was added."""
        left = [(span, span.rest(answers)) for span in self._spans]
        if any(span.is_secret(rest) for span, rest in left):
            return False
        for span, rest in left:
            span.add(rest)
        return True


class _Span:
    """What follows from sums, by their multiples modulo a number."""

    def __init__(self, plus: _Sum, told: Iterable[int], secrets: Iterable[int]) -> None:
        self._plus = plus
        self._rows: dict[int, _Vector] = {}
        """By the length of each, which no later one has."""
        self._leads = 0
        self._secrets: list[_Vector] = []
        self._known: Counter[_Vector] = Counter()
        """How many secrets are of each vector."""
        self._at: dict[int, list[int]] = defaultdict(list)
        """Place → the numbers of secrets that may have something there; some come twice."""
        for one in told:
            self.add(self.rest(one))
        self._secrets = [_signed(left) for one in secrets if any(left := self.rest(one))]
        self._known.update(self._secrets)
        for number, secret in enumerate(self._secrets):
            self._put(number, secret)

    def rest(self, answers: int) -> _Vector:
        """Return what is left of a sum without what is told; of all that say the same, one."""
        left, ahead = (answers, 0), self._leads
        while lead := ((left[0] | left[1]) & ahead).bit_length():
            left = self._without(left, lead)
            ahead = self._leads & ((1 << lead - 1) - 1)
        return left

    def is_secret(self, rest: _Vector) -> bool:
        """Tell whether a secret would follow with what is left of a sum."""
        return self._known.get(_signed(rest), 0) > 0

    def add(self, rest: _Vector) -> None:
        """Let what is left of a sum be told."""
        row = _signed(rest)
        if not (lead := row[0].bit_length()):
            return
        self._rows[lead] = row
        self._leads |= 1 << lead - 1
        for number in {*self._at.pop(lead - 1, ())}:
            self._change(number, lead, row)

    def _change(self, number: int, lead: int, row: _Vector) -> None:
        """Take what is told off a secret, if it is in it."""
        before = self._secrets[number]
        if (before[0] | before[1]) >> lead - 1 & 1:
            after = self._secrets[number] = _signed(self._without(before, lead))
            self._known[before] -= 1
            self._known[after] += 1
            self._put(number, row)

    def _put(self, number: int, some: _Vector) -> None:
        for place in places_in(some[0] | some[1]):
            self._at[place].append(number)

    def _without(self, one: _Vector, lead: int) -> _Vector:
        """Take off so much of a row, which has 1 at its lead, that nothing is left there."""
        row = self._rows[lead]
        return self._plus(one, (row[1], row[0]) if one[0] >> lead - 1 & 1 else row)


def _signed(one: _Vector) -> _Vector:
    """Return a vector, or its double, so that it has 1 at its highest place."""
    return one if one[0] >= one[1] else (one[1], one[0])


def _by_two(one: _Vector, other: _Vector) -> _Vector:
    return one[0] ^ other[0] ^ other[1], 0


def _by_three(one: _Vector, other: _Vector) -> _Vector:
    (a, b), (c, d) = one, other
    both = (a | d) ^ (b | c)
    return (b | d) ^ both, (a | c) ^ both
