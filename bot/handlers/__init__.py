"""What events become: one function an event type, one line each in `EVENT_HANDLERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.handlers.cases import case_agreed, case_disagreed, case_supplied, case_told
from bot.handlers.complaints import complaint_submitted, human_requested, opted_in, opted_out
from bot.handlers.evidence import file_received, phone_proved, phone_withdrawn
from bot.handlers.lookups import look_up
from bot.handlers.misreadings import input_not_understood
from bot.handlers.responses import (
    answer_recorded,
    answer_retracted,
    answers_discarded,
    consent_recorded,
    erasure_requested,
    phone_declared,
    response_closed,
    response_completed,
    response_released,
    response_reopened,
    response_restricted,
    response_started,
)
from bot.handlers.scene import Lookup, Scene
from bot.handlers.speech import (
    choices_ticked,
    goodbye,
    question_asked,
    review_shown,
    said,
    status_requested,
    transcript_noted,
)
from bot.handlers.timers import timer_set
from flows import events

__all__ = ["EVENT_HANDLERS", "IGNORED_EVENTS", "Lookup", "Scene", "goodbye", "handle", "look_up"]

EVENT_HANDLERS: Mapping[type, Callable[[Scene, Any], None]] = {
    events.AnswerRecorded: answer_recorded,
    events.AnswerRetracted: answer_retracted,
    events.AnswersDiscarded: answers_discarded,
    events.CaseAgreed: case_agreed,
    events.CaseDisagreed: case_disagreed,
    events.CaseSupplied: case_supplied,
    events.CaseTold: case_told,
    events.ChoicesTicked: choices_ticked,
    events.ComplaintSubmitted: complaint_submitted,
    events.ConsentRecorded: consent_recorded,
    events.ErasureRequested: erasure_requested,
    events.FileReceived: file_received,
    events.HumanRequested: human_requested,
    events.InputNotUnderstood: input_not_understood,
    events.OptedIn: opted_in,
    events.OptedOut: opted_out,
    events.PhoneDeclared: phone_declared,
    events.PhoneProved: phone_proved,
    events.PhoneWithdrawn: phone_withdrawn,
    events.QuestionAsked: question_asked,
    events.ResponseClosed: response_closed,
    events.ResponseCompleted: response_completed,
    events.ResponseReleased: response_released,
    events.ResponseReopened: response_reopened,
    events.ResponseRestricted: response_restricted,
    events.ResponseStarted: response_started,
    events.ReviewShown: review_shown,
    events.Said: said,
    events.StatusRequested: status_requested,
    events.TimerSet: timer_set,
    events.TranscriptNoted: transcript_noted,
}

IGNORED_EVENTS: frozenset[type] = frozenset(
    {
        events.LanguageChanged,  # the session's own row holds the language
        events.SessionMoved,  # the session's own row holds the state
        events.StaleButtonPressed,  # writes nothing, by invariant I7
    }
)


def handle(scene: Scene, event: object) -> None:
    """Hand an event to its handler.

    Raises:
        KeyError: an event that nobody handles and that is not in `IGNORED_EVENTS`.

    """
    if type(event) not in IGNORED_EVENTS:
        EVENT_HANDLERS[type(event)](scene, event)
