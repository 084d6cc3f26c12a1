"""Numbers in Vietnamese words: "hăm mốt" is 21, "một trăm hai" is 120."""

from __future__ import annotations

import re
from typing import TypeAlias

from flows.spelling import is_shortened

__all__ = ["Token", "numbered"]

Token: TypeAlias = str | float
"""A word, or the number that one or more words say."""

_UNITS: dict[str, int] = {
    word: value
    for value, words in enumerate(
        (
            "",
            "một mốt one once",
            "hai two twice",
            "ba thre",  # no letter twice in a row, see `normalise`
            "bốn tư four",
            "năm lăm nhăm five",
            "sáu six",
            "bảy bẩy seven",
            "tám eight",
            "chín nine",
            "ten",
        )
    )
    for word in words.split()
}
_TENS = ("mươi", "chục", "mười")
_SCALES: tuple[dict[str, int], ...] = ({"nghìn": 1000, "ngàn": 1000}, {"trăm": 100})
_JOINED_TENS = {"mười": 10, "hăm": 20, "băm": 30}
_ONLY_BEHIND_TENS = frozenset({"mốt", "tư", "lăm", "nhăm"})
_LINKS = frozenset({"lẻ", "linh"})

# What a word without its marks may be, where that is not its only reading.
_PLAIN = {
    "mot": "một", "bon": "bốn", "tu": "tư", "nam": "năm", "lam": "lăm", "sau": "sáu",
    "bay": "bảy", "tam": "tám", "chin": "chín", "muoi": "mười", "chuc": "chục", "ham": "hăm",
    "tram": "trăm", "nghin": "nghìn", "ngan": "ngàn", "le": "lẻ",
}  # fmt: skip
_WORDS = frozenset((*_UNITS, *_TENS, *_JOINED_TENS, *_LINKS, *(w for s in _SCALES for w in s)))
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_TOKEN = re.compile(rf"{_DIGITS.pattern}|[^\W\d_]+|[-–~/']")
# "năm" is five, and the year: sinh năm 1954, 3 năm, năm nay.
_YEAR = re.compile(
    r"\b(?:năm|nam)(?= (?:(?:1[89]|20)\d\d\b|nay|ngoái|ngoai|trước|sinh))|(?<=\d )(?:năm|nam)\b"
)
_MOST_DIGITS = 9
_MOST_WORDS = 8  # "hai nghìn không trăm …"; longer runs are no numbers, and would recurse deeply


_BELOW_HUNDRED: dict[tuple[str, ...], int] = {
    **{(word,): value for word, value in (_UNITS | _JOINED_TENS).items()},
    **{
        (ten, unit): tens + value
        for ten, tens in _JOINED_TENS.items()
        for unit, value in _UNITS.items()
    },
    **{(unit, ten): 10 * value for unit, value in _UNITS.items() for ten in _TENS},
    **{
        (unit, ten, last): 10 * value + digit
        for unit, value in _UNITS.items()
        for ten in _TENS
        for last, digit in _UNITS.items()
    },
    # "sáu tám" is 68; but "hai ba" is two or three, and "hai năm" two years.
    **{
        (unit, last): 10 * value + digit
        for unit, value in _UNITS.items()
        for last, digit in _UNITS.items()
        if 1 < value < 10 and digit not in (5, value + 1, 10)
    },
    **{
        (unit, last): 10 * value + _UNITS[last]
        for unit, value in _UNITS.items()
        for last in _ONLY_BEHIND_TENS
    },
}


def _value(words: list[str]) -> int | None:
    """Return the number that these number words say; None if they say none, or several."""
    for scale in _SCALES:
        at = next((i for i, word in enumerate(words) if word in scale), None)
        if at is None:
            continue
        times = _value(words[:at]) if at else 1
        rest = _behind(words[at + 1 :], scale[words[at]])
        return None if times is None or rest is None else times * scale[words[at]] + rest
    return _BELOW_HUNDRED.get(tuple(words))


def _behind(words: list[str], scale: int) -> int | None:
    """Return what follows a hundred or a thousand: "một trăm hai" is 120, "… lẻ hai" 102."""
    if not words:
        return 0
    if words[0] in _LINKS:
        return _value(words[1:])
    value = _value(words)
    return value * scale // 10 if value is not None and len(words) == 1 and value < 10 else value


def _number_word(word: str) -> str | None:
    if word in _WORDS:
        return word
    known = _PLAIN.get(word)
    return known if known and is_shortened(word, known) else None


def _digits(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        text = text.replace(".", "")
    return float(text.replace(",", ".")) if len(text) <= _MOST_DIGITS else float("inf")


def _said(run: list[str]) -> list[Token]:
    """Return the number of a run of number words, or those numbers it falls into."""
    value = _value(run) if len(run) <= _MOST_WORDS else None
    if value is not None:
        return [float(value)]
    singles = [_BELOW_HUNDRED.get((word,)) for word in run]
    return [word if n is None else float(n) for word, n in zip(run, singles, strict=True)]


def numbered(text: str) -> list[Token]:
    """Return the words of a normalised text, with numbers in place of what says them."""
    tokens: list[Token] = []
    run: list[str] = []
    for token in _TOKEN.findall(_YEAR.sub("niên", text)):
        if word := _number_word(token):
            run.append(word)
            continue
        tokens += _said(run) if run else []
        run = []
        tokens.append(_digits(token) if token[0].isdigit() else token)
    return tokens + (_said(run) if run else [])
