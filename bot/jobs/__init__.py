"""What happens without a message: one file a job, one line each in `JOBS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.jobs.fire_timers import fire_timers
from bot.jobs.forget_phones import forget_phones
from bot.jobs.sweep_inbox import sweep_inbox
from bot.runner import Runner

__all__ = ["JOBS"]

JOBS: Mapping[str, tuple[float, Callable[[Runner], Awaitable[int]]]] = {
    "fire_timers": (1.0, fire_timers),
    "forget_phones": (86_400.0, forget_phones),
    "sweep_inbox": (1.0, sweep_inbox),
}
"""Job → (seconds between two runs, what it does; it returns how much there was to do)."""
