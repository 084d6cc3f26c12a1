"""The way through forms: the next question, the review page, sending, and what comes after."""

from __future__ import annotations

from typing import Literal

from flows.complaints import LEGAL_KINDS, case_from
from flows.definition import Ending, Form, Question
from flows.events import (
    AnswersDiscarded,
    ErasureRequested,
    ResponseClosed,
    ResponseCompleted,
    ResponseRestricted,
    ReviewShown,
    Said,
)
from flows.identifiers import code_from
from flows.messages import Cause, tag_of
from flows.path import path, wants_intake
from flows.session import Answer, Frame, State, Value
from flows.talk import REST_AFTER, Talk
from flows.workdays import local_date

__all__ = [
    "EVERYTHING",
    "HELD",
    "INTAKE",
    "abandon",
    "advance",
    "begin",
    "close",
    "end_form",
    "go_on",
    "go_on_if_open",
    "rest_if_stopped",
    "restart",
    "review_items",
    "show_review",
    "stand",
    "stop",
    "submit",
    "take_up",
    "wanted_case",
]

INTAKE = "intake"
EVERYTHING = "all"
"""Fact `erase_target` where no single form was named: all that this conversation holds."""
HELD = ("intake_story", "intake_guess", "intake_second_guess", "noticed_words")
"""Facts that wait for the yes to an offer to make a case of words; a no lets go of them."""
_INTAKE_FACTS = (
    "intake_kind", "intake_category", "intake_cause", "intake_way", "known_phone", *HELD,
)  # fmt: skip
_REVIEWED = frozenset({"survey", "intake"})


def begin(talk: Talk, form_id: str, **facts: str) -> None:
    """Open a form on top of what is being filled in, and ask its first question."""
    talk.change(dialogue=None)
    if not talk.session.frames:
        talk.set_timer(talk.now + talk.rules.idle_after)
    elif talk.session.state is State.STOPPED:
        facts = {**facts, REST_AFTER: str(len(talk.session.frames))}
    if form_id == INTAKE:
        talk.forget(*_INTAKE_FACTS)
    talk.open_form(form_id, **facts)
    advance(talk, "open")


def advance(talk: Talk, cause: Cause = "next") -> None:
    """Ask the first open question of the form being filled in, or go on to its end.

    What is known beforehand (the counter of the QR code) is answered in passing.
    """
    form = talk.form_of(talk.session.frames[-1])
    question = talk.unanswered()
    while question is not None and (known := talk.foreknown(question)):
        talk.store(question, Answer(known), "prefill", 1.0)
        question = talk.unanswered()
    if question is not None:
        talk.step("ask")
        talk.ask(question, cause)
    elif form.kind in _REVIEWED:
        show_review(talk)
    else:
        submit(talk)


def go_on(talk: Talk, cause: Cause = "again") -> None:
    """Ask again whatever the conversation waits for: a question, or the review page.

    Who has stopped is not drawn back in: only asked whether to go on.
    """
    talk.change(dialogue=None)
    frame = talk.frame
    rests = talk.session.state is State.STOPPED and cause == "again"
    if talk.session.asked and (frame is None or rests):
        talk.ask_dialogue(talk.session.asked[-1].question, cause)
        return
    if frame is None:
        talk.say("chat.after_end")
        return
    if rests:
        talk.ask_dialogue("U2")
        return
    question = talk.question_of(frame)
    if question is None:
        advance(talk, cause)
    else:
        talk.step("ask")
        talk.ask(question, cause)


def go_on_if_open(talk: Talk) -> None:
    """Ask again what a form waits for, if one is open."""
    if talk.session.frames:
        go_on(talk)


def stand(talk: Talk) -> None:
    """Ask again whatever is open, the bot's own question first; nothing if nothing is."""
    if talk.session.dialogue is not None:
        talk.ask_dialogue(talk.session.dialogue, "again")
    else:
        go_on_if_open(talk)


# Review


def review_items(talk: Talk, frame: Frame) -> tuple[tuple[str, Value, str | None], ...]:
    """Return (question, value, comment) of what was answered, in the order of asking."""
    form = talk.form_of(frame)
    return tuple(
        (q.id, frame.answers[q.id].value, frame.answers[q.id].comment)
        for q in path(form, frame.answers, talk.session.facts)
        if q.review and q.kind != "control" and q.id in frame.answers
    )


def show_review(talk: Talk) -> None:
    """Show all answers before they are sent; each can be corrected from there."""
    talk.step("review")
    talk.alter(current=None, candidate=None)
    frame = talk.session.frames[-1]
    talk.happened(
        ReviewShown(
            tag=tag_of(frame.response_id),
            form=frame.form,
            version=frame.version,
            items=review_items(talk, frame),
        )
    )


# Sending


def submit(talk: Talk) -> None:
    """Send the form that is full. Whatever is still open is asked first (invariant I8)."""
    frame = talk.session.frames[-1]
    form = talk.form_of(frame)
    if talk.unanswered() is not None:
        advance(talk)
        return
    code = frame.code or code_from(talk.seed, frame.response_id)
    talk.happened(
        ResponseCompleted(
            response_id=frame.response_id,
            form=frame.form,
            version=frame.version,
            code=code,
            resubmission=frame.code is not None,
        )
    )
    talk.alter(code=code, completed=True, current=None, candidate=None)
    _SENT[form.kind](talk, form, talk.session.frames[-1])


def _survey_sent(talk: Talk, form: Form, frame: Frame) -> None:
    talk.say("end.thanks", code=frame.code or "")
    wanted = wants_intake(form, frame, talk.session.facts)
    _leave(talk, keep=True)
    if wanted is not None and "intake_done" not in talk.session.facts:
        talk.say("intake.follows")
        begin(talk, INTAKE, **wanted)
    else:
        _after(talk)


def _intake_sent(talk: Talk, _form: Form, frame: Frame) -> None:
    case = case_from(frame, talk.session.facts, talk.rules.calendar, talk.now, talk.seed)
    talk.happened(case)
    due = local_date(case.due_at).isoformat() if case.due_at is not None else ""
    if case.kind == "praise":
        talk.say("case.praise", code=case.code)
    elif case.reply_promised:
        talk.say("case.received", code=case.code, due_date=due)
    elif frame.answers.get("REPLY", Answer(None)).value == "yes":
        talk.say("case.noted_unreachable", code=case.code)
    else:
        talk.say("case.noted", code=case.code)
    talk.change(complaints=(*talk.session.complaints, case.complaint_id))
    _leave(talk, keep=True)
    _intake_done(talk)
    if len(talk.session.frames) > talk.resting and talk.unanswered() is not None:
        talk.say("survey.goes_on")
    _after(talk)


def _intake_done(talk: Talk) -> None:
    talk.forget(*_INTAKE_FACTS)
    talk.change(facts={**talk.session.facts, "intake_done": "yes"})


def _erasure_sent(talk: Talk, _form: Form, frame: Frame) -> None:
    confirmed = frame.answers.get("ERASE_CONFIRM", Answer(None)).value == "yes"
    target = talk.session.facts.get("erase_target", "")
    _leave(talk, keep=False)
    if confirmed:
        _erase(talk, target)
    else:
        talk.say("erase.kept")
    _after(talk)


def _erase(talk: Talk, target: str) -> None:
    """Let go of a response's words; its row says that it was erased, its ratings stay."""
    session = talk.session
    every = (*session.finished, *session.frames)
    gone = [f for f in every if target in (f.response_id, EVERYTHING)]
    for frame in gone:
        talk.happened(
            ErasureRequested(
                code=frame.code or "",
                response_id=frame.response_id,
                personal=_personal(talk, frame),
            )
        )
    talk.change(
        finished=tuple(f for f in session.finished if f not in gone),
        frames=tuple(f for f in session.frames if f not in gone),
    )
    talk.forget("known_phone", *HELD)
    talk.say("erase.done")
    if not talk.session.frames and not talk.session.finished:
        talk.step("erase")


def _personal(talk: Talk, frame: Frame) -> tuple[str, ...]:
    """Return the questions about the person, not about the service."""
    questions = talk.form_of(frame).by_id
    known = (*frame.answers, *frame.retracted)
    return tuple(q for q in known if questions[q].kind in ("fact", "consent"))


_SENT = {
    "survey": _survey_sent,
    "intake": _intake_sent,
    "erasure": _erasure_sent,
}


def _leave(talk: Talk, *, keep: bool) -> None:
    """Take the form off the stack; sent ones stay known, so that they can be corrected."""
    frame = talk.session.frames[-1]
    finished = tuple(f for f in talk.session.finished if f.response_id != frame.response_id)
    talk.change(frames=talk.session.frames[:-1], finished=(*finished, frame) if keep else finished)


def _after(talk: Talk) -> None:
    """Go on with the form below, or rest."""
    if rest_if_stopped(talk):
        talk.say("chat.stopped")
    elif talk.session.frames:
        advance(talk, "resume")
    elif talk.session.state is not State.ERASED:
        _rest(talk)


def rest_if_stopped(talk: Talk) -> bool:
    """Rest again if only forms that were stopped before are left; tell whether it is so."""
    left, resting = len(talk.session.frames), talk.resting
    if left <= resting:
        talk.forget(REST_AFTER)
    if 0 < left <= resting:
        talk.step("stop")
        return True
    return False


def _rest(talk: Talk) -> None:
    talk.step("complete" if talk.session.finished else "stop")


# Endings before the end


def end_form(talk: Talk, question: Question, number: int, ending: Ending) -> None:
    """End the form early: consent refused, not eligible, or to be sent the formal way."""
    frame = talk.session.frames[-1]
    if ending.says:
        talk.happened(Said(key=f"{question.id}/end/{number}", form=(frame.form, frame.version)))
    _ENDED[ending.outcome](talk, frame)
    if ending.offers_intake:
        talk.ask_dialogue("INTAKE_OFFER")


def _declined(talk: Talk, frame: Frame) -> None:
    """Without consent nothing is kept, be it from before or from an earlier consent."""
    talk.happened(AnswersDiscarded(response_id=frame.response_id))
    talk.happened(ResponseClosed(response_id=frame.response_id, reason="declined"))
    _leave(talk, keep=False)
    if talk.session.frames or talk.session.finished:
        _after(talk)
    else:
        talk.step("decline")


def _ineligible(talk: Talk, frame: Frame) -> None:
    talk.happened(ResponseClosed(response_id=frame.response_id, reason="ineligible"))
    _leave(talk, keep=False)
    talk.step("screen_out")


def _redirected(talk: Talk, frame: Frame) -> None:
    """Khiếu nại and tố cáo: what was already written about them is locked at once."""
    stated = [frame.answers[q].value for q in ("KGATE", "KIND") if q in frame.answers]
    kind = next((k for k in stated if k in LEGAL_KINDS), None)
    if kind == "formal_complaint":
        talk.happened(ResponseRestricted(response_id=frame.response_id, kind="formal_complaint"))
    else:
        talk.happened(ResponseRestricted(response_id=frame.response_id, kind="denunciation"))
    talk.happened(ResponseClosed(response_id=frame.response_id, reason="redirected"))
    _leave(talk, keep=False)
    _intake_done(talk)
    _after(talk)


def _completed(talk: Talk, _frame: Frame) -> None:
    submit(talk)


_ENDED = {
    "declined": _declined,
    "ineligible": _ineligible,
    "redirected": _redirected,
    "completed": _completed,
}


# Stop, take up again, start over


def stop(talk: Talk) -> None:
    """Stop for now: everything is kept, and can be taken up again."""
    close(talk, "stopped")
    talk.say("chat.stopped")


def close(talk: Talk, reason: Literal["stopped", "abandoned"]) -> None:
    """Close what is being filled in, without a word; forms that only wait below stay."""
    for frame in talk.session.frames[talk.resting :]:
        if not frame.completed:
            talk.happened(ResponseClosed(response_id=frame.response_id, reason=reason))
    talk.forget(REST_AFTER)
    talk.change(dialogue=None, wait=talk.session.wait + 1)
    talk.step("stop")


def wanted_case(talk: Talk) -> dict[str, str] | None:
    """Return the facts for a case that was asked for in the form being left, if there was one."""
    frame = talk.frame
    if frame is None or "intake_done" in talk.session.facts:
        return None
    return wants_intake(talk.form_of(frame), frame, talk.session.facts)


def take_up(talk: Talk) -> None:
    """Take up a paused or stopped conversation where it was left."""
    go_on(talk, "resume")


def restart(talk: Talk) -> None:
    """Start over with what was begun first; the first attempt is kept, but counts no more."""
    facts = talk.session.facts
    first = talk.session.frames[0].form if talk.session.frames else facts["form"]
    known = {k: facts[k] for k in _INTAKE_FACTS if k in facts} if first == INTAKE else {}
    for frame in talk.session.frames:
        talk.happened(ResponseClosed(response_id=frame.response_id, reason="superseded"))
    talk.forget(REST_AFTER, *_INTAKE_FACTS)
    talk.change(frames=(), dialogue=None, wait=talk.session.wait + 1)
    talk.step("restart")
    begin(talk, first, **known)


def abandon(talk: Talk) -> None:
    """Close what was silent for too long; it counts as dropped off. Nothing is said."""
    close(talk, "abandoned")
