"""The job that looks for new and renamed accounts, and for corrections of the roster, in the cases
that are open already.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Final

import msgspec

from bot.desk import commit_turn
from bot.handlers.case_rows import NEVER, loaded, put_turn
from bot.handlers.noticing import put_notices
from bot.handlers.rating import rated_accounts, service_of
from bot.handlers.recusing import (
    citizens_words,
    company_of,
    keep_away_named,
    keep_away_rated,
)
from bot.services import Services
from flows.desk.cases import CaseTurn
from flows.desk.notices import told_of
from flows.desk.recusals import Company
from storage.base import ComplaintRecord, StaleSessionError, UnitOfWork

__all__ = ["find_named"]

_TRIES: Final = 3


class _Progress(msgspec.Struct, frozen=True):
    """How far the open cases were read: for which people at which counters, and behind which case;
    None: not begun, or, where `is_done`, to the end.
    """

    company: str
    after: str | None = None
    is_done: bool = False


async def find_named(services: Services, batch: int = 100) -> int:
    """Keep accounts away from open cases that name or rate them; return how many cases were
    looked at, `batch` at most.

    New texts are looked at in the turn that brings them. So the open cases are gone through only
    once more whenever somebody's name or place of work changes, or who sat at a counter, a batch
    a run, from where the last run stopped. What changes on the way begins another round at its
    end: a roster that is edited all day must not keep the last cases waiting for ever.

    Nobody who is kept away is let in by it: whoever edits the roster could let themselves in.
    """
    accounts = services.storage.accounts
    company = await company_of(services.storage)
    known = (company, await services.storage.roster.version())
    mark = sha256(msgspec.json.encode(known, order="deterministic")).hexdigest()
    kept = await accounts.names_read()
    progress = msgspec.json.decode(kept, type=_Progress) if kept else _Progress(mark)
    if progress.is_done:
        if progress.company == mark:
            return 0
        progress = _Progress(mark)
    page = await services.storage.cases.open_due(NEVER, after=progress.after, size=batch)
    for record in page.cases:
        await _look(services, record, company)
        await asyncio.sleep(0)  # who writes now does not wait for a whole batch
    unit = UnitOfWork()
    reached = _Progress(progress.company, page.next, is_done=page.next is None)
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
    texts = await citizens_words(turns.storage, turns.renderer.rules, record)
    turn, unit = CaseTurn(await loaded(turns.storage, record)), UnitOfWork()
    parties = await complaints.parties(record.id)
    turn = keep_away_named(turns.storage, unit, turn, texts, company, parties)
    rated = await rated_accounts(turns.storage, await service_of(turns.storage, record))
    turn = keep_away_rated(turns.storage, unit, turn, rated, company, parties)
    if turn.lines:
        now = turns.clock()
        put_turn(turns.storage, unit, record, turn, now, turns.renderer.rules.calendar)
        told = told_of(turn, record.owner_unit_id, company, parties)
        put_notices(turns.storage, unit, record.code, told, now)
        await commit_turn(services, unit, record, turn)
