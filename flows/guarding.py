"""Locks what sounds like a khiếu nại or tố cáo wherever it is written, and says its formal way."""

from __future__ import annotations

from collections.abc import Collection

from flows.complaints import LEGAL_KINDS
from flows.definition import Question
from flows.events import ResponseReleased, ResponseRestricted
from flows.session import Answer
from flows.steps import INTAKE
from flows.talk import Talk

__all__ = ["direct", "guard_answer"]

_GATE = "KGATE"
"""The question of the complaint form in which the person says what their story is."""


def guard_answer(talk: Talk, question: Question, given: Answer) -> None:
    """Lock what sounds like a tố cáo or khiếu nại at once (design §6).

    Only the person can say that it was no khiếu nại; a tố cáo stays locked in any case.
    """
    frame = talk.session.frames[-1]
    if question.id != _GATE or given.value != "report":
        _lock(talk, given.flags)
    elif frame.restricted == "formal_complaint":
        talk.alter(restricted=None)
        talk.happened(ResponseReleased(response_id=frame.response_id))


def _lock(talk: Talk, flags: Collection[str]) -> None:
    frame = talk.session.frames[-1]
    if "denunciation" in flags and frame.restricted != "denunciation":
        talk.alter(restricted="denunciation")
        talk.happened(ResponseRestricted(response_id=frame.response_id, kind="denunciation"))
        if frame.form != INTAKE:
            talk.say("legal.denunciation")
    elif "formal_complaint" in flags and frame.restricted is None:
        talk.alter(restricted="formal_complaint")
        talk.happened(ResponseRestricted(response_id=frame.response_id, kind="formal_complaint"))
        if frame.form != INTAKE:
            talk.say("legal.formal_complaint")


def direct(talk: Talk, flags: Collection[str]) -> bool:
    """Say the formal way of words that answered nothing and are not kept: before the consent, at
    a button, after the end. Tell whether there was anything to say.
    """
    if not any(kind in flags for kind in LEGAL_KINDS):
        return False
    if "denunciation" in flags:
        talk.say("legal.denunciation_unkept")
    else:
        talk.say("legal.formal_complaint_unkept")
    return True
