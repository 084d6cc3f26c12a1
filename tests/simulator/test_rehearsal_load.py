"""What awaits the desk: a queue of cases, and who can answer them in time."""

from bot.i18n import Catalogues
from bot.rehearsal import example, foretell
from bot.rehearsal.load import Arrival, arrivals, officers_needed, queued
from flows.identifiers import Instant
from flows.workdays import Calendar

WEDNESDAY = Instant(1_794_974_400_000)
"""18 November 2026, 11:00 in Vietnam."""


def test_who_has_time_is_never_late() -> None:
    cases = [Arrival(day, 5) for day in range(10)]
    assert queued(cases, 1, 1).late == 0
    assert officers_needed(cases, 1) == 1


def test_what_is_due_first_is_answered_first() -> None:
    cases = [Arrival(0, 5), Arrival(0, 0)]
    assert queued(cases, 1, 1) == (0, 1)
    assert queued([Arrival(0, 0), Arrival(0, 0)], 1, 1) == (1, 1)


def test_late_ones_are_counted_until_all_are_answered() -> None:
    cases = [Arrival(0, 2)] * 12
    assert queued(cases, 1, 2).late == 6
    assert officers_needed(cases, 2) == 2
    assert officers_needed([], 2) == 0


def test_the_real_cases_come_after_the_real_waves() -> None:
    whole = example(Catalogues.load(), "en", WEDNESDAY)
    waves = foretell(whole, WEDNESDAY)
    cases = arrivals(waves, 100, [3, 10], Calendar())
    assert len(cases) == 100
    assert {one.term for one in cases} == {3, 10}
    assert sum(one.day == 0 for one in cases) == 15, "a fifth of what answers before a reminder"
