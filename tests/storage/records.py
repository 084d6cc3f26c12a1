"""Records to store, complete but for what a test is about."""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace
from sqlalchemy import text

from flows.identifiers import (
    ComplaintId,
    Instant,
    InvitationId,
    ResponseId,
    SessionId,
)
from flows.session import Answer, Frame, Session, State
from storage.base import (
    AnswerRecord,
    ComplaintEvent,
    ComplaintRecord,
    ConsentRecord,
    InboxRecord,
    InvitationRecord,
    MisreadingRecord,
    OutboxRecord,
    ResponseRecord,
    Storage,
    StoredSession,
    TimerRecord,
    UnitOfWork,
)

S1 = SessionId("session-1")
R1 = ResponseId("response-1")
C1 = ComplaintId("complaint-1")
I1 = InvitationId("invitation-1")


def unit_of(*adders: Callable[[UnitOfWork], None]) -> UnitOfWork:
    """A unit of work to which each function has added."""
    unit = UnitOfWork()
    for add in adders:
        add(unit)
    return unit


async def put(storage: Storage, *adders: Callable[[UnitOfWork], None]) -> None:
    """Commit one unit."""
    await storage.commit(unit_of(*adders))


Row = TypeVar("Row")


async def put_each(storage: Storage, add: Callable[[UnitOfWork, Row], None], *rows: Row) -> None:
    """Commit each row in a unit of its own, in this order."""
    for row in rows:
        unit = UnitOfWork()
        add(unit, row)
        await storage.commit(unit)


def session(name: str = S1, *, words: str = "sạch sẽ") -> Session:
    frame = Frame(
        form="mc",
        version=1,
        response_id=R1,
        answers={"MC1": Answer("5"), "G1": Answer(("a", "b"), 2, words, ("redacted",))},
        current="MC2",
    )
    return Session(SessionId(name), State.ASKING, "vi", (frame,), facts={"place": "p1"}, wait=3)


_STORED = StoredSession(session=session(), version=1, last_seq=0, channel="web")
_INBOX = InboxRecord(
    id="inbox-1",
    channel="web",
    dedupe_key="key-1",
    session_id=S1,
    body=b'{"type":"typed"}',
    received_at=Instant(1001),
)
_OUTBOX = OutboxRecord(session_id=S1, seq=1, body=b'{"text":"x"}', created_at=Instant(5))
_TIMER = TimerRecord(id="timer-1", session_id=S1, kind="remind", wait=3, due_at=Instant(100))
_RESPONSE = ResponseRecord(
    id=R1,
    session_id=S1,
    form="mc",
    version=1,
    channel="web",
    language="vi",
    state="in_progress",
    started_at=Instant(10),
)
_ANSWER = AnswerRecord(
    response_id=R1,
    question="MC1",
    revision=1,
    value="4",
    method="button",
    confidence=1.0,
    comment=None,
    private=False,
    flags=(),
    at=Instant(20),
)
_MISREADING = MisreadingRecord(response_id=R1, question="MC1", text="gì cơ", at=Instant(2))
_CONSENT = ConsentRecord(
    response_id=R1,
    consent="answers",
    given=True,
    form="consent",
    version=1,
    question="DY",
    text_hash="ab" * 32,
    language="vi",
    channel="web",
    method="button",
    at=Instant(11),
)
_COMPLAINT = ComplaintRecord(
    id=C1,
    code="code-1",
    response_id=R1,
    session_id=S1,
    kind="report",
    category="PA01",
    severity=2,
    restricted=False,
    reply_promised=True,
    state="new",
    owner_unit_id="u1",
    owner_role="head",
    due_at=Instant(900),
    created_at=Instant(30),
    story="chờ cả buổi sáng",
    name="Nguyễn Văn A",
    address="12 phố Huế",
    phone="+84912345678",
)
_LINE = ComplaintEvent(
    complaint_id=C1,
    number=1,
    kind="opened",
    at=Instant(30),
    actor="citizen",
    detail={"channel": "web"},
)
_INVITATION = InvitationRecord(
    id=I1,
    kind="personal",
    token_hash="token-1",
    code_hash="code-1",
    form="mc",
    language="vi",
    created_at=Instant(1),
)


def stored(name: str = S1, /, **more: object) -> StoredSession:
    return replace(_STORED, **{"session": session(name), **more})


def inbox(number: int = 1, **more: object) -> InboxRecord:
    own = {"id": f"inbox-{number}", "dedupe_key": f"key-{number}"}
    return replace(_INBOX, **{**own, "received_at": 1000 + number, **more})


def outbox(seq: int = 1, **more: object) -> OutboxRecord:
    return replace(_OUTBOX, seq=seq, **more)


def timer(name: str = "timer-1", /, **more: object) -> TimerRecord:
    return replace(_TIMER, id=name, **more)


def response(name: str = R1, /, **more: object) -> ResponseRecord:
    return replace(_RESPONSE, id=name, **more)


def answer(question: str = "MC1", revision: int = 1, **more: object) -> AnswerRecord:
    return replace(_ANSWER, question=question, revision=revision, **more)


def misreading(question: str = "MC1", **more: object) -> MisreadingRecord:
    return replace(_MISREADING, question=question, **more)


def consent(**more: object) -> ConsentRecord:
    return replace(_CONSENT, **more)


def complaint(name: str = C1, /, **more: object) -> ComplaintRecord:
    return replace(_COMPLAINT, **{"id": name, "code": f"code-of-{name}", **more})


def line(number: int = 1, **more: object) -> ComplaintEvent:
    return replace(_LINE, number=number, **more)


def invitation(name: str = I1, /, **more: object) -> InvitationRecord:
    own = {"id": name, "token_hash": f"token-of-{name}", "code_hash": f"code-of-{name}"}
    return replace(_INVITATION, **{**own, **more})


def raw_unit(statement: str) -> UnitOfWork:
    """A unit that writes past the repositories."""
    return unit_of(lambda unit: unit.add(text(statement), {}))
