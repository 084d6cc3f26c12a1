"""The job that lets go of what people sent and nobody could read, when its time is over."""

from __future__ import annotations

from bot.runner import Runner
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork

__all__ = ["LETTER_DAYS", "forget_letters"]

LETTER_DAYS = 30
"""Days that a dead letter can be looked at and replayed: time for a fault of ours to be mended.
Whose it is may be unknown, so that no wish to be erased finds it."""


async def forget_letters(runner: Runner) -> int:
    """Empty dead letters that are too old; their rows stay and go on being counted."""
    turns = runner.turns
    unit = UnitOfWork()
    turns.storage.inbox.forget_dead(unit, Instant(turns.clock() - LETTER_DAYS * DAY))
    await turns.storage.commit(unit)
    return 1
