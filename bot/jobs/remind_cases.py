"""The job that lets time act on cases: reminders, a waiting that ends, a silence that closes."""

from __future__ import annotations

import structlog

from bot.desk import commit_turn, post_news
from bot.handlers.case_rows import loaded, put_turn
from bot.handlers.noticing import notify
from bot.runner import OverloadedError
from bot.services import Services
from flows.desk.case_acts import Passed
from flows.desk.case_life import decide
from storage.base import ComplaintRecord, StaleSessionError, StorageUnavailableError, UnitOfWork

__all__ = ["remind_cases"]

_log = structlog.get_logger(__name__)

_BATCH = 100


async def remind_cases(services: Services) -> int:
    """Do what time has brought; return with how many cases.

    Everything is computed from timestamps, so that what a stopped service missed happens once,
    in its order, when it runs again (invariant I15).
    """
    storage, now = services.storage, services.runner.turns.clock()
    after, done = None, 0
    while True:
        page = await storage.cases.open_due(now, after=after, size=_BATCH)
        done += sum([await _try(services, record) for record in page.cases])
        after = page.next
        if after is None:
            return done


async def _try(services: Services, record: ComplaintRecord) -> bool:
    try:
        return await _pass(services, record)
    except (OverloadedError, StorageUnavailableError):
        raise  # the database cannot be written: no case's fault
    except StaleSessionError:
        return False  # somebody has just acted on it: the next look sees what is left to do
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
        # The name only: a message may quote what stands in the case.
        _log.error("reminder_failed", case=record.code, error=type(error).__name__)
        return False


async def _pass(services: Services, record: ComplaintRecord) -> bool:
    turns = services.runner.turns
    now, calendar = turns.clock(), turns.renderer.rules.calendar
    case = await loaded(turns.storage, record)
    turn = decide(case, Passed(), actor="clock", now=now, calendar=calendar)
    unit = UnitOfWork()
    if put_turn(turns.storage, unit, record, turn, now, calendar) == record:
        return False
    parties = await turns.storage.complaints.parties(record.id)
    await notify(turns.storage, unit, record, turn, parties, now)
    post_news(services.runner, unit, record, turn)
    await commit_turn(services, unit, record, turn)
    return True
