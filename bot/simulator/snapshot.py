"""The rows of a database at one moment, opened with its keys: what the checker judges."""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from bot.channels.base import Outgoing
from bot.simulator.laying_out import texts_of
from bot.simulator.ledger import Seen
from flows.definition import Form
from flows.reader import read_form
from flows.session import Session, Value
from storage.secrets import KeyRing

__all__ = ["Snapshot", "copy_database", "take_snapshot"]

_DESK = "desk"
"""The inbox's name for what comes from officers (`bot.desk.news`)."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the rows: only the columns that a check looks at."""


class ConversationRow(Row, frozen=True, kw_only=True):
    user_key: str
    session_id: str


class SessionRow(Row, frozen=True, kw_only=True):
    id: str
    version: int
    last_seq: int
    state: str
    session: Session
    channel: str = "web"


class InboxRow(Row, frozen=True, kw_only=True):
    arrival: int
    channel: str
    dedupe_key: str
    session_id: str
    state: str

    @property
    def message_id(self) -> str:
        """The sender's own id of the message; the account or the browser stands before it."""
        return self.dedupe_key.rpartition(":" if self.channel == "web" else "/")[2]

    @property
    def is_said(self) -> bool:
        """Whether a citizen sent it; the web chat's openings are rows as well, and so is what
        the desk tells them.
        """
        return self.channel != _DESK and (self.channel != "web" or "/" not in self.dedupe_key)


class OutboxRow(Row, frozen=True, kw_only=True):
    """`texts` are what the channel makes of it, part by part; a channel that is fetched makes
    nothing.
    """

    session_id: str
    seen: Seen
    state: str = "pull"
    unknowns: int = 0
    number: int | None = None
    reason: str | None = None
    texts: tuple[str, ...] = ()


class ResponseRow(Row, frozen=True, kw_only=True):
    id: str
    session_id: str | None
    form: str
    version: int
    state: str
    code: str | None


class AnswerRow(Row, frozen=True, kw_only=True):
    response_id: str
    question: str
    revision: int
    value: Value
    method: str
    retracted: bool


class ComplaintRow(Row, frozen=True, kw_only=True):
    id: str
    code: str
    response_id: str
    session_id: str | None
    category: str
    state: str
    owner_unit_id: str | None
    owner_role: str
    cause_question: str | None


class ComplaintEventRow(Row, frozen=True, kw_only=True):
    complaint_id: str
    number: int
    kind: str


class TimerRow(Row, frozen=True, kw_only=True):
    session_id: str
    kind: str
    wait: int
    due_at: int


class AttachmentRow(Row, frozen=True, kw_only=True):
    id: str
    response_id: str
    state: str
    reason: str | None


class ProofRow(Row, frozen=True, kw_only=True):
    response_id: str
    kind: str
    channel: str


class Snapshot(msgspec.Struct, kw_only=True):
    """All rows that the invariants speak of. `guards` are the triggers that keep histories
    append-only.
    """

    conversations: list[ConversationRow]
    sessions: dict[str, SessionRow]
    inbox: list[InboxRow]
    outbox: dict[str, list[OutboxRow]]
    responses: dict[str, ResponseRow]
    answers: dict[str, list[AnswerRow]]
    complaints: list[ComplaintRow]
    complaint_events: dict[str, list[ComplaintEventRow]]
    forms: dict[tuple[str, int], Form]
    guards: frozenset[str]
    units: frozenset[str] = frozenset()
    timers: list[TimerRow] = []
    attachments: list[AttachmentRow] = []
    proofs: list[ProofRow] = []


def copy_database(path: Path, folder: Path) -> Path:
    """Copy a database as it lies there, its log included: what a power cut would leave."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            shutil.copy2(part, folder / part.name)
    return folder / path.name


def take_snapshot(path: Path, key_ring: Path) -> Snapshot:
    """Read a database; nothing is changed in it."""
    ring = KeyRing.open(key_ring)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        return _Reader(connection, ring).snapshot()


class _Reader:
    def __init__(self, connection: sqlite3.Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    def snapshot(self) -> Snapshot:
        return Snapshot(
            conversations=list(self._plain(ConversationRow, "conversations")),
            sessions={row.id: row for row in self._sessions()},
            inbox=list(self._plain(InboxRow, "inbox", "ORDER BY arrival")),
            outbox=_by(self._outbox(), "session_id"),
            responses={row.id: row for row in self._plain(ResponseRow, "responses")},
            answers=_by(self._answers(), "response_id"),
            complaints=list(self._plain(ComplaintRow, "complaints")),
            complaint_events=_by(
                self._plain(ComplaintEventRow, "complaint_events", "ORDER BY number"),
                "complaint_id",
            ),
            forms=dict(self._forms()),
            units=frozenset(name for (name,) in self._rows("SELECT id FROM units")),
            timers=list(self._plain(TimerRow, "timers")),
            attachments=list(self._plain(AttachmentRow, "attachments")),
            proofs=list(self._plain(ProofRow, "proofs")),
            guards=frozenset(
                name
                for (name,) in self._rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ),
        )

    def _rows(self, sql: str) -> Iterator[Any]:
        return iter(self._connection.execute(sql))

    def _plain(self, kind: type[Any], table: str, rest: str = "") -> Iterator[Any]:
        fields = kind.__struct_fields__
        sql = f"SELECT {', '.join(fields)} FROM {table} {rest}"  # noqa: S608 - names of ours
        return (kind(**dict(zip(fields, row, strict=True))) for row in self._rows(sql))

    def _sessions(self) -> Iterator[SessionRow]:
        decode = msgspec.msgpack.Decoder(Session).decode
        sql = "SELECT id, version, last_seq, state, channel, data FROM sessions"
        for session_id, version, last_seq, state, channel, data in self._rows(sql):
            plain = self._ring.decrypt("sessions", "data", session_id, data)
            yield SessionRow(
                id=session_id,
                version=version,
                last_seq=last_seq,
                state=state,
                session=decode(plain),
                channel=channel,
            )

    def _outbox(self) -> Iterator[OutboxRow]:
        decode = msgspec.json.Decoder(Outgoing).decode
        sql = (
            "SELECT session_id, seq, body, channel, state, unknowns, number, reason "
            "FROM outbox ORDER BY session_id, seq"
        )
        for session_id, seq, body, channel, state, unknowns, number, reason in self._rows(sql):
            told = decode(self._ring.decrypt("outbox", "body", f"{session_id}/{seq}", body))
            yield OutboxRow(
                session_id=session_id,
                seen=Seen(seq, told.kind, told.prompt, told.code, crc32(told.text.encode())),
                state=state,
                unknowns=unknowns,
                number=None if number is None else int(number),
                reason=reason,
                texts=texts_of(channel, told),
            )

    def _answers(self) -> Iterator[AnswerRow]:
        sql = (
            "SELECT response_id, question, revision, value, sealed_value, method, retracted "
            "FROM answers ORDER BY response_id, question, revision"
        )
        for response_id, question, revision, value, sealed, method, retracted in self._rows(sql):
            place = f"{response_id}/{question}/{revision}"
            plain = (
                value if sealed is None
                else self._ring.decrypt("answers", "sealed_value", place, sealed)
            )  # fmt: skip
            yield AnswerRow(
                response_id=response_id,
                question=question,
                revision=revision,
                value=None if plain is None else msgspec.json.decode(plain, type=Value),
                method=method,
                retracted=bool(retracted),
            )

    def _forms(self) -> Iterator[tuple[tuple[str, int], Form]]:
        for form, version, sources in self._rows("SELECT form, version, sources FROM forms"):
            texts: Mapping[str, str] = msgspec.json.decode(sources)
            name = next(name for name in texts if not name.startswith("common/"))
            yield (form, version), read_form(name, texts)


def _by(rows: Iterable[Any], name: str) -> dict[str, list[Any]]:
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return dict(grouped)
