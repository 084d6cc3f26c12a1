"""What could not be read at once: kept sealed, listed for those who teach, forgotten in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, delete, func, insert, select

from flows.identifiers import Instant
from flows.session import Value
from storage.base import Database, UnitOfWork
from storage.dialects import named_values
from storage.records import ListedMisreading, MisreadingRecord
from storage.secrets import KeyRing
from storage.tables import answers, responses
from storage.tables import misreadings as t

__all__ = ["SqlMisreadings"]

_later = answers.alias("later")
_FIRST_LATER = (
    select(func.min(_later.c.revision))
    .where(
        _later.c.response_id == t.c.response_id,
        _later.c.question == t.c.question,
        _later.c.at >= t.c.at,
    )
    .scalar_subquery()
)
_LISTED = (
    select(
        t.c.id, t.c.response_id, t.c.question, t.c.text, t.c.at, t.c.asked, t.c.guess,
        responses.c.form, responses.c.version, responses.c.language,
        answers.c.value, answers.c.method,
    )
    .select_from(
        t.join(responses, responses.c.id == t.c.response_id).outerjoin(
            answers,
            and_(
                answers.c.response_id == t.c.response_id,
                answers.c.question == t.c.question,
                answers.c.revision == _FIRST_LATER,
            ),
        )
    )
    .where(
        t.c.at >= bindparam("since"),
        t.c.at < bindparam("until"),
        # The words of a khiếu nại or tố cáo are nobody's lesson (design §6).
        responses.c.restricted.is_(None),
        ~responses.c.demo,
    )
    .order_by(t.c.at, t.c.id)
)  # fmt: skip
_ADD = insert(t).values(named_values(t, "id"))
_FORGET = delete(t).where(t.c.id == bindparam("of_id"))
_FORGET_BEFORE = delete(t).where(t.c.at < bindparam("before"))

_encode = msgspec.json.Encoder().encode
_decode_value: Callable[[bytes | str], Value] = msgspec.json.Decoder(Value).decode


class SqlMisreadings:
    """`MisreadingRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def listed(self, since: Instant, until: Instant) -> list[ListedMisreading]:
        rows = await self._database.rows(_LISTED, {"since": since, "until": until}, in_thread=True)
        return [self._listed(row) for row in rows]

    def _listed(self, row: Any) -> ListedMisreading:  # noqa: ANN401 – a row of any driver
        number, response_id, question, sealed, at, asked, guess, *rest = row
        form, version, language, value, method = rest
        place = f"{response_id}/{question}/{at}"
        text = self._ring.decrypt("misreadings", "text", place, sealed).decode()
        return ListedMisreading(
            id=number,
            form=form,
            version=version,
            language=language,
            record=MisreadingRecord(
                response_id=response_id,
                question=question,
                text=text,
                at=at,
                asked=asked,
                guess=None if guess is None else _decode_value(guess),
            ),
            chosen=None if value is None else _decode_value(value),
            method=method,
        )

    def add(self, unit: UnitOfWork, record: MisreadingRecord) -> None:
        place = f"{record.response_id}/{record.question}/{record.at}"
        values = {
            "response_id": record.response_id,
            "question": record.question,
            "text": self._ring.encrypt("misreadings", "text", place, record.text.encode()),
            "at": record.at,
            "asked": record.asked,
            "guess": None if record.guess is None else _encode(record.guess).decode(),
        }
        unit.add(_ADD, values)

    def forget(self, unit: UnitOfWork, numbers: Iterable[int]) -> None:
        for number in numbers:
            unit.add(_FORGET, {"of_id": number})

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET_BEFORE, {"before": before})
