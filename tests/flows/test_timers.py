"""Silence: when a conversation counts as paused, and when as dropped off."""

import pytest

from flows.events import QuestionAsked, ResponseClosed, SessionMoved, TimerSet
from flows.identifiers import Instant
from flows.messages import Commanded, Opened, TimerFired, Typed
from flows.session import State
from tests.conversations.talking import MONDAY_MORNING, Player

SECOND = 1_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR


@pytest.fixture
def player() -> Player:
    """Someone who was just asked MC2, five seconds after answering MC1."""
    player = Player()
    player.open("mc", {})
    list(player.fill("MC2"))
    return player


def silence(player: Player, milliseconds: int, wait: int = 0) -> list[object]:
    """Let the timer fire so long after the last word; return what happened."""
    assert player.session is not None
    player.now = player.session.touched_at
    return list(player.say(TimerFired("idle", wait), milliseconds).events)


def test_the_first_timer_waits_for_six_hours() -> None:
    player = Player()
    turn = player.open("mc", {})
    assert turn.events[0] == TimerSet(
        kind="idle", wait=0, due_at=Instant(MONDAY_MORNING + 6 * HOUR)
    )


def test_just_before_six_hours_it_is_set_anew(player: Player) -> None:
    assert player.session is not None
    touched = player.session.touched_at
    assert silence(player, 6 * HOUR - 1) == [
        TimerSet(kind="idle", wait=0, due_at=Instant(touched + 6 * HOUR))
    ]
    assert player.session.state is State.ASKING
    assert player.session.touched_at == touched


def test_after_six_hours_the_session_is_paused(player: Player) -> None:
    assert player.session is not None
    touched = player.session.touched_at
    assert silence(player, 6 * HOUR) == [
        SessionMoved(before="asking", after="paused"),
        TimerSet(kind="idle", wait=0, due_at=Instant(touched + 30 * DAY)),
    ]


def test_just_before_thirty_days_it_still_waits(player: Player) -> None:
    silence(player, 6 * HOUR)
    assert player.session is not None
    touched = player.session.touched_at
    assert silence(player, 30 * DAY - 1) == [
        TimerSet(kind="idle", wait=0, due_at=Instant(touched + 30 * DAY))
    ]


def test_after_thirty_days_it_counts_as_dropped_off(player: Player) -> None:
    assert player.session is not None
    response = player.session.frames[0].response_id
    assert silence(player, 30 * DAY) == [
        ResponseClosed(response_id=response, reason="abandoned"),
        SessionMoved(before="asking", after="stopped"),
    ]
    assert player.session is not None
    assert player.session.wait == 1
    assert silence(player, 60 * DAY, wait=1) == []


def test_a_timer_of_an_earlier_wait_only_sets_itself_anew(player: Player) -> None:
    player.say(Commanded("pause"))
    assert player.session is not None
    touched = player.session.touched_at
    assert silence(player, 40 * DAY, wait=0) == [
        TimerSet(kind="idle", wait=1, due_at=Instant(touched + 40 * DAY + 1))
    ]


def test_a_timer_that_comes_before_its_time_is_set_into_the_future(player: Player) -> None:
    player.say(Commanded("pause"))
    events = silence(player, 0, wait=0)
    assert player.session is not None
    assert events == [
        TimerSet(kind="idle", wait=1, due_at=Instant(player.session.touched_at + 6 * HOUR)),
    ]


def test_a_pause_on_the_review_page(player: Player) -> None:
    list(player.fill("@review"))
    assert silence(player, 6 * HOUR)[0] == SessionMoved(before="reviewing", after="paused")


def test_nothing_waits_after_the_end(player: Player) -> None:
    list(player.fill("@review"))
    player.say(player.button("submit"))
    assert silence(player, 40 * DAY) == []


@pytest.mark.parametrize(
    ("away", "asked"),
    [(30 * 60 * SECOND, False), (30 * 60 * SECOND + 1, True), (3 * DAY, True)],
)
def test_who_opens_the_chat_again_is_asked_after_half_an_hour(
    player: Player, away: int, *, asked: bool
) -> None:
    turn = player.say(Opened(), away)
    assert [e.question for e in turn.events if isinstance(e, QuestionAsked)] == ["U2"] * asked


@pytest.mark.parametrize(("away", "asked"), [(6 * HOUR, "MC3"), (6 * HOUR + 1, "U2")])
def test_words_without_a_prompt_are_asked_about_after_six_hours(
    player: Player, away: int, asked: str
) -> None:
    turn = player.say(Typed("4"), away)
    assert [e.question for e in turn.events if isinstance(e, QuestionAsked)] == [asked]


def test_words_under_their_prompt_are_taken_whenever_they_come(player: Player) -> None:
    turn = player.say(Typed("4", player.prompt), 20 * DAY)
    assert [e.question for e in turn.events if isinstance(e, QuestionAsked)] == ["MC3"]


@pytest.mark.parametrize(("later", "stale"), [(5 * SECOND, False), (5 * SECOND + 1, True)])
def test_a_double_tap_on_send_is_ignored_for_five_seconds(
    player: Player, later: int, *, stale: bool
) -> None:
    list(player.fill("@review"))
    send = player.button("submit")
    player.say(send)
    assert bool(player.say(send, later).events) is stale
