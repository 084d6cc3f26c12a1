"""What the shipped forms do not need, but the engine promises: on a small form of its own."""

import msgspec
import pytest

from flows.acts import ACTIONS, COMMAND_ACTS, act, command, correct_number, edit
from flows.commands import COMMANDS
from flows.events import (
    AnswerRecorded,
    AnswerRetracted,
    InputNotUnderstood,
    QuestionAsked,
    ResponseClosed,
    ResponseCompleted,
    ResponseStarted,
    ReviewShown,
    Said,
)
from flows.identifiers import Instant
from flows.messages import Chosen, Commanded, Opened, Typed, payload_for, tag_of
from flows.reader import read_form
from flows.rulebook import Rulebook
from flows.session import Answer, State
from flows.steps import submit
from flows.talk import Talk
from flows.workdays import Calendar
from tests.conversations.talking import RULES, Player
from tests.flows.shipped import FORMS

SMALL = """\
form: small
version: 2
kind: survey
audience: citizen
languages: [vi, en]
title: {vi: Mẫu, en: Sample}
sections:
  - id: one
    title: {vi: Một, en: One}
    questions:
      - id: WHO
        type: text
        private: true
        skippable: true
        prefill: who
        text: {vi: Ai?, en: Who?}
      - id: KIND
        type: choice
        required: true
        text: {vi: Loại nào?, en: Which?}
        reask: {vi: Xin chọn một loại, en: Please choose}
        choices:
          - {value: long, label: {vi: Dài, en: Long}}
          - {value: short, label: {vi: Ngắn, en: Short}}
      - id: FIRST
        type: yes_no
        required: true
        condition: LAST == 'yes'
        text: {vi: Trước?, en: First?}
        choices:
          - {value: "yes", label: {vi: Có, en: "Yes"}}
          - {value: "no", label: {vi: Không, en: "No"}}
      - id: ENOUGH
        type: yes_no
        required: true
        condition: KIND == 'short'
        text: {vi: Đủ chưa?, en: Enough?}
        choices:
          - {value: "yes", label: {vi: Đủ, en: "Yes"}}
          - {value: "no", label: {vi: Chưa, en: "No"}}
        endings:
          - {when: ENOUGH == 'yes', outcome: completed}
          - {when: ENOUGH == 'no', outcome: ineligible}
      - id: LAST
        type: yes_no
        required: true
        condition: not (FIRST == 'no')
        text: {vi: Sau?, en: Last?}
        choices:
          - {value: "yes", label: {vi: Có, en: "Yes"}}
          - {value: "no", label: {vi: Không, en: "No"}}
"""
FORM = read_form("small", {"small": SMALL})
SMALL_RULES = Rulebook(
    forms={**RULES.forms, FORM.key: FORM},
    latest={**RULES.latest, "small": 2},
    calendar=Calendar(),
)


@pytest.fixture
def player() -> Player:
    player = Player(rules=SMALL_RULES)
    player.open("small", {})
    return player


def asked(player: Player) -> list[str]:
    return [e.question for e in player.turns[-1][1].events if isinstance(e, QuestionAsked)]


def said(player: Player) -> list[str]:
    return [e.key for e in player.turns[-1][1].events if isinstance(e, Said)]


def talk_of(player: Player) -> Talk:
    assert player.session is not None
    return Talk(player.rules, player.session, Instant(player.now + 1), b"s" * 32)


# Tables


def test_every_command_can_be_done_and_every_act_is_a_command() -> None:
    assert set(COMMAND_ACTS) == set(COMMANDS)


@pytest.mark.parametrize("name", ["", "nonsense", "submit"])
def test_an_unknown_command_is_a_mistake_of_ours(player: Player, name: str) -> None:
    with pytest.raises(KeyError):
        command(talk_of(player), name)


def test_an_unknown_action_is_a_mistake_of_ours(player: Player) -> None:
    with pytest.raises(KeyError):
        act(talk_of(player), "answer")


def test_every_action_of_a_shipped_button_can_be_done() -> None:
    used = {c.action for f in FORMS.values() for q in f.by_id.values() for c in q.choices}
    assert used - {"answer"} <= set(ACTIONS)


# Asking


def test_a_form_that_was_never_published_cannot_be_begun() -> None:
    with pytest.raises(KeyError):
        Player().open("nobody", {})


def test_a_question_asks_again_in_its_own_words(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(Typed("gì đó khác"))
    assert player.turns[-1][1].events[-2:] == (
        Said(key="KIND/reask", form=("small", 2)),
        *[e for e in player.turns[-1][1].events if isinstance(e, QuestionAsked)],
    )
    assert asked(player) == ["KIND"]


def test_words_are_not_kept_where_no_consent_was_given(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(Typed("gì đó khác"))
    texts = [e.text for e in player.events if isinstance(e, InputNotUnderstood)]
    assert texts == [""]


def test_what_is_known_is_written_in_words_where_there_are_any() -> None:
    player = Player(rules=SMALL_RULES)
    player.open("small", {"who": "c-17", "who_name": "Quầy 17"})
    first = next(e for e in player.events if isinstance(e, AnswerRecorded))
    assert (first.question, first.value, first.method) == ("WHO", "Quầy 17", "prefill")
    question = next(e for e in player.events if isinstance(e, QuestionAsked))
    assert (question.question, question.position, question.total) == ("KIND", 2, 3)
    assert not question.can_go_back


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("dừng lại", []),
        ("dừng", []),  # a word alone is no story
        ("dừng xe ở cổng cũng khó", ["dừng xe ở cổng cũng khó"]),
        ("thôi", [None]),  # nothing to say
    ],
)
def test_words_of_a_command_where_text_is_asked_for(
    player: Player, words: str, given: list[str | None]
) -> None:
    player.say(Typed(words))
    events = player.turns[-1][1].events
    assert [e.value for e in events if isinstance(e, AnswerRecorded)] == given


def test_words_that_may_be_a_command_are_one_where_they_are_no_answer(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(Typed("nghỉ"))
    assert player.session is not None
    assert player.session.state in (State.STOPPED, State.PAUSED)


# Endings


def test_a_form_can_be_complete_before_its_end(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(player.button("short"))
    player.say(player.button("yes"))
    done = [e for e in player.turns[-1][1].events if isinstance(e, ResponseCompleted)]
    assert [(e.form, e.version, e.resubmission) for e in done] == [("small", 2, False)]
    assert said(player) == ["end.thanks"]


def test_an_ending_without_words_says_nothing(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(player.button("short"))
    player.say(player.button("no"))
    closed = [e.reason for e in player.turns[-1][1].events if isinstance(e, ResponseClosed)]
    assert closed == ["ineligible"]
    assert said(player) == []
    assert asked(player) == []


def test_nothing_is_sent_while_a_question_is_open(player: Player) -> None:
    talk = talk_of(player)
    talk.alter(current=None)
    submit(talk)
    assert [e.question for e in talk.events if isinstance(e, QuestionAsked)] == ["WHO"]
    assert not any(isinstance(e, ResponseCompleted) for e in talk.events)


# Corrections


def test_a_late_answer_can_take_others_off_the_path(player: Player) -> None:
    """LAST makes FIRST apply; FIRST then takes LAST away again, and it is asked no more."""
    player.say(Commanded("skip"))
    player.say(player.button("long"))
    player.say(player.button("yes"))
    assert asked(player) == ["FIRST"]
    player.say(player.button("no"))
    gone = [e for e in player.turns[-1][1].events if isinstance(e, AnswerRetracted)]
    assert [(e.question, e.revision) for e in gone] == [("LAST", 1), ("FIRST", 1)]
    assert player.session is not None
    assert player.session.frames[-1].retracted == {"LAST": 1, "FIRST": 1}
    assert asked(player) == ["LAST"]


def test_revisions_go_on_after_a_retraction(player: Player) -> None:
    player.say(Commanded("skip"))
    for value in ("long", "yes", "no", "yes"):
        player.say(player.button(value))
    last = [e for e in player.events if isinstance(e, AnswerRecorded)][-1]
    assert (last.question, last.revision) == ("LAST", 2)


def test_only_what_was_answered_can_be_corrected(player: Player) -> None:
    talk = talk_of(player)
    assert not edit(talk, "KIND")
    assert not edit(talk, "NOPE")
    assert talk.events == []
    empty = talk_of(player)
    empty.change(frames=())
    assert not edit(empty, "WHO")


@pytest.mark.parametrize(("number", "found"), [(-1, False), (0, False), (1, True), (2, False)])
def test_lines_of_the_review_are_counted_from_one(
    player: Player, number: int, *, found: bool
) -> None:
    player.say(Commanded("skip"))
    assert correct_number(talk_of(player), number) is found


def test_without_a_form_there_is_no_line_to_correct(player: Player) -> None:
    talk = talk_of(player)
    talk.change(frames=())
    assert not correct_number(talk, 1)


def test_a_correction_without_a_sent_form_says_so(player: Player) -> None:
    talk = talk_of(player)
    act(talk, "edit")
    assert talk.events == [Said(key="view.none")]


def test_an_answer_of_the_same_value_is_no_news(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(player.button("long"))
    player.say(Commanded("back"))
    player.say(player.button("long"))
    again = [e for e in player.turns[-1][1].events if isinstance(e, AnswerRecorded)]
    assert again == []
    assert asked(player) == ["LAST"]


def test_another_comment_is_news(player: Player) -> None:
    talk = talk_of(player)
    question = FORM.by_id["WHO"]
    talk.store(question, Answer("Quầy 3"), "text", 1.0)
    talk.store(question, Answer("Quầy 3", comment="áo xanh"), "text", 1.0)
    revisions = [e.revision for e in talk.events if isinstance(e, AnswerRecorded)]
    assert revisions == [1, 2]


# Going back


def test_a_question_that_left_the_path_is_shown_at_its_end(player: Player) -> None:
    talk = talk_of(player)
    talk.ask(FORM.by_id["ENOUGH"], "resume")
    shown = talk.events[-1]
    assert isinstance(shown, QuestionAsked)
    assert (shown.position, shown.total) == (3, 3)
    command(talk, "back")
    last = talk.events[-1]
    assert isinstance(last, QuestionAsked)
    assert (last.question, last.cause) == ("LAST", "back")


# Buttons and prompts


def test_a_button_of_the_open_question_with_a_wrong_value_is_stale(player: Player) -> None:
    player.say(Commanded("skip"))
    assert player.session is not None
    payload = payload_for(tag_of(player.session.frames[0].response_id), "KIND", "middle")
    player.say(Chosen(payload))
    first, *_ = player.turns[-1][1].events
    assert msgspec.to_builtins(first) == {"event": "stale_button_pressed", "payload": payload}


def test_the_review_button_pause_and_rubbish(player: Player) -> None:
    player.say(Commanded("skip"))
    player.say(player.button("long"))
    player.say(player.button("no"))
    player.say(player.button("nonsense"))
    assert said(player) == ["chat.stale_button"]
    player.say(player.button("pause"))
    assert said(player) == ["chat.paused"]
    player.say(Opened())
    assert asked(player) == ["U2"]


# Versions


def test_a_conversation_stays_with_the_version_it_began_with(player: Player) -> None:
    newer = read_form("small", {"small": SMALL.replace("version: 2", "version: 3")})
    player.rules = Rulebook(
        forms={**SMALL_RULES.forms, newer.key: newer},
        latest={**SMALL_RULES.latest, "small": 3},
        calendar=Calendar(),
    )
    for value in (None, "long", "no", "submit"):
        player.say(Commanded("skip") if value is None else player.button(value))
    versions = {
        (type(event).__name__, event.version)
        for event in player.events
        if isinstance(
            event,
            ResponseStarted | QuestionAsked | AnswerRecorded | ReviewShown | ResponseCompleted,
        )
    }
    assert versions == {
        ("ResponseStarted", 2),
        ("QuestionAsked", 2),
        ("AnswerRecorded", 2),
        ("ReviewShown", 2),
        ("ResponseCompleted", 2),
    }
    assert player.session is not None
    assert player.session.finished[0].version == 2
    player.open("small", {})
    assert player.session.frames[0].version == 3
