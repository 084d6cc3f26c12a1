"""The job that lets due timers act."""

from __future__ import annotations

from bot.runner import Runner

__all__ = ["fire_timers"]

_BATCH = 200


async def fire_timers(runner: Runner) -> int:
    """Fire what is due, oldest first; return how many fired."""
    due = await runner.turns.storage.timers.due(runner.turns.clock(), _BATCH)
    for timer in due:
        await runner.fire(timer)
    return len(due)
