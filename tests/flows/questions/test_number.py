"""Numbers within bounds."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from tests.flows.asked import NUMBER, choice, question, read

TYPE = QUESTION_TYPES["number"]
BOUNDED = question("number", choice("range", "1–10", band=(1, 10)), choice("unknown", "Không nhớ"))
MINUTES = question("number", text="Ông/Bà chờ bao lâu?")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2),
        ("hai lần", 2),
        ("mười lăm", 15),
        ("68 tuổi", 68),
        ("không có ai", 0),
    ],
)
def test_read(text: str, value: float) -> None:
    heard = read(NUMBER, text)
    assert heard == Reading(value, "number")
    assert isinstance(heard, Reading)
    assert type(heard.value) is type(value)


@pytest.mark.parametrize("text", ["1954", "sinh năm 1954"])
def test_a_year_of_birth_is_a_whole_number(text: str) -> None:
    heard = read(question("number", text="Ông/Bà sinh năm nào?"), text)
    assert heard == Reading(1954, "number")
    assert isinstance(heard, Reading)
    assert type(heard.value) is int


def test_a_fraction_is_asked_back() -> None:
    assert read(NUMBER, "1,5") == Unclear("reask.number_whole")


@pytest.mark.parametrize("text", ["", "nhiều", "1-2 lần", "hơn 3", "2h", "không"])
def test_asks_back(text: str) -> None:
    assert read(NUMBER, text) == Unclear("reask.number")


def test_bounds() -> None:
    assert read(BOUNDED, "1") == Reading(1, "number")
    assert read(BOUNDED, "10") == Reading(10, "number")
    assert read(BOUNDED, "0") == Unclear("reask.number_low", {"low": "1"})
    assert read(BOUNDED, "0,5") == Unclear("reask.number_low", {"low": "1"})
    assert read(BOUNDED, "11") == Unclear("reask.number_high", {"high": "10"})


def test_bounds_of_several_choices_are_the_outer_ones() -> None:
    asked = question("number", choice("a", "A", band=(1, 2)), choice("b", "B", band=(5, 9)))
    assert read(asked, "4") == Reading(4, "number")
    assert read(asked, "0") == Unclear("reask.number_low", {"low": "1"})
    assert read(asked, "10") == Unclear("reask.number_high", {"high": "9"})


def test_other_choices_are_picked_by_label() -> None:
    assert read(BOUNDED, "Không nhớ") == Reading("unknown", "word")
    assert read(BOUNDED, "khong nho, đm") == Unclear("reask.number", flags=("profanity",))


def test_flags_go_with_the_number() -> None:
    flags = ("profanity",)
    assert read(BOUNDED, "2 lần đm") == Reading(2, "number", flags=flags)
    low, high = {"low": "1"}, {"high": "10"}
    assert read(BOUNDED, "0 lần đm") == Unclear("reask.number_low", low, flags=flags)
    assert read(BOUNDED, "11 lần đm") == Unclear("reask.number_high", high, flags=flags)


def test_no_minutes_are_an_answer_where_there_is_no_list_to_choose_from() -> None:
    assert read(MINUTES, "0") == Reading(0, "number")
    listed = question(
        "number", choice("range", "0–60", band=(0, 60)), text="Ông/Bà chờ bao nhiêu phút?"
    )
    assert read(listed, "0") == Reading(0, "number"), "no answer has the place 0"
    assert isinstance(read(listed, "1"), Unclear), "a minute, or the first answer?"


def test_durations_are_minutes() -> None:
    assert read(MINUTES, "2h") == Reading(120, "number")
    assert read(MINUTES, "5") == Reading(5, "number")
    assert read(MINUTES, "otp 482913") == Unclear("reask.number", flags=("redacted:otp",))


def test_buttons() -> None:
    assert TYPE.check_choice(BOUNDED, "unknown") == "unknown"
    with pytest.raises(KeyError):
        TYPE.check_choice(BOUNDED, "3")


def test_is_number() -> None:
    assert (TYPE.name, TYPE.takes_text, TYPE.faults(NUMBER)) == ("number", False, [])
