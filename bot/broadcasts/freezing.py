"""Freezing: an audience becomes rows, in slices that hold nobody up; then they are sorted."""

from __future__ import annotations

import asyncio
from typing import Final

from msgspec.structs import replace

from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord

__all__ = ["freeze", "sort"]

_FROZEN: Final = 16_000
_SORTED: Final = 2_000
"""Rows of one transaction: on SQLite it holds up everybody else for some 20 ms."""


async def freeze(storage: Storage, record: BroadcastRecord) -> BroadcastRecord:
    """Write the rows of an audience to the end and return the broadcast as it is then. A process
    that dies leaves the rest to others, who begin behind its last slice.

    Raises:
        StorageError: nothing can be read or written now; to go on later is harmless.

    """
    upto = await storage.broadcasts.freeze_end(record, _FROZEN)
    while record.frozen_upto is not None and record.state in {"running", "paused"}:
        unit = UnitOfWork()
        storage.broadcasts.freeze(unit, record, upto)
        frozen = replace(record, frozen_upto=upto)
        # While one connection writes a slice, another looks where the next one ends.
        record, behind = await asyncio.gather(
            _gone_on(storage, unit, record), storage.broadcasts.freeze_end(frozen, _FROZEN)
        )
        is_next = record.frozen_upto == frozen.frozen_upto  # else another process went on
        upto = behind if is_next else await storage.broadcasts.freeze_end(record, _FROZEN)
    return record


async def sort(storage: Storage, record: BroadcastRecord, *, email: bool) -> BroadcastRecord:
    """Look up by which way each recipient is reached, those who want none aside; as `freeze`."""
    while record.sorted_upto < record.audience and record.state != "paused":
        unit = UnitOfWork()
        upto = min(record.sorted_upto + _SORTED, record.audience)
        storage.broadcasts.sort(unit, record, upto, email=email)
        record = await _gone_on(storage, unit, record)
    return record


async def _gone_on(storage: Storage, unit: UnitOfWork, record: BroadcastRecord) -> BroadcastRecord:
    try:
        await storage.commit(unit)
    except StaleSessionError:
        await asyncio.sleep(0)  # another process did this slice, or somebody acted
    return await storage.broadcasts.by_id(record.id) or record
