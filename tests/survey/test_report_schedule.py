"""Who reports which span by which day: periods, due days and steps of reminders."""

from datetime import date, timedelta

import pytest

from survey.report_schedule import (
    Duty,
    DutySpan,
    due_day,
    ended_periods,
    period_at,
    standing,
    step_on,
)

QUARTERLY = Duty(id="d", unit_id="u", span="quarter", days=10, since="2025-07-01")
_SATURDAY = 5


def add(day: date, days: int) -> date:
    """The n-th day after a day that is neither Saturday nor Sunday."""
    while days or day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY and days > 0
    return day


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("quarter", "2026-10-01", "2026-12-31"),
        ("half_year", "2026-07-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_span_is_one_of_the_calendar(span: DutySpan, first: str, last: str) -> None:
    for day in (first, "2026-11-22", last):
        period = period_at(span, date.fromisoformat(day))
        assert (period.from_day, period.to_day) == (first, last)


def test_periods_that_ended_before_the_duty_began_are_not_asked_for() -> None:
    found = [one.from_day for one in ended_periods(QUARTERLY, date(2026, 5, 1))]
    assert found == ["2026-01-01", "2025-10-01", "2025-07-01"]


def test_all_periods_since_then_are_asked_for() -> None:
    assert len(list(ended_periods(QUARTERLY, date(2029, 7, 1)))) == 16


def test_a_report_is_due_some_working_days_after_the_end() -> None:
    period = period_at("quarter", date(2026, 9, 30))
    assert due_day(QUARTERLY, period, add) == date(2026, 10, 14)  # 30 September is a Wednesday


DUE = date(2026, 10, 14)  # a Wednesday


@pytest.mark.parametrize(
    ("today", "step", "stands"),
    [
        ("2026-10-08", None, "waiting"),
        ("2026-10-09", "soon", "soon"),
        ("2026-10-14", "soon", "soon"),
        ("2026-10-15", "late", "late"),
        ("2026-10-20", "late", "late"),
        ("2026-10-21", "later", "late"),
    ],
)
def test_steps_and_standings_follow_the_working_days(
    today: str, step: str | None, stands: str
) -> None:
    day = date.fromisoformat(today)
    assert step_on(DUE, day, add) == step
    assert standing(DUE, None, day, add) == stands


def test_what_was_issued_was_in_time_or_late() -> None:
    later = DUE + timedelta(days=30)
    assert standing(DUE, DUE, later, add) == "issued"
    assert standing(DUE, DUE + timedelta(days=1), later, add) == "issued_late"
