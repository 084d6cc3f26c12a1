"""How many, how long, how old."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given

from flows.numbers import Quantity, read_age, read_birth_year, read_count, read_minutes
from flows.numerals import Token, numbered
from flows.spelling import normalise
from flows.vietnamese import listen
from tests.flows.test_spelling import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("một", [1]),
        ("mười", [10]),
        ("muoi", [10]),
        ("mười một", [11]),
        ("mười lăm", [15]),
        ("muoi lam", [15]),
        ("hai mươi", [20]),
        ("hai mươi mốt", [21]),
        ("hai muoi lam", [25]),
        ("hăm mốt", [21]),
        ("hăm", [20]),
        ("băm ba", [33]),
        ("hai lăm", [25]),
        ("ba mốt", [31]),
        ("bốn tư", [44]),
        ("sáu tám", [68]),
        ("chín chín", [99]),
        ("ba chục", [30]),
        ("một trăm", [100]),
        ("trăm", [100]),
        ("một trăm hai", [120]),
        ("một trăm lẻ hai", [102]),
        ("một trăm linh năm", [105]),
        ("hai trăm hai mươi hai", [222]),
        ("một ngàn hai", [1200]),
        ("hai nghìn ba trăm", [2300]),
        ("một nghìn lẻ một", [1001]),
        ("hai ba", [2, 3]),
        ("một hai", [1, 2]),
        ("một một", [1, 1]),
        ("hai năm", [2, 5]),
        ("mươi", ["mươi"]),
        ("trăm lẻ", ["trăm", "lẻ"]),
        ("trăm ba bốn", ["trăm", 3, 4]),
        ("ba trăm mươi", [3, "trăm", "mươi"]),
        ("tạm tám sau sáu", ["tạm", 8, 6, 6]),
        ("3 năm", [3, "niên"]),
        ("năm 1954", ["niên", 1954]),
        ("nam 2025", ["niên", 2025]),
        ("năm nay", ["niên", "nay"]),
        ("năm lần", [5, "lần"]),
        ("1.000", [1000]),
        ("1.234.567", [1234567]),
        ("1.5", [1.5]),
        ("1,5", [1.5]),
        ("999999999", [999999999]),
        ("1234567890", [inf]),
        ("2h30", [2, "h", 30]),
        ("68t", [68, "t"]),
        ("1-2", [1, "-", 2]),
        ("once twice three ten", ["once", 2, 3, 10]),
        ("hai mươi nghìn hai trăm hai mươi hai", [20222]),
        ("một " * 9, [1] * 9),
        ("trăm " * 3000, ["trăm"] * 3000),
        ("", []),
    ],
)
def test_numbered(text: str, tokens: list[Token]) -> None:
    expected = [1 if token == "once" else token for token in tokens]
    assert numbered(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "bare"),
    [
        ("một lần", 1, 1, False),
        ("2 lan", 2, 2, False),
        ("3lần", 3, 3, False),
        ("năm", 5, 5, True),
        ("mười lăm", 15, 15, True),
        ("tôi đi 3 lần", 3, 3, False),
        ("phải đi ba lần lận", 3, 3, False),
        ("mất tới 3 lần mới xong", 3, 3, False),
        ("hai ba lần", 2, 3, False),
        ("1-2 lần", 1, 2, False),
        ("1 đến 2 lần", 1, 2, False),
        ("5 hoặc 6 lần", 5, 6, False),
        ("2,3 lần", 2, 3, False),
        ("hơn 3 lần", 4, inf, False),
        ("trên 3", 4, inf, True),
        ("ít nhất 3 lần", 3, inf, False),
        ("dưới 3 lần", 0, 2, False),
        ("chưa tới 3 lần", 0, 2, False),
        ("dưới 0", 0, 0, True),
        ("không quá 3 lần", 0, 3, False),
        ("khoảng 3 lần", 3, 3, False),
        ("1,5", 1.5, 1.5, True),
        ("1,5 lần", 1.5, 1.5, False),
        ("200 lao động", 200, 200, False),
        ("không phải đi", 0, 0, False),
        ("ko phải đi", 0, 0, False),
        ("3 times", 3, 3, False),
        ("at least 2", 2, inf, True),
    ],
)
def test_read_count(text: str, low: float, high: float, *, bare: bool) -> None:
    assert read_count(listen(text)) == Quantity(low, high, bare)


@pytest.mark.parametrize(
    "text",
    [
        "không phải 3 lần",
        "nhiều lần",
        "3 lần 2 lần",
        "2 1 lần",
        "3-2 lần",
        "2h",
        "68 tuổi",
        "",
        "lần",
        "2 4 lần",
        "3 - lần",
        "lần 2",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert read_count(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "bare"),
    [
        ("nửa tiếng", 30, 30, False),
        ("nua tieng", 30, 30, False),
        ("nửa giờ", 30, 30, False),
        ("1 tiếng rưỡi", 90, 90, False),
        ("một giờ rưỡi", 90, 90, False),
        ("2h", 120, 120, False),
        ("2 giờ", 120, 120, False),
        ("2h30", 150, 150, False),
        ("1 giờ 15 phút", 75, 75, False),
        ("15p", 15, 15, False),
        ("15 ph", 15, 15, False),
        ("15'", 15, 15, False),
        ("mười lăm phút", 15, 15, False),
        ("30 giây", 0.5, 0.5, False),
        ("1 ngày", 1440, 1440, False),
        ("1,5 tiếng", 90, 90, False),
        ("gần tiếng đồng hồ", 60, 60, False),
        ("tiếng đồng hồ", 60, 60, False),
        ("gần 1 tiếng", 60, 60, False),
        ("tôi chờ gần 2 tiếng", 120, 120, False),
        ("chờ lâu lắm 45 phút luôn", 45, 45, False),
        ("20-30 phút", 20, 30, False),
        ("1-2 tiếng", 60, 120, False),
        ("1h-2h", 60, 120, False),
        ("30 phút đến 1 tiếng", 30, 60, False),
        ("hơn 1 tiếng", 61, inf, False),
        ("dưới 15 phút", 0, 14, False),
        ("chưa đến 15 phút", 0, 14, False),
        ("30", 30, 30, True),
        ("chờ 30", 30, 30, True),
        ("chờ tới 30 phút", 30, 30, False),
        ("20-30", 20, 30, True),
        ("hơn 60", 61, inf, True),
        ("không phải chờ", 0, 0, False),
        ("có ngay", 0, 0, False),
        ("half an hour", 30, 30, False),
        ("an hour", 60, 60, False),
        ("2 hours", 120, 120, False),
    ],
)
def test_read_minutes(text: str, low: float, high: float, *, bare: bool) -> None:
    assert read_minutes(listen(text)) == Quantity(low, high, bare)


@pytest.mark.parametrize(
    "text",
    [
        "cả buổi sáng",
        "mấy tiếng",
        "nửa ngày",
        "lâu",
        "không phải 15 phút",
        "30-20 phút",
        "30-20",
        "1/2 tiếng",
        "1/0",
        "2 lần",
        "",
        "2h-1h",
    ],
)
def test_what_is_no_duration(text: str) -> None:
    assert read_minutes(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("68t", 68, 68),
        ("68 tuổi", 68, 68),
        ("tôi năm nay 68 tuổi rồi", 68, 68),
        ("sáu mươi tám tuổi", 68, 68),
        ("gần 70 tuổi", 70, 70),
        ("hơn 70 tuổi", 71, inf),
        ("60-65 tuổi", 60, 65),
    ],
)
def test_read_age(text: str, low: float, high: float) -> None:
    assert read_age(listen(text)) == Quantity(low, high)
    assert read_birth_year(listen(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "sinh năm 1954",
        "năm sinh 1954",
        "sn 1954",
        "1954",
        "tôi sinh năm 1954",
        "sinh nam 1954",
        "born in 1954",
    ],
)
def test_a_year_of_birth_needs_the_present_year(text: str) -> None:
    assert read_birth_year(listen(text)) == 1954
    assert read_age(listen(text)) is None
    assert read_age(listen(text), 2026) == Quantity(71, 72)


@pytest.mark.parametrize(
    "text", ["1899", "2101", "U70", "68", "sinh 1954 1955", "tuổi", "65-60 tuổi"]
)
def test_what_is_no_year_of_birth_nor_age(text: str) -> None:
    assert read_birth_year(listen(text)) is None
    assert read_age(listen(text), 2026) is None


def test_the_bounds_of_years_of_birth() -> None:
    assert read_birth_year(listen("1900")) == 1900
    assert read_birth_year(listen("2100")) == 2100


def test_exact_is_one_number() -> None:
    assert Quantity(2, 2).exact
    assert not Quantity(2, 3).exact


@given(ANY_TEXT)
def test_numbers_never_raise(text: str) -> None:
    utterance = listen(text)
    for found in (read_count(utterance), read_minutes(utterance), read_age(utterance, 2026)):
        assert found is None or found.low <= found.high
