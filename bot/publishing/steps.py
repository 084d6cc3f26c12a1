"""One step: who goes, who comes, and what is said of that.

What may be published is decided by `survey.publishing`; here it is read, and put down to be
committed.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import msgspec

from bot.i18n import day_of
from flows.identifiers import Instant, identifier_from
from storage.base import Storage, UnitOfWork
from storage.publication_records import FIRST, MemberRecord, PublicationRecord, WaitingPlace
from survey.definitions import definition_of, with_earlier
from survey.editions import Period, Pin
from survey.public_results import Block, Results, first_month, results_of
from survey.publishing import (
    PATIENCE_DAYS,
    Gathered,
    Held,
    Member,
    is_ripe,
    of_units,
    of_whole,
    settled,
    summed,
)

Pinned: TypeAlias = Callable[[Period, Instant], Awaitable[tuple[Pin, ...]]]
"""What figures of a period are reckoned with (`bot.figures.Figures.pins`)."""

Waiting: TypeAlias = dict[str, tuple[MemberRecord, Member]]
"""Responses in no block, by id."""

MANY: Final = 5_000
"""Waiting responses that are read at a time, and about as many are taken in by one step: a commit
holds a row for each. Who is left waits in memory for the whole, no more of them than this."""
_encode: Final = msgspec.json.Encoder().encode


def hash_of(body: str) -> str:
    """Return the SHA-256 that a publication is kept with."""
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(slots=True)
class Step:
    """Blocks as they are, and as they will be."""

    storage: Storage
    now: Instant
    month: str
    before: PublicationRecord | None
    blocks: dict[str, Block]
    pins: tuple[Pin, ...]
    unit: UnitOfWork = field(default_factory=UnitOfWork)
    taken_in: int = 0

    @classmethod
    async def begun(cls, storage: Storage, now: Instant, pinned: Pinned) -> Step:
        """Read what is published."""
        month = f"{day_of(now):%Y-%m}"
        blocks = await storage.publications.blocks(first_month(month))
        before = await storage.publications.newest()
        pins = await pinned(_looked_back_on(now, month), now)
        return cls(storage, now, month, before, {block.id: block for block in blocks}, pins)

    @property
    def number(self) -> int:
        """The number of this publication."""
        return 1 if self.before is None else self.before.number + 1

    async def go(self) -> None:
        """Change the blocks: first who goes, then who comes."""
        patience = PATIENCE_DAYS if self.blocks else 0
        if self._is_counted_anew():
            # Every response may come to something else now: that is nobody who went. What was
            # published stays as it was counted, and those who go are seen from now on again.
            self.storage.publications.keep_as_counted(self.unit)
        else:
            await self._let_go()
        await self._let_in(day_of(self.now), patience)

    def _is_counted_anew(self) -> bool:
        """Return whether the publication before was made when responses came to other figures."""
        before = () if self.before is None else self.before.results.pins
        return self.before is not None and definition_of(before) != definition_of(self.pins)

    # -- who goes

    async def _let_go(self) -> None:
        changes = settled(await self._touched())
        for one in changes.renewed:
            kept = self._add(one.block, renewed=True)
            for member in one.block.members:
                self.storage.publications.move_member(self.unit, member.id, kept.id)
        for block_id in (*changes.dropped, *(old for one in changes.renewed for old in one.of)):
            del self.blocks[block_id]
            self.storage.publications.end_block(self.unit, block_id, self.number)

    async def _touched(self) -> list[Held]:
        rows: dict[str, list[tuple[MemberRecord, bool]]] = defaultdict(list)
        for row, gone in await self.storage.publications.touched(first_month(self.month)):
            rows[row.block_id].append((row, gone))
        return [
            Held(
                id=block_id,
                label=self.blocks[block_id].label,
                renewed=self.blocks[block_id].renewed,
                members=tuple(row.member() for row, _ in own),
                gone=frozenset(row.response_id for row, gone in own if gone),
            )
            for block_id, own in rows.items()
            if block_id in self.blocks
        ]

    # -- who comes

    async def _let_in(self, today: date, patience: int) -> None:
        """Look at all who wait, however many, page by page; stop where enough were taken in."""
        after, rest = FIRST, Waiting()
        while found := await self._page(after):
            page, after = found
            left = self._take_in(page, of_units(member for _, member in page.values()))
            rest |= {key: one for key, one in left.items() if is_ripe(one[1], today, patience)}
            if len(rest) > MANY:
                rest = dict([*self._for_whole(rest, today, patience).items()][-MANY:])
            if self.taken_in >= MANY:
                return
        self._for_whole(rest, today, patience)

    async def _page(self, after: WaitingPlace) -> tuple[Waiting, WaitingPlace] | None:
        """Return the next who wait, and where to go on: those of a unit and a month together,
        unless they alone fill a page; None: there are no more.
        """
        rows = await self.storage.publications.waiting(first_month(self.month), after, MANY)
        if len(rows) == MANY:
            last = rows[-1][0].waits_at[:2]
            rows = [one for one in rows if one[0].waits_at[:2] != last] or rows
        page = {
            row.response_id: (row, row.member(day_of(since).isoformat())) for row, since in rows
        }
        return (page, rows[-1][0].waits_at) if rows else None

    def _for_whole(self, rest: Waiting, today: date, patience: int) -> Waiting:
        members = (member for _, member in rest.values())
        return self._take_in(rest, of_whole(members, today, patience=patience))

    def _take_in(self, waiting: Waiting, blocks: Iterable[Gathered]) -> Waiting:
        """Put these blocks down; return who is left."""
        left = dict(waiting)
        for found in blocks:
            block = self._add(found)
            self.taken_in += len(found.members)
            for member in found.members:
                row, _ = left.pop(member.id)
                self.storage.publications.add_member(self.unit, row.kept(block.id))
        return left

    def _add(self, found: Gathered, *, renewed: bool = False) -> Block:
        block = Block(
            id=identifier_from(os.urandom(32), "block", self.now),
            label=found.label,
            responses=len(found.members),
            moments=summed(found.members),
            renewed=renewed,
        )
        self.blocks[block.id] = block
        self.storage.publications.add_block(self.unit, block, self.number)
        return block

    # -- what is said

    async def record(self) -> PublicationRecord | None:
        """Return the publication; None where it would say what the one before says."""
        if self.before is None and not self.blocks:
            return None
        units = await self.storage.places.units()
        before = () if self.before is None else self.before.results.pins
        results = results_of(
            self.blocks.values(),
            number=self.number,
            made_at=self.now,
            month=self.month,
            units={unit.id: unit.name for unit in units if unit.ended_day is None},
            pins=with_earlier(self.pins, before, self.month, first_month(self.month)),
        )
        if not self.unit.writes and self.before and _says(self.before.results) == _says(results):
            return None
        body = _encode(results).decode()
        return PublicationRecord(
            number=results.number, made_at=self.now, body=body, sha256=hash_of(body)
        )


def _looked_back_on(now: Instant, month: str) -> Period:
    """Return the months that a publication looks back on, until today."""
    first = f"{first_month(month)}-01"
    return Period(span="other", from_day=first, to_day=day_of(now).isoformat())


def _says(results: Results) -> Results:
    """Return what is said, whenever it is, and whatever it is reckoned with."""
    return msgspec.structs.replace(results, number=0, made_at=0, pins=())
