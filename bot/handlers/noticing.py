"""Telling the desk of what becomes of a case, in the transaction that writes it (reliability I15:
what is written once is told once).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.handlers.recusing import company_of
from flows.desk.cases import CaseTurn
from flows.desk.notices import Told, speaks, told_of
from flows.identifiers import Instant
from storage.base import ComplaintRecord, Storage, UnitOfWork
from storage.trust import NoticeRecord

__all__ = ["notify", "put_notices"]


async def notify(
    storage: Storage,
    unit: UnitOfWork,
    before: ComplaintRecord,
    turn: CaseTurn,
    parties: Collection[str],
    now: Instant,
) -> None:
    """Add to a unit whom a turn is told to. Who works where is read only where somebody is.

    `parties`: who was kept away from the case before the turn.
    """
    if speaks(turn, before.owner_unit_id):
        company = await company_of(storage)
        told = told_of(turn, before.owner_unit_id, company, parties)
        put_notices(storage, unit, before.code, told, now)


def put_notices(
    storage: Storage, unit: UnitOfWork, code: str, told: Iterable[Told], now: Instant
) -> None:
    """Add to a unit what officers are told of the case with this code."""
    for one in told:
        record = NoticeRecord(
            account_id=one.account_id, kind=one.kind, object=code, made_at=now, params=one.params
        )
        storage.notices.add(unit, record)
