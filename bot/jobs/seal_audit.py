"""The job that seals what was written into the audit log: from then on a change shows (I21)."""

from __future__ import annotations

from bot.services import Services
from storage.base import StaleSessionError

__all__ = ["seal_audit"]

_BATCH = 200
"""Who writes beside waits for one batch at most."""


async def seal_audit(services: Services) -> int:
    """Add the new rows to the chain; return how many. Another process may be at it, too."""
    audit, clock = services.storage.audit, services.runner.turns.clock
    sealed = 0
    try:
        while count := await audit.seal(clock(), _BATCH):
            sealed += count
    except StaleSessionError:
        return sealed
    return sealed
