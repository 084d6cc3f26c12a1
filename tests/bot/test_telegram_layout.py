"""How messages look in Telegram, and that the strict simulator takes all of the shipped ones."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest

from bot.channels.base import Choice, Outgoing, Progress, ReviewItem, Sent
from bot.channels.telegram.splitting import split, units
from bot.forms import shipped_sources
from bot.i18n import Catalogues
from bot.rendering import Renderer
from bot.simulator.telegram import UNLIMITED, TelegramServer
from flows.definition import Form
from flows.events import QuestionAsked, ReviewShown
from flows.reader import read_form
from flows.rulebook import Rulebook
from tests.bot.telegram_account import LAN, WORDS, channel_for, opened

CHANNEL = channel_for("http://127.0.0.1:1")
OFFICE = {"office": "BHXH", "hotline": "1900 9068", "address": "–", "site": "x.vn"}


def bodies(message: Outgoing) -> list[dict[str, Any]]:
    """The requests that say a message."""
    return [json.loads(call.body or b"") for call in CHANNEL.render(message, str(LAN))]


def one(message: Outgoing) -> dict[str, Any]:
    """The only request that says a message."""
    (body,) = bodies(message)
    return body


def labels(body: dict[str, Any]) -> list[list[str]]:
    """The buttons of a request, row by row."""
    markup = body.get("reply_markup", {})
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [[button["text"] for button in row] for row in rows]


def question(*names: str, style: str = "choice", **more: Any) -> Outgoing:  # noqa: ANN401
    """A question with these choices."""
    choices = tuple(
        Choice(name, f"abcdefgh:Q:{number}", style)  # type: ignore[arg-type]
        for number, name in enumerate(names)
    )
    return Outgoing(kind="question", text="Câu hỏi?", choices=choices, **more)


# -- texts


def test_what_was_understood_stands_first() -> None:
    body = one(question(progress=Progress(3, 18), noted="1 Rất không hài lòng"))
    assert body["text"] == "✔ Đã ghi: 1 Rất không hài lòng\n\nCâu 3/18\n\nCâu hỏi?"


def test_a_line_of_the_review_has_one_mark_at_its_end() -> None:
    body = one(Outgoing(kind="review", text="Xem lại", review=(ReviewItem("Kể ra.", "Có", ""),)))
    assert body["text"].endswith("• Kể ra: Có")


def test_progress_stands_above_and_the_hint_below() -> None:
    body = one(question(progress=Progress(3, 18), hint="Bấm một nút"))
    assert body["text"] == "Câu 3/18\n\nCâu hỏi?\n\nBấm một nút"
    assert "parse_mode" not in body


def test_progress_is_in_the_persons_language() -> None:
    assert one(question(progress=Progress(3, 18), language="en"))["text"].startswith(
        "Question 3/18"
    )


def test_a_link_is_not_fetched_for_a_preview() -> None:
    body = one(Outgoing(kind="say", text="https://khaosat.example.vn/k7Q2mX9aZ0_bH"))
    assert body["link_preview_options"] == {"is_disabled": True}


def test_what_the_person_said_is_not_repeated() -> None:
    assert "vâng" not in one(question(echo="vâng"))["text"]


@pytest.mark.parametrize("text", ["Mã 📋 của phiếu: 7K2M9-QW3RT-X.", "Đã nhận 📋"])
def test_a_code_can_be_copied_with_a_tap(text: str) -> None:
    body = one(Outgoing(kind="say", text=text, code="7K2M9-QW3RT-X"))
    (entity,) = body["entities"]
    before = body["text"].encode("utf-16-le")[: entity["offset"] * 2].decode("utf-16-le")
    assert body["text"].removeprefix(before).startswith("7K2M9-QW3RT-X")
    assert (entity["type"], entity["length"]) == ("code", 13)
    assert body["text"].count("7K2M9-QW3RT-X") == 1


def test_marks_that_turn_writing_become_visible() -> None:
    assert one(Outgoing(kind="say", text="a\u202eb"))["text"] == "a\ufffdb"


def test_texts_go_out_composed() -> None:
    body = one(Outgoing(kind="say", text="Tha\u0301i", choices=(Choice("Đo\u0323c", "a:b:c"),)))
    assert (body["text"], labels(body)) == ("Thái", [["Đọc"]])


# -- buttons


def test_each_step_of_a_scale_has_a_row() -> None:
    assert labels(one(question("1 Tệ", "2 Tốt", style="rating"))) == [["1 Tệ"], ["2 Tốt"]]


def test_short_choices_stand_in_pairs() -> None:
    assert labels(one(question("Có", "Không", "Khác"))) == [["Có", "Không"], ["Khác"]]


def test_one_long_choice_gives_each_a_row() -> None:
    long = "Trung tâm phục vụ hành chính công"
    assert labels(one(question("Có", long))) == [["Có"], [long]]


def test_controls_are_the_last_row() -> None:
    controls = (Choice("Quay lại", "!back", "control"), Choice("Bỏ qua", "!skip", "control"))
    found = labels(one(question("Có", "Không", controls=controls)))
    assert found == [["Có", "Không"], ["Quay lại", "Bỏ qua"]]


def test_controls_say_at_which_question_they_stand() -> None:
    controls = (
        Choice("Quay lại", "!back", "control"),
        Choice("Bỏ qua", "!skip", "control"),
        Choice("English", "!language_en", "control"),
    )
    longest = ("x" * 8, "Q" * 24)
    body = one(question("Có", "Không", controls=controls, prompt=longest))
    data = [button["callback_data"] for button in body["reply_markup"]["inline_keyboard"][-1]]
    place = ":".join(longest)
    assert data == [f"!back@{place}", f"!skip@{place}", "!language_en"]
    assert max(map(len, data)) <= 64


def test_a_label_that_must_be_cut_is_told_in_full() -> None:
    long = "Rất " * 30
    body = one(question("Có", long))
    assert len(labels(body)[1][0]) == 64
    assert f"• {long}".strip() in body["text"]


def test_a_choice_that_no_button_can_carry_is_told_and_can_be_typed() -> None:
    message = Outgoing(kind="question", text="?", choices=(Choice("Có", "ế" * 40),))
    body = one(message)
    assert "reply_markup" not in body
    assert "• Có" in body["text"]


def test_asking_for_the_phone_offers_the_contact_first() -> None:
    body = one(question("Không có", input="phone", controls=(Choice("Bỏ qua", "!skip"),)))
    markup = body["reply_markup"]
    assert markup["keyboard"][0][0]["request_contact"] is True
    assert labels(body)[1:] == [["Không có"], ["Bỏ qua"]]
    assert markup["one_time_keyboard"]
    assert markup["resize_keyboard"]
    assert 1 <= len(markup["input_field_placeholder"]) <= 64


def test_the_keyboard_of_before_is_put_away_by_what_has_no_buttons() -> None:
    long = "Đoạn một. " * 500
    first, *_, last = bodies(msgspec.structs.replace(question("Có", clears=True), text=long))
    assert first["reply_markup"] == {"remove_keyboard": True}
    assert labels(last) == [["Có"]]
    away, asked = bodies(question("Có", clears=True))
    assert away["reply_markup"] == {"remove_keyboard": True}
    assert labels(asked) == [["Có"]]


# -- parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("một\n\nhai ba bốn", ["một\n\nhai ba", "bốn"]),
        ("một hai ba\n\nbốn năm sáu", ["một hai ba", "bốn năm sáu"]),
        ("Một hai. Ba bốn năm", ["Một hai.", "Ba bốn năm"]),
        ("x" * 30, ["x" * 12, "x" * 12, "x" * 6]),
        ("😀" * 14, ["😀" * 6, "😀" * 6, "😀" * 2]),
        ("  \n ", []),
        ("vừa đủ chữ", ["vừa đủ chữ"]),
    ],
)
def test_long_texts_are_cut_where_reading_pauses(text: str, parts: list[str]) -> None:
    assert split(text, 12) == parts
    assert all(units(part) <= 12 for part in parts)


def test_the_buttons_are_on_the_last_part() -> None:
    found = bodies(msgspec.structs.replace(question("Có"), text="Một câu dài. " * 700))
    assert len(found) == 3
    assert ["reply_markup" in body for body in found] == [False, False, True]


# -- the review


def review(count: int, value: str = "Hài lòng") -> Outgoing:
    items = (ReviewItem(f"Mục {n}", value, f"abcdefgh:@review:Q{n}") for n in range(count))
    return Outgoing(
        kind="review",
        text="Xin xem lại:",
        review=(*items, ReviewItem("Ghi chú?", "không", "")),
        choices=(Choice("Gửi", "abcdefgh:@review:submit", "primary"),),
        controls=(Choice("Quay lại", "!back", "control"),),
    )


def test_the_review_numbers_what_can_be_corrected() -> None:
    body = one(review(3))
    assert body["text"] == (
        "Xin xem lại:\n\n1. Mục 0: Hài lòng\n2. Mục 1: Hài lòng\n3. Mục 2: Hài lòng"
        "\n• Ghi chú? không"
    )
    assert labels(body) == [["Gửi"], ["Sửa 1", "Sửa 2", "Sửa 3"], ["Quay lại"]]


def test_a_long_review_goes_on_in_further_messages_with_their_own_buttons() -> None:
    found = bodies(review(12, "rất dài " * 100))
    assert len(found) > 1
    texts = "\n".join(body["text"] for body in found)
    assert all(f"{n}. Mục {n - 1}:" in texts for n in range(1, 13))
    for body in found:
        numbers = [label for row in labels(body) for label in row if label.startswith("Sửa")]
        assert numbers
        assert all(f"{label.removeprefix('Sửa ')}. Mục" in body["text"] for label in numbers)
    assert labels(found[-1])[0] == ["Gửi"]


# -- all that is shipped, before the strict simulator


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=UNLIMITED) as server:
        yield server


def shipped_forms() -> Iterator[Form]:
    sources = shipped_sources()
    parts = {name: text for name, text in sources.items() if "/" in name}
    for name in sorted(sources.keys() - parts.keys()):
        yield read_form(name, {name: sources[name], **parts})


def shipped_messages(language: str) -> Iterator[Outgoing]:
    forms = {form.key: form for form in shipped_forms()}
    latest = {form.id: form.version for form in forms.values()}
    rules = Rulebook(forms=forms, latest=latest, calendar=None)  # type: ignore[arg-type]
    renderer = Renderer(Catalogues.load(strict=True), rules, OFFICE)
    voice = renderer.voice(language, {})
    for key, form in forms.items():
        for number, each in enumerate(form.questions, start=1):
            asked = QuestionAsked(
                tag="abcdefgh",
                form=key[0],
                version=key[1],
                question=each.id,
                cause="next",
                position=number,
                total=len(form.questions),
                can_go_back=True,
                can_skip=True,
            )
            yield renderer.question(voice, asked)
        if form.kind == "survey":
            items = tuple((each.id, None, None) for each in form.questions)
            shown = ReviewShown(tag="abcdefgh", form=key[0], version=key[1], items=items)
            yield renderer.review(voice, shown)


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_simulator_takes_all_that_the_shipped_forms_say(
    telegram: TelegramServer, language: str
) -> None:
    telegram.person(LAN).start()
    async with opened(telegram) as channel:
        count = 0
        for message in shipped_messages(language):
            for call in channel.render(message, str(LAN)):
                assert isinstance(await channel.send(call), Sent), call.body
                count += 1
    assert count > 40
    assert not telegram.ledger.broken()
    assert WORDS.text(language, "telegram.share_contact") in str(
        [request.payload for request in telegram.ledger.calls("sendMessage")]
    )


def test_long_choices_are_numbered_above_and_on_their_buttons() -> None:
    long = (
        "Chi trả toàn bộ chi phí như khi đi khám đúng tuyến",
        "Chi trả toàn bộ chi phí nội trú",
    )
    longer = (
        f"{long[0]} hoặc được chuyển tuyến",
        f"{long[1]} theo tỷ lệ do luật quy định",
        "Không",
    )
    body = one(question(*longer))
    for number, label in enumerate(longer, start=1):
        assert f"{number}. {label}" in body["text"]
    assert [row[0][:3] for row in labels(body)] == ["1. ", "2. ", "3. "]


def test_an_invitation_stands_above_a_button_that_opens_its_link() -> None:
    link = "https://t.me/khao_sat_bot?start=AbC"
    call = CHANNEL.letter(f"Mời Ông/Bà trả lời tại: {link}", "Bắt đầu trả lời", link, "7")
    body = msgspec.json.decode(call.body or b"")
    assert body["reply_markup"]["inline_keyboard"] == [[{"text": "Bắt đầu trả lời", "url": link}]]
    assert link in body["text"]  # for whoever reads it where no button is
    assert body["link_preview_options"] == {"is_disabled": True}
