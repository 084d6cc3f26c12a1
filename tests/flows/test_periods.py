"""Days and months that are told are compared with the days that a survey asks about."""

from __future__ import annotations

from datetime import date

import pytest

from flows.periods import lies_within, period_of

TODAY = date(2026, 11, 21)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("xong hôm 12/10", True),
        ("xong từ mùng ba tháng mười", True),
        ("giữa tháng 10", True),
        ("xong hôm 12/10/2025", False),
        ("xong hồi tháng 9", False),
        ("hôm 5/11", False),
        ("từ 20/10 tới 2/11", False),
        ("xong từ năm ngoái, tháng 10", False),
        ("hôm 31/2", False),
        ("xong rồi", False),
    ],
)
def test_only_days_within_the_period_count(text: str, inside: bool) -> None:
    assert lies_within(text, OCTOBER, TODAY) is inside


def test_a_month_that_the_period_cuts_needs_its_day() -> None:
    period = (date(2026, 10, 5), date(2026, 11, 21))
    assert not lies_within("xong tháng 10", period, TODAY)
    assert lies_within("xong 6/10", period, TODAY)


def test_a_month_to_come_is_the_last_one() -> None:
    assert lies_within("tháng 12", (date(2025, 12, 1), date(2025, 12, 31)), TODAY)


def test_the_period_is_read_from_the_facts() -> None:
    facts = {"from_date": "2026-10-01", "to_date": "2026-10-31"}
    assert period_of(facts) == OCTOBER
    assert period_of({}) is None
    assert period_of({**facts, "to_date": "2026-09-01"}) is None
