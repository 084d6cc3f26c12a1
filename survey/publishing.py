"""What may be published next, so that no subtraction of what was published finds one person.

Respondents are published in *blocks*: at least ten people, who of every level were at least ten
or nobody. A block is summed up once and never changes; every figure of every publication is a sum
of whole blocks, and so is every difference of figures: whoever subtracts publications, tables or
both finds blocks, never less (microaggregation with groups of at least k: A. Hundepool and others,
Statistical Disclosure Control, 2012, §3.5). There are no small cells left that others would have
to hide: who is not in a block yet is in no sum either.

Whose answers do not count any more stay in their block until a step hides them: blocks of one
label are *renewed* together, without them, when that changes so many that neither those who went
nor those who stayed can be told apart (`_hidden`); a block more than half of which is wrong is
dropped as a whole. Blocks of different renewals share nobody, so that one proof holds for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct

from survey.cells import CSAT
from survey.index import LEVELS, OVERALL
from survey.moments import NOBODY, Moments
from survey.suppression import LEAST

__all__ = [
    "PATIENCE_DAYS",
    "SHOWN",
    "Changes",
    "Gathered",
    "Held",
    "Label",
    "Member",
    "Renewed",
    "Tallies",
    "counts_alike",
    "is_ripe",
    "of_units",
    "of_whole",
    "settled",
    "summed",
]

Key = TypeVar("Key", bound=Hashable)

SHOWN: Final = (*LEVELS, CSAT)
"""Levels that are published."""

PATIENCE_DAYS: Final = 7
"""So long a response waits for nine others of its unit and month; then it counts for the whole
only, with others of its month, and after four times as long with others of any month."""

_PIECE: Final = 40
"""Responses of one block, about: of large ones, few who went would keep many wrong."""

Tallies: TypeAlias = Mapping[str, tuple[int, int]]
"""Level → satisfied and rated answers of one response; what it did not rate is left out."""


class Member(Struct, frozen=True, kw_only=True):
    """One response that counts."""

    id: str
    person: str
    """Who gave it, within a unit and a month: there ten responses of one person are one."""
    known: str
    """What they are told apart by anywhere; "": nobody can say any more."""
    named: bool = True
    """Whether `person` says who it is; of who was erased it only says whose answers were together,
    as far as they were erased together too.
    """
    unit_id: str
    """The unit of its day; "": not known."""
    day: str
    """ISO, of Vietnam: on which it is counted."""
    since: str
    """ISO: on which it came in; it waits from then on."""
    tallies: Tallies

    @property
    def month(self) -> str:
        """Return its month, as 2026-11."""
        return self.day[:7]

    def name_in(self, unit_id: str) -> str:
        """Return who gave it among members of a block of this unit ("": of the whole, where one
        person has another name in each unit and month); "": not known, and so nobody of ten.
        """
        if not self.named:
            return ""
        return self.person if unit_id else self.known


class Label(Struct, frozen=True, order=True):
    """Where a block counts: in its unit, or (empty) in the whole only; from month to month."""

    unit_id: str
    first_month: str
    last_month: str


class Gathered(Struct, frozen=True):
    """A new block."""

    label: Label
    members: tuple[Member, ...]


class Held(Struct, frozen=True, kw_only=True):
    """A block that is published, and which of its members do not count any more as they did."""

    id: str
    label: Label
    renewed: bool
    """Whether it came out of others: then it is not renewed again."""
    members: tuple[Member, ...]
    gone: frozenset[str]


class Renewed(Struct, frozen=True):
    """Blocks that one takes the place of."""

    of: tuple[str, ...]
    block: Gathered


class Changes(Struct, frozen=True):
    """What becomes of published blocks."""

    renewed: tuple[Renewed, ...]
    dropped: tuple[str, ...]


# -- who comes


def of_units(waiting: Iterable[Member]) -> tuple[Gathered, ...]:
    """Return the blocks of units that can be made of responses that are in none; the others wait
    on. All of a unit and a month should be given together.
    """
    rated = (member for member in waiting if OVERALL in member.tallies)
    return tuple(_blocks(rated, lambda one: (one.unit_id, one.month)))


def is_ripe(member: Member, today: date, patience: int) -> bool:
    """Tell whether a response in no block of its unit may count for the whole by now.

    `patience`: days, see `PATIENCE_DAYS`.
    """
    return bool(member.name_in("")) and member.since <= _days_ago(patience, today)


def of_whole(
    waiting: Iterable[Member], today: date, *, patience: int = PATIENCE_DAYS
) -> tuple[Gathered, ...]:
    """Return the blocks of the whole that can be made of responses that are in none of a unit.

    `patience`: days, see `PATIENCE_DAYS`; 0 where nothing is published yet and ten of the whole
    shall be seen.
    """
    rated = [member for member in waiting if OVERALL in member.tallies]
    ripe = [member for member in rated if is_ripe(member, today, patience)]
    of_months = tuple(_blocks(ripe, lambda one: ("", one.month)))
    taken = {member.id for block in of_months for member in block.members}
    left = (member for member in ripe if member.id not in taken)
    oldest = (member for member in left if is_ripe(member, today, 4 * patience))
    return (*of_months, *_blocks(oldest, lambda _: ("", "")))


def _days_ago(days: int, today: date) -> str:
    return (today - timedelta(days=days)).isoformat()


def _blocks(
    members: Iterable[Member], place: Callable[[Member], tuple[str, str]]
) -> Iterator[Gathered]:
    for (unit_id, _), own in sorted(_grouped(members, place).items()):
        yield from _closed(unit_id, own)


def _grouped(members: Iterable[Member], place: Callable[[Member], Key]) -> dict[Key, list[Member]]:
    groups: dict[Key, list[Member]] = defaultdict(list)
    for member in members:
        groups[place(member)].append(member)
    return groups


def _closed(unit_id: str, members: Sequence[Member]) -> Iterator[Gathered]:
    """Yield blocks of some forty; who is left of their pieces may make another one together."""
    named = (one for one in members if one.name_in(unit_id))
    waiting = sorted(named, key=lambda one: (one.day, one.id))
    rest: list[Member] = []
    for start in range(0, len(waiting), _PIECE):
        piece = waiting[start : start + _PIECE]
        kept = _largest(piece, unit_id)
        rest += [one for one in piece if one not in kept]
        yield from _block(unit_id, kept)
    if len(waiting) > _PIECE:
        yield from _block(unit_id, _largest(rest, unit_id))


def _block(unit_id: str, kept: Sequence[Member]) -> Iterator[Gathered]:
    if kept:
        yield Gathered(Label(unit_id, kept[0].month, kept[-1].month), tuple(kept))


def _largest(members: Sequence[Member], unit_id: str) -> list[Member]:
    """Return who can be a block, by greed: who rated what too few rated waits for others."""
    kept = list(members)
    while small := [one for one in SHOWN if 0 < len(_people(_raters(kept, one), unit_id)) < LEAST]:
        kept = [one for one in kept if not any(level in one.tallies for level in small)]
    return kept


def _raters(members: Iterable[Member], level: str) -> list[Member]:
    return [member for member in members if level in member.tallies]


def _people(members: Iterable[Member], unit_id: str) -> set[str]:
    return {member.name_in(unit_id) for member in members} - {""}


def summed(members: Iterable[Member]) -> dict[str, Moments]:
    """Return the moments of each level; a respondent counts once within a unit and a month."""
    people: dict[tuple[str, str, str], list[Tallies]] = defaultdict(list)
    for member in members:
        people[member.person, member.unit_id, member.month].append(member.tallies)
    return {level: sum((_of(each, level) for each in people.values()), NOBODY) for level in SHOWN}


def _of(given: Iterable[Tallies], level: str) -> Moments:
    counts = [tallies[level] for tallies in given if level in tallies]
    return Moments.of(sum(one for one, _ in counts), sum(rated for _, rated in counts))


# -- who goes


def counts_alike(published: Tallies, now: Tallies) -> bool:
    """Tell whether a response comes to what it came to when it was published, on every level that
    is published: whatever else it says may change.
    """
    return all(published.get(level) == now.get(level) for level in SHOWN)


def settled(blocks: Iterable[Held]) -> Changes:
    """Return what becomes of blocks some of whose members do not count any more."""
    touched = sorted((block for block in blocks if block.gone), key=lambda block: block.id)
    plain = [block for block in touched if not block.renewed]
    families: dict[Label, list[Held]] = defaultdict(list)
    for block in plain:
        families[block.label].append(block)
    renewed = tuple(found for _, family in sorted(families.items()) if (found := _renewed(family)))
    away = {block_id for one in renewed for block_id in one.of}
    dropped = [
        block.id
        for block in touched
        if block.id not in away and 2 * len(block.gone) > len(block.members)
    ]
    return Changes(renewed, tuple(dropped))


def _renewed(family: Sequence[Held]) -> Renewed | None:
    """Return the block without those who went; who rated what too few of them rated stays in."""
    going = {member for block in family for member in block.gone}
    while bad := [level for level in SHOWN if not _hidden(family, going, level)]:
        going = {
            member.id
            for block in family
            for member in block.members
            if member.id in going and not any(level in member.tallies for level in bad)
        }
    touched = [block for block in family if not going.isdisjoint(_ids(block))]
    if not touched:
        return None
    staying = tuple(one for block in touched for one in block.members if one.id not in going)
    return Renewed(tuple(block.id for block in touched), Gathered(touched[0].label, staying))


def _ids(block: Held) -> set[str]:
    return {member.id for member in block.members}


def _hidden(family: Sequence[Held], going: set[str], level: str) -> bool:
    """Tell whether the blocks together with the new one give at most groups of ten away.

    Any sum of figures takes of each old block those who went, those who stayed, or both, unless
    the new block is left out altogether: the smallest is the sum of the smaller parts. Who is in
    several parts is in none of them for sure, and not counted; nor is who is not known any more.
    """
    parts: list[tuple[set[str], set[str]]] = []
    for block in family:
        raters, unit_id = _raters(block.members, level), block.label.unit_id
        went = [one for one in raters if one.id in going]
        if went:
            stayed = [one for one in raters if one.id not in going]
            parts.append((_people(went, unit_id), _people(stayed, unit_id)))
    places = Counter(person for pair in parts for part in pair for person in part)
    smaller = (min(sum(places[one] == 1 for one in part) for part in pair) for pair in parts)
    return not parts or sum(smaller) >= LEAST
