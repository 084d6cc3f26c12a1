"""Channels abroad: nothing that a person wrote, and no number of theirs, is sent back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from bot.channels.base import Outgoing
from bot.rendering import Renderer
from flows.events import AnswerRecorded, ComplaintSubmitted, Event, QuestionAsked, ReviewShown
from flows.identifiers import code_from
from flows.messages import Commanded, ContactShared, Typed
from flows.phone_numbers import national_format
from tests.bot.staging import staged
from tests.conversations.golden import FACTS, Conversation, files, played, read, renderer
from tests.conversations.talking import Player
from tests.flows.shipped import MC

OPEN = renderer()
DISCREET = replace(OPEN, discreet=frozenset({"telegram"}))
FULL = {"REPLY": "yes", "KIND": "report"}
PRIVATE = ("Tôi đến nộp hồ sơ", "Nguyễn Văn An", "12 đường Mẫu", "912345678", "912 345 678")


def said(player: Player, write: Renderer, channel: str = "telegram") -> Iterator[Outgoing]:
    """Yield all that a conversation says on a channel."""
    before = None
    for _, turn in player.turns:
        outgoing, echo = staged(turn, write, before=before, channel=channel)
        assert echo is None or not write.discreet
        # Our own example of a number, the hint, is by chance the number that people here have.
        yield from (msgspec.structs.replace(message, hint=None) for message in outgoing)
        before = turn.session


def confided(player: Player) -> set[str]:
    """Return what the person told that is nobody's business abroad, however it is written."""
    found = {one for event in player.events for one in _told_by(event)}
    for message, _ in player.turns:
        if isinstance(message, Typed) and len(message.text) > 20:
            found.add(message.text)
        elif isinstance(message, ContactShared):
            found.add(message.phone)
    return {one for one in found if len(one) > 5}


def _told_by(event: Event) -> Iterator[str]:
    if isinstance(event, AnswerRecorded):
        # What a button stores is our word ("unknown"), not the person's.
        if event.private and event.method != "button" and isinstance(event.value, str):
            yield from _written(event.value)
        yield event.comment or ""
    elif isinstance(event, ComplaintSubmitted):
        told = (event.story, event.name, event.address, event.phone)
        yield from (one or "" for one in told)
    elif isinstance(event, QuestionAsked) and event.candidate:
        yield event.candidate[1].get("phone", "")


def _written(value: str) -> set[str]:
    if not value.startswith("+"):
        return {value}
    return {value, national_format(value), value[3:], "0" + value[3:]}


def leaked(player: Player, write: Renderer) -> set[str]:
    told = confided(player)
    text = "\n".join(msgspec.json.encode(m).decode() for m in said(player, write))
    return {one for one in told if one in text}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_no_conversation_carries_what_was_confided(path: Path) -> None:
    assert leaked(played(read(path))[1], DISCREET) == set()


def test_at_home_it_is_shown_so_that_it_can_be_corrected() -> None:
    shown = {path.stem for path in files() if leaked(played(read(path))[1], OPEN)}
    assert len(shown) > 20
    assert {"case_report_full", "phone_old", "view_and_erase"} <= shown


@pytest.fixture
def case() -> Player:
    """A whole report with name, address and number, on its review page."""
    player = Player()
    player.open("intake", FACTS)
    list(player.fill("@review", FULL))
    return player


def review(player: Player, write: Renderer = DISCREET) -> Outgoing:
    """Return the newest page of answers."""
    turn = player.turns[-1][1]
    return staged(turn, write)[0][-1]


def test_the_review_page_says_that_it_is_recorded(case: Player) -> None:
    lines = {item.payload.split(":")[-1]: item.value for item in review(case).review}
    kept = "đã ghi, không hiện lại ở đây"
    assert lines == {
        "KIND": "Phản ánh, kiến nghị",
        "GROUP": "Cán bộ phục vụ",
        "CATEGORY_STAFF": "Thái độ phục vụ",
        "STORY": kept,
        "NAME": kept,
        "ADDRESS": kept,
        "CONTACT_PHONE": "091•••678",
    }
    assert [item.payload for item in review(case).review] == [
        item.payload for item in review(case, OPEN).review
    ]


def test_the_same_page_elsewhere_shows_all_of_it(case: Player) -> None:
    page = msgspec.json.encode(review(case, OPEN)).decode()
    assert all(told in page for told in PRIVATE if told != "912345678")
    staged_on_web, echo = staged(case.turns[-1][1], DISCREET, channel="web")
    assert staged_on_web == [review(case, OPEN)]
    assert echo == case_echo(case)


def case_echo(player: Player) -> str | None:
    return staged(player.turns[-1][1], OPEN)[1]


def test_a_comment_beside_a_rating_is_veiled_and_the_rating_is_not() -> None:
    shown = ReviewShown(tag="t", form="mc", version=MC.version, items=(("MC1", 2, "bà Lan cáu"),))
    player = Player()
    turn = player.open("mc", FACTS)
    (page,), _ = staged(msgspec.structs.replace(turn, events=(shown,)), DISCREET)
    assert page.review[0].value == "2 Không hài lòng – đã ghi, không hiện lại ở đây"


def test_what_was_skipped_and_what_is_no_text_is_said() -> None:
    items = (("O1", None, None), ("N1", "other", "máy hỏng"), ("MC1", 4, None))
    shown = ReviewShown(tag="t", form="mc", version=MC.version, items=items)
    turn = Player().open("mc", FACTS)
    (page,), _ = staged(msgspec.structs.replace(turn, events=(shown,)), DISCREET)
    assert [item.value for item in page.review] == [
        "(bỏ qua)",
        "Việc khác – đã ghi, không hiện lại ở đây",
        "4 Hài lòng",
    ]


def test_who_asks_what_is_kept_is_led_to_our_page(case: Player) -> None:
    case.say(case.button("submit"))
    case.say(Commanded("view"))
    (told,), _ = staged(case.turns[-1][1], DISCREET)
    assert told.kind == "say"
    assert told.review == ()
    assert "khaosat.example.vn" in told.text
    (page,), _ = staged(case.turns[-1][1], OPEN)
    assert page.kind == "review"


def test_half_way_the_answers_so_far_can_be_corrected_there() -> None:
    player = Player()
    player.open("intake", FACTS)
    list(player.fill("CONTACT_PHONE", FULL))
    player.say(Typed("xem lại"))
    page, _question = staged(player.turns[-1][1], DISCREET)[0]
    assert page.kind == "review"
    assert [item.value for item in page.review][-2:] == ["đã ghi, không hiện lại ở đây"] * 2


def test_a_number_to_be_confirmed_is_masked() -> None:
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("PHONE", {"T1": "yes"}))
    player.say(Typed("01698765432"))
    (asked,), _ = staged(player.turns[-1][1], DISCREET)
    assert "039•••432" in asked.text
    assert [choice.label for choice in asked.choices] == ["Đúng", "Không phải"]


@pytest.mark.parametrize("typed", ["xem 0912345678", "tra cứu A0912345678B"])
def test_what_was_typed_for_a_code_is_not_repeated(typed: str) -> None:
    player = Player()
    player.open("mc", FACTS)
    player.say(Typed(typed))
    text = "".join(m.text for m in staged(player.turns[-1][1], DISCREET)[0])
    assert "0912345678" not in text
    assert "0912345678" in "".join(m.text for m in staged(player.turns[-1][1], OPEN)[0])


def test_a_code_of_nobody_is_not_repeated_but_ones_own_is_given(case: Player) -> None:
    case.say(case.button("submit"))
    first, *_ = staged(case.turns[-1][1], DISCREET)[0]
    assert first.code is not None
    assert first.code in first.text
    strange = code_from(b"0" * 32, "nobody")
    case.say(Typed(f"tra cứu {strange}"))
    assert strange not in str(staged(case.turns[-1][1], DISCREET)[0])
    assert strange in str(staged(case.turns[-1][1], OPEN)[0])


def test_the_office_still_says_who_it_is() -> None:
    """Discretion is about the person: a place and the office's own words stay."""
    talk = Conversation(title="", form="mc", steps=[], facts=FACTS)
    hello = next(iter(said(played(talk)[1], DISCREET)))
    assert "BHXH tỉnh Ví Dụ" in hello.text


@pytest.mark.parametrize(("write", "quoted"), [(OPEN, True), (DISCREET, False)])
def test_an_offer_quotes_what_was_written_but_not_abroad(write: Renderer, quoted: bool) -> None:
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("O1", {}))
    player.say(Typed("bắt tôi đợi cả buổi mà không ai giải thích gì"))
    (asked,), _ = staged(player.turns[-1][1], write)
    assert ("«bắt tôi đợi cả buổi mà không ai giải thích gì»" in asked.text) is quoted
    assert ("Điều Ông/Bà vừa viết giống một lời phản ánh." in asked.text) is not quoted
    assert [choice.label for choice in asked.choices] == ["Có, chuyển giúp tôi", "Không, cảm ơn"]
