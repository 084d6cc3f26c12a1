"""The job that looks for new and renamed accounts in the cases that are open already."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Final

import msgspec

from bot.desk import commit_turn
from bot.handlers.case_rows import NEVER, loaded, put_turn
from bot.handlers.recusing import company_of, keep_away_named
from bot.services import Services
from flows.desk.cases import CaseTurn
from flows.desk.recusals import Company
from storage.base import ComplaintRecord, StaleSessionError, UnitOfWork

__all__ = ["find_named"]

_TRIES: Final = 3


class _Progress(msgspec.Struct, frozen=True):
    """How far the open cases were read: for which people, and behind which case; None: not begun,
    or, where `is_done`, to the end.
    """

    company: str
    after: str | None = None
    is_done: bool = False


async def find_named(services: Services, batch: int = 100) -> int:
    """Keep accounts away from open cases that name them; return how many cases were looked at,
    `batch` at most.

    New texts are looked at in the turn that brings them. So the open cases are gone through only
    once more whenever somebody's name or place of work changes, a batch a run, from where the
    last run stopped.
    """
    accounts = services.storage.accounts
    company = await company_of(services.storage)
    mark = sha256(msgspec.json.encode(company, order="deterministic")).hexdigest()
    kept = await accounts.names_read()
    progress = msgspec.json.decode(kept, type=_Progress) if kept else _Progress(mark)
    if progress.company != mark:
        progress = _Progress(mark)
    if progress.is_done:
        return 0
    page = await services.storage.cases.open_due(NEVER, after=progress.after, size=batch)
    for record in page.cases:
        await _look(services, record, company)
        await asyncio.sleep(0)  # who writes now does not wait for a whole batch
    unit = UnitOfWork()
    reached = _Progress(mark, page.next, is_done=page.next is None)
    accounts.keep_names_read(unit, msgspec.json.encode(reached).decode())
    await services.runner.guarded_commit(unit)
    return len(page.cases)


async def _look(services: Services, record: ComplaintRecord, company: Company) -> None:
    """Look at one case; who acts on it at the same moment goes first."""
    found: ComplaintRecord | None = record
    for _ in range(_TRIES):
        if found is None:
            return
        try:
            await _keep_away(services, found, company)
        except StaleSessionError:
            found = await services.storage.complaints.by_code(record.code)
        else:
            return
    raise StaleSessionError  # the next run begins with this batch


async def _keep_away(services: Services, record: ComplaintRecord, company: Company) -> None:
    turns = services.runner.turns
    complaints = services.storage.complaints
    history = await complaints.history(record.id)
    texts = [record.story, *(line.text for line in history if line.actor == "citizen")]
    turn, unit = CaseTurn(await loaded(turns.storage, record)), UnitOfWork()
    parties = await complaints.parties(record.id)
    turn = keep_away_named(turns.storage, unit, turn, texts, company, parties)
    if turn.lines:
        put_turn(turns.storage, unit, record, turn, turns.clock(), turns.renderer.rules.calendar)
        await commit_turn(services, unit, record, turn)
