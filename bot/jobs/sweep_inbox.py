"""The job that decides upon messages that were stored but not decided upon yet."""

from __future__ import annotations

from bot.runner import Runner
from flows.identifiers import Instant

__all__ = ["sweep_inbox"]

_BATCH = 200
_YOUNG_MS = 500
"""Younger rows are still in the hands of who stored them."""


async def sweep_inbox(runner: Runner) -> int:
    """Drain the sessions with waiting messages; return how many rows found their end."""
    before = Instant(runner.turns.clock() - _YOUNG_MS)
    waiting = await runner.turns.storage.inbox.waiting_sessions(before, _BATCH)
    return sum([await runner.drain(session_id) for session_id in waiting])
