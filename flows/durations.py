"""How long: "nửa tiếng", "1h30", "hai ba tiếng", "từ 8h đến 9h", as minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from flows.measures import Roles, roles_of, without_labels
from flows.no_waiting import served_at_once
from flows.numerals import Numeral
from flows.quantities import Bounds, Quantity, between, bounded, one_of
from flows.vietnamese import Utterance

__all__ = ["read_duration"]

_SCALE = {"s": 1 / 60, "m": 1.0, "h": 60.0, "d": 1440.0, "w": 10080.0, "M": 43200.0}
_MORNING, _DAY = (150.0, 300.0), (360.0, 720.0)
"""What "all morning" and "all day" are at least and at most, in minutes of office hours."""
_FIXED: dict[str, Bounds] = {
    "h": (60.0, 60.0), "H": (60.0, 60.0), "hx": (90.0, 90.0),
    "½h": (30.0, 30.0), "n½h": (30.0, 30.0), "½b": (70.0, 150.0), "½d": (180.0, 300.0),
    "a": _MORNING, "eb": _MORNING, "ed": _DAY,
}  # fmt: skip

# The letters are those of `measures`: "nhx" is a number, an hour, and a half.
_TERM = (
    r"n/nh|n½h|½[hbd]|e[bd]|nhkn(?:m(?!x))?|nhx|nh½|nh:?nm|nh:?n(?![a-zHM½/,]|-n(?!h))|n[smhdwM]"
    r"|nb|a|hx|h(?=\+)|(?<=[g>~el])h|H"
)
_ITEM = re.compile(
    rf"(?P<not>!?)(?P<before>[~g><l≤≥fe]*)"
    rf"(?:(?P<first>{_TERM})(?P<day>S?)(?:-[~l]?(?P<last>{_TERM})S?)?|n[-,]?(?P<pair>n[smhdwM]))"
    r"(?P<behind>(?:(?:-(?=[>+]))?[>+≤≥&](?!n))?)"
)
_CLOCK = re.compile(r"(?P<term>nh:?nm?(?!h)|nhx|nh)(?P<day>S?)")
_BARE = re.compile(r"(?P<before>[~g><l≤≥e]*)n(?:[-,]?n)?(?P<behind>[>+≤≥]?)")
_O_CLOCK = frozenset({"h", "g", "giờ", "gio"})
_EARLIEST = 360.0
"""Minutes of the day: nobody waits "from 7 to 9 hours", that is a morning from seven on."""
_LONGEST = 360.0
"""Minutes between two times of the day that somebody waits."""
_WIDEST = 5
"""How many times the first the second number of "5 10 phút" may be."""


class _Time(msgspec.Struct, frozen=True):
    """An amount of time; or the time of the day, if it is said as one."""

    low: float
    high: float
    o_clock: bool = False

    @property
    def of_day(self) -> bool:
        """Whether it is more likely a time of the day than an amount."""
        return self.o_clock and self.low >= _EARLIEST


def _minutes(form: str, numbers: Iterator[Numeral]) -> Bounds:
    """Return the minutes of one time in letters."""
    if form in _FIXED:
        return _FIXED[form]
    first = next(numbers)
    if form == "nb":
        return first.low * _FIXED["½b"][0], first.high * _MORNING[1]
    if form == "n/nh":
        part = 60 * first.low / max(next(numbers).low, 1.0)
        return part, part
    return _with_rest(form, first, numbers)


def _with_rest(form: str, first: Numeral, numbers: Iterator[Numeral]) -> Bounds:
    scale = _SCALE[form[1]]
    more = next(numbers).low if "n" in form[1:] else 30.0 * ("x" in form or "½" in form)
    more = -more if "k" in form else more
    return first.low * scale + more, first.high * scale + more


def _time(roles: Roles, start: int, form: str) -> _Time:
    low, high = _minutes(form, iter(roles.between(start, start + len(form))))
    said_as_clock = form[:2] == "nh" and roles.words[start + 1] in _O_CLOCK
    return _Time(low, high, said_as_clock and low < _DAY[1] * 2)


def _passed(first: _Time, last: _Time) -> float:
    """Return the minutes from one time of the day to another; one o'clock follows eleven."""
    return (last.low - first.low) % 720


def _from_to(first: _Time, last: _Time, match: re.Match[str]) -> Bounds | None:
    """Return the bounds of two times, or how long lies between two times of the day."""
    passed = _passed(first, last)
    if first.o_clock and last.o_clock:
        if match["day"] or first.of_day:
            return passed, passed
        if "f" in match["before"]:  # "từ 1h đến 2h": one hour, or one to two
            return min(passed, first.low), max(passed, last.high)
    return (first.low, last.high) if first.low <= last.high else None


def _pair(roles: Roles, match: re.Match[str]) -> Bounds | None:
    """Return the bounds of two numbers with one unit: "1-2 tiếng", "20 30 phút"."""
    scale = _SCALE[match["pair"][1]]
    first, last = roles.between(*match.span())[:2]
    low, high = between(first, last) or (0, 0)
    return (low * scale, high * scale) if 0 < low < high <= _WIDEST * low else None


def _bounds(roles: Roles, match: re.Match[str]) -> Bounds | None:
    if match["pair"]:
        return _pair(roles, match)
    first = _time(roles, match.start("first"), match["first"])
    if match["last"]:
        return _from_to(first, _time(roles, match.start("last"), match["last"]), match)
    lone_clock = match["day"] or (first.of_day and not match["before"].strip("~f"))
    return None if lone_clock else (first.low, first.high)


_STEPS = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)


def _next_step(minutes: float) -> float:
    """Return the next time that people would name: "hơn 20 phút" is less than half an hour."""
    step = next((step for step in _STEPS if step > minutes), None)
    return step or (minutes // 60 + 1) * 60


def _last_step(minutes: float) -> float:
    below = [step for step in _STEPS if step < minutes]
    return below[-1] if below and minutes <= 120 else max(minutes - 60, 0.0)


_OR_MORE = frozenset("-&")
"""Behind a time: "1 tiếng hoặc hơn", "60p+"."""


def _amount(bounds: Bounds, marks: str) -> Quantity:
    marks = "≥" if not _OR_MORE.isdisjoint(marks) else marks
    return bounded(bounds, marks, _last_step, _next_step)


def _said(roles: Roles) -> Iterator[Quantity]:
    """Yield every amount of time that was said with its unit."""
    for match in _ITEM.finditer(roles.letters):
        bounds = None if match["not"] else _bounds(roles, match)
        if bounds is not None:
            before = "" if match["last"] or match["pair"] else match["before"]
            before = before or match["before"].replace("f", "")
            yield _amount(bounds, before + match["behind"])


def _between_clocks(roles: Roles) -> Quantity | None:
    """Return how long it was in "8h tới mà 9h mới được gọi"."""
    times = [_time(roles, m.start(), m["term"]) for m in _CLOCK.finditer(roles.letters)]
    if len(times) != 2 or not (times[0].of_day and times[1].o_clock):
        return None
    passed = [_passed(first, last) for first, last in pairwise(times)]
    return Quantity(passed[0], passed[0]) if 0 < passed[0] <= _LONGEST else None


def _bare(roles: Roles) -> Quantity | None:
    """Return the minutes of a number that is all that was said."""
    match = _BARE.fullmatch(roles.letters)
    if match is None:
        return None
    numbers = roles.between(*match.span())
    bounds = between(numbers[0], numbers[-1])
    if bounds is None:
        return None
    found = _amount(bounds, match["before"] + match["behind"])
    return Quantity(found.low, found.high, bare=True, about=found.about)


_LOST_HALF_DAY = re.compile(
    r"\b(?:mất|hết|tốn|mat|het|ton)(?: (?!cả)[^\W\d]+){0,2} (?:buổi|buoi)\b(?: (?:sáng|chiều))?"
)
_HALF_DAY_GONE = "hết buổi"
_DIGITAL = re.compile(r"\b(\d{1,2}) ?: ?(\d\d)\b")


def _written_out(text: str) -> str:
    """Return a text with "mất toi buổi sáng" as a whole half day, "7:30 - 8:30" as hours."""
    if text.count(":") > 1:
        text = _DIGITAL.sub(r"\1h\2", text)
    return _LOST_HALF_DAY.sub(_HALF_DAY_GONE, text)


def read_duration(utterance: Utterance) -> Quantity | None:
    """Return the minutes that were said, exact or as bounds; None if no time was.

    A number alone is minutes, and `bare`. Times of the day are none: "từ 8h đến 9h" is an hour,
    "lúc 8h" nothing.
    """
    if utterance.asks:
        return None
    roles = roles_of(_written_out(without_labels(utterance.accented)))
    found = list(_said(roles))
    if found:
        return one_of(found)
    if not roles.numerals:
        return Quantity(0.0, 0.0) if served_at_once(utterance) else None
    return _between_clocks(roles) or _bare(roles)
