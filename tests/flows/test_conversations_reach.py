"""The golden conversations reach everything: whatever is added without one is named here."""

from collections.abc import Iterator
from typing import get_args

import pytest

from flows.acts import ACTIONS
from flows.commands import COMMANDS, recognise
from flows.complaints import CATEGORIES, LEGAL_KINDS
from flows.events import AnswerRecorded, ComplaintSubmitted, Event, QuestionAsked, Said
from flows.messages import Cause, Chosen, Commanded, Typed
from flows.session import State
from flows.vietnamese import listen
from tests.conversations.golden import files, played, read
from tests.conversations.talking import Player
from tests.flows.shipped import DIALOGUE, FORMS

UNASKED = {
    "STOPQ",  # a channel's stop button may ask it; typing "dừng" stops at once
    "REVIEW",  # the page of answers: read, never asked
}
EVENTS = {kind.__name__ for kind in get_args(Event)}


@pytest.fixture(scope="module")
def players() -> list[Player]:
    return [played(read(path))[1] for path in files()]


def events(players: list[Player]) -> Iterator[Event]:
    return (event for player in players for event in player.events)


def test_there_are_enough_of_them() -> None:
    assert len(files()) >= 135


def test_titles_tell_them_apart() -> None:
    titles = [read(path).title for path in files()]
    assert len(set(titles)) == len(titles)


def test_every_question_of_every_form_is_asked(players: list[Player]) -> None:
    asked = {(e.form, e.question) for e in events(players) if isinstance(e, QuestionAsked)}
    every = {(form.id, question) for form in FORMS.values() for question in form.by_id}
    reasons = {(f.id, q.id) for f in FORMS.values() for q in f.reasons.values()}
    missing = {key for key in every - asked - reasons if key[1] not in UNASKED}
    assert missing == set(), "one why-question is like the other, but all else is to be shown"
    whys = {question for _, question in asked & reasons}
    assert whys >= {"L1_B1", "L1_B2", "L1_B3", "L1_B4", "UXR4_UPLOAD", "UXR4_UNDERSTAND"}


def test_every_event_happens(players: list[Player]) -> None:
    assert {type(event).__name__ for event in events(players)} == EVENTS


def test_every_cause_of_asking(players: list[Player]) -> None:
    causes = {e.cause for e in events(players) if isinstance(e, QuestionAsked)}
    assert causes == set(get_args(Cause))


def test_every_state_is_reached(players: list[Player]) -> None:
    assert {turn.session.state for p in players for _, turn in p.turns} == set(State)


def test_every_command_is_given(players: list[Player]) -> None:
    given = set()
    for player in players:
        for message, _ in player.turns:
            if isinstance(message, Commanded):
                given.add(message.command)
            elif isinstance(message, Typed) and (known := recognise(listen(message.text))):
                given.add(known.command)
    assert given >= set(COMMANDS)


def test_every_button_of_the_bots_own_questions_is_pressed(players: list[Player]) -> None:
    payloads = {m.payload for p in players for m, _ in p.turns if isinstance(m, Chosen)}
    pressed = {payload.partition(":")[2] for payload in payloads}  # some carry a case's own tag
    every = {
        f"{question.id}:{choice.value}"
        for question in DIALOGUE.questions
        if question.id not in UNASKED
        for choice in question.choices
    }
    assert every <= pressed


def test_every_action_is_done(players: list[Player]) -> None:
    pressed = {
        choice.action
        for player in players
        for message, _ in player.turns
        if isinstance(message, Chosen) and message.payload.count(":") == 2
        for form in FORMS.values()
        if (question := form.by_id.get(message.payload.split(":")[1]))
        if (choice := question.choice(message.payload.split(":")[2]))
    }
    assert pressed >= set(ACTIONS) - {"submit"}, "submit is a button of the review page"


def test_every_kind_and_category_of_case(players: list[Player]) -> None:
    cases = [e for e in events(players) if isinstance(e, ComplaintSubmitted)]
    assert {case.category for case in cases} == set(CATEGORIES)
    assert {case.kind for case in cases} >= {"suggestion", "praise", "report"}
    chosen = {e.value for e in events(players) if isinstance(e, AnswerRecorded)}
    assert chosen >= set(LEGAL_KINDS)


def test_every_way_of_answering(players: list[Player]) -> None:
    methods = {e.method for e in events(players) if isinstance(e, AnswerRecorded)}
    assert methods >= {
        "button",
        "number",
        "word",
        "text",
        "prefill",
        "confirmed",
        "skip",
        "contact",
    }


def test_every_text_of_the_conversation_is_said(players: list[Player]) -> None:
    said = {e.key for e in events(players) if isinstance(e, Said) and e.form is None}
    chat = {"after_end", "at_first_question", "cannot_skip", "closed", "edited", "kept"}
    chat |= {"progress", "language_changed", "language_unknown", "which_language"}
    chat |= {"opted_in", "opted_out", "paused", "stale_button", "stopped", "text_too_late"}
    assert {key.partition(".")[2] for key in said if key.startswith("chat.")} == chat
    assert said >= {"case.received", "case.noted", "case.praise", "case.withdraw", "end.thanks"}
    assert said >= {"erase.done", "erase.kept", "erase.unknown_code", "view.none", "help.text"}
    files = {"not_now", "after_consent", "too_many", "too_large", "caption_left_out"}
    files |= {f"received_{what}" for what in ("photo", "voice", "document", "album", "last")}
    assert {key.partition(".")[2] for key in said if key.startswith("file.")} == files
    cases = {"case.words_kept", "case.agree_unclear", "case.button_late"}
    assert said >= cases
    assert said >= {"status.unknown", "trust.info", "human.info", "warn.redacted", "reask.review"}
