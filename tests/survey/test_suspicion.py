"""What looks odd is named with its figures, and what people are like is not."""

from __future__ import annotations

from itertools import count

from survey.suspicion import Given, Limits, Suspicion, suspicions

LIMITS = Limits()
_number = count()
MIXED = (5, 4, 4, 5, 3, 4, 5, 4, 4, 5)


def given(
    begun: float,
    ratings: tuple[int, ...] = MIXED,
    *,
    pace: float = 6.0,
    device: str | None = None,
    staff: bool = False,
    shared: bool = False,
    line: str = "counter",
) -> Given:
    items = [f"Q{number}" for number in range(len(ratings))]
    return Given(
        id=f"r{next(_number)}",
        line=line,
        begun=begun,
        ended=begun + 15 + pace * len(ratings),
        ratings=dict(zip(items, ratings, strict=True)),
        took=dict.fromkeys(items, pace),
        device=device,
        staff=staff,
        shared=shared,
    )


def crowd(many: int = 60) -> list[Given]:
    """People who differ: an hour apart at four counters, with ratings and a pace of their own."""
    return [
        given(
            number * 3600.0,
            tuple(1 + (number * 7 + item * (number % 4 + 1)) % 5 for item in range(10)),
            pace=4 + number % 7,
            line=("counter", "b", "c", "d")[number % 4],
        )
        for number in range(many)
    ]


def found(*some: Given) -> dict[str, list[Suspicion]]:
    """What is odd among some, amid a crowd."""
    by: dict[str, list[Suspicion]] = {}
    for one in suspicions([*crowd(), *some], LIMITS):
        by.setdefault(one.reason, []).append(one)
    return by


def test_a_crowd_is_not_odd_and_neither_is_nobody() -> None:
    assert found() == {}
    assert suspicions([], LIMITS) == []
    assert suspicions([given(0)], LIMITS) == []


def test_a_telephone_of_staff_is_named() -> None:
    one = given(100, staff=True)
    assert [suspicion.response_id for suspicion in found(one)["staff_phone"]] == [one.id]


def test_a_family_shares_a_telephone_and_a_village_does_not() -> None:
    family = [given(hour * 5000.0, device="phone", pace=hour + 3) for hour in range(4)]
    assert "one_device" not in found(*family)
    fifth = given(90_000, device="phone", pace=9)
    named = found(*family, fifth)["one_device"]
    assert {one.response_id for one in named} == {one.id for one in (*family, fifth)}
    assert named[0].detail == {"responses": 5}


def test_a_tablet_at_a_counter_is_there_for_many() -> None:
    people = [given(n * 3000.0, device="tablet", shared=True, pace=3 + n % 9) for n in range(30)]
    assert "one_device" not in found(*people)


def test_a_sitting_is_named_with_what_shows_it() -> None:
    sitting = [given(1_000_000 + n * 85.0, device="tablet", shared=True) for n in range(12)]
    named = found(*sitting)["burst"]
    assert {one.response_id for one in named} == {one.id for one in sitting}
    assert named[0].detail == {"responses": 12, "minutes": 17, "seconds": 10, "percent": 100}


def test_people_who_queue_at_a_tablet_are_many_hands() -> None:
    queue = [
        given(
            1_000_000 + n * 200.0,
            tuple(3 + (n * item + n) % 3 for item in range(10)),
            pace=3 + n * 5 % 9,
            device="tablet",
            shared=True,
        )
        for n in range(12)
    ]
    assert "burst" not in found(*queue)


def test_copied_ratings_are_named_however_far_apart() -> None:
    copies = [given(day * 90_000.0, (5, 4, 5, 3, 5, 4, 4, 5, 2, 5), pace=9) for day in range(6)]
    named = found(*copies)["same_ratings"]
    assert {one.response_id for one in named} == {one.id for one in copies}


def test_content_people_are_no_copies_of_one_another() -> None:
    content = [given(n * 5000.0, (5,) * 10, pace=3 + n % 9) for n in range(15)]
    assert "same_ratings" not in found(*content)


def test_too_fast_is_measured_by_what_is_usual_for_each_question() -> None:
    hasty, young = given(100, pace=1.2), given(9_999, pace=2.8)
    named = found(hasty, young)["too_fast"]
    assert [one.response_id for one in named] == [hasty.id]
    assert named[0].detail == {"percent": 17, "seconds": 27}


def test_one_rating_throughout_is_odd_only_where_there_was_no_time_to_read() -> None:
    hasty, slow = given(100, (4,) * 10, pace=2.0), given(9_999, (4,) * 10, pace=9.0)
    brief, mixed = given(200, (4,) * 4, pace=2.0), given(300, (4,) * 9 + (5,), pace=2.0)
    [named] = found(hasty, slow, brief, mixed)["straight_lines"]
    assert named.response_id == hasty.id
    assert named.detail == {"ratings": 10, "seconds": 35}


def test_the_order_in_which_they_are_given_does_not_matter() -> None:
    sitting = [given(1_000_000 + n * 85.0, device="tablet") for n in range(12)]
    some = [*crowd(), *sitting]
    assert suspicions(some, LIMITS) == suspicions(list(reversed(some)), LIMITS)
