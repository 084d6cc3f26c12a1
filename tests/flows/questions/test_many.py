"""Several choices at once, as people type them."""

from __future__ import annotations

import msgspec
import pytest

from flows.definition import Choice
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import choice, question, read

TYPE = QUESTION_TYPES["many"]


def alone(value: str, vi: str, en: str = "") -> Choice:
    return msgspec.structs.replace(choice(value, vi, en), exclusive=True)


PAID = question(
    "many",
    choice("cash", "Tiền mặt", "Cash"),
    choice("card", "Thẻ ngân hàng", "Card"),
    choice("phone", "Điện thoại", "Phone"),
    choice("post", "Bưu điện và đại lý", "Post office"),
    alone("nothing", "Không phải trả", "Nothing to pay"),
)
OPEN = question(
    "many", choice("slow", "Chờ lâu"), choice("rude", "Thái độ"), choice("other", "Khác"),
    open_=True,
)  # fmt: skip
TIMES = question("many", choice("one", "1 lần"), choice("two", "2 lần"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1", ("cash",)),
        ("1, 3", ("cash", "phone")),
        ("3,1", ("cash", "phone")),
        ("1 3", ("cash", "phone")),
        ("1, 2 và 3", ("cash", "card", "phone")),
        ("số 1 với số 3 ạ", ("cash", "phone")),
        ("chọn 1 và 1", ("cash",)),
        ("1.3", ("cash", "phone")),
        ("1&2", ("cash", "card")),
        ("tiền mặt", ("cash",)),
        ("tien mat", ("cash",)),
        ("tiền mặt, thẻ ngân hàng", ("cash", "card")),
        ("thẻ ngân hàng và tiền mặt", ("cash", "card")),
        ("Tiền mặt; điện thoại; bưu điện và đại lý", ("cash", "phone", "post")),
        ("cash and card", ("cash", "card")),
        ("bưu điện và đại lý", ("post",)),
        ("tôi trả bằng tiền mặt và thẻ ngân hàng", ("cash", "card")),
        ("tiền mặt, 3", ("cash", "phone")),
        ("tất cả", ("cash", "card", "phone", "post")),
        ("cả bốn", ("cash", "card", "phone", "post")),
        ("all of them", ("cash", "card", "phone", "post")),
        ("không cái nào", ("nothing",)),
        ("không phải trả", ("nothing",)),
        ("5", ("nothing",)),
    ],
)
def test_read(text: str, values: tuple[str, ...]) -> None:
    heard = read(PAID, text)
    assert isinstance(heard, Reading), heard
    assert heard.value == values


@pytest.mark.parametrize(
    "text",
    ["", "6", "1 và 9", "0", "cả hai", "tất cả trừ tiền mặt", "1 hay 2?", "hôm qua",
     "tiền mặt và gì đó", "ngân lượng"],
)  # fmt: skip
def test_asks_back(text: str) -> None:
    heard = read(PAID, text)
    assert isinstance(heard, Unclear), heard
    assert heard.key == "reask.many"


@pytest.mark.parametrize("text", ["1 và 5", "tiền mặt, không phải trả"])
def test_what_stands_alone_goes_with_nothing(text: str) -> None:
    assert read(PAID, text) == Unclear("reask.many_alone")


def test_numbers_in_labels_are_no_places() -> None:
    assert isinstance(read(TIMES, "3"), Unclear)
    heard = read(TIMES, "1 lần, 2 lần")
    assert isinstance(heard, Reading)
    assert heard.value == ("one", "two")


def test_other_words_are_kept_where_the_question_is_open() -> None:
    text = "máy in bị hỏng suốt"
    assert read(OPEN, text) == Reading(("other",), "text", 0.6, text)
    assert isinstance(read(OPEN, "xyz"), Unclear)


def test_flags_go_with_the_choices() -> None:
    heard = read(PAID, "tiền mặt đm")
    assert heard.flags == ("profanity",)


def test_buttons() -> None:
    assert TYPE.check_choice(PAID, "=card+cash") == ("cash", "card")
    assert TYPE.check_choice(PAID, "cash") == ("cash",)
    for wrong in ("=", "=+", "=coin", "=cash+nothing", ""):
        with pytest.raises(KeyError):
            TYPE.check_choice(PAID, wrong)


def test_faults() -> None:
    assert TYPE.faults(PAID) == []
    assert TYPE.faults(question("many", choice("a", "A"))) == ["fewer than two choices"]
    assert TYPE.faults(question("many", alone("a", "A"), alone("b", "B"))) == [
        "every choice stands alone: it should be a 'choice'"
    ]
    shut = question("many", choice("a", "A"), choice("b", "B"), open_=True)
    assert TYPE.faults(shut) == ["open, but without a choice 'other'"]
