"""What a kiosk says of its visits, put into messages: each takes the corridor like any other.

A tablet that was without network says what was answered, not what it was asked: by the time it is
heard, the form may have another version, and a message may have been heard whose reply was lost.
So each act looks where its session stands and leads it there first, by the same presses that a
person would use; keys that come from the act's own let every one of them count once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import structlog

from bot.channels.kiosk import NAME, Act, Answer, Begin, HandOver, Leave, Press, Send, Speak
from bot.locks import Locks
from bot.runner import UnknownConversationError
from bot.services import Services
from bot.web.kiosk_script import SHORT_FORM
from bot.web.kiosk_visits import Status, Visit
from flows.definition import Question
from flows.languages import COMMAND as LANGUAGE
from flows.messages import Chosen, Commanded, Message, payload_for, tag_of
from flows.session import Frame, Session, State
from storage.base import DuplicateMessageError, InvitationRecord

__all__ = ["CASE_FORM", "Visits"]

CASE_FORM = "intake"

_log = structlog.get_logger(__name__)

_STEPS = 12
"""Presses that one act may take to get where it belongs; a short form has fewer questions."""
_REVIEW = "@review"


@dataclass(slots=True)
class Visits:
    """Takes acts, those of one visit one after the other."""

    services: Services
    _locks: Locks = field(default_factory=Locks)

    async def take(self, device: InvitationRecord, act: Act) -> Status:
        """Do what a page says, once.

        Raises:
            UnknownConversationError: the visit was never begun, or a phone has taken it over.
            OverloadedError: nothing can be stored now.

        """
        visit = Visit.of(self.services, device, act.visit)
        try:
            async with self._locks.holding(visit.key):
                status = await self._once(visit, act)
        except UnknownConversationError:
            self._note_lost(act, "no visit")
            raise
        if status == "ignored" and not isinstance(act, Press):  # its page shows what is asked now
            self._note_lost(act, "not asked")
        return status

    async def _once(self, visit: Visit, act: Act) -> Status:
        if isinstance(act, Begin):
            return await _begin(visit, act)
        if await self.services.storage.inbox.seen(NAME, visit.dedupe_key(act.key)):
            return "duplicate"
        return await _do(visit, act)

    def _note_lost(self, act: Act, reason: str) -> None:
        """Tell the operator of what a person said and nobody will read; the sign on the tablet
        tells the staff.
        """
        if isinstance(act, Answer | Send | Press):
            self.services.runner.steps.end(NAME, "lost")
            question = getattr(act, "question", None)
            _log.warning("kiosk_act_without_place", question=question, reason=reason)


async def _do(visit: Visit, act: Answer | Send | Leave | Press | Speak | HandOver) -> Status:
    if isinstance(act, Answer):
        return await _answer(visit, act)
    if isinstance(act, Send):
        return await _send(visit, act)
    if isinstance(act, Press):
        return await visit.say(act.key, _pressed(act.payload))
    message = _control(visit.services, act)
    if message is None:
        return "ignored"
    await visit.stored()  # in its order: nothing said before may still wait
    return await visit.say(act.key, message)


def _control(services: Services, act: Leave | Speak | HandOver) -> Message | None:
    """Return the command that an act stands for; a hand-over says nothing in the conversation."""
    if isinstance(act, Leave):
        return Commanded("stop")
    if isinstance(act, Speak) and act.language in services.texts.languages:
        return Commanded(LANGUAGE, act.language)
    return None


def _pressed(payload: str) -> Message:
    if payload.startswith("!"):
        return Commanded(payload[1:])
    return Chosen(payload)


async def _begin(visit: Visit, act: Begin) -> Status:
    """Open the visit's session: by the tablet's own invitation, with the form that is wanted."""
    form = {"short": SHORT_FORM, "full": visit.device.form, "case": CASE_FORM}[act.form]
    known = act.language in visit.services.texts.languages
    status: Status = "applied"
    try:
        await visit.services.runner.open(
            channel=NAME,
            user_key=visit.key,
            invitation=msgspec.structs.replace(visit.device, form=form),
            language=act.language if known else visit.device.language,
            dedupe_key=visit.dedupe_key("begin"),
        )
    except DuplicateMessageError:
        status = "duplicate"
    if act.form == "full":
        await _past_greeting(visit)
    return status


async def _past_greeting(visit: Visit) -> None:
    """Press on through what only greets: that person was greeted by the screen before."""
    for step in range(_STEPS):
        way = _Way(visit.services, (await visit.stored()).session)
        if not way.greets:
            return
        await visit.say(f"begin/{step}", way.onward() or Commanded("skip"))


# -- the short form


async def _answer(visit: Visit, act: Answer) -> Status:
    """Answer a question, wherever the session stands."""
    for step in range(_STEPS):
        way = _Way(visit.services, (await visit.stored()).session)
        if way.frame is None or not way.knows(act.question):
            break
        if way.frame.current == act.question:
            return await visit.say(act.key, way.answer(act.question, act.value))
        message = way.towards(act.question)
        if message is None:
            break
        await visit.say(f"{act.key}/{step}", message)
    return "ignored"


async def _send(visit: Visit, act: Send) -> Status:
    """Send the form; what was passed over at the end is passed over now."""
    for step in range(_STEPS):
        way = _Way(visit.services, (await visit.stored()).session)
        if way.frame is None:
            return "ignored"  # it ended by itself: by a timer, or without consent
        if way.frame.current is None:
            return await visit.say(act.key, way.press(_REVIEW, "submit"))
        message = way.onward()
        if message is None:
            break
        await visit.say(f"{act.key}/{step}", message)
    return "ignored"


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a session stands in the short form, and what leads on from there."""

    services: Services
    session: Session

    @property
    def frame(self) -> Frame | None:
        """The short form being filled in; None before and after."""
        frames = self.session.frames
        stopped = self.session.state is State.STOPPED
        return frames[-1] if frames and frames[-1].form == SHORT_FORM and not stopped else None

    @property
    def greets(self) -> bool:
        """Whether what is asked now is no question yet."""
        frames = self.session.frames
        asked = self._question(frames[-1].current) if frames and frames[-1].current else None
        return asked is not None and asked.kind == "control"

    def knows(self, question: str) -> bool:
        """Tell whether the form, in the version of this session, has such a question."""
        return self._question(question) is not None

    def _question(self, question: str) -> Question | None:
        frame = self.session.frames[-1]
        form = self.services.runner.turns.renderer.rules.form(frame.form, frame.version)
        return form.by_id.get(question)

    def press(self, question: str, value: str) -> Message:
        """Return the press of a button of this form."""
        return Chosen(payload_for(tag_of(self.session.frames[-1].response_id), question, value))

    def answer(self, question: str, value: str | None) -> Message:
        """Return what answers the question that is asked now, or passes it over."""
        return Commanded("skip") if value is None else self.press(question, value)

    def towards(self, question: str) -> Message | None:
        """Return what leads one step nearer to a question; None if nothing does."""
        if question in self.session.frames[-1].answers:
            return self.press(_REVIEW, question)
        return self.onward()

    def onward(self) -> Message | None:
        """Return what passes the open question by: keeps the answer that is there, starts what
        only greets, skips what may be skipped.
        """
        frame = self.session.frames[-1]
        asked = self._question(frame.current) if frame.current else None
        if asked is None:
            return None
        if asked.id in frame.answers or asked.skippable:
            return Commanded("skip")
        if asked.kind == "control":
            return self.press(asked.id, asked.choices[0].value)
        return None
