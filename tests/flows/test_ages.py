"""How old people say they are."""

from __future__ import annotations

from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ages import read_age, read_birth_year
from flows.vietnamese import listen
from tests.flows.spoken import Style, spell, styles
from tests.flows.test_spelling import ANY_TEXT

TODAY = date(2026, 11, 21)


def _bounds(text: str, today: date | None = TODAY) -> tuple[float, float] | None:
    found = read_age(listen(text), today)
    return (found.low, found.high) if found else None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("68", 68),
        ("68t", 68),
        ("68 tuổi", 68),
        ("tôi năm nay 68 tuổi rồi", 68),
        ("tuổi 68", 68),
        ("tuổi: 68", 68),
        ("sáu mươi tám tuổi", 68),
        ("sau muoi tam", 68),
        ("tam muoi hai", 82),
        ("bảy hai", 72),
        ("hai ba tuổi", 23),
        ("bốn năm", 45),
        ("năm bảy", 57),
        ("60 tròn", 60),
        ("con tôi bấm, tôi 55", 55),
        ("bảy bó", 70),
        ("thất thập cổ lai hy", 70),
        ("60 tuổi 3 tháng", 60),
        ("68 xuân xanh", 68),
        ("phòng 12, tôi 62", 62),
    ],
)
def test_an_exact_age(text: str, age: float) -> None:
    assert _bounds(text) == (age, age)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("gần 70 tuổi", 67, 69),
        ("sắp 60", 57, 59),
        ("chưa tới 75", 72, 74),
        ("hơn 70 tuổi", 71, 79),
        ("hơn 65", 66, 69),
        ("hơn 62", 63, 64),
        ("ngoài bảy mươi", 71, 79),
        ("hơn sáu chục", 61, 69),
        ("60 mấy", 61, 69),
        ("bảy mươi mấy", 71, 79),
        ("khoảng 60 tuổi", 58, 62),
        ("60-65 tuổi", 60, 65),
        ("dưới 30", 0, 29),
        ("75 trở lên", 75, inf),
        ("75+", 75, inf),
        ("đầu sáu", 60, 69),
        ("76 tuổi mụ", 74, 75),
        ("80 tuoi ta", 78, 79),
        ("tôi 73, bà nhà tôi 76", 73, 76),
        ("con 30 tuổi làm giúp mẹ 65", 30, 65),
    ],
)
def test_bounds(text: str, low: float, high: float) -> None:
    assert _bounds(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("sinh năm 1954", 71, 72),
        ("1954", 71, 72),
        ("sn 58", 67, 68),
        ("đẻ năm 72", 53, 54),
        ("năm 72", 53, 54),
        ("sinh năm năm tám", 67, 68),
        ("sinh năm sáu bảy", 58, 59),
        ("sinh năm một chín sáu hai", 63, 64),
        ("sinh năm hai nghìn lẻ hai", 23, 24),
        ("sn 05", 20, 21),
        ("2k3", 22, 23),
        ("2k", 25, 26),
        ("7x", 46, 56),
        ("tuổi Giáp Ngọ 1954", 71, 72),
        ("khai sinh 1960 chớ tuổi thật 1957", 65, 69),
        ("sinh 1958, 68 tuổi", 68, 68),
    ],
)
def test_years_of_birth(text: str, low: float, high: float) -> None:
    assert _bounds(text) == (low, high)
    assert _bounds(text, None) in (None, (68, 68))


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("sinh 12/05/1960", 66),
        ("21/11/1960", 66),
        ("22/11/1960", 65),
        ("sinh ngày 1-1-66", 60),
        ("sinh 5/5/75", 51),
        ("12 tháng 5 năm 1960", 66),
        ("sinh tháng 12/1996", 29),
        ("sinh tháng 3 năm 1966", 60),
    ],
)
def test_birthdays(text: str, age: float) -> None:
    assert _bounds(text) == (age, age)


def test_who_was_born_in_this_month_may_have_had_a_birthday() -> None:
    assert _bounds("sinh tháng 11/1966") == (59, 60)
    assert _bounds("sinh 14/1966") != (60, 60)
    assert _bounds("sinh 33/05/1960") != (66, 66)


@pytest.mark.parametrize(
    "text",
    [
        "U70",
        "tuổi Tuất",
        "tuổi con ngựa",
        "già rồi",
        "năm mấy rồi",
        "không phải 60",
        "không phải 60 tuổi",
        "65-60 tuổi",
        "ngoài thất tuần",
        "làm 30 năm rồi",
        "150",
        "5",
        "2101",
        "60 tuổi?",
        "tuổi",
        "",
    ],
)
def test_what_is_no_age(text: str) -> None:
    assert _bounds(text) is None


def test_a_number_alone_counts_only_where_an_age_is_asked_for() -> None:
    assert read_age(listen("68"), alone=False) is None
    assert read_age(listen("68 tuổi"), alone=False) is not None


@pytest.mark.parametrize(
    "text",
    ["sinh năm 1954", "năm sinh 1954", "sn 1954", "1954", "tôi sinh năm 1954", "born in 1954"],
)
def test_the_year_of_birth(text: str) -> None:
    assert read_birth_year(listen(text)) == 1954
    assert read_birth_year(listen(text), TODAY) == 1954


def test_a_short_year_of_birth_needs_the_present_day() -> None:
    assert read_birth_year(listen("sn 58")) is None
    assert read_birth_year(listen("58"), TODAY) == 1958
    assert read_birth_year(listen("hai ba"), TODAY) == 1923
    assert read_birth_year(listen("mười mấy"), TODAY) is None
    assert read_birth_year(listen("12345"), TODAY) is None


@pytest.mark.parametrize("text", ["1899", "2101", "sinh 1954 1955", "68 tuổi", ""])
def test_what_is_no_year_of_birth(text: str) -> None:
    assert read_birth_year(listen(text)) is None


@given(st.integers(18, 115), styles)
def test_every_age_in_words_reads_back(age: int, style: Style) -> None:
    assert _bounds(f"{spell(age, style)} tuổi") == (age, age)


@given(st.dates(date(1910, 1, 1), date(2008, 1, 1)))
def test_every_birthday_gives_its_age(born: date) -> None:
    age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert _bounds(f"sinh {born.day}/{born.month}/{born.year}") == (age, age)
    low, high = _bounds(f"sinh năm {born.year}") or (0, 0)
    assert low <= age <= high


@given(ANY_TEXT | st.text(alphabet="0123456789 sinhnămtuổi/-xku"))
def test_any_text_has_an_age_or_none(text: str) -> None:
    found = read_age(listen(text), TODAY)
    assert found is None or found.low <= found.high
