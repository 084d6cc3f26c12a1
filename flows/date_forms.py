"""Days written with numbers: "3/11", "ngày 3 tháng 11", "03-11-2026", "hôm 12", "3 tây"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from flows.day_words import Days, month_before

__all__ = ["counts_something", "span", "written_days"]

# All patterns read the plain spelling, numbers in digits (see `flows.dates`).
_MONTH = r"(?:thang|thg|th|t)"
_NAMED = r"(?:ngay |mung |mong |hom |bua )*"
_LAST = r"(?:truoc|roi|vua roi|vua qua|qua)"
_START = r"(?<![\d/.-])(?<![/-] )"

_ISO = r"\b(?P<year>(?:19|20)\d\d) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})\b"
_EIGHT_DIGITS = r"\b(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d)\b"
_WITH_MARKS = (
    rf"{_START}(?P<day>\d{{1,2}}) ?(?P<mark>[/.-]|–) ?(?P<month>\d{{1,2}})"
    r"(?: ?(?:(?P=mark)|nien|nam) ?(?P<year>\d{4}|\d\d))?(?! ?[/-] ?\d)(?![.\d])"
)
_SPACED = r"\b(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>20\d\d)\b"
_SPOKEN = (
    rf"{_START}{_NAMED}(?P<day>\d{{1,2}}) ?(?:tay |duong )?{_MONTH} (?P<month>\d{{1,2}})"
    r"(?: ?(?:nien|nam|/|-|,)? ?(?P<year>\d{4}|\d\d(?! (?:lan|h|gio|k))))?\b"
)
_MONTH_FIRST = (
    r"\bthang (?P<month>\d{1,2}) (?:vao )?(?:ngay|hom|mung|mong) (?P<day>\d{1,2})(?P<year>(?!))?\b"
)
_FORMS = tuple(map(re.compile, (_ISO, _EIGHT_DIGITS, _WITH_MARKS, _SPACED, _SPOKEN, _MONTH_FIRST)))
"""In this order: a year in front would else be taken for a day."""
_OF_MONTH = re.compile(
    rf"\b(?P<named>{_NAMED})(?P<day>\d{{1,2}}) (?:tay |duong )?{_MONTH} (?P<when>nay|ni|{_LAST})\b"
)
_DAY_ALONE = re.compile(
    r"\b(?:(?:ngay|mung|mong|hom|bua) (?P<day>\d{1,2})\b|(?P<solar>\d{1,2}) (?:tay|duong)\b)"
    r"(?! (?:ngay|lan|gio|h|tuan|thang|nguoi|k|tieng|phut))(?! ?[/.-] ?\d)"
)
_SPAN = re.compile(
    r"\b(?:tu |ngay )*(?P<first>\d{1,2}) (?:-|den|toi|hoac|hay|va) (?:ngay )?(?P<last>\d{1,2})"
    r" ?(?:/|thang|-) ?(?P<month>\d{1,2})\b"
)
_LAST_YEAR = re.compile(r"\b(?:nien|nam) (?:ngoai|roi|truoc|vua roi|qua)\b")
_ORDINAL = re.compile(r"\b(?:thu|th|t|quay|cua|so|lan|tuan|phong|ban) ?(?:thu )?\d+\b")
_NUMBER = re.compile(
    r"(?<![\d.])\d+(?![\d.])(?! (?:lan|nguoi|luot|phut|p|tieng|k|cai|giay|buoi|trieu|tram|nghin"
    r"|ngan|ho so|ngay|tuoi|gio))"
)
_FIRST_YEAR = 1900
_MONTHS_OF_A_YEAR = 12


def _full_year(digits: str, today: date) -> int:
    year = int(digits)
    if year > 99:
        return year
    return year + (2000 if year <= today.year % 100 + 1 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _calendar(match: re.Match[str], today: date, *, last_year: bool) -> Days | None:
    """Return the day of a match; without a year the last such day gone by."""
    day, month, digits = int(match["day"]), int(match["month"]), match["year"]
    year = _full_year(digits, today) if digits else today.year - last_year
    found = _day(year, month, day) if _FIRST_YEAR <= year <= today.year + 1 else None
    if digits or (found and found <= today):
        return Days(found, found, found <= today) if found else None
    before = _day(today.year - 1, month, day)
    return Days(before, before, sure=False) if before else None


def _of_month(match: re.Match[str], today: date) -> Days | None:
    first = today if match["when"] in ("nay", "ni") else month_before(today)
    found = _day(first.year, first.month, int(match["day"]))
    return Days(found, found, found <= today) if found else None


def _is_months_ago(form: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether "2 tháng trước" is two months ago; "28 tháng trước" and "ngày 2 …" are days."""
    if form is not _OF_MONTH or match["when"] in ("nay", "ni"):
        return False
    return not match["named"] and int(match["day"]) <= _MONTHS_OF_A_YEAR


def _day_alone(match: re.Match[str], today: date) -> Days | None:
    """Return the day of this month, or if it lies ahead, perhaps that of the last one."""
    number = int(match["day"] or match["solar"])
    ahead = number > today.day
    first = month_before(today) if ahead else today
    found = _day(first.year, first.month, number)
    return Days(found, found, sure=not ahead) if found else None


def written_days(text: str, today: date) -> Iterator[tuple[Days | None, str]]:
    """Yield each day that is written with numbers, None for an impossible one, and what is left
    of the text.
    """
    last_year = bool(_LAST_YEAR.search(text))
    for form in (*_FORMS, _OF_MONTH, _DAY_ALONE):
        while (match := form.search(text)) and not _is_months_ago(form, match):
            text = text[: match.start()] + " ; " + text[match.end() :]
            if form is _OF_MONTH:
                yield _of_month(match, today), text
            elif form is _DAY_ALONE:
                yield _day_alone(match, today), text
            else:
                yield _calendar(match, today, last_year=last_year), text


def span(text: str, today: date) -> Days | None:
    """Return the days of "từ 3 đến 5/11", "3 hoặc 4/11"."""
    match = _SPAN.search(text)
    if match is None or int(match["first"]) >= int(match["last"]):
        return None
    first = _day(today.year, int(match["month"]), int(match["first"]))
    last = _day(today.year, int(match["month"]), int(match["last"]))
    return Days(first, last, sure=False) if first and last else None


def counts_something(text: str) -> bool:
    """Whether a text without its days has a number left that may belong to one."""
    return bool(_NUMBER.search(_ORDINAL.sub(" ", text)))
