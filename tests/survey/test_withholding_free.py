"""Two reports of any days and units tell of no cell of fewer than ten people, printed or not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations_with_replacement

import pytest

from bot.figures.periods import year_up_to
from survey import withholding_answers, withholding_few
from survey.cells import Counted
from survey.earlier import before
from survey.edition_sums import sums_of_edition
from survey.editions import Edition
from survey.index import OVERALL
from tests.survey.attackers import reckoned
from tests.survey.counted_reports import Days, issued, responses

BEGIN = date(2026, 1, 1)
LONGEST = 120


def came(chance: random.Random) -> list[Counted]:
    """Some people of three units, two forms and a few days, who say one thing each."""
    days = [BEGIN + timedelta(days=chance.randrange(LONGEST)) for _ in range(5)]
    return [
        one
        for day in days
        for unit in "abc"
        for form in ("mc", "kb")
        for one in responses(chance.choice((0, 0, 3, 6, 30)), day.isoformat(), unit, form)
    ]


def asked(chance: random.Random) -> Days:
    """A report of some months, or of any days."""
    first = BEGIN + timedelta(days=chance.randrange(LONGEST // 2))
    last = first + timedelta(days=chance.randrange(20, LONGEST))
    if chance.random() < 0.4:
        first, last = first.replace(day=1), last.replace(day=1) - timedelta(days=1)
    unit = chance.choice((None, None, "a", "b"))
    return Days(first.isoformat(), max(first, last).isoformat(), unit)


def counted(edition: Edition, days: Days, some: Sequence[Counted]) -> Iterator[int]:
    """Whom each figure that an edition shows is of, one bit a person."""
    for name in sums_of_edition(edition).shown:
        table, _, rest = name.partition("/")
        value, _, level = rest.rpartition("/")
        period = days.period
        if table == "before":
            period = before(period)
        elif table == "month":
            period, level = year_up_to(period), OVERALL
        assert level in {OVERALL, "A", "A1"}, name
        yield sum(
            1 << int(one.response_id)
            for one in some
            if period.from_day <= one.day <= period.to_day
            and days.unit in {None, one.unit_id}
            and (table != "unit" or one.unit_id == value)
            and (table != "form" or one.form == value)
            and (table != "month" or one.month == rest[:7])
        )


def small(some: Sequence[Counted]) -> Iterator[int]:
    """What fewer than ten people said from some day to another, of all or one unit and form."""
    days = sorted({one.day for one in some})
    for first, last in combinations_with_replacement(days, 2):
        for unit in (None, "a", "b", "c"):
            for form in (None, "mc", "kb"):
                found = sum(
                    1 << int(one.response_id)
                    for one in some
                    if first <= one.day <= last
                    and unit in {None, one.unit_id}
                    and form in {None, one.form}
                )
                if 0 < found.bit_count() < 10:
                    yield found


def told_of(number: int) -> list[int]:
    """How many people each small cell is of that two reports tell of."""
    chance = random.Random(f"free days {number}")
    some = came(chance)
    reports = [asked(chance), asked(chance)]
    figures = {
        figure
        for edition, days in zip(issued(some, *reports), reports, strict=True)
        for figure in counted(edition, days, some)
    }
    return [one.bit_count() for one in reckoned(figures, {*small(some)})]


@pytest.mark.parametrize("begin", [0, 20, 40, 60, 80, 210])
def test_two_reports_of_any_days_tell_of_nobody(begin: int) -> None:
    """Some of these told of somebody before days, and small cells together, were looked at."""
    assert [number for number in range(begin, begin + 20) if told_of(number)] == []


def test_the_attack_finds_somebody_where_neither_days_nor_small_cells_together_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(withholding_answers._Days, "of", lambda *_: iter(()))
    monkeypatch.setattr(withholding_few, "_union", lambda _: 0)
    assert told_of(220)
