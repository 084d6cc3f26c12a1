"""What happens without a message: one file a job, one line each in `JOBS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import TypeAlias

from bot.jobs.fetch_files import fetch_files
from bot.jobs.find_named import find_named
from bot.jobs.fire_timers import fire_timers
from bot.jobs.forget_desk import forget_desk
from bot.jobs.forget_letters import forget_letters
from bot.jobs.forget_misreadings import forget_misreadings
from bot.jobs.forget_phones import forget_phones
from bot.jobs.index_cases import index_cases
from bot.jobs.remind_cases import remind_cases
from bot.jobs.seal_audit import seal_audit
from bot.jobs.send_outbox import send_outbox
from bot.jobs.sign_audit_head import sign_audit_head
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
    "find_named": (10.0, find_named),
    "fire_timers": (1.0, _of_runner(fire_timers)),
    "forget_desk": (86_400.0, forget_desk),
    "forget_letters": (86_400.0, _of_runner(forget_letters)),
    "forget_misreadings": (86_400.0, _of_runner(forget_misreadings)),
    "forget_phones": (86_400.0, _of_runner(forget_phones)),
    "index_cases": (600.0, index_cases),
    "remind_cases": (60.0, remind_cases),
    "seal_audit": (1.0, seal_audit),
    "send_outbox": (1.0, send_outbox),
    "sign_audit_head": (60.0, sign_audit_head),
    "sweep_inbox": (1.0, _of_runner(sweep_inbox)),
}
"""Job → (seconds between two runs, what it does; it returns how much there was to do)."""
