"""Two cases in one chat: each reply goes to the answer it was given to, and nothing nags."""

import pytest

from flows.events import CaseAgreed, CaseDisagreed, CaseSupplied, CaseTold, QuestionAsked, Said
from flows.messages import (
    CaseNews,
    CaseReplied,
    Chosen,
    NewsKind,
    Opened,
    PromptRef,
    TimerFired,
    Typed,
)
from flows.session import AskedOfCase
from tests.conversations.golden import FACTS
from tests.conversations.talking import MINUTE, Player

CASE = {
    "KIND": "report",
    "GROUP": "money",
    "CATEGORY_MONEY": "PA09",
    "REPLY": "yes",
    "NAME": "~Nguyễn Văn An",
    "ADDRESS": "~số 2 đường Mẫu",
    "CONTACT_PHONE": "~0912 345 678",
}


@pytest.fixture
def player() -> Player:
    """Somebody who has sent two cases."""
    one = Player()
    one.open("intake", FACTS)
    list(one.put({"fill": "@review", "with": CASE}))
    one.put({"press": "submit"})
    one.put({"command": "complaint"})
    list(one.put({"fill": "@review", "with": CASE}))
    one.put({"press": "submit"})
    return one


def codes(player: Player) -> tuple[str, str]:
    assert player.session is not None
    first, second = (frame.code or "" for frame in player.session.finished)
    return first, second


def news(code: str, kind: NewsKind = "answered", number: int = 3) -> CaseNews:
    return CaseNews(code=code, kind=kind, number=number, text="Đã chuyển tiền.")


def asked(player: Player) -> list[str]:
    """The questions of the last turn: tag and id."""
    _, turn = player.turns[-1]
    return [f"{e.tag}:{e.question}" for e in turn.events if isinstance(e, QuestionAsked)]


def replies(player: Player) -> list[str]:
    kinds = CaseAgreed | CaseDisagreed | CaseSupplied
    return [f"{type(e).__name__} {e.code}" for e in player.events if isinstance(e, kinds)]


def test_a_button_answers_its_own_case_whichever_was_asked_last(player: Player) -> None:
    first, second = codes(player)
    player.say(news(first))
    player.say(news(second), after=40 * MINUTE)
    player.say(Chosen(f"{first}.3:CASE_AGREE:yes"))
    assert replies(player) == [f"CaseAgreed {first}"]
    assert asked(player) == [f"{second}.3:CASE_AGREE"], "the other one still waits"
    player.say(Typed("đồng ý"))
    assert replies(player)[1:] == [f"CaseAgreed {second}"]


def test_typed_words_answer_the_prompt_that_they_name(player: Player) -> None:
    first, second = codes(player)
    player.say(news(first))
    player.say(news(second, "asked"), after=40 * MINUTE)
    player.say(Typed("chưa được, tiền chưa về", PromptRef(f"{first}.3", "CASE_AGREE")))
    assert replies(player) == [f"CaseDisagreed {first}"]
    player.say(Typed("Ngân hàng A"))
    assert replies(player)[1:] == [f"CaseSupplied {second}"]


def test_words_for_a_settled_question_reply_to_nothing(player: Player) -> None:
    first, _ = codes(player)
    player.say(news(first))
    player.say(Typed("đồng ý"))
    player.say(Typed("chưa được, tiền chưa về", PromptRef(f"{first}.3", "CASE_AGREE")))
    assert replies(player) == [f"CaseAgreed {first}"]


def test_news_while_a_reply_is_being_written_waits_for_it(player: Player) -> None:
    first, second = codes(player)
    player.say(news(first))
    player.put({"press": "no"})
    player.say(news(second))
    assert asked(player) == []
    player.say(Typed("Tiền chưa về tài khoản của tôi"))
    assert replies(player) == [f"CaseDisagreed {first}"]
    assert asked(player) == [f"{second}.3:CASE_AGREE"]


def test_a_newer_answer_takes_the_place_of_an_older_question(player: Player) -> None:
    first, _ = codes(player)
    player.say(news(first, "asked"))
    player.say(news(first, number=5), after=40 * MINUTE)
    assert player.session is not None
    assert player.session.asked == (AskedOfCase(first, 5, "CASE_AGREE"),)


def test_what_ends_a_question_leaves_none_open(player: Player) -> None:
    first, _ = codes(player)
    player.say(news(first))
    player.say(news(first, "closed", 4), after=40 * MINUTE)
    assert player.session is not None
    assert (player.session.asked, player.session.dialogue) == ((), None)


@pytest.mark.parametrize("kind", ["late", "redated"])
def test_an_apology_or_a_new_day_leaves_the_question_open(player: Player, kind: NewsKind) -> None:
    first, _ = codes(player)
    player.say(news(first, "asked"))
    player.say(news(first, kind, 4), after=40 * MINUTE)
    player.say(Typed("Ngân hàng A"))
    assert replies(player) == [f"CaseSupplied {first}"]


def test_a_case_of_somebody_else_is_nobodys_news(player: Player) -> None:
    before = player.session
    turn = player.say(news("3X7K9-22222-2"))
    assert turn.events == ()
    assert turn.session == before


def test_who_comes_back_by_a_start_button_is_asked_about_the_case(player: Player) -> None:
    first, _ = codes(player)
    player.say(news(first))
    player.say(Opened(asks=True), after=600 * MINUTE)
    assert asked(player) == [f"{first}.3:CASE_AGREE"]


def test_a_timer_tells_nothing_twice(player: Player) -> None:
    first, _ = codes(player)
    player.put({"command": "complaint"})
    player.say(news(first))
    assert not any(isinstance(e, CaseTold) for e in player.events)
    due = player.timers[-1]
    player.say(TimerFired("news", due.wait), after=5 * MINUTE)
    assert player.timers[-1] == due, "the person is still at it"
    for _ in range(3):
        player.say(TimerFired("news", due.wait), after=31 * MINUTE)
    assert sum(isinstance(e, CaseTold) for e in player.events) == 1


@pytest.mark.parametrize(
    "text",
    [
        "ok nhưng tôi vẫn chưa nhận tiền",
        "tại sao chưa chi trả?",
        "đồng ý nhưng lần sau làm nhanh hơn",
        "sao lại thế này",
    ],
)
def test_neither_closed_nor_opened_by_a_guess(player: Player, text: str) -> None:
    first, _ = codes(player)
    player.say(news(first))
    turn = player.say(Typed(text))
    assert replies(player) == []
    assert "case.words_kept" in {e.key for e in turn.events if isinstance(e, Said)}
    player.put({"press": "no"})
    [told] = [e for e in player.events if isinstance(e, CaseDisagreed)]
    assert told.text == text


@pytest.mark.parametrize(
    "text",
    [
        "đồng ý, cán bộ nhiệt tình",
        "đồng ý",
        "ok rồi",
        "ok cảm ơn",
        "dạ đồng ý, cảm ơn",
        "👍",
        "tôi hài lòng, xin cảm ơn",
    ],
)
def test_said_in_many_ways_a_yes_is_a_yes(player: Player, text: str) -> None:
    first, _ = codes(player)
    player.say(news(first))
    player.say(Typed(text))
    assert replies(player) == [f"CaseAgreed {first}"]


@pytest.mark.parametrize(
    "text",
    [
        "chưa được, tôi vẫn chưa nhận tiền",
        "không đồng ý vì sai số tiền",
        "chưa hài lòng, thiếu một tháng",
    ],
)
def test_a_no_with_its_reason_is_not_asked_again(player: Player, text: str) -> None:
    first, _ = codes(player)
    player.say(news(first))
    player.say(Typed(text))
    assert replies(player) == [f"CaseDisagreed {first}"]
    assert asked(player) == []


def test_words_to_a_stopped_survey_are_for_the_case(player: Player) -> None:
    first, _ = codes(player)
    player.put({"command": "complaint"})
    player.put({"command": "stop"})
    player.say(news(first), after=40 * MINUTE)
    player.put({"command": "help"})
    player.say(Typed("đồng ý"))
    assert replies(player) == [f"CaseAgreed {first}"]


def test_a_denunciation_on_the_page_counts_as_a_no_and_is_not_kept(player: Player) -> None:
    first, _ = codes(player)
    player.say(news(first))
    text = "Tôi tố cáo ông An nhận hối lộ"
    turn = player.say(CaseReplied(code=first, number=3, reply="disagreed", text=text))
    [told] = [e for e in turn.events if isinstance(e, CaseDisagreed)]
    assert told.text == ""
    assert asked(player) == ["dialogue:TC_CARD"]
