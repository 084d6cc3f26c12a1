"""Notices: at 70 % of the term and at its end, once each, however late somebody looks."""

import pytest
from msgspec.structs import replace

from flows.complaints import CATEGORIES
from flows.desk.case_acts import Answer, Ask, Disagreed, Passed, Supplied, Take
from flows.desk.cases import Case, News
from flows.desk.reminders import Notice, due_notices, notices
from flows.identifiers import Instant
from flows.workdays import deadline
from tests.flows.desk.samples import ANSWERED, IN_HAND, MONDAY, NEW, WAITING, WEEKDAYS, at, done

BRIBE = replace(NEW, category="PA02", severity=4, restricted=True, due_at=at("2026-03-16 17:00"))


@pytest.mark.parametrize(
    ("category", "warned"),
    [
        ("PA12", "2026-03-03 14:18"),  # one day: 2.7 hours before it ends
        ("PA03", "2026-03-05 08:54"),  # three days: 8.1 hours
        ("PA01", "2026-03-06 12:30"),  # five: a day and a half
        ("PA11", "2026-03-11 17:00"),  # ten: three days
    ],
)
def test_the_warning_comes_when_thirty_percent_of_the_term_are_left(
    category: str, warned: str
) -> None:
    due = deadline(WEEKDAYS, MONDAY, CATEGORIES[category].days or 0)
    case = replace(NEW, category=category, due_at=due)
    assert notices(case, WEEKDAYS) == (Notice("warning", at(warned)), Notice("breach", due))


def test_what_is_urgent_is_noticed_on_the_next_day_unless_somebody_has_begun() -> None:
    first = Notice("first", at("2026-03-03 17:00"))
    assert notices(BRIBE, WEEKDAYS)[0] == first
    assert notices(replace(BRIBE, state="assigned", officer_id="lan"), WEEKDAYS)[0] == first
    begun = notices(done(BRIBE, Take()).case, WEEKDAYS)
    assert [notice.level for notice in begun] == ["warning", "breach"]


def test_where_the_warning_comes_first_nothing_is_noticed_of_a_slow_beginning() -> None:
    """A case that turns out to be graver keeps the shorter term that was promised."""
    kept = replace(BRIBE, due_at=deadline(WEEKDAYS, MONDAY, 3))
    assert [notice.level for notice in notices(kept, WEEKDAYS)] == ["warning", "breach"]


def test_a_notice_is_due_from_its_very_moment() -> None:
    warned = at("2026-03-06 12:30")
    assert due_notices(NEW, Instant(warned - 1), WEEKDAYS) == ()
    assert due_notices(NEW, warned, WEEKDAYS) == (Notice("warning", warned),)


@pytest.mark.parametrize("case", [WAITING, ANSWERED, replace(NEW, due_at=None)])
def test_where_no_term_runs_there_are_no_notices(case: Case) -> None:
    assert notices(case, WEEKDAYS) == ()


def levels(case: Case, now: Instant) -> list[str]:
    return [line.detail["level"] for line in done(case, Passed(), now).lines]


def test_each_notice_is_given_once() -> None:
    warned = done(NEW, Passed(), at("2026-03-06 13:00")).case
    assert levels(warned, at("2026-03-09 16:00")) == []
    late = done(warned, Passed(), at("2026-03-09 17:00"))
    assert [line.detail["level"] for line in late.lines] == ["breach"]
    assert levels(late.case, at("2026-05-01 12:00")) == []


def test_a_week_of_sleep_loses_nothing() -> None:
    turn = done(NEW, Passed(), at("2026-03-16 09:00"))
    assert [(line.kind, line.actor, dict(line.detail)) for line in turn.lines] == [
        ("reminded", "clock", {"level": "warning", "at": str(at("2026-03-06 12:30"))}),
        ("reminded", "clock", {"level": "breach", "at": str(NEW.due_at)}),
    ]
    assert turn.news == (News(kind="late", code=NEW.code, due_at=NEW.due_at),)
    assert (turn.case.noticed, turn.case.lines, turn.case.version) == (3, 3, 2)


def test_an_answer_after_the_term_does_not_hide_that_it_was_late() -> None:
    turn = done(replace(IN_HAND, noticed=2), Answer("Xong."), at("2026-03-09 17:01"))
    assert [line.kind for line in turn.lines] == ["reminded", "answered"]
    assert [told.kind for told in turn.news] == ["late", "answered"]
    assert turn.case.state == "answered"


def test_the_citizen_is_told_of_lateness_not_of_warnings() -> None:
    assert done(NEW, Passed(), at("2026-03-06 13:00")).news == ()
    beyond_reach = replace(NEW, reachable=False)
    assert done(beyond_reach, Passed(), at("2026-03-10 13:00")).news == ()


def test_a_warning_that_was_given_is_not_given_again_after_a_pause() -> None:
    warned = done(IN_HAND, Ask("Ngày nào?"), at("2026-03-06 14:00")).case
    assert warned.noticed == 2
    on = done(warned, Supplied("Hôm qua."), at("2026-03-11 09:00")).case
    assert on.due_at == at("2026-03-12 17:00")
    assert [notice.level for notice in notices(on, WEEKDAYS)] == ["breach"]


def test_a_new_term_has_notices_of_its_own() -> None:
    late = replace(ANSWERED, noticed=3)
    again = done(late, Disagreed(), at("2026-03-05 09:00")).case
    assert [notice.level for notice in notices(again, WEEKDAYS)] == ["warning", "breach"]
