"""Working days of Vietnam against a slow reckoning that walks through the calendar day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identifiers import Instant
from flows.time_units import HOUR
from flows.workdays import VIETNAM, Calendar, calendar_of, deadline, local_date, open_after

# Tết of 2026, with the Saturday worked instead of Monday 16 February.
TET = [date(2026, 2, 14) + timedelta(days=n) for n in range(9)]
CALENDAR = calendar_of(TET, [date(2026, 2, 28)], version="2026")

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def slow(calendar: Calendar, start: date, wanted: int) -> date:
    """Count working days one by one, from a list of all days of two years."""
    following = [start + timedelta(days=n) for n in range(1, 500)]
    working = [
        day
        for day in following
        if day in calendar.workdays
        or (day.isoweekday() not in (6, 7) and day not in calendar.holidays)
    ]
    if wanted:
        return working[wanted - 1]
    open_today = start in calendar.workdays or (
        start.isoweekday() not in (6, 7) and start not in calendar.holidays
    )
    return start if open_today else working[0]


@given(
    days,
    st.integers(0, 40),
    st.frozensets(days, max_size=30),
    st.frozensets(days, max_size=10),
)
def test_agrees_with_the_slow_reckoning(
    start: date, wanted: int, holidays: frozenset[date], workdays: frozenset[date]
) -> None:
    calendar = Calendar(holidays, workdays)
    assert calendar.add(start, wanted) == slow(calendar, start, wanted)


@pytest.mark.parametrize(
    ("start", "wanted", "due"),
    [
        (date(2026, 2, 2), 3, date(2026, 2, 5)),
        (date(2026, 2, 6), 1, date(2026, 2, 9)),  # over a weekend
        (date(2026, 2, 11), 5, date(2026, 2, 25)),  # over Tết
        (date(2026, 2, 26), 2, date(2026, 2, 28)),  # the Saturday that is worked
        (date(2026, 2, 27), 2, date(2026, 3, 2)),
        (date(2026, 2, 28), 0, date(2026, 2, 28)),
        (date(2026, 2, 3), 0, date(2026, 2, 3)),
        (date(2026, 2, 14), 0, date(2026, 2, 23)),
        (date(2026, 2, 14), 1, date(2026, 2, 23)),
        (date(2026, 2, 22), 10, date(2026, 3, 5)),
    ],
)
def test_known_dates(start: date, wanted: int, due: date) -> None:
    assert CALENDAR.add(start, wanted) == due
    assert slow(CALENDAR, start, wanted) == due


def test_a_negative_term_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="days must be 0 or more, not -1"):
        CALENDAR.add(date(2026, 2, 2), -1)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 7), False),  # Saturday
        (date(2026, 2, 8), False),  # Sunday
        (date(2026, 2, 16), False),  # Monday of Tết
        (date(2026, 2, 28), True),  # Saturday worked instead
    ],
)
def test_open_days(day: date, *, open_: bool) -> None:
    assert CALENDAR.is_workday(day) is open_


@given(days, st.integers(1, 20), st.frozensets(days, max_size=30))
def test_going_back_is_going_on_backwards(
    end: date, wanted: int, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    found = calendar.before(end, wanted)
    assert calendar.is_workday(found)
    between = [found + timedelta(days=n) for n in range((end - found).days)]
    assert len([day for day in between if calendar.is_workday(day)]) == wanted
    assert calendar.before(end, 0) == end


def test_a_day_worked_wins_over_a_holiday() -> None:
    day = date(2026, 4, 30)
    assert calendar_of([day], [day], version="x").is_workday(day)


def test_a_calendar_names_its_version() -> None:
    assert calendar_of([], version="2026").version == "2026"
    assert Calendar().version == "weekdays"
    assert CALENDAR.holidays == frozenset(TET)


def moment(text: str) -> Instant:
    return Instant(int(datetime.fromisoformat(text).timestamp() * 1000))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-03-01T16:59:59.999+00:00", date(2026, 3, 1)),
        ("2026-03-01T17:00:00.000+00:00", date(2026, 3, 2)),  # midnight in Vietnam
        ("1970-01-01T00:00:00+00:00", date(1970, 1, 1)),
    ],
)
def test_dates_are_those_of_vietnam(now: str, day: date) -> None:
    assert local_date(moment(now)) == day


@pytest.mark.parametrize(
    ("now", "wanted", "due"),
    [
        ("2026-02-02T03:00:00+00:00", 3, "2026-02-05T17:00:00+07:00"),
        ("2026-02-02T17:00:00+00:00", 3, "2026-02-06T17:00:00+07:00"),  # already Tuesday there
        ("2026-02-11T03:00:00+00:00", 10, "2026-03-03T17:00:00+07:00"),
    ],
)
def test_deadlines_end_with_office_hours(now: str, wanted: int, due: str) -> None:
    assert deadline(CALENDAR, moment(now), wanted) == moment(due)


def test_vietnam_keeps_one_time() -> None:
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)
    assert datetime.fromtimestamp(0, UTC).astimezone(VIETNAM).tzname() == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-03T09:00:00+07:00", 24, "2026-03-04T09:00:00+07:00"),
        ("2026-03-06T16:00:00+07:00", 24, "2026-03-09T16:00:00+07:00"),  # over a weekend
        ("2026-03-07T16:00:00+07:00", 24, "2026-03-10T00:00:00+07:00"),  # begun on a Saturday
        ("2026-03-05T16:00:00+07:00", 8, "2026-03-06T00:00:00+07:00"),
    ],
)
def test_time_goes_by_on_working_days_only(start: str, hours: int, end: str) -> None:
    assert open_after(CALENDAR, moment(start), hours * HOUR) == moment(end)
