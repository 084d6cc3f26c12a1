"""What sounds formal: locked where it is kept, shown its way everywhere, taken in only on wish."""

from __future__ import annotations

import msgspec
import pytest

from flows.events import ComplaintSubmitted, Event, QuestionAsked, ResponseRestricted, Said
from flows.guarding import CARDS
from flows.messages import Typed
from flows.steps import HELD
from tests.conversations.golden import FACTS
from tests.conversations.talking import Player

BRIBE = "cán bộ nhận hối lộ"
EMBEZZLED = "giám đốc tham ô tiền quỹ"
DECISION = "tôi khiếu nại quyết định cắt lương hưu"
TC, KN = CARDS["denunciation"], CARDS["formal_complaint"]


def at(question: str, form: str = "mc") -> Player:
    player = Player()
    player.open(form, FACTS)
    list(player.fill(question, {}))
    return player


def type_(player: Player, text: str) -> tuple[Event, ...]:
    return player.say(Typed(text)).events


def press(player: Player, *values: str) -> tuple[Event, ...]:
    return tuple(e for value in values for e in player.say(player.button(value)).events)


def asked(events: tuple[Event, ...]) -> list[str]:
    return [e.question for e in events if isinstance(e, QuestionAsked)]


def told(player: Player) -> str:
    return msgspec.json.encode(player.session).decode()


@pytest.mark.parametrize("question", ["G1", "G2", "C1", "H1", "MC4", "@review"])
@pytest.mark.parametrize(("words", "card"), [(BRIBE, TC), (DECISION, KN)])
def test_words_that_answer_nothing_are_shown_their_way_and_not_kept(
    question: str, words: str, card: str
) -> None:
    player = at(question)
    events = type_(player, words)
    assert asked(events) == [card]
    assert not any(isinstance(e, ResponseRestricted) for e in events)
    assert words not in told(player)


@pytest.mark.parametrize("words", [BRIBE, DECISION])
def test_a_card_stands_where_no_form_is_open(words: str) -> None:
    player = at("@review")
    press(player, "submit")
    assert asked(type_(player, words))[0] in (TC, KN)
    assert asked(press(player, "address"))[0] in (TC, KN)
    last = "close" if words == BRIBE else "understood"
    (said,) = press(player, last)[-1:]
    assert isinstance(said, Said)
    assert player.session is not None
    assert player.session.dialogue is None


def test_beside_a_button_before_the_consent_nothing_is_locked() -> None:
    player = at("G2")
    events = type_(player, "tôi hiểu, nhưng tôi muốn tố cáo ông A nhận hối lộ")
    assert asked(events)[-1] == TC
    assert not any(isinstance(e, ResponseRestricted) for e in events)
    assert "ông A" not in told(player)
    assert asked(press(player, "close")) == ["G2"]


def test_beside_a_refusal_nothing_is_locked_or_kept() -> None:
    player = at("C1")
    events = type_(player, "không đồng ý. Tôi tố cáo ông A")
    assert asked(events) == [TC]
    assert not any(isinstance(e, ResponseRestricted) for e in events)
    assert "ông A" not in told(player)


def test_beside_the_consent_itself_the_response_is_locked() -> None:
    events = type_(at("C1"), "đồng ý, tôi tố cáo ông A tham ô")
    assert [e.kind for e in events if isinstance(e, ResponseRestricted)] == ["denunciation"]
    assert asked(events) == [TC]


def test_a_bribe_is_taken_in_as_a_restricted_case_of_its_subject() -> None:
    player = at("G1")
    type_(player, BRIBE)
    press(player, "to_report", "yes", "PA05")
    type_(player, "ông A cầm của tôi hai triệu mới ký")
    press(player, "no", "submit")
    (case,) = [e for e in player.events if isinstance(e, ComplaintSubmitted)]
    assert (case.category, case.severity, case.restricted) == ("PA05", 4, True)


def test_what_points_to_no_subject_is_restricted_whatever_is_chosen() -> None:
    player = at("MC4")
    type_(player, EMBEZZLED)
    assert asked(press(player, "to_report", "yes"))[-1] == "GROUP"
    press(player, "place", "PA06")
    type_(player, "ông ấy bán máy của cơ quan")
    press(player, "no", "submit")
    (case,) = [e for e in player.events if isinstance(e, ComplaintSubmitted)]
    assert (case.category, case.severity, case.owner_role) == ("PA06", 4, "provincial_inspection")


def test_nothing_is_locked_before_the_case_is_agreed_to() -> None:
    player = at("G1")
    type_(player, BRIBE)
    events = press(player, "to_report", "no")
    assert not any(isinstance(e, ResponseRestricted) for e in events)
    assert player.prompt is not None
    assert player.prompt.question == "G1"


@pytest.mark.parametrize("onward", ["close", "!dừng", "!để sau"])
def test_who_leaves_the_card_leaves_nothing_waiting(onward: str) -> None:
    player = at("O1")
    type_(player, BRIBE)
    assert player.session is not None
    assert "intake_story" in player.session.facts
    if onward.startswith("!"):
        type_(player, onward[1:])
    else:
        press(player, onward)
    assert player.session is not None
    assert set(HELD).isdisjoint(player.session.facts)


def test_inside_a_case_a_card_leads_back_into_it() -> None:
    player = at("GROUP", "intake")
    assert asked(type_(player, BRIBE)) == [TC]
    events = press(player, "to_report", "staff")
    assert asked(events) == ["GROUP", "CATEGORY_STAFF"]
    assert [e.kind for e in events if isinstance(e, ResponseRestricted)] == ["denunciation"]


def test_the_end_of_a_form_shows_one_question() -> None:
    player = at("SC2")
    events = type_(player, "chưa xong, cán bộ đòi hối lộ tôi mới chịu làm")
    assert asked(events) == [TC]


def test_a_denunciation_told_beside_a_rating_stays_one_in_the_case_that_the_form_offers() -> None:
    player = at("MC5")
    type_(player, "2, trưởng phòng lập hồ sơ khống lấy tiền của người đã mất")
    press(player, "close", "attitude", "yes")
    list(player.fill("@review", {}))
    press(player, "submit")
    locked = [e for e in press(player, "yes") if isinstance(e, ResponseRestricted)]
    assert [e.kind for e in locked] == ["denunciation"]
