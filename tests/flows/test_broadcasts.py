"""When a wave may leave, how evenly it does, and where acts and calls lead."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from flows.broadcasts import (
    ACTS,
    MOST_TRIES,
    Quiet,
    Window,
    due_number,
    ending_of,
    is_quiet,
    next_state,
    sending_time,
)
from flows.identifiers import Instant
from flows.time_units import DAY, HOUR
from flows.workdays import VIETNAM, calendar_of

MONDAY = Instant(int(datetime(2026, 11, 23, tzinfo=VIETNAM).timestamp() * 1000))
"""A Monday at midnight in Vietnam."""
HOLIDAY = calendar_of([date(2026, 11, 25)], version="t")
EVENINGS = Quiet(20 * 60, 7 * 60 + 30, days=True)
ALWAYS = Quiet(0, 0, days=False)


def at(day: int, hour: float) -> Instant:
    return Instant(MONDAY + day * DAY + round(hour * HOUR))


def test_nobody_is_written_to_at_night_on_sundays_or_on_holidays() -> None:
    quiet = {
        at(0, 7.4): True, at(0, 7.5): False, at(0, 19.9): False, at(0, 20): True,
        at(5, 12): False, at(6, 12): True,
    }  # fmt: skip
    assert {when: is_quiet(when, EVENINGS, HOLIDAY) for when in quiet} == quiet
    assert [is_quiet(at(day, 12), EVENINGS, HOLIDAY) for day in (1, 2, 3)] == [False, True, False]
    assert not is_quiet(at(6, 3), ALWAYS, HOLIDAY)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = Quiet(11 * 60, 14 * 60, days=False)
    assert sending_time(at(0, 0), at(1, 0), noon, HOLIDAY) == 21 * HOUR


def test_a_night_in_the_window_takes_nobody_s_time() -> None:
    window = Window(at(0, 14), at(1, 13.5), at(5, 0))
    moments = ((0, 13), (0, 14), (0, 17), (0, 19.99), (0, 22), (1, 7.5), (1, 13.5), (5, 1))
    due = [due_number(at(*when), window, 120, EVENINGS, HOLIDAY) for when in moments]
    assert due == [0, 1, 31, 60, 0, 61, 120, 0]


@given(st.integers(1, 10**6), st.integers(0, 3 * DAY), st.integers(0, 3 * DAY))
def test_it_never_goes_back_and_ends_with_everybody(size: int, one: int, other: int) -> None:
    window = Window(at(0, 8), at(2, 8), at(9, 0))
    first, second = sorted((one, other))
    due = [
        due_number(Instant(window.starts_at + passed), window, size, ALWAYS, HOLIDAY)
        for passed in (first, second, 2 * DAY)
    ]
    assert 1 <= due[0] <= due[1] <= due[2] == size


def test_a_cancelled_broadcast_stays_so() -> None:
    assert {act for act in ACTS if next_state(act, "cancelled")} == {"revive"}  # of a draft only


def test_only_what_surely_did_not_get_there_is_tried_again() -> None:
    again = {heard: ending_of(heard, 0).again for heard in
             ("sent", "held", "later", "never", "stopped", "unknown")}  # fmt: skip
    assert [heard for heard, is_again in again.items() if is_again] == ["held", "later"]
    assert ending_of("later", MOST_TRIES - 1).state == "failed"
    assert ending_of("held", MOST_TRIES).again
