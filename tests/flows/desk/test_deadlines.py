"""Deadlines equal a slow second reckoning on random cases with Tết, swaps and pauses (I15).

`DEADLINES` cases (50,000) from a fresh seed, which a failure names; `DEADLINES_SEED` plays it
again.
"""

import os
import random
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from bot.calendars import vietnam_calendar
from flows.complaints import CATEGORIES
from flows.desk.case_acts import Answer, Ask, Disagreed, Passed, Redate, Supplied, Take
from flows.desk.case_clock import next_at
from flows.desk.cases import Case
from flows.desk.deadlines import ends_at, is_late, redated, resumed, rules_of, term_days
from flows.desk.reminders import notices
from flows.identifiers import Instant
from flows.workdays import Calendar, closing, deadline, with_swaps
from tests.flows.desk.samples import ANSWERED, IN_HAND, MONDAY, NEW, WAITING, WEEKDAYS, at, done
from tests.flows.desk.slow_clock import HANOI, Pause, Wall, wall

FIRST, LAST = date(2020, 1, 1), date(2030, 12, 31)
CASES = int(os.environ.get("DEADLINES", "50000"))
SEED = os.environ.get("DEADLINES_SEED") or secrets.token_hex(4)
WARNINGS_EACH = 10  # one case in ten: that reckoning takes six minutes a step
BEGINNING = datetime(2020, 1, 1, tzinfo=HANOI)
TEN_DAYS = timedelta(days=10)
TERMS = [category for category in CATEGORIES.values() if category.days is not None]


def instant(moment: datetime) -> Instant:
    return Instant(round(moment.timestamp() * 1000))


def some_swaps(dice: random.Random, printed: Calendar) -> dict[date, bool]:
    """Decide anew on 200 days, ordinary and special ones; that of January 2026 is among them."""
    days = [FIRST + timedelta(days=dice.randrange((LAST - FIRST).days)) for _ in range(150)]
    special = [*dice.sample(sorted(printed.holidays), 50), *sorted(printed.workdays)]
    swaps = {day: dice.random() < 0.5 for day in (*days, *special)}
    return swaps | {date(2026, 1, 2): False, date(2026, 1, 10): True}


def later(dice: random.Random, moment: datetime, days: int) -> datetime:
    """Return a moment within so many days, now and then at the stroke of five."""
    found = moment + timedelta(seconds=dice.randrange(1, days * 86_400))
    five = datetime.combine(found, time(17, 0), HANOI)
    return five if five > moment and dice.random() < 0.15 else found


def some_pauses(dice: random.Random, start: datetime) -> Iterator[tuple[Pause, bool]]:
    """Yield up to three pauses, and whether the citizen replied in time to end them."""
    moment = start
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        since = later(dice, moment, 4)
        moment = later(dice, since, 14)
        yield (since, min(moment, since + TEN_DAYS)), moment < since + TEN_DAYS


def lived(
    category: str, start: datetime, pauses: list[tuple[Pause, bool]], calendar: Calendar
) -> Case:
    """Let a case live through its pauses; what is not replied to is found out days later."""
    days = CATEGORIES[category].days or 0
    began = instant(start)
    due = deadline(calendar, began, days)
    case = replace(NEW, category=category, created_at=began, term_at=began, due_at=due)
    case = done(case, Take(), began, calendar=calendar).case
    for (since, until), replied in pauses:
        case = done(case, Ask("?"), instant(since), calendar=calendar).case
        if replied:
            case = done(case, Supplied("!"), instant(until), calendar=calendar).case
        else:
            found_out = instant(until + timedelta(minutes=30))
            case = done(case, Passed(), found_out, calendar=calendar).case
    return case


def before_lateness(
    wall_: Wall, start: datetime, days: int, pauses: list[tuple[Pause, bool]]
) -> list[Pause]:
    """Return the pauses that began in time: a case that is late stays late."""
    kept: list[Pause] = []
    for pause, _ in pauses:
        if pause[0] < wall_.due(start, days, kept):
            kept.append(pause)
    return kept


@pytest.mark.timeout(180)  # 10 s, and much more where each line is traced
def test_fifty_thousand_cases_are_due_when_the_slow_reckoning_says() -> None:
    dice = random.Random(SEED)
    shipped = vietnam_calendar(FIRST.year, LAST.year + 1)
    swaps = some_swaps(dice, shipped)
    calendar = with_swaps(shipped, swaps, len(swaps))
    printed = wall(FIRST.year, LAST.year + 1, swaps)
    for number in range(CASES):
        category, start = dice.choice(TERMS), later(dice, BEGINNING, 4_017)
        pauses = list(some_pauses(dice, start))
        case = lived(category.code, start, pauses, calendar)
        days = category.days or 0
        due = printed.due(start, days, before_lateness(printed, start, days, pauses))
        story = (
            f"DEADLINES_SEED={SEED}, case {number}: {category.code} from {start}, pauses {pauses}"
        )
        assert case.due_at == instant(due), story
        if number % WARNINGS_EACH == 0:
            warned = next(n for n in notices(replace(case, noticed=0), calendar) if n.rank == 2)
            assert warned.at == instant(printed.warning(due, days)), story


@pytest.mark.parametrize(
    ("replied", "due"),
    [
        ("2026-03-03 16:59", "2026-03-09 17:00"),  # the day has not closed yet
        ("2026-03-03 17:00", "2026-03-10 17:00"),  # it closed while the case waited
        ("2026-03-06 18:00", "2026-03-13 17:00"),
        ("2026-03-07 12:00", "2026-03-13 17:00"),  # no term passes on a Saturday
    ],
)
def test_a_working_day_counts_if_it_closes_while_nobody_waits(replied: str, due: str) -> None:
    assert resumed(WAITING, at(replied), WEEKDAYS) == at(due)


def test_the_day_on_which_a_term_began_never_counts() -> None:
    waiting = replace(WAITING, waiting_since=at("2026-03-02 10:00"))
    assert resumed(waiting, at("2026-03-02 11:00"), WEEKDAYS) == NEW.due_at
    assert resumed(waiting, at("2026-03-03 09:00"), WEEKDAYS) == NEW.due_at
    assert resumed(waiting, at("2026-03-03 17:00"), WEEKDAYS) == at("2026-03-10 17:00")


def test_asked_on_the_last_afternoon_the_afternoon_is_left() -> None:
    asked = replace(WAITING, waiting_since=at("2026-03-09 16:59"))
    assert resumed(asked, at("2026-03-12 20:00"), WEEKDAYS) == at("2026-03-13 17:00")
    too_late = replace(WAITING, waiting_since=at("2026-03-09 17:00"))
    assert resumed(too_late, at("2026-03-12 20:00"), WEEKDAYS) == NEW.due_at


def test_without_a_term_or_a_pause_there_is_nothing_to_resume() -> None:
    assert resumed(replace(WAITING, due_at=None), MONDAY, WEEKDAYS) is None
    assert resumed(IN_HAND, MONDAY, WEEKDAYS) == IN_HAND.due_at


def test_the_swap_of_january_2026_moves_deadlines_and_only_those_that_are_set_after_it() -> None:
    bare = Calendar(holidays=frozenset({date(2026, 1, 1)}), version="bare")
    swapped = with_swaps(bare, {date(2026, 1, 2): False, date(2026, 1, 10): True}, 2)
    new_year = at("2025-12-31 08:00")
    assert deadline(bare, new_year, 1) == at("2026-01-02 17:00")
    assert deadline(swapped, new_year, 1) == at("2026-01-05 17:00")
    assert deadline(swapped, at("2026-01-09 08:00"), 1) == at("2026-01-10 17:00")
    promised = replace(
        IN_HAND, created_at=new_year, term_at=new_year, due_at=at("2026-01-07 17:00")
    )
    later = done(promised, Answer("Xong."), at("2026-01-05 09:00"), calendar=swapped).case
    assert later.due_at == promised.due_at


def test_swaps_that_are_set_win_over_whatever_was_printed() -> None:
    printed = Calendar(frozenset({date(2026, 1, 1)}), frozenset({date(2026, 1, 3)}), "printed")
    swaps = {
        date(2026, 1, 1): True,
        date(2026, 1, 2): False,
        date(2026, 1, 3): False,
        date(2026, 1, 4): True,
    }
    changed = with_swaps(printed, swaps, 9)
    assert [changed.is_workday(date(2026, 1, day)) for day in (1, 2, 3, 4, 5)] == [
        True, False, False, True, True,
    ]  # fmt: skip
    assert changed.version == "printed swaps 9"
    assert with_swaps(printed, {}, 0).holidays == printed.holidays


@pytest.mark.parametrize(
    ("case", "end"),
    [
        (WAITING, "2026-03-13 10:00"),
        (ANSWERED, "2026-03-18 17:00"),
        (IN_HAND, None),
        (replace(ANSWERED, state="closed"), None),
    ],
)
def test_time_ends_waiting_after_ten_days_and_silence_after_ten_working_days(
    case: Case, end: str | None
) -> None:
    assert ends_at(case, WEEKDAYS) == (None if end is None else at(end))


def test_late_is_from_five_oclock_on_and_only_where_an_answer_is_due() -> None:
    due = at("2026-03-09 17:00")
    assert not is_late(NEW, Instant(due - 1))
    assert is_late(NEW, due)
    assert is_late(replace(NEW, state="reopened"), due)
    assert not is_late(replace(WAITING, due_at=due), due)
    assert not is_late(ANSWERED, due)
    assert not is_late(replace(NEW, due_at=None), due)


def test_terms_are_those_of_the_category() -> None:
    assert term_days(NEW) == 5
    assert term_days(replace(NEW, category="PA14")) == 10  # praise, and yet an answer was asked
    assert term_days(replace(IN_HAND, state="forwarded")) == 10
    heard_as_denunciation = replace(NEW, restricted=True)
    assert term_days(heard_as_denunciation) == 10
    assert rules_of(heard_as_denunciation).severity == 4
    assert rules_of(heard_as_denunciation).code == "PA01"
    assert rules_of(replace(NEW, category="PA02", restricted=True)) == CATEGORIES["PA02"]


def test_a_reopened_case_has_a_whole_new_term() -> None:
    again = done(ANSWERED, Disagreed("Chưa đúng."), at("2026-03-05 18:00")).case
    assert again.due_at == at("2026-03-12 17:00")
    assert again.term_at == at("2026-03-05 18:00")


def test_the_next_moment_is_the_earliest_of_what_time_will_do() -> None:
    assert next_at(NEW, WEEKDAYS) == at("2026-03-06 12:30")
    assert next_at(replace(NEW, noticed=2), WEEKDAYS) == NEW.due_at
    assert next_at(replace(NEW, noticed=3), WEEKDAYS) is None
    assert next_at(WAITING, WEEKDAYS) == at("2026-03-13 10:00")
    assert next_at(replace(ANSWERED, state="closed"), WEEKDAYS) is None


# -- a calendar that changes while terms run


def test_a_new_day_off_moves_what_is_left_of_a_term_as_the_slow_reckoning_has_it() -> None:
    """Nobody pauses: what was counted before stays counted, whatever becomes free later."""
    dice, printed = random.Random(SEED), vietnam_calendar(FIRST.year, LAST.year)
    for _ in range(500):
        start = later(dice, BEGINNING, 3600)
        days = dice.choice(TERMS).days or 1
        due = deadline(printed, instant(start), days)
        case = replace(IN_HAND, term_at=instant(start), due_at=due)
        now = later(dice, start, 12)
        day = now.date() + timedelta(days=dice.randrange(12))
        after = with_swaps(printed, {day: False}, 1)
        found = redated(case, instant(now), printed, after)
        years = (start.year, start.year + 1)
        expected = instant(wall(*years, {day: False}).due(start, days, ()))
        if instant(now) >= due or closing(day) <= instant(now):
            expected = due  # over, or a day that has passed already
        assert found == expected, (SEED, start, now, day, days)


def test_no_term_ends_before_the_day_that_was_announced() -> None:
    worked = with_swaps(WEEKDAYS, {date(2026, 3, 7): True}, 1)  # a Saturday within the term
    assert redated(NEW, MONDAY, WEEKDAYS, worked) == NEW.due_at


def test_what_waits_is_moved_from_where_its_clock_stopped() -> None:
    free = with_swaps(WEEKDAYS, {date(2026, 3, 4): False}, 1)
    much_later = at("2026-03-11 10:00")
    assert redated(WAITING, much_later, WEEKDAYS, free) == at("2026-03-10 17:00")
    assert redated(ANSWERED, MONDAY, WEEKDAYS, free) == ANSWERED.due_at


def test_a_moved_term_has_its_line_and_its_news() -> None:
    free = with_swaps(WEEKDAYS, {date(2026, 3, 4): False}, 1)
    turn = done(NEW, Redate(WEEKDAYS), MONDAY, calendar=free)
    due = at("2026-03-10 17:00")
    [line] = turn.lines
    detail = {"from": str(NEW.due_at), "due_at": str(due), "calendar": free.version}
    assert (line.kind, line.actor, line.detail) == ("redated", "clock", detail)
    assert [(news.kind, news.due_at) for news in turn.news] == [("redated", due)]
    assert done(turn.case, Redate(WEEKDAYS), MONDAY, calendar=WEEKDAYS).lines == ()
    assert (
        done(replace(NEW, state="forwarded"), Redate(WEEKDAYS), MONDAY, calendar=free).news == ()
    )
