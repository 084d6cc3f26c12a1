"""Handlers of forms being filled in: responses, answers, consents, numbers, erasure."""

from __future__ import annotations

from hashlib import sha256

from bot.handlers.linking import search_linked
from bot.handlers.scene import Scene
from bot.handlers.weighing import weigh
from flows.events import (
    AnswerRecorded,
    AnswerRetracted,
    AnswersDiscarded,
    ConsentRecorded,
    ErasureRequested,
    PhoneDeclared,
    ResponseClosed,
    ResponseCompleted,
    ResponseReleased,
    ResponseReopened,
    ResponseRestricted,
    ResponseStarted,
)
from flows.identifiers import InvitationId
from storage.base import AnswerRecord, ConsentRecord, ResponseRecord

__all__ = [
    "answer_recorded",
    "answer_retracted",
    "answers_discarded",
    "consent_recorded",
    "erasure_requested",
    "phone_declared",
    "response_closed",
    "response_completed",
    "response_released",
    "response_reopened",
    "response_restricted",
    "response_started",
]


def response_started(scene: Scene, event: ResponseStarted) -> None:
    """Make the response's row, with the place and unit of its invitation."""
    facts = scene.session.facts
    invitation = facts.get("invitation")
    record = ResponseRecord(
        id=event.response_id,
        session_id=scene.session.id,
        form=event.form,
        version=event.version,
        channel=scene.channel,
        language=scene.session.language,
        state="in_progress",
        started_at=scene.now,
        invitation_id=InvitationId(invitation) if invitation else None,
        invitation_kind=facts.get("invitation_kind"),
        unit_id=facts.get("unit"),
        place_id=facts.get("place"),
        counter_id=facts.get("counter"),
        procedure=facts.get("procedure"),
        commune=facts.get("commune"),
        trial=scene.trial,
    )
    scene.storage.responses.add(scene.unit, record)


def answer_recorded(scene: Scene, event: AnswerRecorded) -> None:
    """Store one revision of an answer."""
    record = AnswerRecord(
        response_id=event.response_id,
        question=event.question,
        revision=event.revision,
        value=event.value,
        method=event.method,
        confidence=event.confidence,
        comment=event.comment,
        private=event.private,
        flags=event.flags,
        at=scene.now,
    )
    scene.storage.answers.record(scene.unit, record)
    search_linked(scene, event)
    if (event.method in _TYPED or isinstance(event.value, tuple)) and not event.private:
        scene.noted = _understood(scene, event)


_TYPED = frozenset({"number", "word", "text", "confirmed"})


def _understood(scene: Scene, event: AnswerRecorded) -> str | None:
    """Return the choices that typed words or ticks were taken for; none for a consent, which has
    its own confirming, and where no choice was taken.
    """
    form = scene.renderer.rules.form(event.form, event.version)
    question = form.by_id[event.question]
    values = event.value if isinstance(event.value, tuple) else (str(event.value),)
    chosen = [choice for choice in map(question.choice, values) if choice is not None]
    if question.consent or not chosen:
        return None
    return ", ".join(scene.renderer.label(scene.voice, form, choice) for choice in chosen)


def answer_retracted(scene: Scene, event: AnswerRetracted) -> None:
    """Mark an answer as off the path."""
    scene.storage.answers.retract(scene.unit, event.response_id, event.question, event.revision)


def consent_recorded(scene: Scene, event: ConsentRecorded) -> None:
    """Store the proof of a consent (Law 91/2025/QH15, Decree 356/2025): its words are those that
    were shown, with the office's name and hotline in them.
    """
    form = scene.renderer.rules.form(event.form, event.version)
    words = scene.renderer.words(scene.voice, form, form.by_id[event.question])
    record = ConsentRecord(
        response_id=event.response_id,
        consent=event.consent,
        given=event.given,
        form=event.form,
        version=event.version,
        question=event.question,
        text_hash=sha256(words.encode()).hexdigest(),
        language=event.language,
        channel=scene.channel,
        method=event.method,
        at=scene.now,
    )
    scene.storage.responses.consent(scene.unit, record)


def phone_declared(scene: Scene, event: PhoneDeclared) -> None:
    """Store a typed number, encrypted; it proves its format only (V0)."""
    scene.storage.answers.phone_declared(
        scene.unit, event.response_id, event.phone, event.purpose, scene.now
    )


def response_closed(scene: Scene, event: ResponseClosed) -> None:
    """End a response that was not sent."""
    scene.storage.responses.close(scene.unit, event.response_id, event.reason)
    if event.reason in ("stopped", "abandoned"):
        weigh(scene, event.response_id)


def response_reopened(scene: Scene, event: ResponseReopened) -> None:
    """Take a stopped response up again."""
    scene.storage.responses.close(scene.unit, event.response_id, "in_progress")


def response_completed(scene: Scene, event: ResponseCompleted) -> None:
    """Complete a response; a correction sent later keeps the first time of completion."""
    scene.storage.responses.close(
        scene.unit,
        event.response_id,
        "completed",
        code=event.code,
        completed_at=scene.now,
    )
    weigh(scene, event.response_id)


def response_restricted(scene: Scene, event: ResponseRestricted) -> None:
    """Lock the text of a khiếu nại or tố cáo at once (design §6)."""
    scene.storage.responses.restrict(scene.unit, event.response_id, event.kind)


def response_released(scene: Scene, event: ResponseReleased) -> None:
    """Unlock a text that is an ordinary report after all, as its writer says."""
    scene.storage.responses.release(scene.unit, event.response_id)


def answers_discarded(scene: Scene, event: AnswersDiscarded) -> None:
    """Keep nothing of who does not consent, but the proof of that refusal.

    What was said before stays where an earlier form was sent: its code stands there.
    """
    scene.storage.answers.discard(scene.unit, event.response_id)
    scene.storage.counting.unweigh(scene.unit, event.response_id)
    if not (scene.session.finished or scene.session.frames):
        _forget_transcript(scene)


def erasure_requested(scene: Scene, event: ErasureRequested) -> None:
    """Erase a person's words, and what leads back to them; ratings stay, anonymous."""
    scene.storage.answers.erase(scene.unit, event.response_id, event.personal)
    _forget_transcript(scene)
    scene.storage.complaints.erase_of_response(scene.unit, event.response_id, scene.now)
    scene.storage.responses.erase(scene.unit, event.response_id)
    scene.storage.audit.note(
        scene.unit,
        at=scene.now,
        actor="citizen",
        action="erased_on_request",
        target=event.response_id,
        detail={},
    )


def _forget_transcript(scene: Scene) -> None:
    """Remove what was said in the session so far: it repeats the person's words (I22)."""
    scene.storage.outbox.erase(scene.unit, scene.session.id)
    scene.storage.inbox.erase(scene.unit, scene.session.id)
