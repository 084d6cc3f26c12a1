"""Telephone numbers in every way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.phone_numbers import (
    PhoneReading,
    masked_format,
    national_format,
    on_a_card,
    read_phone,
)
from tests.flows.test_spelling import ANY_TEXT

_FORMER = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), _FORMER.items())
def test_every_former_prefix_becomes_its_new_one(old: str, new: str) -> None:
    assert read_phone(old + "1234567") == PhoneReading("old", f"+84{new[1:]}1234567")
    assert read_phone(f"+84 {old[1:]} 123 4567") == PhoneReading("old", f"+84{new[1:]}1234567")


_SERVED = (
    *(f"03{d}1" for d in range(10)),
    *(f"07{d}1" for d in (0, 6, 7, 8, 9)),
    *(f"0{d}1" for d in (56, 58, 59, *range(81, 89), *range(90, 99))),
    *("0522", "0523", "0528", "0559", "0896", "0899", "0990", "0991", "0993", "0999"),
)
_NOT_SERVED: tuple[str, ...] = (
    "0711",
    "0751",
    "0501",
    "0521",
    "0529",
    "0541",
    "0558",
    "0571",
    "0801",
    "0891",
)
_NOT_SERVED += ("0895", "0992", "0401", "0601")


@pytest.mark.parametrize("prefix", _SERVED)
def test_served_series_are_mobile(prefix: str) -> None:
    assert read_phone(prefix + "234567") == PhoneReading("mobile", f"+84{prefix[1:]}234567")


@pytest.mark.parametrize("prefix", _NOT_SERVED)
def test_other_series_are_not(prefix: str) -> None:
    assert read_phone(prefix + "234567") == PhoneReading("invalid", reason="unknown_prefix")


MOBILE = PhoneReading("mobile", "+84912345678")
MEANT = PhoneReading("letters", "+84912345678")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("0912345678", MOBILE),
        ("0912.345.678", MOBILE),
        ("0912 345 678", MOBILE),
        ("09 12 34 56 78", MOBILE),
        ("(0912) 345678", MOBILE),
        ("\uff08\uff10\uff19\uff11\uff12\uff09\uff13\uff14\uff15\uff16\uff17\uff18", MOBILE),
        ("٠٩١٢٣٤٥٦٧٨", MOBILE),
        ("84912345678", MOBILE),
        ("840912345678", MOBILE),
        ("+840912345678", MOBILE),
        ("+84 (0) 912 345 678", MOBILE),
        ("+84-912-345-678", MOBILE),
        ("00 84 912 345 678", MOBILE),
        ("+0084912345678", MOBILE),
        ("gọi tôi số 0912345678 nhé, sau 5h", MOBILE),
        ("0912345678.", MOBILE),
        ("sinh 12/05/1954, đt 0912345678", MOBILE),
        ("0912345678 hoặc 0912 345 678", MOBILE),
        ("Số:0912345678;", MOBILE),
        ("0912345678 hoặc 0987654321", PhoneReading("several")),
        ("0912345678 0987654321", PhoneReading("several")),
        ("0912 345 678 - 0987 654 321", PhoneReading("several")),
        ("0912345678/0987654321", PhoneReading("several")),
        ("O912345678", MEANT),
        ("o912 345 678", MEANT),
        ("09I2345678", MEANT),
        ("0912345l78 nha", PhoneReading("letters", "+84912345178")),
        ("912345678", MEANT),
        ("số 912 345 678", MEANT),
        ("0512345678", PhoneReading("suspect", "+84512345678")),
        ("02438252525", PhoneReading("landline", "+842438252525")),
        ("024 3825 2525", PhoneReading("landline", "+842438252525")),
        ("+84 24 3825 2525", PhoneReading("landline", "+842438252525")),
        ("842438252525", PhoneReading("looks_like_id")),
        ("02012345678", PhoneReading("invalid", reason="unknown_prefix")),
        ("19009068", PhoneReading("hotline")),
        ("1900 9068", PhoneReading("hotline")),
        ("1800 1091", PhoneReading("hotline")),
        ("1900123456", PhoneReading("hotline")),
        ("+1 650 253 0000", PhoneReading("foreign", "+16502530000")),
        ("001 650 253 0000", PhoneReading("foreign", "+16502530000")),
        ("+44 7911 123456", PhoneReading("foreign", "+447911123456")),
        ("+999 123 456 789", PhoneReading("invalid", reason="unknown_prefix")),
        ("+1 111 111", PhoneReading("invalid", reason="unknown_prefix")),
        ("079085012345", PhoneReading("looks_like_id")),
        ("091234567", PhoneReading("invalid", reason="too_short")),
        ("0912345", PhoneReading("invalid", reason="too_short")),
        ("09123456789", PhoneReading("invalid", reason="too_long")),
        ("091234567890123", PhoneReading("invalid", reason="too_long")),
        ("+84 9123 456 789", PhoneReading("invalid", reason="too_long")),
        ("+84 1701 234 5678", PhoneReading("invalid", reason="too_long")),
        ("+84 12345678", PhoneReading("invalid", reason="too_short")),
        ("01701234567", PhoneReading("invalid", reason="unknown_prefix")),
        ("0123 456 789", PhoneReading("invalid", reason="unknown_prefix")),
        ("0123 456 7890 12", PhoneReading("invalid", reason="too_long")),
        ("123456", PhoneReading("invalid", reason="too_short")),
        ("212345678", PhoneReading("invalid", reason="too_short")),
        ("1234567890", PhoneReading("invalid", reason="too_long")),
        ("5", PhoneReading("invalid", reason="too_short")),
        ("12 34", PhoneReading("invalid", reason="too_short")),
        ("sinh năm 1954", PhoneReading("none")),
        ("ở nhà", PhoneReading("none")),
        ("oOlI oOlI", PhoneReading("none")),
        ("", PhoneReading("none")),
        ("không có điện thoại", PhoneReading("declined")),
        ("dạ em không có điện thoại ạ", PhoneReading("declined")),
        ("khong co dien thoai", PhoneReading("declined")),
        ("ko", PhoneReading("declined")),
        ("không muốn cho số", PhoneReading("declined")),
        ("no", PhoneReading("declined")),
        ("không có điện thoại bàn, chỉ có di động 0912345678", MOBILE),
    ],
)
def test_read_phone(text: str, reading: PhoneReading) -> None:
    assert read_phone(text) == reading


def test_national_format_is_as_people_read_it() -> None:
    assert national_format("+84912345678") == "0912 345 678"
    assert national_format("+842438252525") == "0243 825 2525"


@given(ANY_TEXT | st.text(alphabet="0123456789+ .-()Oo84", max_size=40))
def test_what_is_taken_is_always_a_number(text: str) -> None:
    found = read_phone(text)
    takes = found.kind in ("mobile", "old", "landline", "foreign", "suspect", "letters")
    assert takes == found.number.startswith("+")
    assert (found.kind == "invalid") == (found.reason != "")


@pytest.mark.parametrize(
    ("card", "number"),
    [
        ("84912345678", "+84912345678"),
        ("+84 912-345-678", "+84912345678"),
        ("+84 (0) 912 345 678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("842438252525", "+842438252525"),
        ("02438252525", "+842438252525"),
        ("14155550100", "+14155550100"),
        ("+447911123456", "+447911123456"),
        ("447911123456", "+447911123456"),
        ("841698765432", "+84398765432"),
    ],
)
def test_a_card_gives_its_number_with_or_without_a_plus(card: str, number: str) -> None:
    assert read_phone(on_a_card(card)).number == number


@pytest.mark.parametrize(("card", "typed"), [("19001234", "19001234"), ("", ""), ("*#06#", "06")])
def test_a_card_without_a_number_of_its_own_is_read_as_typed(card: str, typed: str) -> None:
    assert on_a_card(card).lstrip("+") == typed


def test_what_a_card_holds_beside_digits_is_left_out() -> None:
    assert on_a_card("xem 84912345678 <b>") == "84912345678"
    assert len(on_a_card("+" + "9" * 5000)) == 18


@given(ANY_TEXT)
def test_no_card_is_too_strange(card: str) -> None:
    assert on_a_card(card).removeprefix("+") == "" or on_a_card(card)[-1].isdigit()


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+84912345678", "091•••678"),
        ("0912 345 678", "091•••678"),
        ("+14155550100", "+14•••100"),
        ("+842438252525", "024•••525"),
    ],
)
def test_a_masked_number_can_be_recognised_and_not_called(number: str, masked: str) -> None:
    assert masked_format(number) == masked
