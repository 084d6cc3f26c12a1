"""What number words are worth: "hăm mốt" is 21, "một trăm hai" 120, "hai ba chục" 20 to 30."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TypeAlias

from flows.number_words import LINKS, SCALES, TENS, UNITS, VAGUE

__all__ = ["LONGEST", "Value", "number_of", "value_of"]

Value: TypeAlias = tuple[float, float, float | None]
"""The least and the most that was said, and what two digits said together are: "hai ba" is 2 to
3, but as an age 23.
"""

LONGEST = 18
"""The most words of a number: "chín trăm chín mươi chín triệu …"."""

_TAILS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_HEADS = {"mười": 10, "hăm": 20, "băm": 30}
_DIGITS = {word: value for word, value in UNITS.items() if value < 10}
_IDIOMS: dict[tuple[str, ...], Value] = {
    ("tư",): (4, 4, None),
    ("chục",): (10, 10, None),
    ("chục", "rưỡi"): (15, 15, None),
    ("tá",): (12, 12, None),
    ("nửa", "tá"): (6, 6, None),
    ("tá", "rưỡi"): (18, 18, None),
    ("mươi", "lăm"): (15, 15, None),
    ("dăm", "ba"): (3, 5, None),
    ("dăm", "bảy"): (5, 7, None),
    ("vài", "ba"): (2, 4, None),
    ("đôi", "ba"): (2, 3, None),
    ("năm", "ba"): (3, 5, 53),
    ("năm", "bảy"): (5, 7, 57),
    ("năm", "mười"): (5, 10, 50),
    ("năm", "bảy", "chục"): (50, 70, None),
}
"""Ways of counting that are more, or less, than their words."""


def _pairs() -> Iterator[tuple[tuple[str, ...], Value]]:
    """Yield two digits one after the other: neighbours are bounds, others a number of two."""
    for first, tens in _DIGITS.items():
        for second, unit in UNITS.items():
            together = 10.0 * tens + unit
            if unit == tens + 1:
                yield (first, second), (tens, unit, together)
                yield (first, second, "chục"), (10 * tens, 10 * unit, None)
                yield (first, second, "mươi"), (10 * tens, 10 * unit, None)
            elif tens > 1 and unit not in (5, 10):  # "hai năm" is two years as well
                yield (first, second), (together, together, None)
        for tail, unit in _TAILS.items():
            yield (first, tail), (10 * tens + unit, 10 * tens + unit, None)


def _with_tens() -> Iterator[tuple[tuple[str, ...], Value]]:
    """Yield the numbers from 10 to 99 that are said with their tens."""
    heads: dict[tuple[str, ...], int] = {(word,): tens for word, tens in _HEADS.items()}
    heads |= {(unit, ten): 10 * n for unit, n in _DIGITS.items() for ten in TENS}
    for head, tens in heads.items():
        yield head, (tens, tens, None)
        yield (*head, "mấy"), (tens + 1, tens + 9, None)
        yield (*head, "rưỡi"), (tens + 5, tens + 5, None)
        for word, unit in (_DIGITS | _TAILS).items():
            yield (*head, word), (tens + unit, tens + unit, None)


def _vague() -> Iterator[tuple[tuple[str, ...], Value]]:
    """Yield "vài", "vài chục", "sáu mấy": some, some tens, sixty and some."""
    for word, (low, high) in VAGUE.items():
        yield (word,), (low, high, None)
        if high < 10:
            yield (word, "chục"), (10 * low, 10 * high, None)
    for word, tens in _DIGITS.items():
        if tens not in (1, 5):  # "năm mấy" asks which year
            yield (word, "mấy"), (10 * tens + 1, 10 * tens + 9, None)


_BELOW_HUNDRED: dict[tuple[str, ...], Value] = {
    **{(word,): (value, value, None) for word, value in UNITS.items()},
    **{(word, "tá"): (12 * value, 12 * value, None) for word, value in UNITS.items()},
    **dict(_pairs()),
    **dict(_with_tens()),
    **dict(_vague()),
    **_IDIOMS,
}
_SIZES = tuple(SCALES.items())
_SPELLED_YEAR = (("một", "chín"), ("hai", "không"))
_SPELLED = {**_DIGITS, **_TAILS, "không": 0}


def value_of(words: tuple[str, ...]) -> Value | None:
    """Return the number that these words say; None if they say none, or several."""
    if len(words) == 4 and words[:2] in _SPELLED_YEAR and _SPELLED.keys() >= set(words):
        year = int("".join(str(_SPELLED[word]) for word in words))
        return year, year, None
    for scale, size in _SIZES:
        if scale in words:
            at = words.index(scale)
            return _scaled(words[:at], size, words[at + 1 :])
    return _typed(words) if words and words[0][0].isdigit() else _BELOW_HUNDRED.get(words)


def _scaled(before: tuple[str, ...], size: int, behind: tuple[str, ...]) -> Value | None:
    """Return so many hundreds, thousands, …, and what is said behind them."""
    times = _times(before, size)
    rest = _behind(behind, size)
    if times is None or rest is None or rest[1] >= size:
        return None
    return times[0] * size + rest[0], times[1] * size + rest[1], None


def _times(before: tuple[str, ...], size: int) -> Value | None:
    if not before:
        return 1, 1, None
    if before == ("không",):
        return 0, 0, None
    times = value_of(before)
    return None if times is None or (size == 100 and times[1] >= 100) else times


def _behind(words: tuple[str, ...], size: int) -> Value | None:
    """Return what follows a hundred, thousand, …: "một trăm hai" is 120, "… lẻ hai" 102."""
    if words in _AND:
        low, high = _AND[words]
        return low * size, high * size, None
    if words[0] in LINKS:
        return value_of(words[1:])
    if len(words) == 1:
        return None if words[0] in VAGUE else _cut_short(words[0], size)
    value = value_of(words)
    return value if value and value[2] is None else None


_AND: dict[tuple[str, ...], tuple[float, float]] = {
    (): (0, 0), ("rưỡi",): (0.5, 0.5), ("mấy",): (0.1, 0.9),
}  # fmt: skip


def _cut_short(word: str, size: int) -> Value | None:
    """Return what one word or group of digits behind a scale stands for: "1 triệu 2", "1tr25"."""
    unit = (_DIGITS | _TAILS).get(word)
    if unit is not None:
        return unit * size / 10, unit * size / 10, None
    if not word.isdigit():
        return value_of((word,))
    rest = int(word) * size / 10 ** len(word)
    if len(word) == 2 and word.endswith("0") and size > 100:
        return int(word) * size / 1000, rest, None  # "1 triệu 50": 1,05 or 1,5 million
    return rest, rest, None


# -- digits

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*")
_MOST_DIGITS = 15  # 999.999.999.999
_DIGIT_WORDS = {str(value): word for word, value in _DIGITS.items()}


def number_of(digits: str) -> float:
    """Return the number that digits with points, commas or spaces stand for: "1.234,5", "1,5".

    Three digits behind each point are thousands (domain §7). Infinite, if they are no number of
    anything, or too long.
    """
    if len(digits) > _MOST_DIGITS:
        return math.inf
    if _THOUSANDS.fullmatch(digits):
        return float(re.sub(r"[., ]", "", digits))
    whole, _, part = digits.partition(",")
    if part.isdigit() and _THOUSANDS.fullmatch(whole):
        return float(re.sub(r"[. ]", "", whole) + "." + part)
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return math.inf


def _typed(words: tuple[str, ...]) -> Value | None:
    """Return a number whose first part is in digits: "3 chục", "2 mươi 5", "60 mấy", "6 mấy"."""
    first, rest = number_of(words[0]), words[1:]
    if not rest:
        return first, first, None
    if rest == ("tá",):
        return 12 * first, 12 * first, None
    if rest == ("mấy",) and first % 10 == 0:
        return first + 1, first + 9, None
    if words[0] not in _DIGIT_WORDS or rest[0] not in (*TENS, "mấy"):
        return None
    return _BELOW_HUNDRED.get(tuple(_DIGIT_WORDS.get(word, word) for word in words))
