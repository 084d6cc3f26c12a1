"""The job that decides upon messages that were stored but not decided upon yet."""

from __future__ import annotations

import structlog

from bot.runner import OverloadedError, Runner
from flows.identifiers import Instant, SessionId
from storage.base import StorageUnavailableError, UnitOfWork

__all__ = ["sweep_inbox"]

_log = structlog.get_logger(__name__)

_BATCH = 200
_YOUNG_MS = 500
"""Younger rows are still in the hands of who stored them."""
_TRIES = 3
"""Tries of a message that cannot even be read, then it is set aside as dead."""


async def sweep_inbox(runner: Runner) -> int:
    """Drain the sessions with waiting messages; return how many rows found their end."""
    before = Instant(runner.turns.clock() - _YOUNG_MS)
    waiting = await runner.turns.storage.inbox.ripe_sessions(before, _BATCH)
    return sum([await _drain(runner, session_id) for session_id in waiting])


async def _drain(runner: Runner, session_id: SessionId) -> int:
    try:
        return await runner.drain(session_id)
    except (OverloadedError, StorageUnavailableError):
        raise  # the database cannot be written: no message's fault
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
        # The name only: a message or a traceback may quote what could not be read.
        _log.error("drain_failed", session=session_id, error=type(error).__name__)
        unit = UnitOfWork()
        inbox = runner.turns.storage.inbox
        inbox.set_back(unit, session_id, runner.turns.clock(), _TRIES)
        await runner.turns.storage.commit(unit)
        return 0
