"""What Lắng Nghe needs before its start: form, place, poster, and conversations under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bot.invitations import Invited, create_invitation
from bot.services import Services
from bot.turns import now_ms
from flows.engine import Opening, resume, start
from flows.identifiers import Instant, ResponseId, SessionId, identifier_from
from flows.messages import Chosen, Typed, payload_for, tag_of
from flows.reader import read_form
from flows.session import Answer, Session, Value
from storage.base import (
    AnswerRecord,
    ConversationRecord,
    FormRecord,
    InvitationRecord,
    PlaceRecord,
    ResponseRecord,
    Storage,
    StoredSession,
    TimerRecord,
    UnitOfWork,
)
from tests.benchmarks.crowd import FIRST_CHAT
from tests.benchmarks.questionnaire import FORM, QUESTIONS, SOURCE, answer_of

__all__ = ["CHANNEL", "Office", "publish"]

CHANNEL = "telegram"
_PLACE, _UNIT = "bench-place", "bench-unit"
_AT_ONCE = 200
"""Conversations that are planted in one transaction."""
_HALF_HOUR = 30 * 60 * 1000


class Office:
    """Plants rows as the service itself would have written them."""

    def __init__(self, services: Services) -> None:
        assert services.reception is not None
        self._storage = services.storage
        self._rules = services.runner.turns.renderer.rules
        self._reception = services.reception
        self._now = now_ms()

    async def plant_poster(self) -> tuple[str, InvitationRecord]:
        """Plant the place and its poster; return the token, and the poster's record."""
        unit = UnitOfWork()
        self._storage.places.add_unit(unit, "province", "Province", None)
        self._storage.places.add_unit(unit, _UNIT, "Unit", "province")
        place = PlaceRecord(
            id=_PLACE, name="Place", unit_id=_UNIT, unit_name="Unit", parent_unit_id="province"
        )
        self._storage.places.add_place(unit, place)
        about = Invited(
            kind="place",
            form=FORM,
            unit_id=_UNIT,
            place_id=_PLACE,
            period_from=date(2026, 1, 1),
            period_to=date(2030, 12, 31),
        )
        poster = create_invitation(about, self._now)
        self._storage.invitations.add(unit, poster.record)
        await self._storage.commit(unit)
        return poster.token, poster.record

    async def plant_conversations(
        self, count: int, answered: int, poster: InvitationRecord
    ) -> None:
        """Plant so many citizens who have answered the first questions."""
        pattern = self._talked(answered)
        for first in range(0, count, _AT_ONCE):
            unit = UnitOfWork()
            for number in range(first, min(first + _AT_ONCE, count)):
                self._plant(unit, number, pattern, answered, poster)
            await self._storage.commit(unit)

    def _talked(self, answered: int) -> Session:
        """Return the session of a citizen who has answered, by way of the engine."""
        seed = bytes(32)
        opening = Opening(session_id=SessionId("pattern"), form=FORM)
        session = start(self._rules, opening, self._now, seed).session
        for item in QUESTIONS[:answered]:
            value = answer_of(0, item)
            tag = tag_of(session.frames[-1].response_id)
            pressed = Chosen(payload_for(tag, item.id, value))
            message = pressed if item.choices else Typed(value)
            session = resume(self._rules, session, message, self._now, seed).session
        assert session.frames[-1].current == QUESTIONS[answered].id
        return session

    def _plant(
        self,
        unit: UnitOfWork,
        number: int,
        pattern: Session,
        answered: int,
        poster: InvitationRecord,
    ) -> None:
        seed = number.to_bytes(32)
        session_id = SessionId(identifier_from(seed, "session", self._now))
        response_id = ResponseId(identifier_from(seed, "response", self._now))
        given = {item.id: _value(number, item.number) for item in QUESTIONS[:answered]}
        answers = {question: Answer(value) for question, value in given.items()}
        frame = msgspec.structs.replace(
            pattern.frames[-1], response_id=response_id, answers=answers
        )
        session = msgspec.structs.replace(pattern, id=session_id, frames=(frame,))
        user_key = self._reception.user_key(CHANNEL, str(FIRST_CHAT + number))
        self._talk(unit, session, user_key, FIRST_CHAT + number, poster)
        self._response(unit, session, response_id, poster)
        for record in _records(response_id, given, self._now):
            self._storage.answers.record(unit, record)
        timer = TimerRecord(
            id=identifier_from(seed, "timer", self._now),
            session_id=session_id,
            kind="idle",
            wait=session.wait,
            due_at=Instant(self._now + _HALF_HOUR),
        )
        self._storage.timers.set(unit, timer)

    def _talk(
        self,
        unit: UnitOfWork,
        session: Session,
        user_key: str,
        chat: int,
        poster: InvitationRecord,
    ) -> None:
        stored = StoredSession(
            session=session,
            version=1,
            last_seq=0,
            channel=CHANNEL,
            invitation_id=poster.id,
            user_key=user_key,
        )
        self._storage.sessions.add(unit, stored)
        conversation = ConversationRecord(
            channel=CHANNEL,
            user_key=user_key,
            session_id=session.id,
            created_at=self._now,
            address=str(chat),
        )
        self._storage.conversations.point(unit, conversation)

    def _response(
        self,
        unit: UnitOfWork,
        session: Session,
        response_id: ResponseId,
        poster: InvitationRecord,
    ) -> None:
        record = ResponseRecord(
            id=response_id,
            session_id=session.id,
            form=FORM,
            version=session.frames[-1].version,
            channel=CHANNEL,
            language="vi",
            state="in_progress",
            started_at=self._now,
            invitation_id=poster.id,
            invitation_kind="place",
            unit_id=_UNIT,
            place_id=_PLACE,
        )
        self._storage.responses.add(unit, record)


def publish(storage: Storage, unit: UnitOfWork, now: Instant) -> None:
    """Publish the bench's form. It asks for no consent, which no real form may leave out: that
    is why it comes this way and not through the inspection.
    """
    sources = {FORM: SOURCE.read_text("utf-8")}
    form = read_form(FORM, sources)
    record = FormRecord(
        form=form.id,
        version=form.version,
        content_hash=form.content_hash,
        sources=sources,
        published_at=now,
    )
    storage.forms.publish(unit, record)


def _value(citizen: int, number: int) -> Value:
    item = QUESTIONS[number]
    answer = answer_of(citizen, item)
    return answer if item.kind == "text" else int(answer)


def _records(
    response_id: ResponseId, given: dict[str, Value], now: Instant
) -> Iterator[AnswerRecord]:
    for question, value in given.items():
        is_text = isinstance(value, str)
        yield AnswerRecord(
            response_id=response_id,
            question=question,
            revision=1,
            value=value,
            method="text" if is_text else "button",
            confidence=1.0,
            comment=None,
            private=is_text,
            flags=(),
            at=now,
        )
