"""Days named by where they lie from today: "hôm kia", "thứ ba tuần trước", "cách đây 3 hôm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

__all__ = ["Days", "last_weekday", "month_before", "relative_days", "weekday_fits"]


class Days(msgspec.Struct, frozen=True):
    """A day, or the days from `first` to `last`, both included ("tuần trước")."""

    first: date
    last: date
    sure: bool = True
    """False for a reading that is likely, but must be confirmed first: "mùng 3" may be lunar, a
    day that lies in the future may be a slip.
    """

    @property
    def exact(self) -> bool:
        """Whether one day was said."""
        return self.first == self.last


def _one(day: date, *, sure: bool = True) -> Days:
    return Days(day, day, sure)


# All patterns read the plain spelling, numbers in digits (see `flows.dates`).
_AGO: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\b(?:hom|bua) kìa\b"), 3),
    (re.compile(r"\b(?:hom|bua|buoi) kia\b(?! kìa)|\bday before yesterday\b"), 2),
    (
        re.compile(
            r"\b(?:hom|bua|ngay|sang|trua|chieu|toi|dem|buoi|xe) (?:hom )?(?:qua|wa)\b"
            r"|\bh(?:qua|wa)\b|\byesterday\b"
        ),
        1,
    ),
    (
        re.compile(
            r"\b(?:hom|bua|sang|trua|chieu|toi|hoi|ban|moi|vua|khi|luc|ngay|ngay hom|xe)"
            r" (?:som )?(?:nay|ni)\b(?! (?:tuan|thang|nam|niên))"
            r"|\bhoi (?:sang|trua|chieu)\b|\b(?:vua|moi) (?:xong|lam xong|day xong)\b"
            r"|\bhnay\b|\btoday\b|^nay$|\bvua moi\b"
        ),
        0,
    ),
)
"""How many days ago."""
_FUTURE = re.compile(
    r"\b(?:ngay|sang|chieu|hom|bua|trua|toi) (?:mai|mốt)\b|^mai$|^mốt$|\bngay kia\b"
    r"|\b(?:tuan|thang|nam) (?:sau|toi|ti)\b|\b(?:sap|sắp) toi\b|\bthu \w+ toi\b"
)
_NO_WEEKDAY = r"(?<!thu )(?<!th )(?<!\bt )"
_DAYS_AGO = re.compile(
    r"\b(?:cach (?:day|nay|hom nay)|truoc day)(?: dung| khoang| tam| co| chung)* (?P<count>\d+)"
    r" (?P<unit>ngay|hom|bua|buoi|tuan|thang)\b"
)
_DAYS_BEFORE = re.compile(
    rf"{_NO_WEEKDAY}\b(?P<count>\d+) (?P<unit>ngay|hom|bua|buoi|tuan|thang)"
    r" (?:truoc|roi truoc|ve truoc|truoc day)\b"
)
_EXACTLY = re.compile(r"\b(?:dung|tron)\b")
_SAME_DAY = re.compile(
    r"\b(?:ngay|hom|bua|gio) (?:nay|hom nay|ni) (?P<what>tuan|thang)"
    r" (?:truoc|roi|vua roi|vua qua)\b"
)

_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4,
             "6": 4, "bay": 5, "7": 5}  # fmt: skip
_WEEKDAY = re.compile(
    r"\b(?:(?:thu|th) ?(?P<day>hai|ba|tu|nam|sau|bay|[2-7])|t ?(?P<short>[2-7])"
    r"|(?P<sunday>chu (?:nhat|nhut)|cn))\b(?! ?[/-] ?\d)(?! (?:thang|lan))"
)
_WEEK: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\btuan (?:truoc|roi) nua\b|\btuan kia\b|{_NO_WEEKDAY}\b2 tuan truoc\b"), 2),
    (re.compile(r"\btuan (?:truoc|roi|vua roi|vua qua|qua|wa|vua|ngoai)\b"), 1),
    (re.compile(r"\btuan (?:nay|ni)\b|\b(?:trong|dau) tuan\b"), 0),
)
"""How many weeks ago; a week begins on Monday."""
_GONE = re.compile(r"\b(?:vua roi|vua qua|roi|vua xong|hom roi|gan nhat|gan day)\b")
_UNCLEAR = re.compile(r"\btruoc\b|\bthang\b")
_THIS = re.compile(r"\b(?:thu|th|t) ?\w+ (?:nay|ni)\b|\b(?:hom|bua|chu nhat) nay\b")
_MOST_DAYS = 400


def month_before(day: date) -> date:
    """Return the first of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _counted(text: str, today: date) -> Iterator[Days]:
    """Yield the days that lie a number of days, weeks or months ago."""
    for pattern in (_DAYS_AGO, _DAYS_BEFORE):
        for match in pattern.finditer(text):
            count, unit = int(match["count"]), match["unit"]
            exactly = bool(_EXACTLY.search(text))
            if unit == "thang":
                yield from _a_month_ago(today, sure=exactly) if count == 1 else ()
            elif count <= _MOST_DAYS:
                days = count * (7 if unit == "tuan" else 1)
                yield _one(today - timedelta(days=days), sure=unit != "tuan" or exactly)
    for match in _SAME_DAY.finditer(text):
        if match["what"] == "tuan":
            yield _one(today - timedelta(days=7))
        else:
            yield from _a_month_ago(today, sure=True)


def _a_month_ago(today: date, *, sure: bool) -> Iterator[Days]:
    try:
        yield _one(month_before(today).replace(day=today.day), sure=sure)
    except ValueError:
        return  # there is no 31st


def relative_days(text: str, today: date) -> list[Days] | None:
    """Return the days that a text names by how long ago they were; None if it speaks of the
    future.
    """
    if _FUTURE.search(text):
        return None
    counted = list(_counted(text, today))
    return counted or [
        _one(today - timedelta(days=ago)) for pattern, ago in _AGO if pattern.search(text)
    ]


def _number(match: re.Match[str]) -> int:
    return 6 if match["sunday"] else _WEEKDAYS[match["day"] or match["short"]]


def weekday_fits(text: str, day: date) -> bool:
    """Whether a day is on every weekday that the text names."""
    return all(_number(match) == day.weekday() for match in _WEEKDAY.finditer(text))


def last_weekday(text: str, today: date) -> Days | None:
    """Return the day of the week that a text names: of its week, or the last one gone by."""
    found = {_number(match) for match in _WEEKDAY.finditer(text)}
    if len(found) != 1:
        return None
    wanted = found.pop()
    monday = today - timedelta(days=today.weekday())
    weeks = 0 if _THIS.search(text) else None
    weeks = next((ago for pattern, ago in _WEEK if pattern.search(text)), weeks)
    if weeks is None:
        return _last_gone_by(text, today, wanted)
    day = monday + timedelta(days=wanted - 7 * weeks)
    return _one(day, sure=day <= today)


def _last_gone_by(text: str, today: date, wanted: int) -> Days:
    passed = (today.weekday() - wanted) % 7
    if passed == 0 and _GONE.search(text):
        passed = 7
    # On a Saturday "thứ bảy" is today or a week ago; "thứ ba trước" is this week's or last
    # week's, and "thứ ba đầu tháng" may be any.
    return _one(today - timedelta(days=passed), sure=passed > 0 and not _UNCLEAR.search(text))
