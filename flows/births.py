"""When somebody was born, and how old that makes them: "sinh năm 58", "12/5/1960", "7x"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from flows.measures import Roles
from flows.numerals import Numeral
from flows.quantities import Quantity

__all__ = ["BIRTHDAY", "OLDEST", "ages_by_birth", "full_year"]

OLDEST = 120
_YOUNGEST = 10
"""Nobody younger answers; "sn 20" is 1920 in 2026."""

_BORN = r"(?P<born>\b(?:sinh|sn|đẻ|sinh ra)[ :]*(?:ngày |ngay |vào |vao )*)?"
_GAP = r"(?: ?[/.-] ?|,? (?:(?:tháng|thang|năm|nam|niên) )?)"
BIRTHDAY = re.compile(
    rf"{_BORN}(?<![\d/.-])(?P<day>\d{{1,2}}){_GAP}(?P<month>\d{{1,2}}){_GAP}"
    r"(?P<year>(?:19|20)\d\d|\d\d)\b(?!/)"
)
_MONTH_OF_BIRTH = re.compile(
    rf"{_BORN}(?:(?:tháng|thang) )?(?<![\d/.-])(?P<month>\d{{1,2}}){_GAP}(?P<year>(?:19|20)\d\d)\b"
)
_YEAR_OF_BIRTH = re.compile(r"(?:B[?dY:]*|Y)(?P<number>n)(?![YyMdmhtp])")
_DECADE = re.compile(r"\b([4-9])x\b")
_SINCE_2000 = re.compile(r"\b2k(\d)?\b")


def full_year(number: Numeral, today: date) -> int | None:
    """Return the year of birth that "58", "1958", "05" or "năm tám" stands for."""
    value = number.joined if number.joined is not None else number.low
    if not number.exact and number.joined is None:
        return None
    year = _century(int(value), today) if value < 10_000 else 0
    return year if today.year - OLDEST <= year <= today.year else None


def _century(year: int, today: date) -> int:
    if year > 99:
        return year
    return year + (2000 if year <= (today.year - _YOUNGEST) % 100 else 1900)


def _born_in(year: int, today: date) -> Quantity:
    """Return the two ages of a year of birth: before or after the birthday, nobody knows."""
    return Quantity(float(today.year - year - 1), float(today.year - year))


def _on_a_day(text: str, today: date) -> Quantity | None:
    match = BIRTHDAY.search(text)
    if match is None or not (match["born"] or len(match["year"]) == 4):
        return None
    born = (int(match["month"]), int(match["day"]))
    age = float(today.year - _century(int(match["year"]), today))
    age -= (today.month, today.day) < born
    return Quantity(age, age) if born[0] <= 12 and born[1] <= 31 and age >= 0 else None


def _in_a_month(text: str, today: date) -> Quantity | None:
    match = _MONTH_OF_BIRTH.search(text)
    if match is None or not 1 <= int(match["month"]) <= 12:
        return None
    month, year = int(match["month"]), int(match["year"])
    if month == today.month:
        return _born_in(year, today)
    age = float(today.year - year - (today.month < month))
    return Quantity(age, age)


def _in_years(text: str, roles: Roles, today: date) -> Iterator[Quantity]:
    """Yield the ages of every year or decade of birth that was said."""
    if match := _DECADE.search(text):
        first = 1900 + 10 * int(match[1])
        yield Quantity(float(today.year - first - 10), float(today.year - first))
    if match := _SINCE_2000.search(text):
        yield _born_in(2000 + int(match[1] or 0), today)
    behind = {match.start("number") for match in _YEAR_OF_BIRTH.finditer(roles.letters)}
    for place, number in roles.numerals.items():
        year = full_year(number, today)
        if year and (place in behind or number.low >= 1900):
            yield _born_in(year, today)


def ages_by_birth(text: str, roles: Roles, today: date) -> list[Quantity]:
    """Return the ages that days, months and years of birth in a text give."""
    exact = _on_a_day(text, today) or _in_a_month(text, today)
    return [exact] if exact else list(_in_years(text, roles, today))
