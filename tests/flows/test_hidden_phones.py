"""Numbers in people's words: whatever can be called is hidden, and little else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hidden_phones import phones_hidden

NUMBERS = [
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "091-234-5678",
    "09 12 34 56 78",
    "0 9 1 2 3 4 5 6 7 8",
    "(0912) 345678",
    "0912/345/678",
    "0912,345,678",
    "0912 * 345 * 678",
    "+84912345678",
    "+84 (0) 912 345 678",
    "84912345678",
    "84.912.345.678",
    "912.345.678",
    "O912345678",
    "09l2345678",
    "\uff10\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    "0912\u200b345\u200b678",
    "0168 123 4567",
    "0263 3822 123",
    "3822 1234",
    "không chín một hai ba bốn năm sáu bảy tám",
]
OTHERS = [
    "Mã 7K2QX-M4P9T-8 của tôi",
    "ngày 12/03/2024, 13/03/2024 lúc 8:30",
    "từ 01-02-2024 đến 15-03-2024",
    "năm 2021, 2022, 2023",
    "giai đoạn 2019 - 2024",
    "12.000.000 đồng và 350.000.000 đồng",
    "thiếu 5000000 đồng, 12.500.000 nữa",
    "tổng đài 1900 9068",
    "Tôi chờ 3 lần, mỗi lần 2 tiếng",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_hidden_in_any_spelling(number: str) -> None:
    told = phones_hidden(f"Gọi {number} nhé")
    assert number not in told
    assert "•••" in told
    assert (told[:4], told[-4:]) == ("Gọi ", " nhé")
    assert len([sign for sign in told if sign.isdigit()]) <= 6


@pytest.mark.parametrize("words", OTHERS)
def test_what_nobody_can_call_stays(words: str) -> None:
    assert phones_hidden(words) == words


def test_each_number_is_hidden_and_what_stands_beside_stays() -> None:
    words = "Tôi 74 tuổi, 0912345678, 2 người; 0987 654 321"
    assert phones_hidden(words) == "Tôi 74 tuổi, 091•••678, 2 người; 098•••321"


@given(st.text(), st.from_regex(r"0[35789]\d{8}", fullmatch=True), st.text())
def test_no_number_survives_whatever_stands_around_it(left: str, number: str, right: str) -> None:
    assert number not in phones_hidden(f"{left} {number} {right}")
