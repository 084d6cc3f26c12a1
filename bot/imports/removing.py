"""Goes through the rows of an import and removes or empties them, a few at a time."""

from __future__ import annotations

from collections.abc import Callable

from bot.imports.pace import AT_ONCE, considerate
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.transaction_records import ImportRecord

__all__ = ["numbers_forgotten", "rows_removed"]


async def rows_removed(storage: Storage, record: ImportRecord, now: Instant) -> None:
    """Remove all rows that are stored of an import. Invitations that followed them lead nowhere
    any more, and who got one may be asked anew; whoever has opened theirs goes on.
    """

    def remove(unit: UnitOfWork, after: int, upto: int) -> None:
        storage.asked.forget_unopened(unit, record.id, after=after, upto=upto)
        storage.invitations.revoke_unopened(unit, record.id, after=after, upto=upto, at=now)
        storage.transactions.remove_rows(unit, record.id, after=after, upto=upto)

    await _through(storage, record.progress, remove)


async def numbers_forgotten(storage: Storage, record: ImportRecord) -> None:
    """Empty telephone numbers, addresses and persons of an import."""

    def forget(unit: UnitOfWork, after: int, upto: int) -> None:
        storage.transactions.forget_numbers(unit, record.id, after=after, upto=upto)

    await _through(storage, record.progress, forget)


async def _through(
    storage: Storage, last: int, change: Callable[[UnitOfWork, int, int], None]
) -> None:
    for after in range(0, last, AT_ONCE):
        unit = UnitOfWork()
        change(unit, after, after + AT_ONCE)
        async with considerate():
            await storage.commit(unit)
