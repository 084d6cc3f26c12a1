"""The kiosk's faces are counted as they are, apart from the five levels."""

from __future__ import annotations

import pytest

from survey.faces import faces_of

VISITS = [{"G9": 3, "B1": 3}, {"G9": 2, "B1": 1}, {"G9": 3}, {}]


def test_levels_and_the_share_of_the_satisfied() -> None:
    found = faces_of(VISITS, ["G9", "B1"])
    assert (found.satisfied, found.neutral, found.unsatisfied) == (3, 1, 1)
    assert found.answers == 5
    assert found.estimate is not None
    assert found.estimate.share == pytest.approx(0.6)
    assert found.estimate.respondents == 3


def test_nobody_pressed_anything() -> None:
    assert faces_of(VISITS, ["B4"]).estimate is None


@pytest.mark.parametrize("face", [0, 4, 5])
def test_five_levels_are_no_faces(face: int) -> None:
    with pytest.raises(ValueError, match="three faces"):
        faces_of([{"G9": face}], ["G9"])
