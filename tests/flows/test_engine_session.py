"""What a session remembers, and what it lets go of."""

import pytest

from flows.events import (
    AnswerRetracted,
    ComplaintSubmitted,
    HumanRequested,
    QuestionAsked,
    ResponseClosed,
    ResponseCompleted,
    ResponseReopened,
    ReviewShown,
    StaleButtonPressed,
    StatusRequested,
    TranscriptNoted,
)
from flows.messages import Chosen, Commanded, Opened, Typed
from flows.session import State
from flows.talk import REST_AFTER
from tests.conversations.golden import FACTS
from tests.conversations.talking import Player
from tests.flows.citizen_talk import asked, go_to, newest, said, send, session
from tests.flows.shipped import DIALOGUE, INTAKE, MC

LOW = {"MC1": "1", "L1_B1": "waiting", "L2": "yes"}


@pytest.fixture
def player() -> Player:
    player = Player()
    player.open("mc", FACTS)
    return player


# Sent forms


def test_what_was_sent_is_kept_without_anything_open(player: Player) -> None:
    send(player)
    (sent,) = session(player).finished
    assert session(player).frames == ()
    assert (sent.current, sent.candidate, sent.completed) == (None, None, True)


def test_what_is_corrected_is_no_longer_among_the_sent(player: Player) -> None:
    send(player)
    player.say(Opened())
    player.say(player.button("edit"))
    assert session(player).finished == ()
    assert len(session(player).frames) == 1
    player.say(player.button("submit"))
    assert len(session(player).finished) == 1


def test_only_the_newest_survey_is_corrected_and_the_case_stays(player: Player) -> None:
    send(player, **LOW)
    send(player)
    player.say(Opened())
    player.say(player.button("edit"))
    assert [frame.form for frame in session(player).finished] == ["intake"]
    assert [frame.form for frame in session(player).frames] == ["mc"]


def test_cases_are_remembered(player: Player) -> None:
    send(player, **LOW)
    send(player)
    made = [e.complaint_id for e in player.events if isinstance(e, ComplaintSubmitted)]
    assert session(player).complaints == tuple(made)
    assert len(made) == 1


def test_the_newest_case_is_the_one_that_is_asked_about(player: Player) -> None:
    go_to(player, "MC4")
    player.say(Commanded("complaint"))
    send(player)
    (case,) = (e.code for e in player.events if isinstance(e, ComplaintSubmitted))
    send(player)
    survey = [e.code for e in player.events if isinstance(e, ResponseCompleted)][-1]
    assert survey != case
    player.say(Typed("tra cứu"))
    assert [e.code for e in newest(player) if isinstance(e, StatusRequested)] == [case]


def test_a_form_that_was_refused_is_not_kept(player: Player) -> None:
    go_to(player, "C1")
    player.say(player.button("no"))
    assert (session(player).frames, session(player).finished) == ((), ())


@pytest.mark.parametrize(("question", "value"), [("SC1", "no"), ("SC2", "not_mine")])
def test_a_form_of_someone_else_is_not_kept(player: Player, question: str, value: str) -> None:
    go_to(player, question)
    player.say(player.button(value))
    assert (session(player).frames, session(player).finished) == ((), ())


def test_a_formal_complaint_is_not_kept() -> None:
    player = Player()
    player.open("intake", {})
    go_to(player, "KIND")
    player.say(player.button("denunciation"))
    player.say(player.button("close"))
    assert (session(player).frames, session(player).finished) == ((), ())


# Facts


def test_what_led_to_a_case_is_forgotten_with_it(player: Player) -> None:
    send(player, **LOW, T1="yes")
    facts = session(player).facts
    assert facts["intake_cause"] == "MC1"
    assert facts["known_phone"] == "+84912345678"
    send(player)
    left = session(player).facts
    assert left == {**FACTS, "form": "mc", "intake_done": "yes"}


def test_a_case_opened_by_hand_knows_nothing_of_an_earlier_one(player: Player) -> None:
    send(player, **LOW)
    send(player)
    player.say(Commanded("complaint"))
    assert session(player).facts == {**FACTS, "form": "mc"}
    assert asked(player) == ["HELLO"]


def test_a_wish_for_a_case_ends_with_starting_over(player: Player) -> None:
    go_to(player, "MC3", **LOW)
    player.say(Commanded("stop"))
    player.say(player.button("intake"))
    assert session(player).facts[REST_AFTER] == "1"
    assert session(player).facts["intake_category"] == "PA03"
    player.say(Commanded("restart"))
    player.say(player.button("restart"))
    assert session(player).facts == {**FACTS, "form": "mc"}
    assert [frame.form for frame in session(player).frames] == ["mc"]


def test_a_phone_number_is_forgotten_when_everything_is_erased(player: Player) -> None:
    send(player, **LOW, T1="yes")
    player.say(Commanded("erase"))
    player.say(player.button("yes"))
    assert "known_phone" not in session(player).facts
    assert session(player).state is State.ERASED


def test_the_case_form_alone_is_started_over_with_what_is_known(player: Player) -> None:
    send(player, **LOW)
    known = session(player).facts
    player.say(Commanded("restart"))
    player.say(player.button("restart"))
    assert session(player).facts == known
    assert asked(player) == ["KEEP"]


# The bot's own questions


@pytest.mark.parametrize("name", ["pause", "stop", "opt_out", "skip", "back", "help"])
def test_any_command_closes_the_open_question(player: Player, name: str) -> None:
    go_to(player, "MC4")
    player.say(Commanded("restart"))
    assert session(player).dialogue == "RESTART"
    player.say(Commanded(name))
    assert session(player).dialogue is None


def test_a_pressed_button_is_shown_back_in_its_own_words(player: Player) -> None:
    go_to(player, "MC4")
    player.say(Commanded("restart"))
    player.say(player.button("keep"))
    assert newest(player)[0] == TranscriptNoted(text="Giữ nguyên")


def test_a_button_that_the_open_question_lacks_is_stale(player: Player) -> None:
    go_to(player, "MC4")
    player.say(Commanded("restart"))
    player.say(Chosen("dialogue:RESTART:nope"))
    assert newest(player)[0] == StaleButtonPressed(payload="dialogue:RESTART:nope")


def test_commands_are_understood_while_a_question_is_open(player: Player) -> None:
    go_to(player, "MC4")
    player.say(Commanded("restart"))
    player.say(Typed("trợ giúp"))
    assert said(player) == ["help.text"]
    assert asked(player) == ["MC4"]


def test_a_code_is_understood_while_a_question_is_open(player: Player) -> None:
    send(player, **LOW)
    send(player)
    code = session(player).finished[0].code or ""
    player.say(Opened())
    assert asked(player) == ["U3"]
    player.say(Typed(f"xóa {code}"))
    player.say(player.button("yes"))
    assert [frame.form for frame in session(player).finished] == ["intake"]


def test_a_code_is_understood_on_the_review_page(player: Player) -> None:
    send(player, **LOW)
    go_to(player, "@review")
    code = session(player).finished[0].code or ""
    player.say(Typed(f"xem {code}"))
    shown = [e for e in newest(player) if isinstance(e, ReviewShown)]
    assert [(e.form, e.version, e.readonly, e.editable) for e in shown] == [
        ("mc", MC.version, True, False),
        ("intake", INTAKE.version, False, True),
    ]


def test_questions_of_the_bot_name_their_form_and_version(player: Player) -> None:
    player.say(Commanded("restart"))
    (event,) = (e for e in newest(player) if isinstance(e, QuestionAsked))
    assert (event.tag, event.form, event.version) == ("dialogue", "dialogue", DIALOGUE.version)


def test_two_misses_at_the_bots_own_question_bring_a_human(player: Player) -> None:
    go_to(player, "MC4")
    player.say(Commanded("restart"))
    player.say(Typed("chẳng biết nữa"))
    assert said(player) == ["reask.choice"]
    player.say(Typed("chẳng biết nữa"))
    assert said(player) == ["human.info"]
    assert HumanRequested(question="RESTART") in newest(player)
    player.say(Typed("chẳng biết nữa"))
    assert said(player) == ["reask.choice"]


# Sent, and then


def test_stopping_a_correction_leaves_what_was_sent(player: Player) -> None:
    send(player)
    player.say(Opened())
    player.say(player.button("edit"))
    player.say(Commanded("stop"))
    assert not any(isinstance(e, ResponseClosed) for e in player.events)
    assert session(player).frames[0].completed
    player.say(Commanded("resume"))
    assert not any(isinstance(e, ResponseReopened) for e in player.events)


def test_taking_back_the_consent_to_a_survey_asks_whether_to_erase_it(player: Player) -> None:
    send(player)
    code = session(player).finished[0].code or ""
    player.say(Typed(f"rút {code}"))
    assert asked(player) == ["ERASE_CONFIRM"]


def test_taking_back_a_case_is_left_to_its_officer(player: Player) -> None:
    send(player, **LOW)
    send(player)
    player.say(Typed(f"rút {session(player).finished[1].code}"))
    assert said(player) == ["case.withdraw"]


def test_a_control_question_leaves_the_path_without_a_trace() -> None:
    player = Player()
    player.open("intake", {})
    go_to(player, "STORY", KIND="report")
    player.say(Typed("Tôi muốn tố cáo ông A tham ô tiền."))
    player.say(player.button("report"))
    player.say(Commanded("back"))
    player.say(Commanded("back"))
    player.say(Typed("Tôi phải chờ hai tiếng."))
    assert not any(isinstance(e, AnswerRetracted) for e in player.events)
    assert "KGATE" in session(player).frames[-1].retracted
    assert "KGATE" not in session(player).frames[-1].answers
