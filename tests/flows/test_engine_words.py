"""What typed words do beside answering: buttons by name, misses, codes, secrets."""

import pytest

from flows.events import (
    AnswerRecorded,
    ReviewShown,
    TranscriptNoted,
)
from flows.messages import Chosen, Commanded, Typed
from tests.conversations.golden import FACTS
from tests.conversations.talking import Player
from tests.flows.citizen_talk import asked, go_to, newest, said, send, session

LOW = {"MC1": "1", "L1_B1": "waiting", "L2": "yes"}


@pytest.fixture
def player() -> Player:
    player = Player()
    player.open("mc", FACTS)
    return player


# Words for buttons


@pytest.mark.parametrize(
    ("question", "words", "spoken"),
    [("G1", "kiểm tra thật/giả", "trust.info"), ("C1", "xem chi tiết", "C1/details")],
)
def test_a_button_that_is_no_answer_can_be_named(
    player: Player, question: str, words: str, spoken: str
) -> None:
    go_to(player, question)
    player.say(Typed(words))
    assert said(player) == [spoken]
    assert asked(player) == [question]


@pytest.mark.parametrize(
    ("words", "stored"),
    [("đúng", "+84834567890"), ("không", None), ("0912 345 678", "+84912345678")],
)
def test_did_you_mean_is_answered_in_words(player: Player, words: str, stored: str | None) -> None:
    go_to(player, "PHONE", T1="yes")
    player.say(Typed("01234567890"))
    assert session(player).frames[-1].candidate is not None
    player.say(Typed(words))
    given = [e for e in newest(player) if isinstance(e, AnswerRecorded)]
    assert [e.value for e in given] == ([stored] if stored else [])
    assert session(player).frames[-1].candidate is None


def test_an_old_number_that_is_a_code_too_is_the_number_where_one_is_asked(
    player: Player,
) -> None:
    go_to(player, "PHONE", T1="yes")
    player.say(Typed("01234507192"))
    candidate = session(player).frames[-1].candidate
    assert candidate is not None
    assert candidate.value == "+84834507192"


def test_a_new_miss_forgets_the_earlier_did_you_mean(player: Player) -> None:
    go_to(player, "PHONE", T1="yes")
    player.say(Typed("01234567890"))
    player.say(Typed("0912"))
    assert session(player).frames[-1].candidate is None
    assert asked(player) == ["PHONE"]


# What was typed


def test_typed_words_are_shown_back_without_their_secrets(player: Player) -> None:
    go_to(player, "O1")
    player.say(Typed("mã OTP là 482913 nhé"))
    assert newest(player)[0] == TranscriptNoted(text="mã OTP là [đã ẩn] nhé")


def test_a_control_can_carry_a_code(player: Player) -> None:
    send(player)
    code = session(player).finished[0].code
    player.say(Chosen(f"!view {code}"))
    assert [e.form for e in newest(player) if isinstance(e, ReviewShown)] == ["mc"]
    player.say(Chosen("!view 3X7K9-22222-2"))
    assert said(player) == ["status.unknown"]


def test_marks_alone_say_nothing_on_the_review_page(player: Player) -> None:
    go_to(player, "@review")
    player.say(Typed("…"))
    assert said(player) == ["reask.review"]


def test_words_under_a_did_you_mean_belong_to_its_question(player: Player) -> None:
    go_to(player, "PHONE", T1="yes")
    player.say(Typed("01234567890"))
    assert player.prompt is not None
    assert player.prompt.question == "PHONE?"
    player.say(Typed("0912 345 678", player.prompt))
    assert [e.value for e in newest(player) if isinstance(e, AnswerRecorded)] == ["+84912345678"]


# Misses


@pytest.mark.parametrize("onward", ["4", "quay lại", "bỏ qua"])
def test_misses_count_for_one_question_only(player: Player, onward: str) -> None:
    go_to(player, "MC3")
    player.say(Commanded("back"))
    player.say(Typed("để tôi coi đã"))
    player.say(Typed(onward))  # answered as before, left, or passed over
    player.say(Typed("để tôi coi đã"))
    assert session(player).dialogue is None
    assert session(player).frames[-1].misses == 1
    player.say(Typed("để tôi coi đã"))
    assert session(player).dialogue is not None
    assert session(player).frames[-1].misses == 0


def test_another_answer_clears_the_misses(player: Player) -> None:
    go_to(player, "MC3")
    player.say(Typed("chẳng biết nữa"))
    player.say(Typed("5"))
    assert session(player).frames[-1].misses == 0


def test_going_elsewhere_drops_a_did_you_mean(player: Player) -> None:
    go_to(player, "PHONE", T1="yes")
    player.say(Typed("01234567890"))
    player.say(Commanded("back"))
    assert session(player).frames[-1].candidate is None
    assert asked(player) == ["T1"]
