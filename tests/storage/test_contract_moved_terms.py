"""How many open terms a new day off moves: the database against the rule, case by case."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bot.handlers.case_rows import case_of
from bot.i18n import start_of
from flows.desk.deadlines import redated
from flows.identifiers import Instant
from flows.time_units import DAY, HOUR
from flows.workdays import Calendar, calendar_of, closing, local_date
from storage.base import ComplaintRecord, Storage
from tests.storage.desk_rows import keep_cases, some_cases

TODAY = date(2026, 3, 4)
NOW = Instant(closing(TODAY) - 3 * HOUR)
EVERY_DAY = [TODAY + timedelta(days=number) for number in range(-90, 30)]


def with_terms(number: int, record: ComplaintRecord) -> ComplaintRecord:
    """A case with a term as the desk sets it: at the end of office hours, begun before."""
    begun = TODAY - timedelta(days=number % 7)
    due = closing(max(TODAY + timedelta(days=number % 13 - 3), begun + timedelta(days=1)))
    since = Instant(NOW - number % 4 * DAY - number)
    waiting = since if record.state == "waiting" else None
    return replace(
        record,
        due_at=due if number % 9 else None,
        term_at=Instant(closing(begun) - 4 * HOUR) if number % 5 else None,
        created_at=Instant(NOW - 8 * DAY),
        waiting_since=waiting,
    )


CASES = [with_terms(number, one) for number, one in enumerate(some_cases(300))]
WORKED = calendar_of((), EVERY_DAY, version="every day is worked")


def without(day: date) -> Calendar:
    return calendar_of([day], set(EVERY_DAY) - {day}, version="one is not")


@pytest.mark.parametrize("days", [0, 1, 2, 5, 9, 20])
async def test_those_are_counted_that_the_rule_moves(storage: Storage, days: int) -> None:
    await keep_cases(storage, CASES)
    day = local_date(NOW) + timedelta(days=days)
    moved = sum(redated(case_of(one, 1), NOW, WORKED, without(day)) != one.due_at for one in CASES)
    assert await storage.cases.moved_by(start_of(day), closing(day), NOW) == moved
    assert bool(moved) is (days < 10)
