"""Publishing: a step is due when blocks can be made, renewed or dropped; then a publication more.

What may be published is decided by `survey.publishing`; here it is read, committed and told.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import msgspec
import structlog

from bot.i18n import day_of
from bot.live import Live
from flows.identifiers import Instant, identifier_from
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.publication_records import MemberRecord, PublicationRecord
from survey.editions import Period, Pin
from survey.public_results import Block, Results, first_month, results_of
from survey.publishing import PATIENCE_DAYS, Gathered, Held, gathered, settled, summed

__all__ = ["RESULTS", "Pinned", "forget_erased", "hash_of", "publish_due"]

RESULTS: Final = "results"
"""Stands for a session where public results are watched (`bot.live`)."""

Pinned: TypeAlias = Callable[[Period, Instant], Awaitable[tuple[Pin, ...]]]
"""What figures of a period are reckoned with (`bot.figures.Figures.pins`)."""

_MANY: Final = 5_000
"""Waiting responses that one step looks at: a commit holds a row for each."""
_encode: Final = msgspec.json.Encoder().encode
_log = structlog.get_logger(__name__)


def hash_of(body: str) -> str:
    """Return the SHA-256 that a publication is kept with."""
    return hashlib.sha256(body.encode()).hexdigest()


async def _mark(storage: Storage, now: Instant) -> str:
    """Return what stays while figures and the day stay."""
    return f"{await storage.figures.turn()} {day_of(now)}"


async def forget_erased(storage: Storage, now: Instant) -> int:
    """Keep of published responses only what later steps need to prove that they tell nobody:
    also while publishing is held. Return of how many that were erased.
    """
    mark = await _mark(storage, now)
    if await storage.publications.forgotten() == mark:
        return 0
    unit, erased = UnitOfWork(), await storage.publications.erased()
    for response_id in erased:
        name = identifier_from(os.urandom(32), "erased", now)
        storage.publications.forget_member(unit, response_id, name)
    first = first_month(f"{day_of(now):%Y-%m}")
    storage.publications.forget_ended(unit, first, mark)
    await storage.commit(unit)
    return len(erased)


async def publish_due(storage: Storage, live: Live, now: Instant, pinned: Pinned) -> int:
    """Publish what may be published, unless it is held; return the number of the new publication,
    0 where nothing is due.
    """
    turn = await storage.publications.turn()
    hold = await storage.publications.hold()
    mark = await _mark(storage, now)
    if (hold is not None and hold.held) or await storage.publications.examined() == mark:
        return 0  # the same figures on the same day: it would find the same
    step = await _Step.begun(storage, now, pinned)
    await step.go()
    record = await step.record()
    if record is None:
        storage.publications.keep_examined(step.unit, mark)
        await storage.commit(step.unit)
        return 0
    storage.publications.add(step.unit, record, turn)
    try:
        await storage.commit(step.unit)
    except StaleSessionError:
        return 0  # another process was faster, or somebody held it at this moment
    live.wake(RESULTS)
    _log.info("results_published", number=record.number)
    return record.number


@dataclass(slots=True)
class _Step:
    """One step: blocks as they are, and as they will be."""

    storage: Storage
    now: Instant
    pinned: Pinned
    month: str
    before: PublicationRecord | None
    blocks: dict[str, Block]
    unit: UnitOfWork = field(default_factory=UnitOfWork)

    @classmethod
    async def begun(cls, storage: Storage, now: Instant, pinned: Pinned) -> _Step:
        """Read what is published."""
        month = f"{day_of(now):%Y-%m}"
        blocks = await storage.publications.blocks(first_month(month))
        before = await storage.publications.newest()
        return cls(storage, now, pinned, month, before, {block.id: block for block in blocks})

    @property
    def number(self) -> int:
        """The number of this publication."""
        return 1 if self.before is None else self.before.number + 1

    async def go(self) -> None:
        """Change the blocks: first who goes, then who comes."""
        is_first = not self.blocks
        await self._let_go()
        rows = await self.storage.publications.waiting(first_month(self.month), _MANY)
        waiting = {
            row.response_id: (row, row.member(day_of(since).isoformat())) for row, since in rows
        }
        for block in gathered(
            (member for _, member in waiting.values()),
            day_of(self.now),
            patience=0 if is_first else PATIENCE_DAYS,
        ):
            self._take_in(block, {one.id: waiting[one.id][0] for one in block.members})

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

    def _take_in(self, gathered_block: Gathered, rows: Mapping[str, MemberRecord]) -> None:
        block = self._add(gathered_block)
        for row in rows.values():
            self.storage.publications.add_member(self.unit, row.kept(block.id))

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

    async def record(self) -> PublicationRecord | None:
        """Return the publication; None where it would say what the one before says."""
        if self.before is None and not self.blocks:
            return None
        units = await self.storage.places.units()
        results = results_of(
            self.blocks.values(),
            number=self.number,
            made_at=self.now,
            month=self.month,
            units={unit.id: unit.name for unit in units if unit.ended_day is None},
            pins=await self.pinned(self._period(), self.now),
        )
        if not self.unit.writes and self.before and _says(self.before.results) == _says(results):
            return None
        body = _encode(results).decode()
        return PublicationRecord(
            number=results.number, made_at=self.now, body=body, sha256=hash_of(body)
        )

    def _period(self) -> Period:
        """Return the months that it looks back on, until today."""
        first = f"{first_month(self.month)}-01"
        return Period(span="other", from_day=first, to_day=day_of(self.now).isoformat())


def _says(results: Results) -> Results:
    """Return what is said, whenever it is, and whatever it is reckoned with."""
    return msgspec.structs.replace(results, number=0, made_at=0, pins=())
