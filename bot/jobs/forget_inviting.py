"""The job that lets go of what inviting needs no more: answers to requests, who was asked when."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.services import Services
from flows.identifiers import Instant
from flows.time_units import DAY
from flows.workdays import local_date
from storage.base import UnitOfWork

__all__ = ["API_NUMBER_DAYS", "forget_inviting"]

_ANSWER_DAYS: Final = 2
"""Days for which a request that is sent again is answered the same: its answer holds links."""
API_NUMBER_DAYS: Final = 180
"""Days after a transaction that came by the API for which its numbers are kept, and until the
field work of a campaign about its day has ended; those of a list go on the day that was said when
it was handed in.
"""
_BOUNCE_DAYS: Final = 365
"""Days for which it is kept that an address returned a letter; who gets none stays so."""
_BATCH: Final = 500


async def forget_inviting(services: Services) -> int:
    """Remove old answers, who was asked long ago, and old numbers; return how many of these."""
    storage, now = services.storage, services.runner.turns.clock()
    unit = UnitOfWork()
    storage.api_keys.forget_answers(unit, Instant(now - _ANSWER_DAYS * DAY))
    kept_days = max(1, services.settings.invite_every_days)
    storage.asked.forget(unit, Instant(now - kept_days * DAY))
    storage.bounces.forget_before(unit, Instant(now - _BOUNCE_DAYS * DAY))
    await storage.commit(unit)
    return await _forget_numbers(services, now)


async def _forget_numbers(services: Services, now: Instant) -> int:
    today = local_date(now)
    before = (today - timedelta(days=API_NUMBER_DAYS)).isoformat()
    transactions, done = services.storage.transactions, 0
    while found := await transactions.old_of_api(before, today.isoformat(), _BATCH):
        unit = UnitOfWork()
        for one in found:
            transactions.forget_numbers_of(unit, one)
        await services.storage.commit(unit)
        done += len(found)
    return done
