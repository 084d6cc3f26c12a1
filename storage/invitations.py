"""Invitations: links and printed codes, known by their hashes only."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update

from flows.identifiers import Instant, InvitationId, SessionId
from storage.base import (
    Database,
    InvitationRecord,
    MissingRowError,
    StaleSessionError,
    UnitOfWork,
)
from storage.dialects import named_values
from storage.tables import invitations as t

__all__ = ["SqlInvitations"]

_FIELDS = InvitationRecord.__struct_fields__
_ALL = select(*(t.c[name] for name in _FIELDS))
_BY_TOKEN = _ALL.where(t.c.token_hash == bindparam("token_hash"))
_BY_CODE = _ALL.where(t.c.code_hash == bindparam("code_hash"))
_BY_ID = _ALL.where(t.c.id == bindparam("invitation_id"))
_LISTED = _ALL.order_by(t.c.created_at, t.c.id)
_LISTED_DEMO = _LISTED.where(t.c.demo == bindparam("demo"))
_ADD = insert(t).values(named_values(t))
_CLAIM = (
    update(t)
    .where(
        t.c.id == bindparam("invitation_id"),
        t.c.kind == "personal",
        t.c.revoked_at.is_(None),
        or_(t.c.session_id.is_(None), t.c.session_id == bindparam("claimant")),
    )
    .values(session_id=bindparam("claimant"))
)
_REVOKE = (
    update(t).where(t.c.id == bindparam("invitation_id")).values(revoked_at=bindparam("moment"))
)


def _record(row: Any) -> InvitationRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_FIELDS, row, strict=True))
    values["demo"] = bool(values["demo"])
    return InvitationRecord(**values)


def _first(rows: list[Any]) -> InvitationRecord | None:
    return _record(rows[0]) if rows else None


class SqlInvitations:
    """`InvitationRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_token_hash(self, token_hash: str) -> InvitationRecord | None:
        return _first(await self._database.rows(_BY_TOKEN, {"token_hash": token_hash}))

    async def by_code_hash(self, code_hash: str) -> InvitationRecord | None:
        return _first(await self._database.rows(_BY_CODE, {"code_hash": code_hash}))

    async def by_id(self, invitation_id: InvitationId) -> InvitationRecord | None:
        return _first(await self._database.rows(_BY_ID, {"invitation_id": invitation_id}))

    async def listed(self, *, demo: bool | None = None) -> list[InvitationRecord]:
        chosen = _LISTED if demo is None else _LISTED_DEMO
        values = {} if demo is None else {"demo": demo}
        return [_record(row) for row in await self._database.rows(chosen, values, in_thread=True)]

    def add(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def claim(self, unit: UnitOfWork, invitation_id: InvitationId, session_id: SessionId) -> None:
        values = {"invitation_id": invitation_id, "claimant": session_id}
        unit.add(_CLAIM, values, StaleSessionError)

    def revoke(self, unit: UnitOfWork, invitation_id: InvitationId, at: Instant) -> None:
        unit.add(_REVOKE, {"invitation_id": invitation_id, "moment": at}, MissingRowError)
