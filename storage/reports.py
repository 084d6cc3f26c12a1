"""Reports as rows: what was written, edited, said to it, numbered and archived."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Select, bindparam, insert, or_, select, update

from flows.identifiers import Instant
from storage.base import Database, StaleSessionError, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.meta_rows import take_turn, turn_of
from storage.report_records import (
    DocumentKind,
    DocumentRecord,
    PartKind,
    ReportRecord,
)
from storage.report_tables import (
    report_documents,
    report_letterheads,
    report_numbers,
    report_paragraphs,
    report_parts,
    report_replies,
)
from storage.report_tables import reports as t
from storage.scopes import among, listed
from storage.secrets import KeyRing
from survey.editions import Period, Scope
from survey.report_edits import Edit, Reply
from survey.report_life import ReportLife
from survey.report_parts import Letterhead

__all__ = ["SqlReports"]

_SCOPE: Final = Scope.__struct_fields__
_PERIOD: Final = Period.__struct_fields__
_LIFE: Final = ReportLife.__struct_fields__
_OWN: Final = ("id", "number", "year", "shows_ranking", "version")
_FIELDS: Final = (*_OWN, *_SCOPE, *_PERIOD, *_LIFE, "letterhead")
_FIXED: Final = frozenset({"id", "made_at", "made_by", *_SCOPE, *_PERIOD})
_SAVED: Final = tuple(name for name in _FIELDS if name not in _FIXED)

_LISTED = select(*(t.c[name] for name in _FIELDS)).order_by(t.c.made_at.desc(), t.c.id)
_OF_YEAR = _LISTED.where(t.c.to_day >= bindparam("first"), t.c.to_day <= bindparam("last"))
_BY_ID = _LISTED.where(t.c.id == bindparam("report_id"))
_OPEN_REPLIES = _LISTED.where(or_(t.c.state == "draft", t.c.state == "awaiting"))
_NUMBERED = (
    select(*(t.c[name] for name in _FIELDS))
    .where(among(t.c.series, "series"), or_(t.c.state == "issued", t.c.state == "withdrawn"))
    .order_by(t.c.issued_at)
)
_ADD = insert(t).values(named_values(t))
_SAVE = (
    update(t)
    .where(t.c.id == bindparam("of_report"), t.c.version == bindparam("before"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)


def _whole(table: Any, *keys: str) -> ByDialect:  # noqa: ANN401 – a table; the dialects' inserts share no type
    """Return the statement that puts a row in the place of the one with the same key."""
    rest = [column.name for column in table.c if column.name not in keys]

    def build(into: Callable[[Any], Any]) -> Any:  # noqa: ANN401 – as above
        put = into(table).values(named_values(table))
        return put.on_conflict_do_update(
            index_elements=keys, set_={name: put.excluded[name] for name in rest}
        )

    return ByDialect(build)


_PUT_PART = _whole(report_parts, "report_id", "kind")
_PUT_LETTERHEAD = _whole(report_letterheads, "series")
_PART = select(report_parts.c.data).where(
    report_parts.c.report_id == bindparam("report_id"), report_parts.c.kind == bindparam("kind")
)
_EDITS = (
    select(*(report_paragraphs.c[name] for name in Edit.__struct_fields__))
    .where(report_paragraphs.c.report_id == bindparam("report_id"))
    .order_by(report_paragraphs.c.revision, report_paragraphs.c.paragraph)
)
_EDIT = insert(report_paragraphs).values(named_values(report_paragraphs))
_REPLIES = (
    select(*(report_replies.c[name] for name in Reply.__struct_fields__))
    .where(report_replies.c.report_id == bindparam("report_id"))
    .order_by(report_replies.c.revision, report_replies.c.subject, report_replies.c.key)
)
_REPLY = insert(report_replies).values(named_values(report_replies))
_LAST = select(report_numbers.c.last).where(
    report_numbers.c.series == bindparam("series"), report_numbers.c.year == bindparam("year")
)
_FIRST_NUMBER = ByDialect(
    lambda into: into(report_numbers).values(named_values(report_numbers)).on_conflict_do_nothing()
)
_NEXT_NUMBER = (
    update(report_numbers)
    .where(
        report_numbers.c.series == bindparam("of_series"),
        report_numbers.c.year == bindparam("of_year"),
        report_numbers.c.last == bindparam("before"),
    )
    .values(last=bindparam("number"))
)
_DOCUMENT = select(report_documents.c.data, report_documents.c.sha256).where(
    report_documents.c.report_id == bindparam("report_id"),
    report_documents.c.kind == bindparam("kind"),
)
_ARCHIVE = insert(report_documents).values(named_values(report_documents))
_LETTERHEAD = select(report_letterheads.c.letterhead).where(
    report_letterheads.c.series == bindparam("series")
)

_ISSUED: Final = "reports_issued"
"""The row of `meta` that counts the issued reports of the whole office: registers of numbers, one
for each unit, tell nothing of a report of the province over the same people.
"""

_encode = msgspec.json.Encoder(order="deterministic").encode
_makers_in = msgspec.json.Decoder(tuple[str, ...]).decode
_letterhead_in = msgspec.json.Decoder(Letterhead).decode


def _columns(record: ReportRecord) -> dict[str, Any]:
    parts = (record.scope, record.period, record.life)
    values = {name: value for part in parts for name, value in _fields(part).items()}
    own = {name: getattr(record, name) for name in _OWN}
    own["makers"] = _encode(record.life.makers).decode()
    letterhead = _encode(record.letterhead).decode()
    return {**values, **own, "letterhead": letterhead, "series": record.series}


def _fields(part: msgspec.Struct) -> Mapping[str, Any]:
    return msgspec.structs.asdict(part)


def _record(row: Sequence[Any]) -> ReportRecord:
    values = dict(zip(_FIELDS, row, strict=True))
    return ReportRecord(
        **{name: values[name] for name in _OWN} | {"shows_ranking": bool(values["shows_ranking"])},
        scope=Scope(**{name: values[name] for name in _SCOPE}),
        period=Period(**{name: values[name] for name in _PERIOD}),
        life=ReportLife(
            **{name: values[name] for name in _LIFE} | {"makers": _makers_in(values["makers"])}
        ),
        letterhead=_letterhead_in(values["letterhead"]),
    )


class SqlReports:
    """`ReportRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- reports

    async def listed(
        self, units: Collection[str] | None, year: int | None = None
    ) -> list[ReportRecord]:
        if year is None:
            return await self._records(_LISTED, units, {})
        days = {"first": f"{year:04}-01-01", "last": f"{year:04}-12-31"}
        return await self._records(_OF_YEAR, units, days)

    async def by_id(self, units: Collection[str] | None, report_id: str) -> ReportRecord | None:
        found = await self._records(_BY_ID, units, {"report_id": report_id})
        return found[0] if found else None

    async def open_replies(self) -> list[ReportRecord]:
        return await self._records(_OPEN_REPLIES, None, {})

    async def numbered(self, series: Collection[str]) -> list[ReportRecord]:
        return await self._records(_NUMBERED, None, {"series": listed(series)})

    async def _records(
        self, statement: Select[Any], units: Collection[str] | None, values: dict[str, Any]
    ) -> list[ReportRecord]:
        if units is not None:
            statement = statement.where(among(t.c.unit_id, "units"))
            values = {**values, "units": listed(units)}
        return [_record(row) for row in await self._database.rows(statement, values)]

    def add(self, unit: UnitOfWork, record: ReportRecord) -> None:
        unit.add(_ADD, _columns(record))

    def save(self, unit: UnitOfWork, record: ReportRecord) -> None:
        new = {**_columns(record), "version": record.version + 1}
        values = {f"new_{name}": new[name] for name in _SAVED}
        fence = {"of_report": record.id, "before": record.version}
        unit.add(_SAVE, {**values, **fence}, StaleSessionError)

    # -- parts

    async def part(self, report_id: str, kind: PartKind) -> bytes | None:
        rows = await self._database.rows(_PART, {"report_id": report_id, "kind": kind})
        return self._open("report_parts", report_id, kind, rows[0][0]) if rows else None

    def put_part(self, unit: UnitOfWork, report_id: str, kind: PartKind, data: bytes) -> None:
        unit.add(_PUT_PART, self._sealed("report_parts", report_id, kind, data))

    def _sealed(self, table: str, report_id: str, kind: str, data: bytes) -> dict[str, Any]:
        sealed = self._ring.encrypt(table, "data", f"{report_id}/{kind}", data)
        sha256 = hashlib.sha256(data).hexdigest()
        return {"report_id": report_id, "kind": kind, "data": sealed, "sha256": sha256}

    def _open(self, table: str, report_id: str, kind: str, sealed: bytes) -> bytes:
        return self._ring.decrypt(table, "data", f"{report_id}/{kind}", sealed)

    async def edits(self, report_id: str) -> list[Edit]:
        rows = await self._database.rows(_EDITS, {"report_id": report_id})
        return [
            Edit(paragraph=name, revision=number, text=self._text_of(
                "report_paragraphs", f"{report_id}/{name}/{number}", text), by=by, at=at)
            for name, number, text, by, at in rows
        ]  # fmt: skip

    def edit(self, unit: UnitOfWork, report_id: str, edit: Edit) -> None:
        place = f"{report_id}/{edit.paragraph}/{edit.revision}"
        text = self._ring.seal_text("report_paragraphs", "text", place, edit.text)
        unit.add(_EDIT, {**_fields(edit), "report_id": report_id, "text": text})

    async def replies(self, report_id: str) -> list[Reply]:
        rows = await self._database.rows(_REPLIES, {"report_id": report_id})
        return [
            Reply(subject=subject, key=key, revision=number, place=to, text=self._text_of(
                "report_replies", f"{report_id}/{subject}/{key}/{number}", text) or "",
                by=by, at=at)
            for subject, key, number, to, text, by, at in rows
        ]  # fmt: skip

    def reply(self, unit: UnitOfWork, report_id: str, reply: Reply) -> None:
        row = f"{report_id}/{reply.subject}/{reply.key}/{reply.revision}"
        text = self._ring.seal_text("report_replies", "text", row, reply.text)
        unit.add(_REPLY, {**_fields(reply), "report_id": report_id, "text": text})

    def _text_of(self, table: str, place: str, sealed: bytes | None) -> str | None:
        return self._ring.open_text(table, "text", place, sealed)

    # -- issuing

    async def issue_turn(self) -> int:
        return await turn_of(self._database, _ISSUED)

    def take_issue_turn(self, unit: UnitOfWork, known: int) -> None:
        take_turn(unit, _ISSUED, known)

    async def last_number(self, series: str, year: int) -> int:
        rows = await self._database.rows(_LAST, {"series": series, "year": year})
        return int(rows[0][0]) if rows else 0

    def take_number(self, unit: UnitOfWork, series: str, year: int, number: int) -> None:
        if number == 1:
            self.begin_numbers(unit, series, year, number)
            return
        fence = {"of_series": series, "of_year": year, "before": number - 1}
        unit.add(_NEXT_NUMBER, {**fence, "number": number}, StaleSessionError)

    def begin_numbers(self, unit: UnitOfWork, series: str, year: int, last: int) -> None:
        values = {"series": series, "year": year, "last": last}
        unit.add(_FIRST_NUMBER, values, StaleSessionError)

    async def document(self, report_id: str, kind: DocumentKind) -> DocumentRecord | None:
        rows = await self._database.rows(_DOCUMENT, {"report_id": report_id, "kind": kind})
        if not rows:
            return None
        data = self._open("report_documents", report_id, kind, rows[0][0])
        return DocumentRecord(kind=kind, data=data, sha256=rows[0][1])

    def archive(self, unit: UnitOfWork, report_id: str, document: DocumentRecord) -> None:
        row = self._sealed("report_documents", report_id, document.kind, document.data)
        unit.add(_ARCHIVE, row)

    # -- letterheads

    async def letterhead(self, series: str) -> Letterhead | None:
        rows = await self._database.rows(_LETTERHEAD, {"series": series})
        return _letterhead_in(rows[0][0]) if rows else None

    def keep_letterhead(
        self, unit: UnitOfWork, series: str, letterhead: Letterhead, by: str, at: Instant
    ) -> None:
        text = _encode(letterhead).decode()
        unit.add(_PUT_LETTERHEAD, {"series": series, "letterhead": text, "by": by, "at": at})
