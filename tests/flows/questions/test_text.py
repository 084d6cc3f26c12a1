"""The person's own words."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import choice, question, read

TYPE = QUESTION_TYPES["text"]
TEXT = question("text", private=True)
OPTIONAL = question("text", choice("unknown", "Không nhớ"), private=True, skippable=True)


@pytest.mark.parametrize(
    ("text", "kept", "flags"),
    [
        ("  Chờ lâu quá  ", "Chờ lâu quá", ()),
        ("không", "không", ()),
        ("stk 0071001234567", "stk [đã ẩn]", ("redacted:bank_account",)),
        ("tố cáo anh A", "tố cáo anh A", ("denunciation",)),
        ("khiếu nại quyết định 12", "khiếu nại quyết định 12", ("formal_complaint",)),
        ("đm làm ăn chán", "đm làm ăn chán", ("profanity",)),
        ("5", "5", ()),
    ],
)
def test_any_text_is_kept_redacted(text: str, kept: str, flags: tuple[str, ...]) -> None:
    assert read(TEXT, text) == Reading(kept, "text", flags=flags)


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "👍", "\u200b"])
def test_nothing_said_is_asked_back(text: str) -> None:
    assert read(TEXT, text) == Unclear("reask.text_empty")


def test_too_much_is_asked_back() -> None:
    asked = question("text", private=True, max_length=10)
    assert read(asked, "a" + "bc " * 3) == Reading("abc bc bc", "text")
    assert read(asked, "một hai ba") == Reading("một hai ba", "text")
    params = {"limit": "10", "length": "11"}
    assert read(asked, "một hai bốn") == Unclear("reask.text_long", params)
    assert read(asked, "đm một hai ba bốn").flags == ("profanity",)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("không", 1.0), ("dạ không có gì ạ", 1.0), ("khong", 0.9), ("hết rồi em", 1.0), ("no", 1.0)],
)
def test_nothing_to_add_is_a_skip_where_that_is_allowed(text: str, confidence: float) -> None:
    assert read(OPTIONAL, text) == Reading(None, "decline", confidence)


def test_labels_are_picked_where_there_are_any() -> None:
    assert read(OPTIONAL, "không nhớ") == Reading("unknown", "word")
    assert read(OPTIONAL, "khong nho") == Reading("unknown", "word", 0.9)
    assert read(OPTIONAL, "nhớ") == Reading("nhớ", "text")


def test_buttons() -> None:
    assert TYPE.check_choice(OPTIONAL, "unknown") == "unknown"
    with pytest.raises(KeyError):
        TYPE.check_choice(TEXT, "x")


def test_faults() -> None:
    assert TYPE.faults(TEXT) == []
    assert TYPE.faults(question("text")) == ["free text is not private"]


def test_is_text() -> None:
    assert (TYPE.name, TYPE.takes_text) == ("text", True)
