"""How old: "68 tuổi", "bảy mươi mấy", "sinh năm 58", "ngoài 60", in years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from flows.births import BIRTHDAY, OLDEST, ages_by_birth, full_year
from flows.measures import Roles, roles_of, without_labels
from flows.numerals import Numeral
from flows.quantities import Quantity, bounded, one_of
from flows.vietnamese import Utterance

__all__ = ["read_age", "read_birth_year"]

_ITEM = re.compile(
    r"(?P<not>!?)(?P<before>[~g><l≤≥fe]*)"
    r"(?:(?P<numbers>n(?:-n)?)y|y[:?]?(?P<mid>[~g><l≤≥fe]*)(?P<tail>n(?:-n)?)(?!y))"
    r"(?P<behind>[>+≤≥&l]?)"
)
_ALONE = re.compile(
    r"(?P<before>[~g><l≤≥fe]*)(?P<numbers>n(?:-n)?)(?P<behind>[>+≤≥&l]?)(?![YmhsdwMtpc%/:b$x-])"
)
_BORN = re.compile(r"(?:B[?dY:]*|Y)n(?![YyMdmhtp])")
_TENS = re.compile(
    r"\b(?:đầu|dau) (?P<first>[2-9]|hai|ba|bốn|bon|năm|nam|sáu|sau|bảy|bay|tám|tam|chín|chin)\b"
)
_TEN_NAMES = {
    name: tens
    for tens, names in enumerate(
        ("", "", "2 hai", "3 ba", "4 bốn bon", "5 năm nam", "6 sáu sau", "7 bảy bay", "8 tám tam",
         "9 chín chin")
    )
    for name in names.split()
}  # fmt: skip
_BUNDLE = re.compile(r" (?:bó|xịch)\b")
_OLD_NAMES = {
    "ngũ tuần": 50, "lục tuần": 60, "thất tuần": 70, "thất thập": 70, "bát tuần": 80,
    "bát thập": 80, "cửu tuần": 90,
}  # fmt: skip
_AROUND = re.compile(r"\b(?:ngoài|ngoại|hơn|gần|trên|dưới|quá|sắp) (?:ngũ|lục|thất|bát|cửu)\b")
_EAST_ASIAN = re.compile(r"\b(?:tuổi )?(?:mụ|ta|âm)\b|\btuoi (?:mu|ta|am)\b")
_VAGUE = re.compile(r"\bu ?\d0\b")  # "U70": in one's sixties, or seventies
_YOUNGEST = 10
"""Smaller numbers without a unit are answers by their place in a list, or mistyped."""


def _last_step(age: float) -> float:
    return age - 4


def _next_step(age: float) -> float:
    return age + (10 if age % 10 == 0 else 5 if age % 5 == 0 else 3)


def _years(numerals: list[Numeral]) -> tuple[float, float] | None:
    first, last = numerals[0], numerals[-1]
    if len(numerals) == 1 and first.joined is not None:
        return first.joined, first.joined
    return (first.low, last.high) if first.low <= last.high else None


def _quantity(numerals: list[Numeral], marks: str) -> Quantity | None:
    years = _years(numerals)
    if years is None or years[1] > OLDEST:
        return None
    found = bounded(years, marks.replace("&", "≥"), _last_step, _next_step)
    if "m" in marks:
        return Quantity(found.low - 2, found.high - 1)
    return Quantity(found.low - 2, found.high + 2) if "~" in marks else found


def _said(roles: Roles, counting: str) -> Iterator[Quantity]:
    """Yield every age that was said with its unit."""
    for match in _ITEM.finditer(roles.letters):
        marks = match["before"] + (match["mid"] or "") + match["behind"] + counting
        found = _quantity(roles.between(*match.span()), marks)
        if found and not match["not"]:
            yield found


def _alone(roles: Roles, counting: str) -> Iterator[Quantity]:
    """Yield the ages that numbers without a unit can be."""
    for match in _ALONE.finditer(roles.letters):
        marks = match["before"] + match["behind"] + counting
        quantity = _quantity(roles.between(*match.span()), marks)
        if quantity and quantity.high >= _YOUNGEST:
            yield quantity


def _spoken(text: str) -> Quantity | None:
    """Return the age in old and in colloquial names: "thất tuần", "đầu sáu"."""
    for name, age in _OLD_NAMES.items():
        if name in text:
            return None if _AROUND.search(text) else Quantity(age, age)
    match = _TENS.search(text)
    tens = 10 * _TEN_NAMES[match["first"]] if match else 0
    return Quantity(tens, tens + 9) if tens else None


def read_age(
    utterance: Utterance, today: date | None = None, *, alone: bool = True
) -> Quantity | None:
    """Return how old, in years; years of birth only count with `today`, a number without its unit
    only if it may stand `alone`.

    Several ages in one text give bounds around them. "U70", a year of the zodiac and words such as
    "già rồi" are no age.
    """
    text = utterance.accented
    if utterance.asks or _VAGUE.search(text):
        return None
    roles = roles_of(without_labels(_BUNDLE.sub(" mươi", BIRTHDAY.sub(" ", text))))
    counting = "m" if _EAST_ASIAN.search(text) else ""
    found = list(_said(roles, counting))
    found += ages_by_birth(text, roles, today) if today else ()
    if not found and (spoken := _spoken(text)):
        return spoken
    if alone and (found or "!" not in roles.letters):
        found += _alone(_without_said(roles), counting)
    return one_of(found)


def _without_said(roles: Roles) -> Roles:
    """Return the rest of a text: "con 30 tuổi, mẹ 65" gives two ages."""
    letters = roles.letters
    for said in (_ITEM, _BORN):
        letters = said.sub(lambda match: ";" * len(match[0]), letters)
    return Roles(letters, roles.numerals, roles.words)


def read_birth_year(utterance: Utterance, today: date | None = None) -> int | None:
    """Return the year in "sinh năm 1954", or alone; "58" only with the present day."""
    roles = roles_of(utterance.accented)
    numbers = list(roles.numerals.values())
    if len(numbers) != 1 or not re.fullmatch(r"[?B]*n", roles.letters):
        return None
    if today is not None:
        return full_year(numbers[0], today)
    return int(numbers[0].low) if 1900 <= numbers[0].low <= 2100 else None
