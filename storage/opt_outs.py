"""Opt-outs: who wants no more messages, by keyed hash; final as soon as they are written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.types import LargeBinary

from flows.identifiers import Instant, SessionId
from storage.base import Database
from storage.broadcast_tables import broadcasts
from storage.broadcast_tables import opt_outs as t
from storage.dialects import ByDialect
from storage.email_addresses import email_index
from storage.mail_records import BOUNCED
from storage.secrets import KeyRing
from storage.tables import invitations, proofs, responses, sessions
from storage.transaction_tables import transactions
from storage.work import UnitOfWork

__all__ = ["SqlOptOuts"]

# What departs at this moment is written first, and what would depart next sees who wants none:
# see `storage.broadcast_recipients`.
_HOLD = (
    update(broadcasts)
    .where(broadcasts.c.state == "running")
    .values(audience=broadcasts.c.audience)
)
_OF_SESSION = sessions.c.id == bindparam("session")
_KINDS = {"person_index": "person", "phone_index": "person", "email_index": "email"}


def _named(kind: str, index: ColumnElement[Any]) -> Select[Any]:
    return select(literal(kind, Text).label("kind"), index.label("who_index"))


def _by_transaction(name: str) -> Select[Any]:
    index = transactions.c[name]
    return _named(_KINDS[name], index).where(index.is_not(None))


_CHAT = _named("telegram", cast(sessions.c.user_key, LargeBinary)).where(
    _OF_SESSION, sessions.c.channel == "telegram", sessions.c.user_key.is_not(None)
)
_NUMBERS = (
    _named("person", proofs.c.blind_index)
    .join(responses, responses.c.id == proofs.c.response_id)
    .where(responses.c.session_id == bindparam("session"))
)
_OF_INVITATION = [
    _by_transaction(name)
    .join(invitations, invitations.c.transaction_id == transactions.c.id)
    .where(invitations.c.session_id == bindparam("session"))
    for name in _KINDS
]
_WHO_SPEAKS = union(_CHAT, _NUMBERS, *_OF_INVITATION).subquery("who_speaks")
_WHO_HAD_IT_DONE = union(
    *(_by_transaction(name).where(transactions.c.id == bindparam("its_id")) for name in _KINDS)
).subquery("who_had_it_done")


def _adding(who: Any) -> ByDialect:  # noqa: ANN401 – a subquery of either kind
    rows = select(
        who.c.kind,
        who.c.who_index,
        bindparam("moment", type_=BigInteger),
        bindparam("why", type_=String),
    ).where(who.c.who_index.is_not(None))
    return ByDialect(
        lambda insert: (
            insert(t)
            .from_select(["kind", "who_index", "at", "cause"], rows)
            .on_conflict_do_nothing()
        )
    )


def _removing(who: Any) -> Any:  # noqa: ANN401 – see `_adding`
    return delete(t).where(
        t.c.cause != BOUNCED,  # that letters do not arrive is nobody's wish
        or_(
            *(
                and_(
                    t.c.kind == kind,
                    t.c.who_index.in_(select(who.c.who_index).where(who.c.kind == kind)),
                )
                for kind in ("telegram", "email", "person")
            )
        ),
    )


_OUT_OF_SESSION, _BACK_OF_SESSION = _adding(_WHO_SPEAKS), _removing(_WHO_SPEAKS)
_OUT_OF_TRANSACTION = _adding(_WHO_HAD_IT_DONE)
_BACK_OF_TRANSACTION = _removing(_WHO_HAD_IT_DONE)
_OUT = ByDialect(
    lambda insert: (
        insert(t)
        .values({name: bindparam(name) for name in ("kind", "who_index", "at", "cause")})
        .on_conflict_do_nothing()
    )
)
_BACK = delete(t).where(t.c.kind == bindparam("of_kind"), t.c.who_index == bindparam("of_index"))
_HAS = select(t.c.kind).where(t.c.kind == bindparam("kind"), t.c.who_index == bindparam("index"))


class SqlOptOuts:
    """`OptOutRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def has_email(self, index: bytes) -> bool:
        return bool(await self._database.rows(_HAS, {"kind": "email", "index": index}))

    async def has_number(self, number: str) -> bool:
        values = {"kind": "person", "index": self._ring.blind_index(number)}
        return bool(await self._database.rows(_HAS, values))

    def of_session(self, unit: UnitOfWork, session_id: SessionId, at: Instant) -> None:
        unit.add(_HOLD, {})
        unit.add(_OUT_OF_SESSION, {"session": session_id, "moment": at, "why": "said"})

    def of_transaction(
        self, unit: UnitOfWork, transaction_id: str, at: Instant, cause: str
    ) -> None:
        unit.add(_HOLD, {})
        unit.add(_OUT_OF_TRANSACTION, {"its_id": transaction_id, "moment": at, "why": cause})

    def of_email(self, unit: UnitOfWork, index: bytes, at: Instant, cause: str) -> None:
        self._out(unit, "email", index, at, cause)

    async def has_address(self, address: str) -> bool:
        return await self.has_email(email_index(self._ring, address))

    def of_address(self, unit: UnitOfWork, address: str, at: Instant, cause: str) -> None:
        self.of_email(unit, email_index(self._ring, address), at, cause)

    def back_of_address(self, unit: UnitOfWork, address: str) -> None:
        self.back_of_email(unit, email_index(self._ring, address))

    def of_number(self, unit: UnitOfWork, number: str, at: Instant, cause: str) -> None:
        self._out(unit, "person", self._ring.blind_index(number), at, cause)

    @staticmethod
    def _out(unit: UnitOfWork, kind: str, index: bytes, at: Instant, cause: str) -> None:
        unit.add(_HOLD, {})
        unit.add(_OUT, {"kind": kind, "who_index": index, "at": at, "cause": cause})

    def back_of_session(self, unit: UnitOfWork, session_id: SessionId) -> None:
        unit.add(_BACK_OF_SESSION, {"session": session_id})

    def back_of_transaction(self, unit: UnitOfWork, transaction_id: str) -> None:
        unit.add(_BACK_OF_TRANSACTION, {"its_id": transaction_id})

    def back_of_email(self, unit: UnitOfWork, index: bytes) -> None:
        unit.add(_BACK, {"of_kind": "email", "of_index": index})

    def back_of_number(self, unit: UnitOfWork, number: str) -> None:
        unit.add(_BACK, {"of_kind": "person", "of_index": self._ring.blind_index(number)})
