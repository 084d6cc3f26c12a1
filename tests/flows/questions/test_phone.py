"""Telephone numbers as answers."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Candidate
from tests.flows.asked import PHONE, PHONE_NEEDED, choice, question, read

TYPE = QUESTION_TYPES["phone"]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("0912345678", Reading("+84912345678", "text")),
        ("sđt em 0912345678 nha", Reading("+84912345678", "text")),
        ("024 3825 2525", Reading("+842438252525", "text", flags=("landline",))),
        ("0912345678, đm", Reading("+84912345678", "text", flags=("profanity",))),
        ("không có điện thoại", Reading(None, "decline")),
        ("ko", Reading(None, "decline")),
    ],
)
def test_read(text: str, reading: Reading) -> None:
    assert read(PHONE, text) == reading


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "reask.phone"),
        ("gọi sau nhé", "reask.phone"),
        ("091234567", "reask.phone_short"),
        ("09123456789", "reask.phone_long"),
        ("0571234567", "reask.phone_prefix"),
        ("19009068", "reask.phone_hotline"),
        ("0912345678, 0987654321", "reask.phone_several"),
    ],
)
def test_asks_back(text: str, key: str) -> None:
    assert read(PHONE, text) == Unclear(key)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("079085012345", "national_id"),
        ("stk 0071001234567", "bank_account"),
        ("4111111111111111", "card"),
    ],
)
def test_a_document_s_number_is_not_kept(text: str, kind: str) -> None:
    assert read(PHONE, text) == Unclear("reask.phone_is_id", flags=(f"redacted:{kind}",))


def test_a_number_beside_a_document_s_is_taken() -> None:
    assert read(PHONE, "cccd 079085012345, đt 0912345678") == Reading(
        "+84912345678", "text", flags=("redacted:national_id",)
    )


def test_another_secret_is_no_document() -> None:
    assert read(PHONE, "otp 482913") == Unclear("reask.phone", flags=("redacted:otp",))


def test_twelve_digits_that_could_not_be_redacted_are_no_number() -> None:
    assert read(PHONE, "842438252525") == Unclear("reask.phone_is_id")


@pytest.mark.parametrize(
    ("text", "number", "key", "shown"),
    [
        ("01234567890", "+84834567890", "confirm.phone_old", "0834 567 890"),
        ("O912345678", "+84912345678", "confirm.phone", "0912 345 678"),
        ("912345678", "+84912345678", "confirm.phone", "0912 345 678"),
        ("0512345678", "+84512345678", "confirm.phone", "0512 345 678"),
        ("+1 650 253 0000", "+16502530000", "confirm.phone_foreign", "+16502530000"),
    ],
)
def test_doubtful_numbers_are_confirmed(text: str, number: str, key: str, shown: str) -> None:
    candidate = Candidate(number, key, {"phone": shown})
    assert read(PHONE, text) == Unclear("reask.phone", candidate=candidate)


def test_a_question_for_a_mobile_number_takes_no_landline() -> None:
    asked = question("phone", text="Xin Ông/Bà cho số điện thoại di động.", private=True)
    assert read(asked, "024 3825 2525") == Unclear("reask.phone_mobile")
    assert read(asked, "0912345678") == Reading("+84912345678", "text")


def test_a_needed_number_cannot_be_declined() -> None:
    assert read(PHONE_NEEDED, "không có điện thoại") == Unclear("reask.phone_required")


def test_choices_are_picked_by_label() -> None:
    asked = question("phone", choice("none", "Không cho số"), private=True, skippable=True)
    assert read(asked, "Không cho số") == Reading("none", "word")
    assert read(asked, "khong cho so") == Reading("none", "word", 0.9)
    assert read(asked, "không cho") == Reading(None, "decline")
    assert TYPE.check_choice(asked, "none") == "none"
    with pytest.raises(KeyError):
        TYPE.check_choice(asked, "x")


def test_faults() -> None:
    assert TYPE.faults(PHONE) == []
    assert TYPE.faults(question("phone")) == ["a telephone number is not private"]


def test_is_phone() -> None:
    assert (TYPE.name, TYPE.takes_text) == ("phone", False)
