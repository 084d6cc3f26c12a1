"""Telephone numbers in words, and what refuses to give one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.phone_numbers import PhoneReading, read_phone
from flows.phone_refusals import declines
from flows.spelling import normalise, unmark
from flows.spoken_phones import with_digits
from tests.flows.test_spelling import ANY_TEXT

_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_OTHER_NAMES = ("ko", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bẩy", "tám", "chín")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("không chín một hai ba bốn năm sáu bảy tám", "0912345678"),
        ("không chín một hai, ba bốn lăm, sáu bảy tám", "0912345678"),
        ("khong chin tam ba mot hai ba bon nam sau", "0983123456"),
        ("0868 một một hai hai ba ba", "0868112233"),
        ("không chín mười hai ba bốn năm sáu bảy tám", "0912345678"),
        ("không chín chín mươi hai ba mươi bốn năm sáu bảy tám", "0992345678"),
        ("không chín tám bảy sáu năm bốn hai mười", "0987654210"),
        ("số tôi: không chín một hai ba bốn năm sáu bảy tám nhé", "số tôi: 0912345678 nhé"),
        ("hai ba lần, năm sáu bảy", "hai ba lần, năm sáu bảy"),
        ("một hai ba bốn", "một hai ba bốn"),
        ("0912345678 hai ba", "0912345678 hai ba"),
        ("không chín một hai / ba bốn năm sáu bảy tám", None),
        ("một hai " * 500, "một hai " * 500),
    ],
)
def test_digits_in_words(text: str, digits: str | None) -> None:
    assert with_digits(text) == (text if digits is None else digits)


@given(st.from_regex(r"0(?:3[2-9]|7[06-9]|8[1-68]|9[0-46-8])[0-9]{7}", fullmatch=True))
def test_every_mobile_number_in_every_form_is_read(digits: str) -> None:
    expected = PhoneReading("mobile", "+84" + digits[1:])
    apart = f"{digits[:4]}{{0}}{digits[4:7]}{{0}}{digits[7:]}"
    forms = [apart.format(mark) for mark in ("", " ", ".", "-", ",", "_", "/")]
    forms += [f"+84{digits[1:]}", f"84{digits[1:]}", f"0084 {digits[1:]}", f"(+84) {digits}"]
    forms += [" ".join(digits), f"sđt: {digits} (zalo)", f"{digits}, gọi sau 17h"]
    for names in (_NAMES, _OTHER_NAMES):
        said = " ".join(names[int(digit)] for digit in digits)
        forms += [said, unmark(said), said.upper()]
    for form in forms:
        assert read_phone(form) == expected, form


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "không, giờ lừa đảo nhiều lắm",
        "khong cho so dau",
        "tui nỏ cho mô",
        "hông cho đâu",
        "sợ bị gọi làm phiền, khum cho",
        "bí mật nha",
        "xin phép không cung cấp",
        "thôi khỏi em ơi",
        "miễn nha",
        "đừng hỏi số của tôi",
        "k cần gọi đâu",
        "chưa có sim",
        "tôi già rồi không dùng điện thoại",
        "prefer not to say",
    ],
)
def test_a_refusal(text: str) -> None:
    assert declines(normalise(text))
    assert read_phone(text) == PhoneReading("declined")


@pytest.mark.parametrize(
    "text",
    [
        "không nhớ số",
        "để làm gì",
        "xin số làm chi vậy",
        "hỏi con tôi",
        "có",
        "số máy bàn",
        "",
        "không hiểu",
    ],
)
def test_what_is_no_refusal(text: str) -> None:
    assert not declines(normalise(text))


def test_an_age_behind_a_number_is_no_part_of_it() -> None:
    assert read_phone("0912345678 74") == PhoneReading("mobile", "+84912345678")
    assert read_phone("0912345678 7").kind == "invalid"
    assert read_phone("0912345678, 2 lần") == PhoneReading("mobile", "+84912345678")


@given(ANY_TEXT)
def test_any_text_may_refuse_or_not(text: str) -> None:
    assert declines(normalise(text)) in (True, False)
    with_digits(text)
