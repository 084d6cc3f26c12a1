"""The three faces of the kiosk as answers to a question."""

from __future__ import annotations

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Candidate
from tests.flows.asked import choice, question, read

SCALE3 = QUESTION_TYPES["scale3"]
FACES = question(
    "scale3",
    choice("3", "😊 Hài lòng", "😊 Satisfied"),
    choice("2", "😐 Bình thường", "😐 Neutral"),
    choice("1", "🙁 Chưa hài lòng", "🙁 Not satisfied"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hài lòng", 3),
        ("rất hài lòng", 3),
        ("😊", 3),
        ("bình thường", 2),
        ("chua hai long", 1),
        ("không hài lòng", 1),
        ("rất tệ", 1),
        ("Not satisfied", 1),
    ],
)
def test_read(text: str, value: int) -> None:
    heard = read(FACES, text)
    assert isinstance(heard, Reading)
    assert heard.value == value


@pytest.mark.parametrize("text", ["1", "3", "5", "không", "abc", "", "không áp dụng"])
def test_bare_numbers_and_what_is_no_face_are_asked_back(text: str) -> None:
    heard = read(FACES, text)
    assert isinstance(heard, Unclear)
    assert heard.key == "reask.scale3"
    assert heard.candidate is None


def test_a_question_is_no_rating() -> None:
    candidate = Candidate(3, "confirm.face.3", {})
    assert read(FACES, "Hài lòng?") == Unclear("reask.scale3", candidate=candidate)


def test_buttons() -> None:
    assert [SCALE3.check_choice(FACES, v) for v in ("3", "2", "1")] == [3, 2, 1]
    with pytest.raises(KeyError):
        SCALE3.check_choice(FACES, "na")


def test_faults() -> None:
    assert SCALE3.faults(FACES) == []
    broken = question("scale3", *FACES.choices[1:], choice("na", "Không có"))
    assert SCALE3.faults(broken) == ["no choice '3'", "three faces have no choice 'na'"]


def test_is_scale3() -> None:
    assert (SCALE3.name, SCALE3.takes_text) == ("scale3", False)
