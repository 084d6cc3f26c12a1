"""Offers to make a case of what was written by the way: when, how often, and what is kept."""

from __future__ import annotations

import msgspec
import pytest

from flows.events import AnswerRecorded, ComplaintSubmitted, Event, QuestionAsked
from flows.messages import Typed
from flows.offers import OFFER
from flows.session import Session
from flows.steps import HELD
from tests.conversations.golden import FACTS
from tests.conversations.talking import Player

LATE = "hồ sơ của tôi trễ hẹn cả tháng không ai trả lời"
RUDE = "cô ở quầy 2 quát tôi trước mặt mọi người"
BRIBE = "nhân viên đòi 500 nghìn tiền bồi dưỡng mới chịu làm"
DIRTY = "nhà vệ sinh bẩn quá không vào được"


@pytest.fixture
def player() -> Player:
    player = Player()
    player.open("mc", FACTS)
    return player


def session(player: Player) -> Session:
    assert player.session is not None
    return player.session


def at(player: Player, question: str) -> Player:
    list(player.fill(question, {}))
    return player


def type_(player: Player, text: str) -> tuple[Event, ...]:
    return player.say(Typed(text)).events


def offers(events: tuple[Event, ...]) -> bool:
    return any(isinstance(e, QuestionAsked) and e.question == OFFER for e in events)


def held(player: Player) -> set[str]:
    return set(HELD) & session(player).facts.keys()


def test_a_thing_is_offered_once(player: Player) -> None:
    at(player, "D7")
    assert offers(type_(player, LATE))
    player.say(player.button("no"))
    assert not offers(type_(player, f"{LATE}!"))
    assert not offers(type_(player, "quá hạn 2 tuần rồi chưa có kết quả"))


def test_two_offers_are_enough_but_for_what_is_critical(player: Player) -> None:
    at(player, "D7")
    for text in (LATE, RUDE):
        assert offers(type_(player, text))
        player.say(player.button("no"))
    assert not offers(type_(player, DIRTY))
    player.say(player.button("one"))
    assert offers(type_(player, BRIBE))


def test_what_waits_for_a_yes_is_let_go_of(player: Player) -> None:
    at(player, "D7")
    type_(player, LATE)
    assert "intake_story" in held(player)
    player.say(player.button("no"))
    assert held(player) == set()
    assert LATE not in msgspec.json.encode(session(player)).decode()


@pytest.mark.parametrize("onward", ["quay lại", "dừng", "để sau", "bỏ qua"])
def test_who_turns_to_something_else_leaves_nothing_waiting(player: Player, onward: str) -> None:
    at(player, "D8")
    type_(player, LATE)
    type_(player, onward)
    assert held(player) == set()


def test_before_the_consent_no_word_is_held(player: Player) -> None:
    assert offers(type_(player, LATE))
    assert "trễ hẹn" not in msgspec.json.encode(session(player)).decode()
    assert held(player) == {"intake_guess"}


def test_a_low_rating_is_asked_about_by_the_form_alone(player: Player) -> None:
    at(player, "MC5")
    events = type_(player, f"2, {RUDE}")
    assert not offers(events)
    asked = [e.question for e in events if isinstance(e, QuestionAsked)]
    assert asked == ["L1_B3"]


def test_what_was_told_beside_a_low_rating_is_not_asked_for_again(player: Player) -> None:
    at(player, "MC5")
    type_(player, f"2, {RUDE}")
    player.say(player.button("attitude"))
    player.say(player.button("yes"))
    at(player, "@review")
    player.say(player.button("submit"))
    player.say(player.button("yes"))
    (story,) = [
        e for e in player.events if isinstance(e, AnswerRecorded) and e.question == "STORY"
    ]
    assert (story.value, story.method) == (f"2, {RUDE}", "prefill")


def test_mild_words_beside_a_rating_are_no_complaint(player: Player) -> None:
    at(player, "MC2")
    assert not offers(type_(player, "4 điểm, mà chờ hơi lâu"))


def test_an_unclear_offer_is_asked_twice_and_then_left(player: Player) -> None:
    at(player, "D7")
    type_(player, LATE)
    type_(player, "trời hôm nay đẹp")
    assert session(player).dialogue == OFFER
    type_(player, "trời hôm nay đẹp")
    assert session(player).dialogue is None
    assert held(player) == set()


def test_an_unclear_offer_after_the_end_is_left_at_once(player: Player) -> None:
    at(player, "@review")
    player.say(player.button("submit"))
    assert offers(type_(player, LATE))
    type_(player, "trời hôm nay đẹp")
    assert session(player).dialogue is None
    assert held(player) == set()


def test_inside_a_complaint_nothing_is_offered(player: Player) -> None:
    at(player, "D7")
    type_(player, LATE)
    player.say(player.button("yes"))
    assert not offers(type_(player, RUDE))


def test_the_case_knows_where_it_came_from_and_its_critical_subject(player: Player) -> None:
    at(player, "D8")
    type_(player, BRIBE)
    for value in ("yes", "yes", "PA05", "no", "submit"):
        player.say(player.button(value))
    (case,) = [e for e in player.events if isinstance(e, ComplaintSubmitted)]
    assert (case.category, case.severity, case.restricted) == ("PA05", 4, True)
    assert (case.cause_question, case.story) == ("D8", BRIBE)
    stories = [e for e in player.events if isinstance(e, AnswerRecorded) and e.question == "STORY"]
    assert [(e.method, e.private) for e in stories] == [("prefill", True)]


def test_a_story_that_is_too_long_is_offered_and_told_anew(player: Player) -> None:
    at(player, "D7")
    assert offers(type_(player, f"{LATE}. " + "Tôi kể hết. " * 200))
    assert held(player) == {"intake_guess", "noticed_words"}


def test_what_was_erased_waits_no_more(player: Player) -> None:
    at(player, "D7")
    type_(player, LATE)
    player.say(player.button("no"))
    type_(player, RUDE)
    type_(player, "xóa dữ liệu")
    player.say(player.button("yes"))
    assert "quát" not in msgspec.json.encode(session(player)).decode()
