"""Which choice a person named."""

from __future__ import annotations

import pytest

from flows.labels import Named, by_label, by_place, pressed
from flows.vietnamese import listen
from tests.flows import asked
from tests.flows.asked import choice

CHOICES = (
    choice("long", "Phải chờ lâu", "I had to wait"),
    choice("unfair", "Chưa công bằng", "Unfair", aliases=("thiên vị",)),
    choice("paper", "Nhiều giấy tờ"),
    choice("steps", "Nhiều bước"),
    choice("unknown", "Không nhớ"),
    choice("none", "Không"),
    choice("some", "Có"),
    choice("empty", "–"),
)


def named(text: str) -> tuple[list[str], float, bool] | None:
    found = by_label(CHOICES, listen(text))
    return ([c.value for c in found.choices], found.confidence, found.beside) if found else None


@pytest.mark.parametrize(
    ("text", "values", "confidence"),
    [
        ("Phải chờ lâu", ["long"], 1.0),
        ("dạ phải chờ lâu ạ", ["long"], 1.0),
        ("tôi phải chờ lâu", ["long"], 1.0),
        ("i had to wait", ["long"], 1.0),
        ("thiên vị", ["unfair"], 1.0),
        ("phai cho lau", ["long"], 0.9),
        ("phải cho lau", ["long"], 0.9),
        ("phair chowf laau", ["long"], 0.9),
        ("không công bằng", ["unfair"], 0.8),
        ("phải chờ", ["long"], 0.8),
        ("phai", ["long"], 0.8),
        ("nhiều", ["paper", "steps"], 0.8),
        ("chờ lâu", ["long"], 0.7),
        ("lâu", ["long"], 0.7),
        ("giấy tờ", ["paper"], 0.7),
        ("chờ", ["long"], 0.7),
        ("giay to", ["paper"], 0.7),
        ("không", ["none"], 1.0),
        ("khong", ["none"], 0.9),
        ("có", ["some"], 1.0),
        ("không nhớ", ["unknown"], 1.0),
    ],
)
def test_labels_and_parts_of_labels(text: str, values: list[str], confidence: float) -> None:
    assert named(text) == (values, confidence, False)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("hôm đó tôi phải chờ lâu lắm", ["long"]),
        ("hom do toi phai cho lau lam", ["long"]),
        ("không nhớ rõ lắm", ["unknown"]),
        ("vừa phải chờ lâu vừa nhiều giấy tờ", ["long", "paper"]),
        ("phaichờ lâu quá trời", ["long"]),
    ],
)
def test_labels_inside_a_sentence(text: str, values: list[str]) -> None:
    assert named(text) == (values, 0.7, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "xa quá",
        "công bằng",  # the label goes the other way
        "không phải chờ lâu",
        "tôi không thấy phải chờ lâu",
        "có lẽ vậy",
        "ý tôi là không nhớ rõ",
        "tờ",
        "hôm đó tôi phải chờ lâu" + " lắm" * 20,
    ],
)
def test_what_names_nothing(text: str) -> None:
    assert named(text) is None


def test_a_name_inside_a_longer_name_does_not_count() -> None:
    choices = (choice("short", "Giấy tờ"), choice("long", "Nhiều giấy tờ"))
    found = by_label(choices, listen("họ đòi nhiều giấy tờ lắm"))
    assert found == Named((choices[1],), 0.7, beside=True)


def test_one_is_the_choice_if_there_is_only_one() -> None:
    assert Named(CHOICES[:1], 1.0).one is CHOICES[0]
    assert Named(CHOICES[:2], 1.0).one is None


def test_no_choices_no_name() -> None:
    assert by_label((), listen("có")) is None
    assert by_place((), listen("1")) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "long"),
        ("2", "unfair"),
        ("8", "empty"),
        ("số 2", "unfair"),
        ("so 2", "unfair"),
        ("câu 3.", "paper"),
        ("chọn cái số 3 ạ", "paper"),
        ("#4", "steps"),
        ("option 4", "steps"),
        ("đáp án 5 nha em", "unknown"),
        ("thứ 2", "unfair"),
        ("02", "unfair"),
    ],
)
def test_places_in_the_list(text: str, value: str) -> None:
    found = by_place(CHOICES, listen(text))
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["0", "9", "123", "1 2", "1,5", "1-2", "2 lần", "hai", ""])
def test_other_numbers_are_no_places(text: str) -> None:
    assert by_place(CHOICES, listen(text)) is None


def test_pressed_returns_the_choice_or_raises() -> None:
    assert pressed(asked.YES_NO, "no") is asked.YES_NO.choices[1]
    with pytest.raises(KeyError, match="maybe"):
        pressed(asked.YES_NO, "maybe")
