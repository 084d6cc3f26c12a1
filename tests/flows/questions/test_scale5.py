"""Ratings as answers to a question."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Candidate
from tests.flows.asked import EASE, RATE, RATE_ALL, choice, question, read

SCALE5 = QUESTION_TYPES["scale5"]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Rất hài lòng", Reading(5, "word")),
        ("very dissatisfied", Reading(1, "word")),
        ("khong hai long", Reading(2, "word", 0.9)),
        ("không áp dụng", Reading("na", "word")),
        ("Does not apply", Reading("na", "word")),
        ("4", Reading(4, "number")),
        ("ok", Reading(4, "word", 0.9)),
        ("chưa dùng", Reading("na", "word")),
        ("phục vụ tốt", Reading(4, "word", 0.9, "phục vụ tốt")),
        ("tốt, otp 482913", Reading(4, "word", 0.8, "tốt, otp [đã ẩn]", ("redacted:otp",))),
        ("không hài lòng, đm", Reading(2, "word", 0.9, None, ("profanity",))),
        ("hài lòng đm", Reading(4, "word", 0.9, None, ("profanity",))),
    ],
)
def test_read(text: str, reading: Reading) -> None:
    assert read(RATE, text) == reading


@pytest.mark.parametrize("text", ["không", "rất", "7", "phục vụ số 1", "", "dạ", "có"])
def test_asks_back(text: str) -> None:
    assert read(RATE, text) == Unclear("reask.scale5")


def test_a_question_is_no_rating() -> None:
    candidate = Candidate(4, "confirm.rating", {"rating": "4"})
    assert read(RATE, "Hài lòng?") == Unclear("reask.scale5", candidate=candidate)


def test_a_guess_becomes_a_question() -> None:
    candidate = Candidate(2, "confirm.rating", {"rating": "2"})
    assert read(RATE, "hơi chậm, đm") == Unclear(
        "reask.scale5", candidate=candidate, flags=("profanity",)
    )


def test_what_the_question_does_not_offer_is_asked_back() -> None:
    assert read(RATE_ALL, "không biết, đm") == Unclear("reask.scale5", flags=("profanity",))
    assert read(question("scale5", choice("5", "Tốt")), "tệ") == Unclear("reask.scale5")


def test_scales_of_ease_read_ease() -> None:
    assert read(EASE, "rất dễ") == Reading(5, "word")
    assert read(EASE, "quá khó") == Reading(1, "word", 0.9)
    assert read(EASE, "không làm bước này") == Reading("na", "word")
    assert read(EASE, "hm") == Unclear("reask.ease")


def test_buttons() -> None:
    assert [SCALE5.check_choice(RATE, v) for v in ("1", "5", "na")] == [1, 5, "na"]
    with pytest.raises(KeyError):
        SCALE5.check_choice(RATE_ALL, "na")


def test_faults() -> None:
    assert SCALE5.faults(RATE) == SCALE5.faults(RATE_ALL) == []
    broken = question("scale5", *RATE.choices[1:], choice("0", "Không"))
    assert SCALE5.faults(broken) == ["no choice '5'", "a rating has no choice '0'"]


def test_is_scale5() -> None:
    assert (SCALE5.name, SCALE5.takes_text) == ("scale5", False)
