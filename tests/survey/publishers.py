"""Offices that publish by chance: responses come, go and are published, by our rules or worse."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from survey.index import OVERALL
from survey.public_results import Block, totals_of
from survey.publishing import (
    Gathered,
    Held,
    Label,
    Member,
    Tallies,
    gathered,
    settled,
    summed,
)

__all__ = ["Office", "Publisher", "by_rules", "history"]

FACTORS = ("A1", "B1", "B5")
_RATES = (0.7, 1.0, 0.15)
_BEGIN = date(2026, 1, 5)

Publisher: TypeAlias = Callable[["Office", date], None]


class Office:
    """What one office has received and published."""

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
        self.units = [f"unit {n}" for n in range(chance.randint(1, 4))]

    def take_in(self, day: date) -> None:
        """Receive some responses; here and there another one of somebody who is known."""
        for _ in range(self.chance.randint(0, 30)):
            name = f"response {len(self.received)}"
            person = (
                name if self.chance.random() < 0.95 else f"regular {self.chance.randint(0, 3)}"
            )
            unit_id = self.chance.choice(self.units)
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
        rated = [one for one, rate in zip(FACTORS, _RATES, strict=True) if self._is_rated(rate)]
        levels: dict[str, tuple[int, int]] = {}
        for factor in rated:
            number = len(self.answers)
            self.answers[number] = person
            for level in (factor, factor[0], OVERALL):
                satisfied, count = levels.get(level, (0, 0))
                # Each answer is a power of its own: a sum tells which ones it is made of.
                levels[level] = (satisfied + 2**number, count + 1)
        return levels

    def _is_rated(self, rate: float) -> bool:
        return self.chance.random() < rate

    def lose(self) -> None:
        """Let responses count no more: some anywhere, or what came by one wrong hand."""
        rate = self.chance.choice((0.0, 0.01, 0.05, 0.3))
        self.gone.update(one for one in self.received if self.chance.random() < rate)

    def publish(self, blocks: Iterator[Gathered] | Sequence[Gathered]) -> None:
        """Show the sums of blocks, and remember them as everybody does."""
        shown = [
            Block(id="", label=one.label, responses=len(one.members), moments=summed(one.members))
            for one in blocks
        ]
        self.figures.update(
            moments.satisfied for sums in totals_of(shown).values() for moments in sums.values()
        )


def by_rules(office: Office, day: date) -> None:
    """Publish as the product does."""
    held = [
        Held(
            id=key,
            label=block.label,
            renewed=key in office.renewed,
            members=block.members,
            gone=frozenset(office.gone & {one.id for one in block.members}),
        )
        for key, block in office.blocks.items()
    ]
    changes = settled(held)
    for dropped in changes.dropped:
        del office.blocks[dropped]
    for one in changes.renewed:
        for old in one.of:
            del office.blocks[old]
        key = f"block {one.of}"
        office.blocks[key] = one.block
        office.renewed.add(key)
    away = office.used | office.gone
    waiting = [one for key, one in office.received.items() if key not in away]
    for block in gathered(waiting, day, patience=office.chance.choice((0, 7))):
        office.blocks[f"block {len(office.used)}"] = block
        office.used.update(one.id for one in block.members)
    office.publish(tuple(office.blocks.values()))


def history(seed: int, publications: int, publisher: Publisher = by_rules) -> Office:
    """Return an office after so many publications, one a week or so."""
    office, day = Office(random.Random(seed)), _BEGIN
    for _ in range(publications):
        office.take_in(day)
        office.lose()
        publisher(office, day)
        day += timedelta(days=office.chance.randint(1, 20))
    return office


def label_of(member: Member) -> Label:
    """Return where a single response counts."""
    return Label(member.unit_id, member.month, member.month)
