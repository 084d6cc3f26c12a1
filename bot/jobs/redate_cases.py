"""The job that moves open terms to where a new day off puts them."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.desk import Shift, commit_turn, keep_redating, next_redating, post_news, shift_of
from bot.handlers.case_rows import NEVER, loaded, put_turn
from bot.handlers.noticing import notify
from bot.services import Services
from flows.desk.case_acts import Redate
from flows.desk.case_life import decide
from flows.workdays import local_date, swaps_in
from storage.base import ComplaintRecord, StaleSessionError, UnitOfWork

__all__ = ["redate_cases"]

_TRIES: Final = 3


async def redate_cases(services: Services, batch: int = 100) -> int:
    """Move the terms of open cases that count a day which is no working day any more; return how
    many cases were looked at, `batch` at most.

    Whoever entered the day agreed to it, and that is stored with the day. Each case is moved in
    a transaction of its own, with a line in its history; its row names the calendar that it was
    counted by then, so that it is moved once, also if this process dies on the way.
    """
    storage = services.storage
    wanted = await next_redating(storage)
    if wanted is None:
        return 0
    today = local_date(services.runner.turns.clock())
    shift = await shift_of(storage, wanted, today)
    page = await storage.cases.open_due(NEVER, after=wanted.after, size=batch)
    if shift is not None:
        for record in page.cases:
            await _look(services, record, shift)
            await asyncio.sleep(0)  # who writes now does not wait for a whole batch
    unit = UnitOfWork()
    keep_redating(storage, unit, wanted, page.next if shift else None)
    await services.runner.guarded_commit(unit)
    return len(page.cases)


async def _look(services: Services, record: ComplaintRecord, shift: Shift) -> None:
    """Move one case; who acts on it at the same moment goes first."""
    found: ComplaintRecord | None = record
    for _ in range(_TRIES):
        if found is None or swaps_in(found.due_version) >= shift.number:
            return
        try:
            await _move(services, found, shift)
        except StaleSessionError:
            found = await services.storage.complaints.by_code(record.code)
        else:
            return
    raise StaleSessionError  # the next run begins with this batch


async def _move(services: Services, record: ComplaintRecord, shift: Shift) -> None:
    turns = services.runner.turns
    now, unit = turns.clock(), UnitOfWork()
    case = await loaded(turns.storage, record)
    turn = decide(case, Redate(shift.before), actor="clock", now=now, calendar=shift.after)
    if not turn.lines:
        return
    put_turn(turns.storage, unit, record, turn, now, shift.after)
    # Time that had run out by now was settled on the way: no later look tells of it.
    parties = await turns.storage.complaints.parties(record.id)
    await notify(turns.storage, unit, record, turn, parties, now)
    post_news(services.runner, unit, record, turn)
    await commit_turn(services, unit, record, turn)
