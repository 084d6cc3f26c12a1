"""Constraints, filters, ticks and calculations in a conversation, corrections above all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.definition import CALCULATED, Question
from flows.events import (
    AnswerRecorded,
    ChoicesTicked,
    QuestionAsked,
    Said,
    StaleButtonPressed,
    TranscriptNoted,
)
from flows.messages import Commanded, Opened
from flows.offering import hidden, still_fits
from flows.path import path
from flows.session import State
from flows.talk import Turn
from tests.flows.visiting import VISIT, Visitor, recorded, retracted


def said(turn: Turn) -> list[str]:
    return [event.key for event in turn.events if isinstance(event, Said)]


def at(question: str, **other: str) -> Visitor:
    visitor = Visitor()
    visitor.go_to(question, **other)
    return visitor


# -- constraints


def test_nothing_is_stored_of_an_answer_that_breaks_its_constraint() -> None:
    visitor = at("CHILDREN")
    turn = visitor.type("4")
    assert recorded(turn) == {}
    assert said(turn) == ["CHILDREN/constraint"]
    assert visitor.asked == "CHILDREN"
    assert recorded(visitor.type("3")) == {"CHILDREN": 3}


def test_a_constraint_holds_for_what_is_pressed_and_for_what_is_ticked() -> None:
    visitor = at("PAID_BY")
    turn = visitor.press("=+cash+card+phone+school")
    assert (recorded(turn), said(turn)) == ({}, ["PAID_BY/constraint"])
    assert visitor.frame.ticked == ("cash", "card", "phone", "school"), "not to be ticked again"
    visitor.press("-school")
    assert recorded(visitor.press("="))["PAID_BY"] == ("cash", "card", "phone")


def test_what_breaks_the_constraint_is_not_even_asked_to_be_confirmed() -> None:
    visitor = at("BORN")
    turn = visitor.type("5/5/2026")
    assert said(turn) == ["BORN/constraint"]
    assert visitor.frame.candidate is None


def test_a_confirmed_reading_must_fulfil_the_constraint_too() -> None:
    visitor = at("PAID")
    visitor.type("200")
    assert recorded(visitor.press_of("PAID?", "yes")) == {"PAID": 200000, "EACH": 50000}


def test_a_broken_constraint_asks_for_help_like_a_miss_and_never_loops() -> None:
    visitor = at("CHILDREN")
    visitor.type("9")
    turn = visitor.type("9")
    asked = [event.question for event in turn.events if isinstance(event, QuestionAsked)]
    assert asked == ["HUMAN_REQUIRED"]


def test_a_question_may_be_skipped_whatever_its_constraint() -> None:
    visitor = at("BORN")
    turn = visitor.player.say(Commanded("skip"))
    assert recorded(turn) == {"BORN": None}
    assert visitor.asked == "WAITED"


# -- choice filters


def test_a_hidden_choice_is_neither_shown_nor_taken() -> None:
    visitor = at("PAID_BY", CHILDREN="0")
    asked = visitor.player.turns[-1][1].events[-1]
    assert isinstance(asked, QuestionAsked)
    assert asked.hidden == ("school",)
    for press in ("+school", "=+school", "school"):
        turn = visitor.press(press)
        assert any(isinstance(event, StaleButtonPressed) for event in turn.events), press
    assert recorded(visitor.type("qua nhà trường")) == {}
    assert recorded(visitor.type("4")) == {"PAID_BY": ("nothing",)}, "the fourth that is shown"


def test_a_correction_that_hides_what_was_chosen_takes_it_back_and_asks_again() -> None:
    visitor = at("", PAID_BY="1, 4", DEAR="=children")
    assert visitor.answers["PAID_BY"] == ("cash", "school")
    visitor.correct("CHILDREN")
    turn = visitor.type("0")
    assert set(retracted(turn)) == {"PAID_BY", "DEAR"}
    assert visitor.asked == "PAID_BY"
    visitor.type("1")
    assert visitor.asked == "DEAR", "what was paid stands"


def test_a_correction_that_breaks_a_constraint_takes_the_other_answer_back() -> None:
    visitor = at("")
    visitor.correct("PEOPLE")
    turn = visitor.type("2")
    assert "CHILDREN" in retracted(turn)
    assert visitor.asked == "CHILDREN"
    assert recorded(visitor.type("1"))["CHILDREN"] == 1


def test_revisions_go_on_after_an_answer_was_taken_back() -> None:
    visitor = at("", PAID_BY="1, 4")
    visitor.correct("CHILDREN")
    visitor.type("0")
    visitor.type("1")
    assert visitor.frame.answers["PAID_BY"].revision == 2


# -- calculated answers


def test_a_calculated_answer_is_stored_when_its_turn_comes_and_when_it_changes() -> None:
    visitor = at("BORN")
    turn = visitor.type("2/3/1954")
    (age,) = [e for e in turn.events if isinstance(e, AnswerRecorded) and e.question == "AGE"]
    assert (age.value, age.method, age.revision) == (71, "calculated", 1)
    visitor.go_to("")
    visitor.correct("BORN")
    assert recorded(visitor.type("3/3/1954")) == {"BORN": "1954-03-03"}, "still 71: nothing new"
    visitor.correct("BORN")
    turn = visitor.type("2/3/1990")
    assert recorded(turn) == {"BORN": "1990-03-02", "AGE": 35}
    assert retracted(turn) == ["RETIRED"]
    assert visitor.frame.answers["AGE"].revision == 2


def test_a_calculated_answer_that_comes_to_nothing_is_taken_back() -> None:
    visitor = at("")
    visitor.correct("PAID_BY")
    turn = visitor.press("=+nothing")
    assert set(retracted(turn)) == {"PAID", "EACH", "DEAR"}
    assert visitor.player.session is not None
    assert visitor.player.session.state is State.REVIEWING


def test_a_calculated_answer_is_never_asked_corrected_or_counted_as_a_step() -> None:
    visitor = at("")
    asked = {
        event.question
        for _, turn in visitor.player.turns
        for event in turn.events
        if isinstance(event, QuestionAsked)
    }
    assert asked.isdisjoint({"AGE", "EACH"})
    turn = visitor.correct("EACH")
    assert any(isinstance(event, StaleButtonPressed) for event in turn.events)


# -- ticks


def test_ticks_are_kept_one_by_one_and_survive_leaving() -> None:
    visitor = at("PAID_BY")
    turn = visitor.press("+card")
    assert [type(event) for event in turn.events] == [ChoicesTicked]
    visitor.press("+cash")
    visitor.press("+cash")  # pressed again on a message that was not redrawn
    visitor.player.say(Commanded("pause"))
    visitor.player.say(Opened())
    visitor.player.say(Commanded("resume"))
    assert visitor.frame.ticked == ("cash", "card")
    turn = visitor.press_of("PAID_BY", "=")
    assert recorded(turn)["PAID_BY"] == ("cash", "card")
    assert not visitor.frame.ticked


def test_what_stands_alone_takes_the_others_away_and_goes_when_they_come() -> None:
    visitor = at("PAID_BY")
    visitor.press("+cash")
    visitor.press("+nothing")
    assert visitor.frame.ticked == ("nothing",)
    visitor.press("+card")
    assert visitor.frame.ticked == ("card",)
    visitor.press("-card")
    turn = visitor.press("=")
    assert (recorded(turn), said(turn)) == ({}, ["reask.many_none"])


def test_the_same_ending_twice_counts_once_and_a_late_tick_changes_nothing() -> None:
    visitor = at("PAID_BY")
    visitor.press("+cash")
    visitor.press("=")
    assert not visitor.press_of("PAID_BY", "=").events
    assert not visitor.press_of("PAID_BY", "=+cash").events
    late = visitor.press_of("PAID_BY", "+card")
    assert any(isinstance(event, StaleButtonPressed) for event in late.events)
    assert visitor.answers["PAID_BY"] == ("cash",)


def test_going_back_to_several_choices_shows_what_was_chosen() -> None:
    visitor = at("PAID")
    turn = visitor.player.say(Commanded("back"))
    (asked,) = [event for event in turn.events if isinstance(event, QuestionAsked)]
    assert asked.ticked == ("cash", "card")
    visitor.press("-cash")
    assert recorded(visitor.press("="))["PAID_BY"] == ("card",)


def test_what_was_ticked_is_told_in_the_persons_language() -> None:
    visitor = Visitor("en")
    visitor.go_to("PAID_BY", CAME_ON="1/3", BORN="2/3/1954", WAITED="45")
    visitor.press("+cash")
    visitor.press("+card")
    turn = visitor.press("=")
    assert TranscriptNoted(text="Cash, Card") in turn.events


# -- days


def test_days_are_seen_from_the_day_in_vietnam() -> None:
    visitor = at("CAME_ON")
    visitor.player.now += 16 * 3_600_000  # after midnight there, still the day before in London
    assert recorded(visitor.type("hôm qua")) == {"CAME_ON": "2026-03-02"}


# -- whatever is corrected

_SAID = {
    "CAME_ON": ["1/3", "15/1", "hôm qua"],
    "BORN": ["2/3/1954", "2/3/1990", "20/2/2026", "!"],
    "RETIRED": ["=yes", "=no"],
    "WAITED": ["30", "không nhớ"],
    "PEOPLE": ["2", "5"],
    "CHILDREN": ["0", "1", "4"],
    "DISTANCE": ["3", "40", "!"],
    "PAID_BY": ["=+cash+school", "=+nothing", "=+card", "4", "+phone"],
    "PAID": ["2 triệu", "60k"],
    "DEAR": ["=way", "=children", "=fee", "=other"],
}
_STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(_SAID)), st.integers(0, 4), st.booleans()), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_STEPS)
def test_no_correction_leaves_an_answer_that_is_hidden_or_impossible(
    steps: list[tuple[str, int, bool]],
) -> None:
    visitor = at("CAME_ON")
    for name, which, goes_back in steps:
        if goes_back and name in visitor.frame.answers:
            visitor.correct(name)
        asked = visitor.asked
        if asked is None or asked not in _SAID:
            continue
        options = _SAID[asked]
        said_ = options[which % len(options)]
        if said_ == "!":
            visitor.player.say(Commanded("skip"))
        else:
            visitor.give(said_)
        _is_sound(visitor)


def _is_sound(visitor: Visitor) -> None:
    answers = visitor.frame.answers
    assert visitor.player.session is not None
    facts = visitor.player.session.facts
    on_path: dict[str, Question] = {q.id: q for q in path(VISIT, answers, facts)}
    assert set(answers) <= set(on_path), "an answer that its condition hides"
    for name, answer in answers.items():
        question = on_path[name]
        values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        assert set(hidden(question, answers, facts)).isdisjoint(values)
        assert still_fits(question, answers, facts)
    for question in VISIT.questions:
        if question.type == CALCULATED and question.id in answers and question.calculation:
            value = question.calculation.value(answers, facts)
            assert answers[question.id].value == value


@pytest.mark.parametrize("question", ["AGE", "EACH"])
def test_nobody_can_press_a_calculated_answer(question: str) -> None:
    visitor = at("PAID")
    turn = visitor.press_of(question, "5")
    assert any(isinstance(event, StaleButtonPressed) for event in turn.events)
