"""How many: "hai lần", "hơn 3", "25 xã viên", "chục rưỡi"."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from flows.measures import Roles, roles_of, without_labels
from flows.no_trips import nobody, stayed_at_home
from flows.numerals import Numeral, numbered
from flows.quantities import Bounds, Quantity, between, bounded, one_of
from flows.spelling import unmark
from flows.vietnamese import Utterance

__all__ = ["read_count", "read_times"]

_FIRST = re.compile(r"\blan dau(?: tien)?(?: la| da| thi)* (?:xong|duoc)\b")
_ALONE = re.compile(r"(?:(?:co|chi|moi|mot) )*minh (?:toi|tui|em|anh|chi|ong|ba|con)?(?: \w+)?")

_ONLY_NOW = re.compile(
    r"(?:(?:da|co|di|toi|tui|bac|con|em|len|chi) )*(?:moi|chi|dung)(?: (?:co|di|len|la))*"
    r" (?:hom|bua|lan|ban|chuyen) (?:nay|ni)(?: (?:thoi|la xong|con|chau|em|do|ma))*"
)
"""One time and no other: "có mỗi hôm nay", "chỉ bữa nay thôi"."""

_BOUND = r"(?P<not>!?)(?P<before>[~g><l≤≥fe]*)"
_NUMBERS = r"(?P<numbers>n(?:[-,]?n)?)"
_ITEM = re.compile(rf"{_BOUND}{_NUMBERS}(?P<unit>[tp])(?!x)(?P<behind>[>+≤≥]?)(?P<told>[?S]?)")
_ALL = re.compile(rf"{_BOUND}{_NUMBERS}t?(?P<behind>[>+≤≥]?)")
_AMONG = re.compile(rf"{_BOUND}{_NUMBERS}(?P<behind>[>+≤≥]?)")
_NTH = re.compile(
    r"\b(?:lần|lan|chuyến|bận) (?:(?:thứ|thu) (?P<th>[^\W_]+)"
    r"|(?P<nth>[^\W_]+)(?= (?:này |nay |nữa |nua )?(?:mới|moi)\b))"
)
_SOMETHING_ELSE = re.compile("[?SdM]")
_OTHER_MEASURE = frozenset("mhsbdwMyYHS%$:/&xB½c")
_GLUED = re.compile(r"(?<![^\W_])[^\W\d_]+\d")
"""Letters before digits are no count: "u70", "t3", "A12"."""
_BESIDE = re.compile(r"\b(?:năm|nam) (?:19|20)\d\d\b|(?<=\w) ?\([^)]*\)")
"""A year, and what stands in brackets behind a word or number."""
_THOUSAND = re.compile(r"(?<=\d)k(?=\d|\b)")


def _last_step(number: float) -> float:
    return number - max(2.0, number // 10)


def _no_step(_: float) -> float:
    return math.inf


def _bounds(roles: Roles, start: int, end: int) -> Bounds | None:
    """Return one or two numbers as bounds; two without a dash are neighbours: "2, 3 lần"."""
    found = roles.between(start, end)
    low, high = between(found[0], found[-1]) or (1, 0)
    apart = roles.letters[start:end] in ("nn", "n,n") and high not in (low, low + 1)
    if low > high or apart:
        return None
    if math.isinf(low):
        return low, high  # no number that can be read: "0.0,0"
    whole, part = divmod(low, 1)
    if len(found) == 1 and "," in found[0].digits and round(part * 10) == whole + 1:
        return whole, whole + 1  # "2,3 lần" is two or three times
    return low, high


def _quantity(roles: Roles, match: re.Match[str]) -> Quantity | None:
    bounds = _bounds(roles, match.start("numbers"), match.end("numbers"))
    if bounds is None or match["not"]:
        return None
    marks = (match["before"] + match["behind"]).replace("l", "<")
    found = bounded(bounds, marks, _last_step, _no_step)
    bare = not {"t", "p"} & set(roles.letters[match.start() : match.end()])
    return Quantity(found.low, found.high, bare, about=found.about)


def _nth(text: str) -> Quantity | None:
    """Return the times in "lần thứ ba mới xong", "lần hai mới được"."""
    said = [numbered(match["nth"] or match["th"])[0] for match in _NTH.finditer(text)]
    found = [number for number in said if isinstance(number, Numeral)]
    return Quantity(found[-1].low, found[-1].high) if found else None


def _sum_of_ones(roles: Roles, matches: list[re.Match[str]]) -> Quantity | None:
    """Return two for "một lần nộp, một lần lấy"; None where once may only be said twice."""
    between = (
        roles.letters[one.end() - len(one["told"]) : other.end()]
        for one, other in pairwise(matches)
    )
    apart = all(_SOMETHING_ELSE.search(letters) for letters in between)
    return Quantity(float(len(matches)), float(len(matches))) if apart else None


def _with_unit(roles: Roles, unit: str) -> Quantity | None:
    """Return the number that was said with its unit."""
    matches = [match for match in _ITEM.finditer(roles.letters) if match["unit"] in unit]
    matches = [match for match in matches if not match["not"]]
    found = [quantity for match in matches if (quantity := _quantity(roles, match))]
    if len(found) < len(matches):
        return None
    ones = [match for match, q in zip(matches, found, strict=True) if q.low == q.high == 1]
    if len(found) > 1 and len(ones) == len(found):
        return _sum_of_ones(roles, matches)
    if len(ones) > 1 and found[0].low == found[0].high == len(ones) == len(found) - 1:
        return found[0]  # "hai lần: một lần nộp, một lần lấy"
    return one_of(found)


def _without_number(utterance: Utterance) -> Quantity | None:
    said = unmark(" ".join(utterance.words))
    if _FIRST.search(utterance.plain) or _ONLY_NOW.fullmatch(said):
        return Quantity(1.0, 1.0)
    return Quantity(0.0, 0.0) if stayed_at_home(utterance) else None


def read_times(utterance: Utterance) -> Quantity | None:
    """Return how many times: "hai lần" 2, "hơn 3 lần" 4 or more, "một lần nộp, một lần lấy" 2."""
    if utterance.asks:
        return None
    roles = roles_of(without_labels(utterance.accented))
    if not roles.numerals or "E" in roles.letters:
        return _nth(utterance.accented) or _without_number(utterance)
    if nth := _nth(utterance.accented):
        return nth
    whole = _ALL.fullmatch(roles.letters)
    return _with_unit(roles, "t") or (_quantity(roles, whole) if whole else None)


def _things(roles: Roles) -> Quantity | None:
    """Return the only number of a text, whatever it counts: "25 xã viên"."""
    found = list(_AMONG.finditer(roles.letters))
    if len(found) != 1 or not _OTHER_MEASURE.isdisjoint(roles.letters):
        return None
    return _quantity(roles, found[0])


def _adds_up(total: Quantity, roles: Roles) -> bool:
    """Whether other numbers are parts of the total: "20 người, 15 nam 5 nữ"; or the same again."""
    if not total.exact:
        return True
    others = [number.low for number in roles.numerals.values() if number.low != total.low]
    return not others or sum(others) == total.low


def read_count(utterance: Utterance) -> Quantity | None:
    """Return how many of whatever was asked: "25 xã viên" 25, "hơn 3 người" 4 or more."""
    if utterance.asks:
        return None
    text = _BESIDE.sub(" ", without_labels(utterance.accented))
    roles = roles_of(_THOUSAND.sub(" nghìn ", text))
    if roles.numerals:
        found = _with_unit(roles, "tp")
        if found is None and not _GLUED.search(text):
            found = _things(roles)
        return found if found and _adds_up(found, roles) else None
    if nobody(utterance):
        return Quantity(0.0, 0.0)
    plain = unmark(" ".join(utterance.words))
    return Quantity(1.0, 1.0) if _ALONE.fullmatch(plain) else None
