"""How many, how long, how old: what people write, as bounds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import msgspec

from flows.lexicon import listed
from flows.numerals import Token, numbered
from flows.phrases import Phrasebook
from flows.vietnamese import Utterance

__all__ = ["Quantity", "read_age", "read_birth_year", "read_count", "read_minutes"]


class Quantity(msgspec.Struct, frozen=True):
    """A number between `low` and `high`, both included: equal, if one number was said."""

    low: float
    high: float
    bare: bool = False
    """Whether it was said without its unit."""

    @property
    def exact(self) -> bool:
        """Whether one number was said."""
        return self.low == self.high


# One letter a role; "n" is a number, "-" a dash, "?" an unknown word.
_ROLES: Phrasebook[str] = Phrasebook(
    {
        "t": listed("""
            lần, lượt, chuyến, bận, người, lao động, nhân viên, người lao động, hồ sơ, bước
            cái, lan
            times, time, people, employees, visits
        """),
        "y": ["tuổi", "t", "tuoi", "years old", "years", "yo"],
        "m": ["phút", "p", "ph", "phút đồng hồ", "min", "mins", "minute", "minutes"],
        "h": ["giờ", "tiếng", "h", "g", "giờ đồng hồ", "hour", "hours", "hr", "hrs"],
        "H": ["tiếng đồng hồ", "gần tiếng", "gần tiếng đồng hồ", "an hour", "một giờ đồng hồ"],
        "s": ["giây", "seconds"],
        "d": ["ngày", "day", "days"],
        "x": ["rưỡi"],
        "½": ["nửa", "nữa", "half", "half an", "nửa cái"],
        "~": listed("khoảng, tầm, chừng, độ, cỡ, gần, ước, xấp xỉ, đâu, about, around, nearly"),
        ">": listed("hơn, trên, quá, over, more than"),
        "<": listed("""
            dưới, chưa đến, chưa tới, không đến, không tới, chưa đầy, không đầy, under, less than
        """),
        "≤": listed("không quá, tối đa, nhiều nhất, at most"),
        "≥": listed("ít nhất, tối thiểu, từ, at least"),
        "-": listed("đến, tới, hoặc, hay, to, or"),
        "b": listed("sinh, sinh niên, niên sinh, sn, born in, born"),
        "!": listed("không, chưa, không phải, chẳng, đâu có, not"),
        " ": listed("""
            tôi, em, mình, tui, con, bác, cô, chú, anh, chị, dạ, ạ, là, thì, phải, đi, mất, chờ
            hết
            đã, có, cả thảy, tất cả, tổng cộng, được, thôi, rồi, nha, nhé, lận, à, a, niên nay
            cũng
            mới, chỉ, đợi, ngồi, tới lui, đi lại, it took, i, am, im, it was, waited, went, luôn
        """),
    }
)

NO_TIMES: Phrasebook[str] = Phrasebook(
    {
        "0": listed("""
            không phải đi, không lần nào, chưa lần nào, không đi, không đi lần nào
            không phải đi lại
            không phải đi lần nào, chưa đi lần nào, không cần đi, khỏi đi, không lần, none, zero
            không phải đến, không đến lần nào
        """)
    }
)
NO_TIME: Phrasebook[str] = Phrasebook(
    {
        "0": listed("""
            không phải chờ, không chờ, không đợi, không phải đợi, khỏi chờ, không lâu phút nào
            có liền, có ngay, làm liền, được làm ngay, no wait, no waiting
        """)
    }
)

_BOUND = "(?P<bound>[~<>≤≥])?"
_COUNT = re.compile(rf"{_BOUND}n(?:-?n)?t?")
_COUNT_INSIDE = re.compile(rf"[?-]*{_BOUND}n(?:-?n)?t\?*")
_AGE = re.compile(rf"[?-]*{_BOUND}n(?:-?n)?y\?*")
_BIRTH = re.compile(r"[? ]*b?n")
_TIME = r"(?:n(?:h(?:x|nm?)?|m|s|d)|½h|H)"
_MINUTES = re.compile(rf"[?-]*{_BOUND}(?P<first>n|{_TIME})(?:-(?P<second>{_TIME}))?\?*")
_BARE_MINUTES = re.compile(rf"{_BOUND}n(?:-n)?")
_MARKS = {"-": "-", "–": "-", "~": "-", "'": "m", "/": "?"}  # "1/2 tiếng" is no range
_SCALE = {"h": 60.0, "m": 1.0, "s": 1 / 60, "d": 1440.0}


def _words_apart(tokens: list[Token]) -> Iterator[tuple[str, float]]:
    """Yield each number, and the role of each phrase between numbers."""
    words: list[str] = []
    for said in (*tokens, 0.0):
        if isinstance(said, str) and said not in _MARKS:
            words.append(said)
            continue
        for role, _ in _ROLES.split(tuple(words)):
            yield role or "?", 0.0
        words = []
        if isinstance(said, float):
            yield "n", said
        else:
            yield _MARKS[said], 0.0


def _parsed(utterance: Utterance) -> tuple[str, list[float]]:
    """Return the roles of a text's phrases as one string, and the numbers in it."""
    parts = list(_words_apart(numbered(utterance.accented)))[:-1]  # without the closing 0
    roles = "".join(role for role, _ in parts).replace(" ", "")
    return roles, [number for role, number in parts if role == "n"]


def _bounded(low: float, high: float, bound: str | None, *, bare: bool) -> Quantity:
    if bound == ">":
        low, high = low + 1, math.inf
    elif bound == "≥":
        high = math.inf
    elif bound == "<":
        low, high = 0.0, max(high - 1, 0.0)
    elif bound == "≤":
        low = 0.0
    return Quantity(low, high, bare)


def _range(roles: str, numbers: list[float]) -> tuple[float, float] | None:
    """Return one or two numbers as bounds. Without a dash only neighbours are: "hai ba lần"."""
    first, last = numbers[0], numbers[-1]
    if last < first or ("nn" in roles and last != first + 1):
        return None
    whole, part = divmod(first, 1)
    if len(numbers) == 1 and "t" in roles and round(part * 10) == whole + 1:
        return whole, whole + 1  # "2,3 lần" is two or three times
    return first, last


def read_count(utterance: Utterance) -> Quantity | None:
    """Return how many: "hai lần" 2, "hơn 3 lần" 4 or more, "1-2 lần" 1 to 2."""
    if NO_TIMES.hear(utterance):
        return Quantity(0.0, 0.0)
    roles, numbers = _parsed(utterance)
    match = _COUNT.fullmatch(roles) or _COUNT_INSIDE.fullmatch(roles)
    bounds = _range(roles, numbers) if match else None
    if match is None or bounds is None:
        return None
    return _bounded(*bounds, match["bound"], bare="t" not in roles)


def read_age(utterance: Utterance, year: int | None = None) -> Quantity | None:
    """Return how old: "68 tuổi", "68t"; a year of birth only counts with the present `year`."""
    roles, numbers = _parsed(utterance)
    if match := _AGE.fullmatch(roles):
        bounds = _range(roles, numbers)
        return _bounded(*bounds, match["bound"], bare=False) if bounds else None
    born = read_birth_year(utterance)
    if born is None or year is None:
        return None
    # Before or after this year's birthday: nobody knows.
    return Quantity(year - born - 1, year - born)


def read_birth_year(utterance: Utterance) -> int | None:
    """Return the year in "sinh năm 1954", or alone."""
    roles, numbers = _parsed(utterance)
    if not _BIRTH.fullmatch(roles) or not 1900 <= numbers[-1] <= 2100:
        return None
    return int(numbers[-1])


def _time(form: str, numbers: Iterator[float]) -> float:
    """Return the minutes of one time, such as "nhx": one hour and a half."""
    if form == "½h":
        return 30.0
    if form == "H":
        return 60.0
    minutes = next(numbers) * _SCALE[form[1]]
    if form.endswith("x"):
        return minutes + 30
    return minutes + next(numbers) if "n" in form[1:] else minutes


def read_minutes(utterance: Utterance) -> Quantity | None:
    """Return how long: "nửa tiếng" 30, "1 tiếng rưỡi" 90, "2h" 120; a bare number is minutes."""
    if NO_TIME.hear(utterance):
        return Quantity(0.0, 0.0)
    roles, numbers = _parsed(utterance)
    if bare := _BARE_MINUTES.fullmatch(roles):
        bounds = _range(roles, numbers)
        return _bounded(*bounds, bare["bound"], bare=True) if bounds else None
    match = _MINUTES.fullmatch(roles)
    if match is None or (match["first"] == "n" and not match["second"]):
        return None
    rest = iter(numbers)
    second = match["second"]
    # "1-2 tiếng": the first number has the unit of the second.
    first = (
        next(rest) * _SCALE[second[1:2]] if match["first"] == "n" else _time(match["first"], rest)
    )
    last = _time(second, rest) if second else first
    return _bounded(first, last, match["bound"], bare=False) if first <= last else None
