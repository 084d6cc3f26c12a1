"""Invitations: links and printed codes, known by their hashes only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, insert, literal_column, or_, select, update

from flows.identifiers import Instant, InvitationId, SessionId
from storage.base import (
    Database,
    InvitationRecord,
    MissingRowError,
    StaleSessionError,
    UnitOfWork,
)
from storage.dialects import named_values
from storage.following import followed
from storage.invitation_links import (
    BY_LINK_CODE,
    BY_LINK_TOKEN,
    INVITATION_COLUMNS,
    RENEW_BESIDE,
    renewed_beside,
)
from storage.inviting_records import Following
from storage.scopes import among, listed
from storage.tables import invitations as t
from storage.transaction_records import row_id

__all__ = ["SqlInvitations"]

_FIELDS = InvitationRecord.__struct_fields__
_FLAGS = ("demo", "trial")
_RENEWED = ("token_hash", "code_hash", "expires_at")
_ALL = select(*INVITATION_COLUMNS)
_BY_TOKEN = _ALL.where(t.c.token_hash == bindparam("token_hash"))
_BY_CODE = _ALL.where(t.c.code_hash == bindparam("code_hash"))
_BY_ID = _ALL.where(t.c.id == bindparam("invitation_id"))
# Spelt out, not a parameter: only so does the partial index fit.
_POSTERS = _ALL.where(
    t.c.place_id == bindparam("place_id"), literal_column("kind <> 'personal'")
).order_by(t.c.created_at, t.c.id)
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
_OF_TRANSACTIONS = _ALL.where(among(t.c.transaction_id, "transactions"))
_RENEW = (
    update(t)
    .where(
        t.c.id == bindparam("invitation_id"),
        t.c.session_id.is_(None),
        t.c.revoked_at.is_(None),
        t.c.campaign_id.is_(None),  # a campaign's own link stays
    )
    .values({name: bindparam(f"new_{name}") for name in _RENEWED})
)
_REVOKE = (
    update(t).where(t.c.id == bindparam("invitation_id")).values(revoked_at=bindparam("moment"))
)
_REVOKE_UNOPENED = (
    update(t)
    .where(
        t.c.transaction_id > bindparam("after"),
        t.c.transaction_id <= bindparam("upto"),
        t.c.session_id.is_(None),
        t.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("moment"))
)


def _record(row: Any) -> InvitationRecord:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_FIELDS, row, strict=True))
    return InvitationRecord(**{**values, **{name: bool(values[name]) for name in _FLAGS}})


def _first(rows: list[Any]) -> InvitationRecord | None:
    return _record(rows[0]) if rows else None


class SqlInvitations:
    """`InvitationRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_token_hash(self, token_hash: str) -> InvitationRecord | None:
        return await self._by_hash((_BY_TOKEN, BY_LINK_TOKEN), {"token_hash": token_hash})

    async def by_code_hash(self, code_hash: str) -> InvitationRecord | None:
        return await self._by_hash((_BY_CODE, BY_LINK_CODE), {"code_hash": code_hash})

    async def _by_hash(
        self, statements: Sequence[Select[Any]], values: dict[str, str]
    ) -> InvitationRecord | None:
        """Look at the newest links first: nearly all have no other."""
        for statement in statements:
            if rows := await self._database.rows(statement, values):
                return _record(rows[0])
        return None

    async def by_id(self, invitation_id: InvitationId) -> InvitationRecord | None:
        return _first(await self._database.rows(_BY_ID, {"invitation_id": invitation_id}))

    async def posters(self, place_id: str) -> list[InvitationRecord]:
        return [
            _record(row) for row in await self._database.rows(_POSTERS, {"place_id": place_id})
        ]

    async def listed(self, *, demo: bool | None = None) -> list[InvitationRecord]:
        chosen = _LISTED if demo is None else _LISTED_DEMO
        values = {} if demo is None else {"demo": demo}
        return [_record(row) for row in await self._database.rows(chosen, values, in_thread=True)]

    async def of_transactions(self, ids: Collection[str]) -> dict[str, InvitationRecord]:
        rows = await self._database.rows(_OF_TRANSACTIONS, {"transactions": listed(ids)})
        records = map(_record, rows)
        return {one.transaction_id: one for one in records if one.transaction_id is not None}

    async def following(self, import_id: str) -> Following:
        return await followed(self._database, import_id)

    def renew(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        if record.campaign_id is not None:
            unit.add(RENEW_BESIDE, renewed_beside(record), StaleSessionError)
            return
        new = {f"new_{name}": getattr(record, name) for name in _RENEWED}
        unit.add(_RENEW, {"invitation_id": record.id, **new}, StaleSessionError)

    def add(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def claim(self, unit: UnitOfWork, invitation_id: InvitationId, session_id: SessionId) -> None:
        values = {"invitation_id": invitation_id, "claimant": session_id}
        unit.add(_CLAIM, values, StaleSessionError)

    def revoke(self, unit: UnitOfWork, invitation_id: InvitationId, at: Instant) -> None:
        unit.add(_REVOKE, {"invitation_id": invitation_id, "moment": at}, MissingRowError)

    def revoke_unopened(
        self, unit: UnitOfWork, import_id: str, *, after: int, upto: int, at: Instant
    ) -> None:
        values = {"after": row_id(import_id, after), "upto": row_id(import_id, upto)}
        unit.add(_REVOKE_UNOPENED, {**values, "moment": at})
