"""Keys of other systems, by their hashes, and the answers to their requests, sealed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from flows.identifiers import Instant
from storage.base import Database, MissingRowError, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.inviting_base import SameRequestError
from storage.inviting_records import ApiAnswer, ApiKeyRecord
from storage.inviting_tables import api_answers as a
from storage.inviting_tables import api_keys as t
from storage.secrets import KeyRing

__all__ = ["SqlApiKeys"]

_FIELDS: Final = ApiKeyRecord.__struct_fields__
_ALL = select(*(t.c[name] for name in _FIELDS))
_LISTED = _ALL.order_by(t.c.created_at.desc(), t.c.id)
_BY_HASH = _ALL.where(t.c.key_hash == bindparam("key_hash"))
_ADD = insert(t).values(named_values(t))
_REVOKE = (
    update(t)
    .where(t.c.id == bindparam("of_key"), t.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("moment"))
)
# Once a day is enough to tell which keys nobody uses any more.
_USED = (
    update(t)
    .where(
        t.c.id == bindparam("of_key"), or_(t.c.used_on.is_(None), t.c.used_on < bindparam("day"))
    )
    .values(used_on=bindparam("day"))
)
_ANSWER = select(a.c.request_hash, a.c.status, a.c.body, a.c.at).where(
    a.c.key_id == bindparam("key_id"), a.c.idempotency_key == bindparam("idempotency_key")
)
_KEEP = ByDialect(lambda insert: insert(a).values(named_values(a)).on_conflict_do_nothing())
_FORGET = delete(a).where(a.c.at < bindparam("before"))


class SqlApiKeys:
    """`ApiKeyRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def listed(self) -> list[ApiKeyRecord]:
        return [_record(row) for row in await self._database.rows(_LISTED)]

    async def by_hash(self, key_hash: str) -> ApiKeyRecord | None:
        rows = await self._database.rows(_BY_HASH, {"key_hash": key_hash})
        return _record(rows[0]) if rows else None

    async def answer(self, key_id: str, idempotency_key: str) -> ApiAnswer | None:
        values = {"key_id": key_id, "idempotency_key": idempotency_key}
        rows = await self._database.rows(_ANSWER, values)
        if not rows:
            return None
        request_hash, status, body, at = rows[0]
        return ApiAnswer(
            key_id=key_id,
            idempotency_key=idempotency_key,
            request_hash=request_hash,
            status=status,
            body=self._ring.decrypt("api_answers", "body", _place(key_id, idempotency_key), body),
            at=at,
        )

    def digest(self, body: bytes) -> str:
        return self._ring.blind_index(sha256(body).hexdigest()).hex()

    def add(self, unit: UnitOfWork, record: ApiKeyRecord) -> None:
        unit.add(_ADD, msgspec.structs.asdict(record))

    def revoke(self, unit: UnitOfWork, key_id: str, at: Instant) -> None:
        unit.add(_REVOKE, {"of_key": key_id, "moment": at}, MissingRowError)

    def used(self, unit: UnitOfWork, key_id: str, day: str) -> None:
        unit.add(_USED, {"of_key": key_id, "day": day})

    def keep_answer(self, unit: UnitOfWork, answer: ApiAnswer) -> None:
        values = msgspec.structs.asdict(answer)
        place = _place(answer.key_id, answer.idempotency_key)
        values["body"] = self._ring.encrypt("api_answers", "body", place, answer.body)
        unit.add(_KEEP, values, SameRequestError)

    def forget_answers(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})


def _record(row: Any) -> ApiKeyRecord:  # noqa: ANN401 – a row of any driver
    return ApiKeyRecord(**dict(zip(_FIELDS, row, strict=True)))


def _place(key_id: str, idempotency_key: str) -> str:
    return f"{key_id}/{idempotency_key}"
