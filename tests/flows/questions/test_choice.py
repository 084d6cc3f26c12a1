"""One of several choices, in words and numbers."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import AGE, REASON, TRIPS, WAIT, WHO, choice, question, read

CHOICE = QUESTION_TYPES["choice"]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Người nhà giúp", Reading("family", "word")),
        ("nguoi nha giup", Reading("family", "word", 0.9)),
        ("người nhà", Reading("family", "word", 0.8)),
        ("tự trả lời", Reading("self", "word", 0.7)),
        ("an officer helps", Reading("officer", "word")),
        ("3", Reading("officer", "number", 0.9)),
        ("số 3 ạ", Reading("officer", "number", 0.9)),
        (
            "bữa nay viên chức giúp nhé, đm",
            Reading("officer", "word", 0.7, "bữa nay viên chức giúp nhé, đm", ("profanity",)),
        ),
    ],
)
def test_read(text: str, reading: Reading) -> None:
    assert read(WHO, text) == reading


def test_two_readings_are_asked_back() -> None:
    assert read(WHO, "giúp") == Unclear("reask.choice_several")
    assert read(WHO, "người đm") == Unclear("reask.choice", {"count": "4"}, flags=("profanity",))


@pytest.mark.parametrize("text", ["", "5", "0", "hàng xóm", "không nhớ"])
def test_what_is_no_choice_is_asked_back(text: str) -> None:
    assert read(WHO, text) == Unclear("reask.choice", {"count": "4"})


def test_a_label_that_begins_with_a_number_is_no_place() -> None:
    counted = question("choice", choice("one", "1 lần"), choice("two", "2 lần"))
    assert read(counted, "1") == Reading("one", "number", 0.9)
    shifted = question("choice", choice("two", "2 lần"), choice("one", "1 lần"))
    assert read(shifted, "1") == Unclear("reask.choice_several")
    assert read(shifted, "1 lần") == Reading("one", "word")


@pytest.mark.parametrize(
    ("text", "value", "method", "confidence"),
    [
        ("2", "two", "number", 0.9),
        ("hai lần", "two", "number", 0.9),
        ("tôi đi 2 lần", "two", "number", 0.9),
        ("10", "more", "number", 0.9),
        ("hơn 3 lần", "more", "number", 0.9),
        ("4-5 lần", "more", "number", 0.9),
        ("không phải đi", "none", "number", 0.9),
        ("không", "none", "word", 0.8),
        ("trên", "more", "word", 0.8),
    ],
)
def test_numbers_fall_into_bands(text: str, value: str, method: str, confidence: float) -> None:
    assert read(TRIPS, text) == Reading(value, method, confidence)


@pytest.mark.parametrize(
    "text", ["1-2 lần", "hai ba lần", "nhiều lần", "1 lần rưỡi", "lần", "-1"[:0]]
)
def test_numbers_over_several_bands_are_asked_back(text: str) -> None:
    assert read(TRIPS, text) == Unclear("reask.choice_band")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 phút", "under_15"),
        ("không phải chờ", "under_15"),
        ("14", "under_15"),
        ("15", "from_15"),
        ("nửa tiếng", "from_15"),
        ("20-30 phút", "from_15"),
        ("31p", "from_31"),
        ("1 tiếng", "from_31"),
        ("1 tiếng rưỡi", "over_60"),
        ("hơn 1 tiếng", "over_60"),
        ("hơn 60", "over_60"),
        ("cả buổi", "over_60"),
        ("5", "under_15"),
    ],
)
def test_durations_fall_into_bands(text: str, value: str) -> None:
    assert read(WAIT, text) == Reading(value, "number", 0.9)


@pytest.mark.parametrize("text", ["2", "4", "cả tiếng", "10-20 phút", "2 lần"])
def test_a_small_bare_number_may_be_a_place(text: str) -> None:
    assert read(WAIT, text) == Unclear("reask.choice_band")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("68", "from_60"),
        ("68t", "from_60"),
        ("trên 75", "from_75"),
        ("18", "from_18"),
        ("dưới 25 tuổi", "from_18"),
        ("120", "from_75"),
    ],
)
def test_ages_fall_into_bands(text: str, value: str) -> None:
    assert read(AGE, text) == Reading(value, "number", 0.9)


@pytest.mark.parametrize("text", ["17", "121", "dưới 18", "25-35 tuổi", "U70", "hơn 120"])
def test_ages_outside_are_asked_back(text: str) -> None:
    assert read(AGE, text) == Unclear("reask.choice_band")


@pytest.mark.parametrize("text", ["sinh năm 1954", "1954"])
def test_a_year_of_birth_is_no_age(text: str) -> None:
    assert read(AGE, text) == Unclear("reask.age")
    assert read(WHO, text) == Unclear("reask.choice", {"count": "4"})


def test_bands_beside_other_choices() -> None:
    asked = question(
        "choice",
        choice("few", "Dưới 10", band=(None, 9)),
        choice("many", "Từ 10", band=(10, None)),
        choice("unknown", "Không rõ"),
    )
    assert read(asked, "-") == Unclear("reask.choice_band")
    assert read(asked, "3") == Reading("few", "number", 0.9)
    assert read(asked, "dưới 5") == Reading("few", "number", 0.9)
    assert read(asked, "100 người") == Reading("many", "number", 0.9)
    assert read(asked, "không rõ") == Reading("unknown", "word")


def test_open_questions_keep_other_words() -> None:
    assert read(REASON, "vòi tiền tôi") == Reading("other", "text", 0.6, "vòi tiền tôi")
    told = "tố cáo bà Ba, stk 0071001234567"
    assert read(REASON, told) == Reading(
        "other",
        "text",
        0.6,
        "tố cáo bà Ba, stk [đã ẩn]",
        ("redacted:bank_account", "denunciation"),
    )
    assert read(REASON, "vòi tiền") == Reading("other", "text", 0.6, "vòi tiền")
    assert read(REASON, "tệ") == Unclear("reask.choice", {"count": "5"})
    assert read(REASON, "thái độ không tốt") == Reading("attitude", "word", 0.8)
    closed = question("choice", *WHO.choices, open_=True)
    assert read(closed, "hàng xóm sang") == Unclear("reask.choice", {"count": "4"})


def test_buttons() -> None:
    assert CHOICE.check_choice(WHO, "family") == "family"
    with pytest.raises(KeyError):
        CHOICE.check_choice(WHO, "cat")


def test_faults() -> None:
    assert CHOICE.faults(WHO) == CHOICE.faults(REASON) == CHOICE.faults(TRIPS) == []
    a, b = choice("a", "A"), choice("b", "B", band=(3, 2))
    assert CHOICE.faults(question("choice", a)) == ["fewer than two choices"]
    assert CHOICE.faults(question("choice", a, a)) == ["two choices 'a'"]
    assert CHOICE.faults(question("choice", a, b)) == ["the band of 'b' ends before it begins"]
    assert CHOICE.faults(question("choice", a, choice("b", "B", band=(3, 3)))) == []
    assert CHOICE.faults(question("choice", a, choice("c", "C"), open_=True)) == [
        "open, but without a choice 'other'"
    ]


def test_is_choice() -> None:
    assert (CHOICE.name, CHOICE.takes_text) == ("choice", False)
