"""The audit rows and their chain gone through again: every tampering that leaves a trace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, exists, select

from flows.identifiers import Instant
from flows.time_units import HOUR
from storage.audit_chain import AUDIT_FIELDS, START, link
from storage.audit_heads import is_genuine
from storage.base import Database
from storage.desk_records import AuditFault, FaultKind, SignedHead
from storage.desk_tables import audit_chain as t
from storage.desk_tables import audit_unsealed as unsealed
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import audit

__all__ = ["verify"]

# Rows read at a time: a log of years does not fit into memory at once, and whoever works beside
# waits while a piece is hashed.
_PIECE: Final = 1000
_TOLERANCE: Final = 600_000  # ms: rows are not committed quite in the order of their times
_SIGNED_WITHIN: Final = HOUR

_CHAIN = (
    select(t.c.position, t.c.audit_id, t.c.sealed_at, t.c.hash)
    .where(t.c.position > bindparam("after"))
    .order_by(t.c.position)
    .limit(bindparam("at_most"))
)
# Asked for by their ids, not joined: with statistics from before the log grew, PostgreSQL would
# merge each piece with the log from its beginning.
_SEALED = select(*(audit.c[name] for name in (*AUDIT_FIELDS, "demo"))).where(
    among(audit.c.id, "ids")
)
# A row that came by the way of the house waits for the seal, or has it. Not NOT IN: PostgreSQL
# would go through the whole chain for each row, once that is more than fits into memory.
_STRANGE = (
    select(audit.c.id)
    .where(
        ~audit.c.demo,
        ~exists().where(t.c.audit_id == audit.c.id),
        ~exists().where(unsealed.c.audit_id == audit.c.id),
    )
    .order_by(audit.c.id)
)
_LOST = (
    select(unsealed.c.audit_id)
    .where(~exists().where(audit.c.id == unsealed.c.audit_id))
    .order_by(unsealed.c.audit_id)
)


class _Link(NamedTuple):
    """A row of the chain, with the audit row that it seals (all None where that is gone)."""

    position: int
    audit_id: int
    sealed_at: int
    hash: str
    demo: bool | None
    row: tuple[Any, ...]

    @property
    def at(self) -> int:
        """When it happened, as the row says."""
        return int(self.row[1] or 0)


_GONE: Final = (None,) * (len(AUDIT_FIELDS) + 1)
_FIRST: Final = _Link(0, 0, 0, START, demo=False, row=(0, 0))


async def verify(
    database: Database, ring: KeyRing, heads: Sequence[SignedHead], now: Instant | None
) -> list[AuditFault]:
    """Return everything that is wrong; see `desk_base.AuditRepository.verify`."""
    faults = [_at_head("forged", head) for head in heads if not is_genuine(ring, head)]
    waiting = sorted((head for head in heads if is_genuine(ring, head)), key=_position)
    signed = waiting[-1].position if waiting else 0
    before = _FIRST
    async for one in _links(database):
        if before.position <= signed < one.position and _is_overdue(one, now):
            faults.append(_at(one, "unsigned"))
        faults += _broken(before, one)
        while waiting and waiting[0].position <= one.position:
            head = waiting.pop(0)
            if (head.position, head.hash) != (one.position, one.hash):
                faults.append(_at_head("rewritten", head))
        before = one
    faults += [_at_head("truncated", head) for head in waiting]
    return [*faults, *await _outside(database)]


async def _outside(database: Database) -> list[AuditFault]:
    """Return what is wrong with rows that no link seals."""
    strange = await database.rows(_STRANGE, in_thread=True)
    lost = await database.rows(_LOST, in_thread=True)
    return [
        *(AuditFault(kind="inserted", audit_id=number) for (number,) in strange),
        *(AuditFault(kind="deleted", audit_id=number) for (number,) in lost),
    ]


async def _links(database: Database) -> AsyncIterator[_Link]:
    after = -(2**62)
    while True:
        links = await database.rows(_CHAIN, {"after": after, "at_most": _PIECE}, in_thread=True)
        # SQLite lets whoever tampers put a text where a number belongs: then the row is gone.
        ids = listed({one for _, one, *_ in links if isinstance(one, int)})
        rows = await database.rows(_SEALED, {"ids": ids}, in_thread=True)
        found = {row[0]: tuple(row) for row in rows}
        for position, audit_id, sealed_at, sealed in links:
            *row, demo = found.get(audit_id, _GONE)
            yield _Link(position, audit_id, sealed_at, sealed, demo, tuple(row))
        if len(links) < _PIECE:
            return
        after = links[-1][0]


def _broken(before: _Link, one: _Link) -> Iterator[AuditFault]:
    """Yield what is wrong with a link, given the one before."""
    if one.position != before.position + 1:
        yield _at(one, "reordered")
    if one.demo is None:
        yield _at(one, "deleted")
    elif one.demo or not _is_sealed(before, one):
        yield _at(one, "edited")
    elif _is_backdated(before, one):
        yield _at(one, "inserted")


def _is_sealed(before: _Link, one: _Link) -> bool:
    try:
        return one.hash == link(before.hash, one.position, one.sealed_at, one.row)
    except ValueError:  # what stands for a hash is none
        return False


def _is_backdated(before: _Link, one: _Link) -> bool:
    """Return whether a row claims to be much older than what was sealed before it. Where the
    clock itself went back, the seal did, too.
    """
    is_older = one.at < before.at - _TOLERANCE
    return is_older and one.sealed_at >= before.sealed_at


def _is_overdue(one: _Link, now: Instant | None) -> bool:
    """Return whether a link that no head has signed should have been: the job signs each few
    minutes.
    """
    return now is not None and one.sealed_at < now - _SIGNED_WITHIN


def _at(one: _Link, kind: FaultKind) -> AuditFault:
    return AuditFault(kind=kind, position=one.position, audit_id=one.audit_id)


def _at_head(kind: FaultKind, head: SignedHead) -> AuditFault:
    return AuditFault(kind=kind, position=head.position)


def _position(head: SignedHead) -> int:
    return head.position
