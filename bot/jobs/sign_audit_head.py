"""The job that signs how far the audit log has come, in a file that lies outside the database."""

from __future__ import annotations

import asyncio

from bot.services import Services
from flows.identifiers import Instant
from storage.audit_heads import AuditHeads
from storage.desk_records import AuditHead

__all__ = ["sign_audit_head"]

_PAUSE_MS = 300_000
"""What was sealed and not signed yet can be cut off without a trace: so it is never much."""


async def sign_audit_head(services: Services) -> int:
    """Sign the end of the chain, the first as soon as there is one and then each five minutes in
    which there were new rows; return how many were signed.
    """
    head, heads = await services.storage.audit.head(), services.audit_heads
    if head is None or heads is None:
        return 0
    return await asyncio.to_thread(_sign, heads, head, services.runner.turns.clock())


def _sign(heads: AuditHeads, head: AuditHead, now: Instant) -> int:
    known = heads.newest()
    if known and (known.position == head.position or now - known.at < _PAUSE_MS):
        return 0
    heads.append(head)
    return 1
