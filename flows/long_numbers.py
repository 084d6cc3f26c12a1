"""Long numbers that are secrets by themselves: identity, card and account numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

__all__ = ["long_numbers"]

_CLUSTER = re.compile("\\+?\\(?\\+?\\d(?:[ .,_()/:\n\ufe0f\u20e3·•–—-]{0,3}\\d)*")
_GROUP = re.compile(r"\d+")

# Province 001–096, century and sex 0–3, then year of birth and six more.
_ID = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")
_PHONE = re.compile(r"(?:0|(?:00)?840?)(?:[35789]\d{8}|2\d{9}|1[2689]\d{8})|1[89]00\d{4,6}")
_PHONE_LENGTHS = (10, 11, 12, 13, 8)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:\d\d){1,2}")
_CARD = re.compile(r"[3-69]\d{12,18}")
_CARD_LENGTHS = (19, 16, 15, 14, 13)
_LONGEST_PHONE = 15  # E.164
_FEWEST_SECRET = 12  # digits of an identity number; cards and accounts have more
_FEWEST_ACCOUNT = 13  # with spaces in it, a shorter one may be many things


def _joined(groups: list[str], digits: int) -> int:
    """Return how many groups have `digits` digits together; 0 if none do."""
    total = 0
    for count, group in enumerate(groups, 1):
        total += len(group)
        if total >= digits:
            return count if total == digits else 0
    return 0


def _is_card(digits: str) -> bool:
    """Whether the digits begin as cards do and pass Luhn's test."""
    if not _CARD.fullmatch(digits):
        return False
    doubled = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_foreign(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse("+" + digits))
    except phonenumbers.NumberParseException:
        return False


def _kind_of(digits: str, *, plus: bool) -> str | None:
    """Return what a run of twelve or more digits is; None for a telephone number."""
    if _PHONE.fullmatch(digits):
        return None
    if plus and len(digits) <= _LONGEST_PHONE and _is_foreign(digits):
        return None
    if _is_card(digits):
        return "card"
    return "national_id" if len(digits) == 12 else "bank_account"


def _date(groups: list[str]) -> int:
    """Return 3 if three groups are a date: "01 02 2025 0800" is no identity number."""
    return 3 if _DATE.fullmatch(" ".join(groups[:3])) else 0


def _phone(groups: list[str]) -> int:
    for length in _PHONE_LENGTHS:
        count = _joined(groups, length)
        if count and _PHONE.fullmatch("".join(groups[:count])):
            return count
    return 0


def _identity(groups: list[str]) -> int:
    count = _joined(groups, 12)
    return count if count and _ID.fullmatch("".join(groups[:count])) else 0


def _card(groups: list[str]) -> int:
    for length in _CARD_LENGTHS:
        count = _joined(groups, length)
        digits = "".join(groups[:count])
        if count and all(len(g) > 2 for g in groups[:count]) and _is_card(digits):
            return count
    return 0


def _account(groups: list[str]) -> int:
    """Return how many groups make a number too long for anything else."""
    count = total = 0
    while count < len(groups) and len(groups[count]) > 2:
        rest = groups[count:]
        if count and (_phone(rest) or _identity(rest)):
            break
        total += len(groups[count])
        count += 1
    return count if total >= _FEWEST_ACCOUNT else 0


def _next(groups: list[str], *, plus: bool) -> tuple[int, str | None]:
    """Return how many groups belong together from the first one on, and what they are."""
    if len(groups[0]) >= 12:
        return 1, _kind_of(groups[0], plus=plus)
    for find, kind in _FINDERS:
        if count := find(groups):
            return count, kind
    return 1, None


def _one_phone(groups: list[str]) -> int:
    return 1 if _PHONE.fullmatch(groups[0]) else 0


_FINDERS = (
    (_one_phone, None),
    (_date, None),
    (_identity, "national_id"),
    (_phone, None),
    (_card, "card"),
    (_account, "bank_account"),
)
"""In this order: a telephone number in one piece is no part of anything longer."""


def long_numbers(shadow: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the numbers that must not be stored."""
    if sum(map(str.isdigit, shadow)) < _FEWEST_SECRET:
        return
    for cluster in _CLUSTER.finditer(shadow):
        found = list(_GROUP.finditer(cluster[0]))
        groups = [m[0] for m in found]
        at = 0
        while at < len(groups):
            plus = at == 0 and "+" in cluster[0]
            # No secret has more than 19 groups; looking further would take quadratic time.
            count, kind = _next(groups[at : at + 20], plus=plus)
            if kind:
                start = cluster.start()
                yield start + found[at].start(), start + found[at + count - 1].end(), kind
            at += count
