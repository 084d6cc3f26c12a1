"""An online procedure step by step: ease, who got through, how long it took, what was hard."""

from __future__ import annotations

import pytest

from survey.designs import Stratum
from survey.estimates import Figure
from survey.usability import Attempt, TimeClass, completion, median_time, steps

UNDER, FROM, TO, OVER = (
    TimeClass(value="under_15", begins=0, below=15),
    TimeClass(value="from_15", begins=15, below=31),
    TimeClass(value="from_31", begins=31, below=61),
    TimeClass(value="over_60", begins=61),
)
CLASSES = (UNDER, FROM, TO, OVER)

ATTEMPTS = [
    Attempt(ease={"find": [5], "submit": [4, 2]}, outcome="alone"),
    Attempt(
        ease={"find": [4], "submit": [None, 1]}, outcome="helped", reasons={"submit": "errors"}
    ),
    Attempt(ease={"find": [2], "submit": []}, outcome="gave_up", stopped_at="submit"),
    Attempt(ease={"find": [1]}, outcome="gave_up", stopped_at="find", reasons={"find": "words"}),
    Attempt(ease={"find": [None]}, outcome="in_person", reasons={"submit": "errors"}),
    Attempt(ease={}, reasons={"submit": "data"}),
]
DESIGN = {"": Stratum(len(ATTEMPTS))}


def _share(figure: Figure | None) -> float:
    assert figure is not None
    return figure.raw.share


def test_each_step_tells_how_easy_it_was_and_who_got_past_it() -> None:
    found = steps(DESIGN, ATTEMPTS, ["find", "submit", "track"])
    assert _share(found["find"].easy) == pytest.approx(2 / 4)
    assert _share(found["find"].passed) == pytest.approx(3 / 4)
    assert _share(found["submit"].easy) == pytest.approx(1 / 3)
    assert _share(found["submit"].passed) == pytest.approx(2 / 3)
    assert found["submit"].reasons == (("errors", 2), ("data", 1))
    assert found["track"].easy is None
    assert found["track"].passed is None


def test_having_to_come_is_not_completing_online() -> None:
    assert _share(completion(DESIGN, ATTEMPTS)) == pytest.approx(2 / 5)
    assert completion(DESIGN, []) is None


@pytest.mark.parametrize(
    ("answers", "within", "minutes"),
    [
        ({"under_15": 10}, UNDER, 7.5),
        ({"under_15": 2, "from_15": 4, "over_60": 2}, FROM, 23),
        ({"from_31": 1, "over_60": 9}, OVER, None),
        ({"under_15": 5, "over_60": 5}, UNDER, 15),
    ],
)
def test_the_median_of_times_in_classes(
    answers: dict[str, int], within: TimeClass, minutes: float | None
) -> None:
    found = median_time(CLASSES, answers)
    assert found is not None
    assert found.within == within
    assert found.minutes == minutes


def test_no_median_of_nothing() -> None:
    assert median_time(CLASSES, {"elsewhere": 3}) is None
