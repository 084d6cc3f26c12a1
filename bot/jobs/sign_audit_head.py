"""The job that signs how far the audit log has come, in a file that lies outside the database."""

from __future__ import annotations

import asyncio

from bot.services import Services
from flows.identifiers import Instant
from storage.audit_heads import AuditHeads
from storage.desk_records import AuditHead

__all__ = ["sign_audit_head"]

_DAY_MS = 86_400_000


async def sign_audit_head(services: Services) -> int:
    """Sign the end of the chain, the first as soon as there is one and then one a day; return how
    many were signed. It looks often, so that a restart puts nothing off.
    """
    head, heads = await services.storage.audit.head(), services.audit_heads
    if head is None or heads is None:
        return 0
    return await asyncio.to_thread(_sign, heads, head, services.runner.turns.clock())


def _sign(heads: AuditHeads, head: AuditHead, now: Instant) -> int:
    known = heads.read()
    if known and (known[-1].position == head.position or now - known[-1].at < _DAY_MS):
        return 0
    heads.append(head)
    return 1
