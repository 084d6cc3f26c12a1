"""Removes what is not needed any more of an import: rows, faults and the file, bit by bit."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bot.imports.pace import considerate
from bot.imports.removing import numbers_forgotten, rows_removed
from bot.imports.staging import LEASE_MS
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.transaction_records import EMPTIED, ImportRecord

__all__ = ["emptied", "forget_numbers"]


async def emptied(storage: Storage, record: ImportRecord, clock: Callable[[], Instant]) -> None:
    """Remove the file; of an import that does not count, all that it left. The row of one that
    was never more than a copy goes, too. Whoever is interrupted goes on where it stopped.
    """
    record = await _leased(storage, record, clock)
    if record.state in EMPTIED:
        await _remove_rows(storage, record, clock())
    while (number := await storage.imports.last_piece(record.id)) is not None:
        unit = UnitOfWork()
        storage.imports.drop_piece(unit, record.id, number)
        async with considerate():
            await storage.commit(unit)
    await _finish(storage, record)


async def _leased(
    storage: Storage, record: ImportRecord, clock: Callable[[], Instant]
) -> ImportRecord:
    mine = msgspec.structs.replace(record, lease_until=Instant(clock() + LEASE_MS))
    unit = UnitOfWork()
    storage.imports.save(unit, mine, record)
    await storage.commit(unit)
    return mine


async def _remove_rows(storage: Storage, record: ImportRecord, now: Instant) -> None:
    await rows_removed(storage, record, now)
    unit = UnitOfWork()
    storage.imports.drop_faults(unit, record.id)
    await storage.commit(unit)


async def _finish(storage: Storage, record: ImportRecord) -> None:
    unit = UnitOfWork()
    free: dict[str, object] = {"looked": None, "lease_until": Instant(0)}
    if record.state in EMPTIED:
        free |= {"size": 0, "progress": 0, "mapping": ""}
    if record.reason == "same_file":
        storage.imports.remove(unit, record.id)
    else:
        storage.imports.save(unit, msgspec.structs.replace(record, **free), record)
    await storage.commit(unit)


async def forget_numbers(
    storage: Storage, record: ImportRecord, clock: Callable[[], Instant]
) -> None:
    """Empty telephone numbers, addresses and persons of an import whose day has come."""
    await numbers_forgotten(storage, record)
    unit, now = UnitOfWork(), clock()
    purged = msgspec.structs.replace(record, purged_at=now)
    storage.imports.save(unit, purged, record)
    storage.audit.note(
        unit,
        at=now,
        actor="system",
        action="transaction.purged",
        target=f"import:{record.id}",
        detail={"unit": record.unit_id},
    )
    await storage.commit(unit)
