"""Notices: something told, and the ways on."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import choice, question, read

TYPE = QUESTION_TYPES["notice"]
GREETING = question(
    "notice",
    choice("trust", "Kiểm tra thật/giả", action="trust"),
    choice("start", "Bắt đầu", "Start"),
    choice("later", "Để sau", action="pause"),
)


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("Bắt đầu", "start", 1.0),
        ("bat dau", "start", 0.9),
        ("ok", "start", 1.0),
        ("tôi hiểu rồi", "start", 1.0),
        ("tiếp tục", "start", 1.0),
        ("rồi ạ", "start", 1.0),
        ("go on", "start", 1.0),
        ("để sau", "later", 1.0),
        ("sau", "later", 0.7),
        ("kiểm tra thật giả", "trust", 1.0),
        ("kiểm tra", "trust", 0.8),
    ],
)
def test_read(text: str, value: str, confidence: float) -> None:
    assert read(GREETING, text) == Reading(value, "word", confidence)


@pytest.mark.parametrize(
    "text", ["", "không", "hả", "tôi muốn bắt đầu lúc khác, giờ tôi đang bận"]
)
def test_asks_back(text: str) -> None:
    assert read(GREETING, text) == Unclear("reask.notice")


def test_without_a_way_on_ok_says_nothing() -> None:
    only = question("notice", choice("later", "Để sau", action="pause"))
    assert read(only, "ok") == Unclear("reask.notice")
    two = question("notice", choice("a", "Để sau"), choice("b", "Để mai"))
    assert read(two, "để, đm") == Unclear("reask.notice", flags=("profanity",))


def test_buttons() -> None:
    assert TYPE.check_choice(GREETING, "later") == "later"
    with pytest.raises(KeyError):
        TYPE.check_choice(GREETING, "x")


def test_faults() -> None:
    assert TYPE.faults(GREETING) == []
    assert TYPE.faults(question("notice")) == ["no choice to go on with"]


def test_is_notice() -> None:
    assert (TYPE.name, TYPE.takes_text) == ("notice", False)
