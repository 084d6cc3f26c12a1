"""Every skip rule of every survey goes both ways in some golden conversation."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from flows.events import (
    AnswerRecorded,
    QuestionAsked,
    ResponseClosed,
    ResponseCompleted,
    ResponseStarted,
)
from flows.messages import tag_of
from tests.conversations.golden import files, played, read
from tests.conversations.talking import Player
from tests.flows.shipped import FORMS

SURVEYS = [name for name, form in FORMS.items() if form.kind == "survey"]


class Response:
    """What became of one response: what was asked, how it ended."""

    def __init__(self) -> None:
        self.form = ""
        self.asked: set[str] = set()
        self.ended_by = ""
        self.completed = False


def responses_of(player: Player) -> Iterator[Response]:
    found: dict[str, Response] = defaultdict(Response)
    last = ""
    for event in player.events:
        if isinstance(event, ResponseStarted):
            found[tag_of(event.response_id)].form = event.form
        elif isinstance(event, QuestionAsked) and event.tag in found:
            found[event.tag].asked.add(event.question)
        elif isinstance(event, AnswerRecorded):
            found[tag_of(event.response_id)].asked.add(event.question)  # prefilled ones too
            last = event.question
        elif isinstance(event, ResponseCompleted):
            found[tag_of(event.response_id)].completed = True
        elif isinstance(event, ResponseClosed) and event.reason in ("declined", "ineligible"):
            found[tag_of(event.response_id)].ended_by = last
    yield from found.values()


@cache
def responses_to(name: str) -> list[Response]:
    """Return what became of every response in the conversations that begin with this form."""
    conversations = (read(path) for path in files())
    return [
        response
        for conversation in conversations
        if conversation.form == name
        for response in responses_of(played(conversation)[1])
        if response.form == name
    ]


@pytest.mark.parametrize("name", SURVEYS)
def test_every_condition_holds_in_one_conversation_and_not_in_another(name: str) -> None:
    completed = [r for r in responses_to(name) if r.completed]
    for question in FORMS[name].questions:
        if question.condition is not None:
            taken = {question.id in response.asked for response in completed}
            assert taken == {True, False}, question.id


@pytest.mark.parametrize("name", SURVEYS)
def test_every_early_ending_is_taken_and_passed(name: str) -> None:
    assert any(r.completed for r in responses_to(name))
    ended = {r.ended_by for r in responses_to(name)} - {""}
    assert ended == {q.id for q in FORMS[name].questions if q.endings}


@pytest.mark.parametrize("name", SURVEYS)
def test_a_low_rating_is_asked_about_in_one_conversation_and_none_given_in_another(
    name: str,
) -> None:
    whys = {q.id for q in FORMS[name].reasons.values()}
    asked = {bool(whys & response.asked) for response in responses_to(name) if response.completed}
    assert asked == {True, False}
