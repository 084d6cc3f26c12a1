"""What happens without a message: one file a job, one line each in `JOBS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import TypeAlias

from bot.jobs.apply_units import apply_units
from bot.jobs.draw_samples import draw_samples
from bot.jobs.fetch_files import fetch_files
from bot.jobs.find_named import find_named
from bot.jobs.find_suspicious import find_suspicious
from bot.jobs.fire_timers import fire_timers
from bot.jobs.forget_desk import forget_desk
from bot.jobs.forget_inviting import forget_inviting
from bot.jobs.forget_letters import forget_letters
from bot.jobs.forget_misreadings import forget_misreadings
from bot.jobs.forget_phones import forget_phones
from bot.jobs.forget_transactions import forget_transactions
from bot.jobs.import_transactions import import_transactions
from bot.jobs.index_addresses import index_addresses
from bot.jobs.index_cases import index_cases
from bot.jobs.mail_notices import mail_notices
from bot.jobs.publish_results import publish_results
from bot.jobs.redate_cases import redate_cases
from bot.jobs.remind_cases import remind_cases
from bot.jobs.remind_reports import remind_reports
from bot.jobs.replace_lost import replace_lost
from bot.jobs.seal_audit import seal_audit
from bot.jobs.send_broadcasts import send_broadcasts
from bot.jobs.send_outbox import send_outbox
from bot.jobs.settle_figures import settle_figures
from bot.jobs.sign_audit_head import sign_audit_head
from bot.jobs.start_planned import start_planned
from bot.jobs.sweep_inbox import sweep_inbox
from bot.jobs.weigh_responses import weigh_responses
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
    "apply_units": (60.0, apply_units),
    "draw_samples": (1.0, draw_samples),
    "fetch_files": (2.0, fetch_files),
    "find_named": (10.0, find_named),
    "find_suspicious": (900.0, find_suspicious),
    "fire_timers": (1.0, _of_runner(fire_timers)),
    "forget_desk": (86_400.0, forget_desk),
    "forget_inviting": (86_400.0, forget_inviting),
    "forget_letters": (86_400.0, _of_runner(forget_letters)),
    "forget_misreadings": (86_400.0, _of_runner(forget_misreadings)),
    "forget_phones": (86_400.0, _of_runner(forget_phones)),
    "forget_transactions": (3_600.0, forget_transactions),
    "import_transactions": (1.0, import_transactions),
    "index_addresses": (600.0, index_addresses),
    "index_cases": (600.0, index_cases),
    "mail_notices": (15.0, mail_notices),
    "publish_results": (300.0, publish_results),
    "redate_cases": (10.0, redate_cases),
    "remind_cases": (60.0, remind_cases),
    "remind_reports": (3_600.0, remind_reports),
    "replace_lost": (60.0, replace_lost),
    "seal_audit": (1.0, seal_audit),
    "send_broadcasts": (1.0, send_broadcasts),
    "send_outbox": (1.0, send_outbox),
    "settle_figures": (2.0, settle_figures),
    "sign_audit_head": (60.0, sign_audit_head),
    "start_planned": (60.0, start_planned),
    "sweep_inbox": (1.0, _of_runner(sweep_inbox)),
    "weigh_responses": (3_600.0, weigh_responses),
}
"""Job → (seconds between two runs, what it does; it returns how much there was to do)."""
