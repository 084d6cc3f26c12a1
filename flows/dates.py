"""Which day: "hôm qua", "thứ ba tuần trước", "3/11", "ngày 3 tháng 11", seen from a given day."""

from __future__ import annotations

import re
from datetime import date

from flows.date_forms import counts_something, span, written_days
from flows.day_words import Days, last_weekday, relative_days, weekday_fits
from flows.number_spelling import spelled
from flows.numerals import Numeral, Token, numbered
from flows.spelling import unmark
from flows.vietnamese import Utterance

__all__ = ["Days", "read_date"]

_YEAR_IN_WORDS = re.compile(r"\b(?:năm|nam)(?= hai (?:không|khong|nghìn|ngàn|nghin|ngan)\b)")
_PLAIN_MONTH = re.compile(r"\b(th[aá]ng) (bay|tam|nam|tu)\b(?! (?:nay|ngoai|truoc|\d))")
_PLAIN_JUNE = re.compile(r"\b(th[aá]ng) sau(?= (?:n[aă]m|niên) )")
_MONTHS = {"tu": "4", "nam": "5", "bay": "7", "tam": "8"}
"""Months whose names without marks are other words too; "thang sau" may be next month."""
_CLOCK = re.compile(
    r"(?:\b(?:luc|hoi|vao|khoang|tam|den|toi|tu|gan|hon) )*\b\d{1,2} (?:h|gio|g)\b"
    r"(?: (?:kem )?\d{1,2}\b(?! [/-] )(?: phut| p\b)?)?(?: ruoi)?"
    r"(?: (?:sang|trua|chieu|toi|dem)\b(?! (?:nay|qua|kia|mai|ni|wa)))?|\b\d{1,2} : \d\d\b"
)

# In the plain spelling, numbers in digits.
_LUNAR = re.compile(
    r"\bram\b|\b(?:am lich|lich am|am)\b|\b(?:thang|t) (?:gieng|chap)\b|\d (?:ta|am)\b"
)
_SOLAR = re.compile(r"\b(?:duong|tay)\b")
_MAYBE_LUNAR = re.compile(r"\b(?:mung|mong)\b")
_DOUBT = re.compile(
    r"\b(?:khoang|tam|chung|hinh nhu|co le|khong nho|ko nho|quen|gan|hon|truoc ngay|sau ngay"
    r"|dau do|gi do|chi do|khong ro|hoac|hay)\b|\b(?:truoc|sau) (?:(?:hom|ngay|thu|bua)\b|\d)"
)
_HOLIDAYS = {"ngay nha giao": "20/11", "le quoc khanh": "2/9", "ngay quoc khanh": "2/9"}
_LONGEST = 600
"""Characters of an answer to a question for a day; more are a story of several days."""
_MARKED = frozenset({"kìa", "mốt"})
"""Words that are others without their marks: hôm kìa (three days ago), ngày mốt."""


def _in_digits(part: Token) -> str:
    if not isinstance(part, Numeral):
        return part if part in _MARKED else unmark(part)
    if part.digits:
        return part.digits
    said = part.low if part.exact else part.joined
    return "~" if said is None else f"{said:.0f}"


def _plain(text: str) -> str:
    """Return a text without marks, its numbers in digits, times of the day left out."""
    text = _YEAR_IN_WORDS.sub("niên", spelled(text))
    text = _PLAIN_MONTH.sub(lambda match: f"{match[1]} {_MONTHS[match[2]]}", text)
    tokens = numbered(_PLAIN_JUNE.sub(r"\1 6", text))
    plain = _CLOCK.sub(" ", " ".join(map(_in_digits, tokens)))
    for name, day in _HOLIDAYS.items():
        plain = plain.replace(name, day)
    return plain


def read_date(utterance: Utterance, today: date) -> Days | None:
    """Return the day that was said, seen from `today`; day stands before month.

    Without a year the last such day gone by is meant. None: no day, or no possible one. Lunar
    days are none; a day that may be lunar, lies ahead, or was said with doubt is not `sure`.
    """
    if utterance.asks or len(utterance.accented) > _LONGEST:
        return None
    text = _plain(utterance.accented)
    if _LUNAR.search(text) and not _SOLAR.search(text):
        return None
    found = span(text, today) or _day_in(text, today)
    maybe_lunar = _MAYBE_LUNAR.search(text) and not _SOLAR.search(text)
    if found is None or not (_DOUBT.search(text) or maybe_lunar):
        return found
    return Days(found.first, found.last, sure=False)


def _day_in(text: str, today: date) -> Days | None:
    """Return the day that numbers and words of a text agree on."""
    rest = text
    written: list[Days] = []
    for days, left in written_days(text, today):
        if days is None:
            return None
        written.append(days)
        rest = left
    relative = relative_days(rest, today)
    if relative is None:
        return None
    found = _together([*written, *relative]) or last_weekday(rest, today)
    if found is None or not found.exact:
        return found
    return _checked(found, rest, has_numbers=bool(written))


def _checked(found: Days, rest: str, *, has_numbers: bool) -> Days | None:
    """Return the day, unless a weekday beside it says another."""
    if not weekday_fits(rest, found.first):
        return None
    left = has_numbers and counts_something(rest)
    return Days(found.first, found.last, found.sure and not left)


def _together(found: list[Days]) -> Days | None:
    """Return the one day that all readings are, or the days from the first to the last."""
    if not found:
        return None
    first, last = min(days.first for days in found), max(days.last for days in found)
    return Days(first, last, sure=first == last and any(days.sure for days in found))
