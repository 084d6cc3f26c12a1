"""Deadlines in words: what is left, what is late, and where the clock stands still."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendars import vietnam_calendar
from bot.console.case_due import due_of, workdays_after
from flows.identifiers import Instant
from flows.workdays import VIETNAM, deadline

CALENDAR = vietnam_calendar(2025, 2027)


def at(text: str) -> Instant:
    return Instant(int(datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp() * 1000))


DUE = at("2026-10-13 17:00")  # a Tuesday


@pytest.mark.parametrize(
    ("now", "said", "count", "tone"),
    [
        ("2026-10-08 09:00", "left", 3, "calm"),
        ("2026-10-09 16:00", "left", 2, "calm"),
        ("2026-10-10 10:00", "left", 2, "calm"),
        ("2026-10-12 23:00", "left", 1, "near"),
        ("2026-10-13 16:59", "today", 0, "near"),
        ("2026-10-13 17:00", "just_late", 0, "late"),
        ("2026-10-14 00:01", "late", 1, "late"),
        ("2026-10-18 12:00", "late", 3, "late"),
    ],
)
def test_time_left_is_said_in_working_days(now: str, said: str, count: int, tone: str) -> None:
    due = due_of("in_progress", DUE, at(now), CALENDAR)

    assert (due.key.rpartition(".")[2], due.days, due.tone) == (said, count, tone)


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_what_is_answered_owes_nothing(state: str) -> None:
    assert due_of(state, DUE, at("2026-11-30 09:00"), CALENDAR).tone == "none"


def test_a_case_that_waits_for_its_person_is_not_late() -> None:
    assert due_of("waiting", DUE, at("2026-11-30 09:00"), CALENDAR).tone == "none"


def test_praise_has_no_time_to_keep() -> None:
    assert due_of("new", None, DUE, CALENDAR).tone == "none"


def test_tet_does_not_count() -> None:
    due = at("2026-02-25 17:00")  # the first days of the year of the horse are free

    assert due_of("new", due, at("2026-02-12 09:00"), CALENDAR).days == workdays_by_hand(
        at("2026-02-12 09:00"), due
    )


def workdays_by_hand(start: Instant, end: Instant) -> int:
    day, last = (datetime.fromtimestamp(t / 1000, UTC).astimezone(VIETNAM) for t in (start, end))
    count = 0
    while day.date() < last.date():
        day += timedelta(days=1)
        count += CALENDAR.is_workday(day.date())
    return count


@pytest.mark.parametrize("days", range(1, 15))
def test_right_after_it_came_all_days_of_its_term_are_left(days: int) -> None:
    now = at("2026-09-01 08:00")

    assert due_of("new", deadline(CALENDAR, now, days), now, CALENDAR).days == days


def test_no_working_day_lies_before_its_start() -> None:
    day = datetime(2026, 11, 24, tzinfo=VIETNAM).date()

    assert workdays_after(CALENDAR, day, day - timedelta(days=9)) == 0
