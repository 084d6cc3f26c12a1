"""The job that lets go of what the desk needs no more: links, drafts, sessions, notices."""

from __future__ import annotations

from bot.services import Services
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork

__all__ = ["forget_desk"]

DRAFT_DAYS = 90
"""Days that a draft is kept which nobody touches: longer than any term."""
SESSION_DAYS = 30
"""Days that it can be seen where an account was signed in; sessions end after 12 hours."""
NOTICE_DAYS = 365
"""Days that officers find what they were told: a round of the year. What was done to their own
account stays until they have read it.
"""
RESET_DAYS = 30
"""Days that a reset is kept which is over; the audit log keeps that it was."""


async def forget_desk(services: Services) -> int:
    """Remove expired links to cases, and old drafts, sessions, notices and resets of the desk."""
    storage, now = services.storage, services.runner.turns.clock()
    unit = UnitOfWork()
    storage.case_links.forget_before(unit, now)
    storage.drafts.forget_before(unit, Instant(now - DRAFT_DAYS * DAY))
    storage.form_drafts.forget_before(unit, Instant(now - DRAFT_DAYS * DAY))
    storage.desk_sessions.forget_before(unit, Instant(now - SESSION_DAYS * DAY))
    storage.notices.forget_before(unit, Instant(now - NOTICE_DAYS * DAY))
    storage.account_resets.forget_before(unit, Instant(now - RESET_DAYS * DAY))
    await storage.commit(unit)
    return 0
