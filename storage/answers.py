"""Answers with all their revisions, and the phone numbers that people declared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import and_, bindparam, delete, func, insert, null, select, true, update

from flows.identifiers import Instant, ResponseId
from flows.session import Value
from storage.base import AnswerRecord, Database, MissingRowError, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.scopes import among, listed
from storage.secrets import KeyRing
from storage.tables import answers as t
from storage.tables import attachments, misreadings, phones, proofs, responses

__all__ = ["IS_CURRENT", "SqlAnswers"]

_SAID = (
    t.c.question, t.c.revision, t.c.value, t.c.sealed_value, t.c.method, t.c.confidence,
    t.c.comment, t.c.private, t.c.flags, t.c.at, t.c.retracted,
)  # fmt: skip
_HISTORY = (
    select(*_SAID)
    .where(t.c.response_id == bindparam("response_id"))
    .order_by(t.c.at, t.c.question, t.c.revision)
)
_newer = t.alias("newer")
IS_CURRENT: Final = and_(
    ~t.c.retracted,
    ~select(_newer.c.revision)
    .where(
        _newer.c.response_id == t.c.response_id,
        _newer.c.question == t.c.question,
        _newer.c.revision > t.c.revision,
    )
    .correlate(t)
    .exists(),
)
"""The last revision of an answer, where it is on the path."""
_CURRENT = _HISTORY.where(IS_CURRENT)
_ANSWERS_TO = (
    select(t.c.response_id, *_SAID)
    .where(among(t.c.response_id, "ids"), t.c.question == bindparam("question"), IS_CURRENT)
    .order_by(t.c.response_id)
)
_RECORD = insert(t).values(named_values(t))
_RETRACT = (
    update(t)
    .where(
        t.c.response_id == bindparam("of_response"),
        t.c.question == bindparam("of_question"),
        t.c.revision == bindparam("of_revision"),
    )
    .values(retracted=true())
)
_ERASE_VALUES = (
    update(t)
    .where(t.c.response_id == bindparam("of_response"))
    .values(sealed_value=null(), comment=null())
)
_DISCARD = delete(t).where(t.c.response_id == bindparam("of_response"))
_ERASE_WHOLE = _DISCARD.where(t.c.question == bindparam("of_question"))
_ERASE_VALUE = _ERASE_VALUES.where(t.c.question == bindparam("of_question"))
_ERASE_PHONES = delete(phones).where(phones.c.response_id == bindparam("of_response"))
_ERASE_PROOFS = delete(proofs).where(proofs.c.response_id == bindparam("of_response"))
# A voice or a picture leads back to its person, whatever the case is worth.
_ERASE_FILES = delete(attachments).where(attachments.c.response_id == bindparam("of_response"))
_DECLARE = ByDialect(
    lambda insert: (
        insert(phones)
        .values(named_values(phones))
        .on_conflict_do_update(
            index_elements=[phones.c.response_id, phones.c.purpose],
            set_={name: bindparam(name) for name in ("number", "blind_index", "at")},
        )
    )
)
_PHONES = (
    select(phones.c.purpose, phones.c.number)
    .where(phones.c.response_id == bindparam("response_id"))
    .order_by(phones.c.at, phones.c.purpose)
)

_ERASE_MISREAD = delete(misreadings).where(misreadings.c.response_id == bindparam("of_response"))

_EVIDENCE = (_ERASE_PHONES, _ERASE_PROOFS, _ERASE_FILES, _ERASE_MISREAD)
"""What belongs to a response beside its answers, and goes with them (invariant I22)."""

# Who never came to the end left a number all the same: their time runs from the beginning. What
# is kept of numbers is read, which is three months' worth, and not all the responses ever given.
_OLD_PHONES = (
    select(responses.c.id, responses.c.form)
    .where(
        responses.c.id.in_(select(phones.c.response_id).union(select(proofs.c.response_id))),
        func.coalesce(responses.c.completed_at, responses.c.started_at) < bindparam("before"),
    )
    .limit(bindparam("most"))
)
# A refusal holds no number: it stays, so that one can tell who was not asked.
_FORGET_ANSWER = _ERASE_WHOLE.where(t.c.sealed_value.is_not(None))

_encode = msgspec.json.Encoder().encode
_decode_value: Callable[[bytes | str], Value] = msgspec.json.Decoder(Value).decode
_decode_flags = msgspec.json.Decoder(tuple[str, ...]).decode
_NO_FLAGS = "[]"


class SqlAnswers:
    """`AnswerRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def current(self, response_id: ResponseId) -> list[AnswerRecord]:
        rows = await self._database.rows(_CURRENT, {"response_id": response_id})
        return [self._record(response_id, row) for row in rows]

    async def answers_to(self, question: str, ids: Collection[str]) -> list[AnswerRecord]:
        values = {"question": question, "ids": listed(ids)}
        rows = await self._database.rows(_ANSWERS_TO, values, in_thread=True)
        return [self._record(row[0], row[1:]) for row in rows]

    async def history(self, response_id: ResponseId) -> list[AnswerRecord]:
        rows = await self._database.rows(_HISTORY, {"response_id": response_id})
        return [self._record(response_id, row) for row in rows]

    def _record(
        self,
        response_id: ResponseId,
        row: Any,  # noqa: ANN401 – a row of any driver
    ) -> AnswerRecord:
        question, revision, open_value, sealed, method, confidence, comment = row[:7]
        private, flags, at, retracted = row[7:]
        place = f"{response_id}/{question}/{revision}"
        return AnswerRecord(
            response_id=response_id,
            question=question,
            revision=revision,
            value=self._value(place, open_value, sealed),
            method=method,
            confidence=confidence,
            comment=self._ring.open_text("answers", "comment", place, comment),
            private=bool(private),
            flags=_decode_flags(flags),
            at=at,
            retracted=bool(retracted),
        )

    def _value(self, place: str, plain: str | None, sealed: bytes | None) -> Value:
        if sealed is not None:
            return _decode_value(self._ring.decrypt("answers", "sealed_value", place, sealed))
        return None if plain is None else _decode_value(plain)

    def record(self, unit: UnitOfWork, record: AnswerRecord) -> None:
        place = f"{record.response_id}/{record.question}/{record.revision}"
        value = None if record.value is None else _encode(record.value)
        sealed = None
        if record.private and value is not None:
            sealed = self._ring.encrypt("answers", "sealed_value", place, value)
            value = None
        values = {
            "response_id": record.response_id,
            "question": record.question,
            "revision": record.revision,
            "value": None if value is None else value.decode(),
            "sealed_value": sealed,
            "method": record.method,
            "confidence": record.confidence,
            "comment": self._ring.seal_text("answers", "comment", place, record.comment),
            "private": record.private,
            "flags": _encode(record.flags).decode() if record.flags else _NO_FLAGS,
            "at": record.at,
            "retracted": record.retracted,
        }
        unit.add(_RECORD, values)

    def retract(
        self, unit: UnitOfWork, response_id: ResponseId, question: str, revision: int
    ) -> None:
        place = {"of_response": response_id, "of_question": question, "of_revision": revision}
        unit.add(_RETRACT, place, MissingRowError)

    def erase(
        self, unit: UnitOfWork, response_id: ResponseId, personal: Sequence[str] = ()
    ) -> None:
        for question in personal:
            unit.add(_ERASE_WHOLE, {"of_response": response_id, "of_question": question})
        for statement in (_ERASE_VALUES, *_EVIDENCE):
            unit.add(statement, {"of_response": response_id})

    def discard(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        for statement in (_DISCARD, *_EVIDENCE):
            unit.add(statement, {"of_response": response_id})

    async def old_phones(self, before: Instant, most: int) -> list[tuple[ResponseId, str]]:
        values = {"before": before, "most": most}
        rows = await self._database.rows(_OLD_PHONES, values, in_thread=True)
        return [(ResponseId(row[0]), row[1]) for row in rows]

    def forget_phones(
        self, unit: UnitOfWork, response_id: ResponseId, questions: Sequence[str]
    ) -> None:
        for statement in (_ERASE_PHONES, _ERASE_PROOFS):
            unit.add(statement, {"of_response": response_id})
        for question in questions:
            unit.add(_FORGET_ANSWER, {"of_response": response_id, "of_question": question})

    def phone_declared(
        self, unit: UnitOfWork, response_id: ResponseId, phone: str, purpose: str, at: Instant
    ) -> None:
        place = f"{response_id}/{purpose}"
        values = {
            "response_id": response_id,
            "purpose": purpose,
            "number": self._ring.encrypt("phones", "number", place, phone.encode()),
            "blind_index": self._ring.blind_index(phone),
            "at": at,
        }
        unit.add(_DECLARE, values)

    def withdraw_phone(self, unit: UnitOfWork, response_id: ResponseId, question: str) -> None:
        unit.add(_ERASE_VALUE, {"of_response": response_id, "of_question": question})
        for statement in (_ERASE_PHONES, _ERASE_PROOFS):
            unit.add(statement, {"of_response": response_id})

    async def phones(self, response_id: ResponseId) -> list[str]:
        rows = await self._database.rows(_PHONES, {"response_id": response_id})
        return [
            self._ring.decrypt("phones", "number", f"{response_id}/{purpose}", number).decode()
            for purpose, number in rows
        ]
