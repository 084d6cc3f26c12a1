"""The job that lets go of what is kept of transactions: numbers whose day has come, and lists that
nobody decided about.
"""

from __future__ import annotations

from typing import Final

from bot.imports.deciding import By, Importer
from bot.imports.emptying import forget_numbers
from bot.services import Services
from flows.identifiers import Instant
from flows.time_units import DAY
from flows.workdays import local_date

__all__ = ["ABANDONED_DAYS", "forget_transactions"]

ABANDONED_DAYS: Final = 30
"""Days that a list is kept which was neither let count nor taken back."""


async def forget_transactions(services: Services) -> int:
    """Empty numbers and addresses of imports whose day has come, and take back those that were
    left lying; return of how many imports.
    """
    storage, clock = services.storage, services.runner.turns.clock
    today = local_date(clock()).isoformat()
    done = 0
    while (record := await storage.imports.to_purge(today)) is not None:
        await forget_numbers(storage, record, clock)
        done += 1
    before = Instant(clock() - ABANDONED_DAYS * DAY)
    while (record := await storage.imports.abandoned(before)) is not None:
        await Importer(storage, By("system", clock())).undo(record.id)
        done += 1
    return done
