"""Responses for tests of the desk: begun by nobody, answered as a test wants it."""

from itertools import count

from bot.turns import now_ms
from flows.identifiers import Instant, ResponseId, SessionId, code_from, identifier_from
from storage.base import AnswerRecord, ConsentRecord, ProofRecord, ResponseRecord, UnitOfWork
from tests.console.case_room import CaseRoom
from tests.web.installation import PLACE

PHONE = "+84912345678"
_number = count(1)


async def response(room: CaseRoom, **changes: object) -> ResponseRecord:
    """Store a finished response to the form of the one-stop desk; `changes` replace its fields."""
    seed, now = next(_number).to_bytes(32, "big"), now_ms()
    values: dict[str, object] = {
        "id": ResponseId(identifier_from(seed, "response", now)),
        "session_id": SessionId(identifier_from(seed, "session", now)),
        "form": "mc",
        "version": room.installation.services.runner.turns.renderer.rules.latest["mc"],
        "channel": "web",
        "language": "vi",
        "state": "completed",
        "started_at": now,
        "completed_at": Instant(now + 150_000),
        "code": code_from(seed, "response"),
        "invitation_kind": "place",
        "unit_id": room.unit,
        "place_id": PLACE.id,
        "counter_id": "q1",
        "trial": False,
    }
    record = ResponseRecord(**{**values, **changes})  # type: ignore[arg-type] # by name
    storage, unit = room.installation.storage, UnitOfWork()
    storage.responses.add(unit, record)
    await storage.commit(unit)
    return record


async def answer(
    room: CaseRoom, record: ResponseRecord, question: str, value: object, **changes: object
) -> None:
    """Store a revision of an answer."""
    values: dict[str, object] = {
        "response_id": record.id,
        "question": question,
        "revision": 1,
        "value": value,
        "method": "button",
        "confidence": 1.0,
        "comment": None,
        "private": False,
        "flags": (),
        "at": record.started_at,
    }
    storage, unit = room.installation.storage, UnitOfWork()
    storage.answers.record(unit, AnswerRecord(**{**values, **changes}))  # type: ignore[arg-type] # by name
    await storage.commit(unit)


async def evidence(room: CaseRoom, record: ResponseRecord, *, proved: bool) -> None:
    """Store a declared number, and the consents that were asked for."""
    storage, unit, at = room.installation.storage, UnitOfWork(), record.started_at
    storage.answers.phone_declared(unit, record.id, PHONE, "verification", at)
    if proved:
        storage.proofs.add(
            unit,
            ProofRecord(
                response_id=record.id, kind="account", channel="telegram", phone=PHONE, at=at
            ),
        )
    for consent, given in (("answers", True), ("contact", False)):
        storage.responses.consent(
            unit,
            ConsentRecord(
                response_id=record.id,
                consent=consent,
                given=given,
                form=record.form,
                version=record.version,
                question="C1",
                text_hash="0123456789abcdef" * 4,
                language="vi",
                channel="web",
                method="button",
                at=at,
            ),
        )
    await storage.commit(unit)
