"""The job that lets due timers act; one that cannot act does not stop the others."""

from __future__ import annotations

import structlog

from bot.runner import OverloadedError, Runner
from flows.identifiers import Instant
from flows.time_units import MINUTE
from storage.base import StorageUnavailableError, TimerRecord, UnitOfWork

__all__ = ["fire_timers"]

_log = structlog.get_logger(__name__)

_BATCH = 200
_FIRST_DELAY_MS = MINUTE
_GROWTH = 4
"""Tried again after 1, 4, 16, 64 and 256 minutes: time enough for an operator to mend it."""


async def fire_timers(runner: Runner) -> int:
    """Fire what is due, oldest first; return how many fired."""
    due = await runner.turns.storage.timers.due(runner.turns.clock(), _BATCH)
    return sum([await _fire(runner, timer) for timer in due])


async def _fire(runner: Runner, timer: TimerRecord) -> bool:
    try:
        await runner.fire(timer)
    except (OverloadedError, StorageUnavailableError):
        raise  # the database cannot be written: no timer's fault
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
        # The name only: a message may quote what could not be read.
        _log.error(
            "timer_failed",
            session=timer.session_id,
            kind=timer.kind,
            attempt=timer.attempts + 1,
            error=type(error).__name__,
        )
        await _postpone(runner, timer)
        return False
    return True


async def _postpone(runner: Runner, timer: TimerRecord) -> None:
    delay = _FIRST_DELAY_MS * _GROWTH**timer.attempts
    unit = UnitOfWork()
    storage = runner.turns.storage
    storage.timers.postpone(unit, timer.id, Instant(runner.turns.clock() + delay))
    await storage.commit(unit)
