"""Offices that publish by chance: responses come, go and are published, by our rules or worse."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import count
from typing import TypeAlias

from msgspec.structs import replace

from survey.cells import CSAT
from survey.index import OVERALL
from survey.public_results import Block, first_month, totals_of
from survey.publishing import (
    PATIENCE_DAYS,
    Gathered,
    Held,
    Label,
    Member,
    Tallies,
    of_units,
    of_whole,
    settled,
    summed,
)

__all__ = ["Office", "Publisher", "by_rules", "gathered", "history", "label_of"]

_RATES = {"A1": 0.7, "A2": 0.1, "B1": 1.0, "B5": 0.15}
_CSAT_RATE = 0.4
_BEGIN = date(2026, 1, 5)
_PACES = (20, 20, 20, 120)
"""Days between publications, at most: from some histories months leave."""

Publisher: TypeAlias = Callable[["Office", date], None]


class Office:
    """What one office has received and published, and who gave which answer."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.received: dict[str, Member] = {}
        self.gone: set[str] = set()
        self.blocks: dict[str, Gathered] = {}
        self.renewed: set[str] = set()
        self.used: set[str] = set()
        self.answers: dict[int, str] = {}
        """Number of an answer → who gave it."""
        self.figures: set[int] = set()
        self.happened: Counter[str] = Counter()
        """What the history went through."""
        self.units = [f"unit {n}" for n in range(chance.randint(1, 4))]
        self._corrected: set[str] = set()
        self._people: dict[str, str] = {}
        self._numbers = count()
        self._most = chance.choice((15, 30, 80))
        self._loyal, self._regulars = chance.choice(((0.05, 4), (0.05, 4), (0.4, 14)))

    # -- what comes

    def take_in(self, day: date) -> None:
        """Receive some responses; here and there another one of somebody who is known."""
        for _ in range(self.chance.randint(0, self._most)):
            name = f"response {next(self._numbers)}"
            is_regular = self.chance.random() < self._loyal
            person = f"regular {self.chance.randrange(self._regulars)}" if is_regular else name
            unit_id = self.chance.choice(self.units)
            self._people[name] = person
            self.received[name] = Member(
                id=name,
                person=f"{person} in {unit_id} in {day:%Y-%m}",
                known=person if self.chance.random() < 0.97 else "",
                unit_id=unit_id,
                day=day.isoformat(),
                since=day.isoformat(),
                tallies=self._rated(person),
            )

    def _rated(self, person: str) -> Tallies:
        levels: dict[str, tuple[int, int]] = {}
        for factor, rate in _RATES.items():
            if self.chance.random() < rate:
                self._answer(levels, person, (factor, factor[0], OVERALL))
        if self.chance.random() < _CSAT_RATE:
            self._answer(levels, person, (CSAT,))
        return levels

    def _answer(
        self, levels: dict[str, tuple[int, int]], person: str, counted_in: Iterable[str]
    ) -> None:
        number = len(self.answers)
        self.answers[number] = person
        for level in counted_in:
            satisfied, rated = levels.get(level, (0, 0))
            # Each answer is a power of its own: a sum tells which ones it is made of.
            levels[level] = (satisfied + 2**number, rated + 1)

    # -- what goes

    def lose(self) -> None:
        """Let responses be set aside, corrected or erased: some anywhere, or what came by one
        wrong hand; or let all that count be counted by another definition.
        """
        rate = self.chance.choice((0.0, 0.01, 0.05, 0.3))
        fates = self.chance.choice(
            ((self.gone.add,), (self.gone.add,), (self._correct,),
             (self.gone.add, self.gone.add, self._correct, self._erase))
        )  # fmt: skip
        for response_id in [one for one in self.received if self.chance.random() < rate]:
            self.chance.choice(fates)(response_id)
        if self.chance.random() < 0.05:
            self.gone -= self._corrected
            self.happened["counted anew"] += 1

    def _correct(self, response_id: str) -> None:
        """Let somebody say something else; what was published stays until a step hides it."""
        before = self.received[response_id]
        tallies = self._rated(self._people[response_id])
        self.received[response_id] = replace(before, tallies=tallies)
        if response_id in self.used:
            self.gone.add(response_id)
            self._corrected.add(response_id)
            self.happened["corrected"] += 1

    def _erase(self, response_id: str) -> None:
        """Keep of who was published their sums, as those of nobody who is known."""
        self.received.pop(response_id)
        for key, block in self.blocks.items():
            if any(one.id == response_id for one in block.members):
                members = (
                    self._forgotten(one) if one.id == response_id else one for one in block.members
                )
                self.blocks[key] = Gathered(block.label, tuple(members))
                self.happened["erased"] += 1

    def _forgotten(self, member: Member) -> Member:
        name = f"erased {next(self._numbers)}"
        self.gone.add(name)
        return replace(
            member, id=name, person=name, known="", named=False, day=f"{member.month}-01"
        )

    # -- what is published

    def held(self) -> list[Held]:
        """Return the blocks as the rules see them."""
        return [
            Held(
                id=key,
                label=block.label,
                renewed=key in self.renewed,
                members=block.members,
                gone=frozenset(self.gone & {one.id for one in block.members}),
            )
            for key, block in self.blocks.items()
        ]

    def publish(self, blocks: Iterable[Gathered]) -> None:
        """Show the sums of blocks, and remember them as everybody does."""
        shown = [
            Block(id="", label=one.label, responses=len(one.members), moments=summed(one.members))
            for one in blocks
        ]
        self.figures.update(
            moments.satisfied for sums in totals_of(shown).values() for moments in sums.values()
        )


def gathered(
    waiting: Iterable[Member], today: date, *, patience: int = PATIENCE_DAYS
) -> tuple[Gathered, ...]:
    """Return the blocks that one step makes of responses that are in none."""
    members = list(waiting)
    found = of_units(members)
    taken = {one.id for block in found for one in block.members}
    left = (one for one in members if one.id not in taken)
    return (*found, *of_whole(left, today, patience=patience))


def by_rules(office: Office, day: date) -> None:
    """Publish as the product does."""
    first = first_month(f"{day:%Y-%m}")
    for key in [key for key, one in office.blocks.items() if one.label.first_month < first]:
        del office.blocks[key]
        office.happened["left"] += 1
    _let_go(office)
    away = office.used | office.gone
    waiting = [
        one for key, one in office.received.items() if key not in away and one.month >= first
    ]
    for block in gathered(waiting, day, patience=office.chance.choice((0, 7))):
        office.blocks[f"block {len(office.used)}"] = block
        office.used.update(one.id for one in block.members)
    office.publish(office.blocks.values())


def _let_go(office: Office) -> None:
    changes = settled(office.held())
    for dropped in changes.dropped:
        del office.blocks[dropped]
        office.happened["dropped"] += 1
    for one in changes.renewed:
        for old in one.of:
            del office.blocks[old]
        key = f"block {one.of}"
        office.blocks[key] = one.block
        office.renewed.add(key)
        office.happened["renewed"] += 1


def history(seed: int, publications: int, publisher: Publisher = by_rules) -> Office:
    """Return an office after so many publications, one a week or so."""
    office, day = Office(random.Random(seed)), _BEGIN
    pace = office.chance.choice(_PACES)
    for _ in range(publications):
        office.take_in(day)
        office.lose()
        publisher(office, day)
        day += timedelta(days=office.chance.randint(1, pace))
    return office


def label_of(member: Member) -> Label:
    """Return where a single response counts."""
    return Label(member.unit_id, member.month, member.month)
