"""Who is drawn: lots that anybody can cast again from a frame and a seed, in any order of rows."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from msgspec.structs import replace

from survey.people import People
from survey.quotas import Stratum
from survey.sample_plans import StratumPlan

__all__ = [
    "METHOD",
    "ROLES",
    "Lot",
    "Role",
    "Row",
    "cast_lots",
    "given_by",
    "in_order",
    "line_of",
    "rank_of",
    "row_of",
]

_Sortable = TypeVar("_Sortable", str, tuple[int, "Row"])

METHOD: Final = 1
"""Changes whenever the same frame and seed would give other people."""

Role: TypeAlias = Literal[
    "main",  # is asked
    "reserve",  # can be asked in the place of somebody
    "replaced",  # was to be asked, and cannot be: a reserve stands in
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_RANK_BYTES: Final = 16
"""Two of a million rows have the same lot once in 10²⁶ draws; their keys decide then."""
_NONE_ABOVE: Final = 1 << (8 * _RANK_BYTES)
_SPARE: Final = 16
"""Rows that are kept beside those that are wanted, for who was drawn by another row already."""
_SORTED: Final = 5_000
"""Things sorted at once, some milliseconds: whoever else runs in this process waits for a sort."""
_FORBIDDEN: Final = frozenset('"\r\n')


class Row(NamedTuple):
    """A row of a frame: a transaction, as a file of a frame names it. No names, no numbers."""

    key: str
    """The transaction: its list and its row therein, or its own id."""
    group: str
    unit: str
    area: str
    mode: str
    person: str
    """Whose it is: the same in all rows of one person in this frame, and in no other frame."""
    phone: str
    """The same of the telephone number, where the person is known otherwise too."""

    @property
    def stratum(self) -> Stratum:
        """Return within which stratum its lot counts."""
        return Stratum(*self[1:5])


class Lot(NamedTuple):
    """A row that was drawn."""

    key: str
    stratum: Stratum
    role: Role
    rank: int
    """Its place among those drawn of its stratum, from 1; the mains come first."""


def line_of(row: Row) -> str:
    """Return a row as a line of a file; the hash of a frame is taken over these.

    Raises:
        ValueError: something in it would be taken for more than one value.

    """
    line = ",".join(row)
    if line.count(",") != len(row) - 1 or not _FORBIDDEN.isdisjoint(line):
        message = f"no row of a frame: {line!r}"
        raise ValueError(message)
    return line


def row_of(line: str) -> Row:
    """Return the row that a line says.

    Raises:
        ValueError: it is no line of a frame.

    """
    values = line.split(",")
    if len(values) != len(Row._fields) or not values[0]:
        message = f"no row of a frame: {line!r}"
        raise ValueError(message)
    return Row(*values)


def rank_of(seed: str, key: str) -> int:
    """Return the lot of a row: the first 16 bytes of SHA-256 over "seed|key". Low ones win."""
    digest = hashlib.sha256(f"{seed}|{key}".encode()).digest()
    return int.from_bytes(digest[:_RANK_BYTES])


def in_order(things: Iterable[_Sortable]) -> Iterator[_Sortable]:
    """Give lines, or rows with their lots, in order; others are heard in between."""
    left = iter(things)
    runs = iter(lambda: sorted(islice(left, _SORTED)), [])
    return iter(merge(*runs))


def cast_lots(
    rows: Callable[[], Iterable[Row]], seed: str, plan: Iterable[StratumPlan]
) -> list[Lot]:
    """Return who is drawn: of all rows in the order of their lots, each is taken while its stratum
    wants more and its person was not taken by another row; so each person is drawn at most once.

    `rows` is gone through once, and once more where people have so many rows that those kept
    beside were not enough; memory is taken for what is drawn, not for the frame. There are fewer
    than planned in a stratum only if it has no more people.
    """
    takes = {one.stratum: (one.main, one.main + one.reserve) for one in plan}
    spare = _SPARE
    while True:
        pools = {one: _Pool(whole + whole // 8 + spare) for one, (_, whole) in takes.items()}
        for row in rows():
            pool = pools.get(row.stratum)
            if pool is not None:
                pool.offer(rank_of(seed, row.key), row)
        taken = _taken(pools, {one: whole for one, (_, whole) in takes.items()})
        short = [one for one, (_, whole) in takes.items() if len(taken[one]) < whole]
        if not any(pools[one].overflowed for one in short):
            return list(_lots(taken, takes))
        spare = max(spare, *(pools[one].size for one in short)) * 4


class _Pool:
    """The rows of a stratum with the lowest lots, as many as were asked for."""

    __slots__ = ("_bar", "_kept", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self._bar = _NONE_ABOVE
        self._kept: list[tuple[int, Row]] = []

    def offer(self, rank: int, row: Row) -> None:
        if rank > self._bar:
            return
        self._kept.append((rank, row))
        if len(self._kept) > 2 * self.size:  # sorted now and then: quicker than a heap
            self._cut()

    def _cut(self) -> None:
        self._kept = list(islice(in_order(self._kept), self.size))
        self._bar = self._kept[-1][0]

    @property
    def overflowed(self) -> bool:
        """Whether there were rows that it has not kept."""
        return self._bar < _NONE_ABOVE

    def ranked(self) -> list[tuple[int, Row]]:
        """Return what it has kept, which may be more than was asked for."""
        return self._kept


def _taken(
    pools: Mapping[Stratum, _Pool], wholes: Mapping[Stratum, int]
) -> dict[Stratum, list[str]]:
    """Go through all that is in the pools in the order of lots.

    What lies beyond a pool changes nothing: of a stratum that got its whole number, it would not
    have been taken either.
    """
    ranked = in_order(chain.from_iterable(pool.ranked() for pool in pools.values()))
    people: People[str] = People()
    taken: dict[Stratum, list[str]] = {stratum: [] for stratum in wholes}
    for _, row in ranked:
        kept = taken[row.stratum]
        if len(kept) < wholes[row.stratum] and people.take(row.person, row.phone):
            kept.append(row.key)
    return taken


def _lots(
    taken: Mapping[Stratum, list[str]], takes: Mapping[Stratum, tuple[int, int]]
) -> Iterator[Lot]:
    for stratum in sorted(taken):
        mains, _ = takes[stratum]
        for rank, key in enumerate(taken[stratum], start=1):
            yield Lot(key, stratum, "main" if rank <= mains else "reserve", rank)


def given_by(plan: Iterable[StratumPlan], lots: Sequence[Lot]) -> tuple[StratumPlan, ...]:
    """Return a plan with what its draw could give: a stratum has fewer people than rows where some
    have many. So many fewer answers are wanted of it as there are fewer people to ask.
    """
    found = Counter((lot.stratum, lot.role) for lot in lots)
    return tuple(
        _cut(one, found[one.stratum, "main"], found[one.stratum, "reserve"]) for one in plan
    )


def _cut(plan: StratumPlan, main: int, reserve: int) -> StratumPlan:
    wanted = math.ceil(plan.wanted * main / plan.main) if plan.main else plan.wanted
    return replace(plan, wanted=wanted, main=main, reserve=reserve)
