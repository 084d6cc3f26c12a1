"""The job that lets go of what the desk needs no more: links, drafts, sessions of officers."""

from __future__ import annotations

from bot.services import Services
from flows.identifiers import Instant
from storage.base import UnitOfWork

__all__ = ["forget_desk"]

_DAY_MS = 86_400_000
DRAFT_DAYS = 90
"""Days that a draft is kept which nobody touches: longer than any term."""
SESSION_DAYS = 30
"""Days that it can be seen where an account was signed in; sessions end after 12 hours."""


async def forget_desk(services: Services) -> int:
    """Remove expired links to cases, old drafts and old sessions of the desk."""
    storage, now = services.storage, services.runner.turns.clock()
    unit = UnitOfWork()
    storage.case_links.forget_before(unit, now)
    storage.drafts.forget_before(unit, Instant(now - DRAFT_DAYS * _DAY_MS))
    storage.desk_sessions.forget_before(unit, Instant(now - SESSION_DAYS * _DAY_MS))
    await storage.commit(unit)
    return 0
