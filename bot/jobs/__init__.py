"""What happens without a message: one file a job, one line each in `JOBS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import TypeAlias

from bot.jobs.fetch_files import fetch_files
from bot.jobs.fire_timers import fire_timers
from bot.jobs.forget_letters import forget_letters
from bot.jobs.forget_misreadings import forget_misreadings
from bot.jobs.forget_phones import forget_phones
from bot.jobs.send_outbox import send_outbox
from bot.jobs.sweep_inbox import sweep_inbox
from bot.runner import Runner
from bot.services import Services

__all__ = ["JOBS", "Job"]

Job: TypeAlias = Callable[[Services], Awaitable[int]]


def _of_runner(job: Callable[[Runner], Awaitable[int]]) -> Job:
    """Return a job that needs the corridor alone as one of the whole service."""

    @wraps(job)
    async def of_services(services: Services) -> int:
        return await job(services.runner)

    return of_services


JOBS: Mapping[str, tuple[float, Job]] = {
    "fetch_files": (2.0, fetch_files),
    "fire_timers": (1.0, _of_runner(fire_timers)),
    "forget_letters": (86_400.0, _of_runner(forget_letters)),
    "forget_misreadings": (86_400.0, _of_runner(forget_misreadings)),
    "forget_phones": (86_400.0, _of_runner(forget_phones)),
    "send_outbox": (1.0, send_outbox),
    "sweep_inbox": (1.0, _of_runner(sweep_inbox)),
}
"""Job → (seconds between two runs, what it does; it returns how much there was to do)."""
