"""Draws as they are made: portion by portion, so that nobody waits for them, begun anew by another
process where one has died.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

from msgspec.structs import replace

from bot.drawing.aside import drawn_aside
from bot.drawing.casting import lots_in
from bot.drawing.drawing import Basis, DrawRefusedError, Sampler
from bot.drawing.frame_files import FrameFile
from bot.drawing.gathering import OutOfFrame, frame_of
from bot.drawing.sealing import begun, pieces_of, row_of_draw, rows_of, told_of
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.draw_records import DrawnRow, DrawRecord, DrawWork, FrameWish
from survey.seals import FrameFacts, Kind, SealedRecord

__all__ = ["LEASE_MS", "Drawing", "draw_at_once", "leftovers_removed"]

LEASE_MS: Final = 60_000
"""For how long a process that says nothing more keeps a draw to itself."""
_SIGN_S: Final = 10.0
"""How often a process says that it is still there."""
_TOLD_MS: Final = 1_000
"""How often how far it is: each time is a commit."""
_AT_ONCE: Final = 200
"""People of one commit: some milliseconds of the event loop."""

Value = TypeVar("Value")
Clock = Callable[[], Instant]


async def draw_at_once(
    sampler: Sampler, kind: Kind = "first", seed: str = "", *, clock: Clock | None = None
) -> DrawRecord:
    """Ask for a draw and make it here, as a command does.

    Raises:
        DrawRefusedError: it cannot be drawn.
        StaleSessionError: another draw of the campaign is being made, or this one was cancelled.

    """
    work = await sampler.ask(kind, seed, leased=LEASE_MS)
    return await Drawing(sampler, work, clock or (lambda: sampler.by.at)).run()


async def leftovers_removed(storage: Storage, campaign_id: str | None = None) -> int:
    """Remove, bit by bit, what draws left that count for nothing: those taken back, cancelled or
    broken off. Return how many.
    """
    found = await storage.draws.partial(campaign_id)
    for campaign, draw in found:
        while await storage.draws.left(campaign, draw):
            unit = UnitOfWork()
            storage.draws.drop_some(unit, campaign, draw, _AT_ONCE)
            await storage.commit(unit)
        unit = UnitOfWork()
        storage.draws.drop(unit, draw)
        await storage.commit(unit)
    return len(found)


class Drawing:
    """The making of one draw. `clock`: the time of day."""

    def __init__(self, sampler: Sampler, work: DrawWork, clock: Clock) -> None:
        self._sampler = sampler
        self._storage = sampler.storage
        self._clock = clock
        self.work = work

    async def run(self) -> DrawRecord:
        """Draw, seal and store, and return the draw, which counts from then on.

        Raises:
            DrawRefusedError: it cannot be drawn; the work has ended, and says why.
            StaleSessionError: another process has it, or it was cancelled.

        """
        try:
            return await self._run()
        except DrawRefusedError as refused:
            await self._save(state="refused", reason=refused.refusal)
            raise

    async def _run(self) -> DrawRecord:
        await self._save(state="gathering", progress=0, size=0)
        # What an earlier try has stored, or was taken back, is in the way of this one.
        await leftovers_removed(self._storage, self.work.campaign_id)
        if self._sampler.campaign.version != self.work.campaign_version:
            raise DrawRefusedError("changed")
        basis = await self._sampler.basis(self.work.kind)
        with TemporaryDirectory(prefix="draw-") as folder:
            frame, facts = await self._gathered(basis, Path(folder))
            given = await self._drawn(basis, frame, facts)
            return await self._stored(given, frame)

    # -- from transactions to people

    async def _gathered(self, basis: Basis, folder: Path) -> tuple[FrameFile, FrameFacts]:
        async def on_rows(count: int) -> None:
            await self._tell(self.work.progress + count)

        frame, out = await frame_of(
            self._storage, basis.wish, basis.groups, self.work.draw_id, folder, on_rows
        )
        return frame, await self._facts(basis.wish, frame, out)

    async def _facts(
        self, wish: FrameWish, frame: FrameFile, out: Mapping[OutOfFrame, int]
    ) -> FrameFacts:
        digests = await self._storage.draws.lists()
        return FrameFacts(
            hash=frame.hash,
            rows=frame.size,
            lists={name: digests.get(name, "") for name in sorted(wish.lists)},
            api_from=wish.api_from,
            api_upto=wish.api_upto,
            asked_lately=out.get("asked_lately", 0),
            drawn_before=out.get("drawn_before", 0),
        )

    async def _drawn(self, basis: Basis, frame: FrameFile, facts: FrameFacts) -> SealedRecord:
        work, campaign = self.work, self._sampler.campaign
        blank = begun(campaign, basis.parts, work.kind, basis.draws, work.at, work.seed)
        await self._save(state="drawing")
        given = await self._beside(drawn_aside(frame, blank, facts))
        # Who came out, not who was planned: there may be fewer people than rows.
        self._sampler.check(basis.draws, given.record.strata)
        return given

    # -- stored

    async def _stored(self, given: SealedRecord, frame: FrameFile) -> DrawRecord:
        record, row = given.record, row_of_draw(self.work.draw_id, given, self._sampler.by)
        people = record.drawn.main + record.drawn.reserve
        await self._save(state="storing", progress=0, size=people)
        unit = UnitOfWork()
        self._storage.draws.add(unit, row, record.strata, partial=True)
        await self._save(unit)
        await self._keep_frame(frame)
        lots = lots_in(frame)
        while (piece := await asyncio.to_thread(next, lots, None)) is not None:
            await self._add(row, rows_of(piece, record.strata))
        await self._finish(row, given)
        return row

    async def _add(self, row: DrawRecord, people: Sequence[DrawnRow]) -> None:
        for start in range(0, len(people), _AT_ONCE):
            unit, some = UnitOfWork(), people[start : start + _AT_ONCE]
            self._storage.draws.add_drawn(unit, row.campaign_id, row.id, some)
            await self._save(unit, progress=self.work.progress + len(some))

    async def _keep_frame(self, frame: FrameFile) -> None:
        pieces = pieces_of(frame)
        number = 0
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            unit = UnitOfWork()
            self._storage.draws.keep_frame(unit, self.work.draw_id, number, piece)
            await self._save(unit)
            number += 1

    async def _finish(self, row: DrawRecord, given: SealedRecord) -> None:
        """Let the draw count, if what it was drawn from still does, and the campaign is as it was
        read.
        """
        unit = UnitOfWork()
        self._storage.campaigns.save(unit, self._sampler.campaign)
        for name in given.record.frame.lists:
            self._storage.imports.must_be(unit, name, "applied")
        self._storage.draws.finish(unit, row.id)
        self._sampler.note(unit, "campaign.drawn", told_of(given))
        try:
            await self._save(unit, state="done")
        except StaleSessionError:
            await self._save()  # it is still ours: then the campaign or a list is not as it was
            raise DrawRefusedError("changed") from None

    # -- kept in hand

    async def _tell(self, progress: int) -> None:
        """Say how far it is, now and then."""
        if self._clock() < self.work.lease_until - LEASE_MS + _TOLD_MS:
            self.work = replace(self.work, progress=progress)
        else:
            await self._save(progress=progress)

    async def _beside(self, making: Coroutine[None, None, Value]) -> Value:
        """Wait for something, and say meanwhile that this process is still there."""
        made = asyncio.create_task(making)
        try:
            while not (await asyncio.wait({made}, timeout=_SIGN_S))[0]:
                await self._save()
        finally:
            with suppress(Exception):  # a thread cannot be stopped, and its files must stay
                await asyncio.shield(made)
        return made.result()

    async def _save(self, unit: UnitOfWork | None = None, **changes: object) -> None:
        """Commit, if the work is still as this process left it."""
        unit = unit or UnitOfWork()
        mine = {"lease_until": Instant(self._clock() + LEASE_MS), "version": self.work.version + 1}
        work = replace(self.work, **{**mine, **changes})
        self._storage.draws.works.save(unit, work)
        await self._storage.commit(unit)
        self.work = work
