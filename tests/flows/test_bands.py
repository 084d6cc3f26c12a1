"""Which quantity a question asks for, and which of its bands a number falls into."""

from __future__ import annotations

from datetime import date

import pytest

from flows.bands import by_band, has_bands, quantity_for
from flows.definition import Question
from flows.vietnamese import listen
from tests.flows.asked import AGE, NUMBER, TRIPS, WAIT, choice, question

TODAY = date(2026, 11, 21)


def _values(asked: Question, text: str) -> list[str]:
    return [found.value for found in by_band(asked, listen(text, TODAY))]


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (TRIPS, "dăm bảy bận", "more"),
        (TRIPS, "lần thứ ba mới xong", "three"),
        (WAIT, "gần 15 phút", "under_15"),
        (WAIT, "hơn nửa tiếng", "from_31"),
        (WAIT, "từ 7h tới 10h", "over_60"),
        (WAIT, "cả buổi sáng", "over_60"),
        (WAIT, "vài phút", "under_15"),
        (AGE, "sinh năm 58", "from_60"),
        (AGE, "sinh 12/12/1981", "from_30"),
        (AGE, "ngoài 60", "from_60"),
        (AGE, "75 trở lên", "from_75"),
        (AGE, "dưới 30", "from_18"),
    ],
)
def test_all_that_a_number_may_mean_lies_in_one_band(
    asked: Question, text: str, value: str
) -> None:
    assert _values(asked, text) == [value]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (TRIPS, "ba bốn lần"),
        (WAIT, "30 đến 40 phút"),
        (WAIT, "cả tiếng"),
        (WAIT, "không biết mấy tiếng"),
        (WAIT, "2"),
        (AGE, "sinh năm 1966"),
        (AGE, "2k8"),
        (AGE, "ngoài 70"),
        (AGE, "17"),
        (NUMBER, "5"),
    ],
)
def test_a_number_that_fits_no_band_or_several_is_in_none(asked: Question, text: str) -> None:
    assert _values(asked, text) == []


@pytest.mark.parametrize(
    ("text", "typed", "value"),
    [
        ("Ông/Bà sinh năm nào?", "58", 1958),
        ("Năm sinh của Ông/Bà?", "sinh năm 1958", 1958),
        ("Bao nhiêu phần trăm hồ sơ đúng hẹn?", "ba phần tư", 75),
        ("Hồ sơ đúng hẹn: bao nhiêu %?", "80%", 80),
        ("Ông/Bà bao nhiêu tuổi?", "bảy hai", 72),
        ("Ông/Bà chờ bao lâu?", "nửa tiếng", 30),
        ("Ông/Bà đi mấy lần?", "khỏi đi", 0),
        ("Đơn vị có bao nhiêu lao động?", "25 công nhân", 25),
        ("Trong nhà có mấy trẻ dưới 5 tuổi?", "2", 2),
    ],
)
def test_the_words_of_a_question_say_what_it_asks_for(text: str, typed: str, value: float) -> None:
    found = quantity_for(question("number", text=text), listen(typed, TODAY))
    assert found is not None
    assert (found.low, found.high) == (value, value)


def test_no_year_is_a_year_of_birth_of_nobody() -> None:
    asked = question("choice", choice("a", "A", band=(1900, 1999)), text="Ông/Bà sinh năm nào?")
    assert has_bands(asked)
    assert quantity_for(asked, listen("không nhớ", TODAY)) is None
