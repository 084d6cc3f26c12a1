"""The job that reads lists of transactions, and removes what was taken back."""

from __future__ import annotations

import structlog

from bot.imports.emptying import emptied
from bot.imports.staging import Staging
from bot.services import Services
from storage.base import StaleSessionError

__all__ = ["import_transactions"]

_log = structlog.get_logger(__name__)


async def import_transactions(services: Services) -> int:
    """Do what is to be done about imports, one after the other; return of how many."""
    storage, clock = services.storage, services.runner.turns.clock
    done = 0
    while (record := await storage.imports.due(clock())) is not None:
        done += 1
        try:
            if record.state == "reading":
                await Staging(storage, record, clock).run()
            else:
                await emptied(storage, record, clock)
        except StaleSessionError:
            # Another process has it, or somebody took it back: the next look tells what is left.
            _log.info("import_moved_on", import_id=record.id)
    return done
