"""Records to store, complete but for what a test is about."""

from collections.abc import Callable
from typing import Any

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


def session(name: str = S1, *, words: str = "sạch sẽ") -> Session:
    frame = Frame(
        form="mc",
        version=1,
        response_id=R1,
        answers={"MC1": Answer("5"), "G1": Answer(("a", "b"), 2, words, ("redacted",))},
        current="MC2",
    )
    return Session(SessionId(name), State.ASKING, "vi", (frame,), facts={"place": "p1"}, wait=3)


def stored(name: str = S1, *, version: int = 1, last_seq: int = 0, **more: Any) -> StoredSession:
    fields = {"session": session(name), "channel": "web", "version": version}
    return StoredSession(**(fields | {"last_seq": last_seq} | more))


def inbox(number: int = 1, **more: Any) -> InboxRecord:
    fields = {
        "id": f"inbox-{number}",
        "channel": "web",
        "dedupe_key": f"key-{number}",
        "session_id": S1,
        "body": b'{"type":"typed"}',
        "received_at": Instant(1000 + number),
    }
    return InboxRecord(**(fields | more))


def outbox(seq: int = 1, **more: Any) -> OutboxRecord:
    fields = {"session_id": S1, "seq": seq, "body": b'{"text":"x"}', "created_at": Instant(5)}
    return OutboxRecord(**(fields | more))


def timer(name: str = "timer-1", **more: Any) -> TimerRecord:
    fields = {"session_id": S1, "kind": "remind", "wait": 3, "due_at": Instant(100)}
    return TimerRecord(id=name, **(fields | more))


def response(name: str = R1, **more: Any) -> ResponseRecord:
    fields = {
        "id": name,
        "session_id": S1,
        "form": "mc",
        "version": 1,
        "channel": "web",
        "language": "vi",
        "state": "in_progress",
        "started_at": Instant(10),
    }
    return ResponseRecord(**(fields | more))


def answer(question: str = "MC1", revision: int = 1, **more: Any) -> AnswerRecord:
    fields = {
        "response_id": R1,
        "question": question,
        "revision": revision,
        "value": "4",
        "method": "button",
        "confidence": 1.0,
        "comment": None,
        "private": False,
        "flags": (),
        "at": Instant(20),
    }
    return AnswerRecord(**(fields | more))


def consent(**more: Any) -> ConsentRecord:
    fields = {
        "response_id": R1,
        "consent": "answers",
        "given": True,
        "form": "consent",
        "version": 1,
        "question": "DY",
        "text_hash": "ab" * 32,
        "language": "vi",
        "channel": "web",
        "method": "button",
        "at": Instant(11),
    }
    return ConsentRecord(**(fields | more))


def complaint(name: str = C1, **more: Any) -> ComplaintRecord:
    fields = {
        "id": name,
        "code": f"code-of-{name}",
        "response_id": R1,
        "session_id": S1,
        "kind": "report",
        "category": "PA01",
        "severity": 2,
        "restricted": False,
        "reply_promised": True,
        "state": "new",
        "owner_unit_id": "u1",
        "owner_role": "head",
        "due_at": Instant(900),
        "created_at": Instant(30),
        "story": "chờ cả buổi sáng",
        "name": "Nguyễn Văn A",
        "address": "12 phố Huế",
        "phone": "+84912345678",
    }
    return ComplaintRecord(**(fields | more))


def line(number: int = 1, **more: Any) -> ComplaintEvent:
    fields = {
        "complaint_id": C1,
        "number": number,
        "kind": "opened",
        "at": Instant(30),
        "actor": "citizen",
        "detail": {"channel": "web"},
    }
    return ComplaintEvent(**(fields | more))


def invitation(name: str = I1, **more: Any) -> InvitationRecord:
    fields = {
        "id": name,
        "kind": "personal",
        "token_hash": f"token-of-{name}",
        "code_hash": f"code-of-{name}",
        "form": "mc",
        "language": "vi",
        "created_at": Instant(1),
    }
    return InvitationRecord(**(fields | more))
