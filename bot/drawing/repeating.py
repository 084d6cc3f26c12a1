"""Draws made again, by anybody: from a frame and a sealed record, in any installation or none."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from bot.drawing.aside import merged_aside, problems_aside
from bot.drawing.frame_files import HEADER, FrameFile, Gathering
from storage.base import Storage
from storage.draw_records import DrawnRow, DrawRecord
from survey.lots import Lot, Role
from survey.seals import Problem, Record, hash_of_lots

__all__ = [
    "frame_text",
    "kept_frame",
    "record_file",
    "verify",
]


async def kept_frame(storage: Storage, draw: DrawRecord, folder: Path) -> FrameFile:
    """Write the frame that was kept of a draw to disk."""
    gathering = Gathering(folder)
    async for piece in storage.draws.frame(draw.id):
        await asyncio.to_thread(_add, gathering, piece)
    return await merged_aside(gathering)


def _add(gathering: Gathering, piece: bytes) -> None:
    gathering.add(zlib.decompress(piece).decode().splitlines())


async def frame_text(storage: Storage, draw: DrawRecord) -> AsyncIterator[str]:
    """Give the file of a draw's frame, piece by piece."""
    yield f"{HEADER}\n"
    async for piece in storage.draws.frame(draw.id):
        yield (await asyncio.to_thread(zlib.decompress, piece)).decode()


def record_file(draw: DrawRecord) -> bytes:
    """Return the file of a draw's sealed record."""
    return msgspec.json.encode(draw.sealed, order="sorted")


async def verify(storage: Storage, draw: DrawRecord) -> tuple[Problem, ...]:
    """Make a stored draw again from what was kept of it, and compare it with its record and with
    who stands as drawn; nothing: all agrees.
    """
    with TemporaryDirectory(prefix="draw-") as folder:
        frame = await kept_frame(storage, draw, Path(folder))
        found = list(await problems_aside(frame, draw.sealed))
    rows = await storage.draws.drawn(draw.id)
    record = draw.sealed.record
    if (
        await asyncio.to_thread(_hash_of, rows, record) != record.drawn.hash
        and "drawn" not in found
    ):
        found.append("drawn")
    return tuple(found)


def _hash_of(rows: Sequence[DrawnRow], record: Record) -> str:
    return hash_of_lots(_as_drawn(row, record) for row in rows)


def _as_drawn(row: DrawnRow, record: Record) -> Lot:
    """Return somebody as they were drawn, whatever became of them since."""
    plan = record.strata[row.stratum]
    role: Role = "main" if row.rank <= plan.main else "reserve"
    return Lot(row.transaction_id, plan.stratum, role, row.rank)
