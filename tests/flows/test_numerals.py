"""Numbers in words and digits, alone and among other words."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.numerals import Numeral, numbered
from flows.spelling import normalise
from tests.flows.spoken import Style, spell, styles
from tests.flows.test_spelling import ANY_TEXT


def _tokens(text: str) -> list[object]:
    """Return what `numbered` finds, exact numbers as numbers and others as their bounds."""
    return [
        (token.low if token.exact else (token.low, token.high))
        if isinstance(token, Numeral)
        else token
        for token in numbered(normalise(text))
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("một", [1]),
        ("muoi", [10]),
        ("mười một", [11]),
        ("muoi lam", [15]),
        ("mươi lăm", [15]),
        ("hai mươi", [20]),
        ("hai mươi mốt", [21]),
        ("hai muoi lam", [25]),
        ("hăm mốt", [21]),
        ("hăm", [20]),
        ("băm ba", [33]),
        ("hai lăm", [25]),
        ("hai nhăm", [25]),
        ("ba mốt", [31]),
        ("bốn tư", [44]),
        ("sáu tám", [68]),
        ("chín chín", [99]),
        ("ba chục", [30]),
        ("chục rưỡi", [15]),
        ("nửa tá", [6]),
        ("hai tá", [24]),
        ("2 tá", [24]),
        ("tá rưỡi", [18]),
        ("một trăm", [100]),
        ("trăm", [100]),
        ("trăm rưỡi", [150]),
        ("một trăm hai", [120]),
        ("một trăm lẻ hai", [102]),
        ("một trăm linh năm", [105]),
        ("hai trăm hai mươi hai", [222]),
        ("trăm sáu tám", [168]),
        ("một ngàn hai", [1200]),
        ("hai nghìn ba trăm", [2300]),
        ("một nghìn lẻ một", [1001]),
        ("một nghìn không trăm linh năm", [1005]),
        ("hai mươi nghìn hai trăm hai mươi hai", [20222]),
        ("triệu hai", [1_200_000]),
        ("một triệu rưỡi", [1_500_000]),
        ("hai tỷ", [2_000_000_000]),
        ("hai không hai sáu", [2026]),
        ("một chín năm tám", [1958]),
        ("once twice three ten", [1, (2, 3), 10]),
    ],
)
def test_numbers_in_words(text: str, tokens: list[object]) -> None:
    assert _tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("hai ba", (2, 3)),
        ("bốn năm", (4, 5)),
        ("năm bảy", (5, 7)),
        ("dăm ba", (3, 5)),
        ("năm mười", (5, 10)),
        ("hai ba chục", (20, 30)),
        ("hai ba trăm", (200, 300)),
        ("vài", (2, 5)),
        ("vài chục", (20, 50)),
        ("vài trăm", (200, 500)),
        ("mấy chục", (20, 90)),
        ("mươi", (8, 12)),
        ("mười mấy", (11, 19)),
        ("hai mấy", (21, 29)),
        ("sáu mươi mấy", (61, 69)),
        ("60 mấy", (61, 69)),
        ("trăm mấy", (110, 190)),
        ("1 triệu 50", (1_050_000, 1_500_000)),
        ("tam muoi", (10, 80)),
        ("sau hai", (2, 62)),
    ],
)
def test_vague_numbers_are_bounds(text: str, bounds: tuple[float, float]) -> None:
    assert _tokens(text) == [bounds]


@pytest.mark.parametrize(
    ("text", "joined"), [("hai ba", 23), ("bốn năm", 45), ("năm bảy", 57), ("tam muoi", 80)]
)
def test_two_digits_may_be_said_for_one_number(text: str, joined: float) -> None:
    (token,) = numbered(normalise(text))
    assert isinstance(token, Numeral)
    assert token.joined == joined


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("một một", [1, 1]),
        ("hai năm", [2, 5]),
        ("mười lăm hai mươi", [15, 20]),
        ("ba mươi bốn mươi", [30, 40]),
        ("hai mươi hai lăm", [20, 25]),
        ("mười mười lăm", [10, 15]),
        ("trăm lẻ", [100, "lẻ"]),
        ("trăm ba bốn", [100, (3, 4)]),
        ("một nghìn hai trăm nghìn", [1000, 200_000]),
        ("nửa triệu", ["nửa", 1_000_000]),
        ("một " * 9, [1] * 9),
        ("trăm " * 3000, ["trăm"] * 3000),
        ("", []),
    ],
)
def test_what_is_no_one_number_falls_into_the_fewest(text: str, tokens: list[object]) -> None:
    assert _tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1.000", [1000]),
        ("1.234.567", [1_234_567]),
        ("1 234 567", [1_234_567]),
        ("1.234,5", [1234.5]),
        ("1,234", [1234]),
        ("1.5", [1.5]),
        ("1,5", [1.5]),
        ("0,125", [0.125]),
        ("999999999", [999_999_999]),
        ("1234567890123456", [inf]),
        ("3.11.2026", [inf]),
        ("2h30", [2, "h", 30]),
        ("68t", [68, "t"]),
        ("1-2", [1, "-", 2]),
        ("3 chục", [30]),
        ("2 mươi 5", [25]),
        ("2 trăm rưỡi", [250]),
        ("1 triệu 2", [1_200_000]),
        ("1 triệu 250", [1_250_000]),
        ("15 chục", [15, 10]),
        ("12 mấy", [12, (2, 9)]),
    ],
)
def test_numbers_in_digits(text: str, tokens: list[object]) -> None:
    assert _tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3 năm", [3, "niên"]),
        ("năm 1954", ["niên", 1954]),
        ("nam 2025", ["niên", 2025]),
        ("năm nay", ["niên", "nay"]),
        ("năm lần", [5, "lần"]),
        ("sinh năm năm tám", ["sinh", "niên", 58]),
        ("bây giờ", ["nay"]),
        ("tạm tám sau sáu", ["tạm", 8, 66]),
        ("sau đó", ["sau", "đó"]),
        ("nam", [5]),
        ("nam lan", [5, "lan"]),
        ("tam 30 phut", ["tam", 30, "phut"]),
        ("tu 20 den 30", ["tu", 20, "den", 30]),
        ("tam hai muoi", ["tam", 20]),
        ("trạm y tế", ["trạm", "y", "tế"]),
    ],
)
def test_words_that_are_numbers_and_others(text: str, tokens: list[object]) -> None:
    assert _tokens(text) == tokens


@given(st.integers(1, 999_999_999) | st.integers(1, 5000), styles)
def test_every_number_in_words_reads_back(number: int, style: Style) -> None:
    said = spell(number, style)
    (token, *rest) = numbered(normalise(said))
    assert isinstance(token, Numeral)
    if style.plain and said.startswith("tam muoi"):  # tầm mười, about ten
        assert number in (token.high, token.joined)
    else:
        assert (token.low, token.high, rest) == (number, number, [])


@given(ANY_TEXT | st.text(alphabet="hai mươi lăm trăm 5.,"))
def test_any_text_can_be_looked_through(text: str) -> None:
    for token in numbered(normalise(text)):
        assert isinstance(token, str) or token.low <= token.high
