"""Mends mistyped words about numbers: run together, keys of a keyboard left in, one slip."""

from __future__ import annotations

import re
from functools import cache

from flows.closeness import Speller
from flows.measure_words import ROLES
from flows.number_words import NUMBER_WORDS, number_word
from flows.spelling import unmark
from flows.syllables import is_syllable
from flows.vietnamese import words_of

__all__ = ["spelled"]

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_LONGEST = 40  # letters of numbers and units run together
_SHORTEST = 3  # letters of a word, numbers aside, that others may be mistaken for

_NO_NUMBER = re.compile(
    r"\b(?:một|mot|1) (?=(?:mình|minh|mạch|mach|chút|chut|tí|ti|ít|it|xíu|xiu|vài|vai|số|cách"
    r"|cửa|cua|hồi|hoi|lúc|luc|lát|lat|chốc|choc)\b)"
)
"""Where "một" is no number: "một mình", "một lúc", "một vài"."""
_AND_SOME = re.compile(
    r"(?<![^\W\d_])(tiếng|tieng|giờ|gio|h|phút|phut|p|tuổi|tuoi|lần|ngày|người) (?:mấy|may)\b"
)
"""Behind its unit "mấy" is "and some": "1 tiếng mấy"."""
_WITH_SOME = r"\1 có dư"
_DIALECT = {
    "nỏ": "không", "bựa": "bữa", "mô": "nào", "nớ": "đó", "ni": "này", "chi": "gì", "mần": "làm",
    "vô": "vào", "hổng": "không", "hông": "không", "ko": "không", "khg": "không",
    "hem": "không", "hok": "không", "nhứt": "nhất",
}  # fmt: skip
"""Central and Southern words and short spellings that matter around numbers."""


def _slips(word: str) -> frozenset[str]:
    """Return a word with one letter left out, or two neighbours swapped."""
    pairs = range(len(word) - 1)
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs)
    shorter = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return frozenset(slip for slip in (*swapped, *shorter) if len(slip) >= _SHORTEST_SLIP)


_SHORTEST_SLIP = 4
_REAL_WORDS = frozenset({"tien", "nuoi", "tieu", "nhin", "tram"})
_SLIPS: dict[str, str] = {
    slip: unit
    for unit in ("tiếng", "phút", "người", "nghìn", "triệu", "tuổi")
    for slip in _slips(unmark(unit)) - _REAL_WORDS
}
"""Units with one slip of a finger, even where that could be a syllable: "tếng", "phtú"."""


@cache
def _known() -> frozenset[str]:
    phrases = (words_of(phrase) for phrases in ROLES.values() for phrase in phrases)
    return frozenset(unmark(word) for words in phrases for word in words)


@cache
def _speller() -> Speller:
    phrases = (words_of(phrase) for phrases in ROLES.values() for phrase in phrases)
    words = {word for words in phrases for word in words if len(word) >= _SHORTEST}
    return Speller((word,) for word in (words | NUMBER_WORDS))


def _mended(match: re.Match[str]) -> str:
    word = match[0]
    plain = unmark(word)
    if number_word(word) or plain in _known() or len(word) > _LONGEST:
        return _DIALECT.get(word, word)
    meant = _DIALECT.get(word) or _SLIPS.get(plain)
    if meant is None and word[0] == "f" and "ph" + plain[1:] in _known():
        meant = "ph" + word[1:]  # "fút"
    if meant or (word.isalpha() and is_syllable(word)):
        return meant or word
    words = _speller().mend((word,))
    return " ".join(words) if all(map(str.isalpha, words)) else word


def spelled(text: str) -> str:
    """Return a normalised text with mistyped words of numbers and units as they are spelled."""
    if text.isdecimal():
        return text
    return _AND_SOME.sub(_WITH_SOME, _NO_NUMBER.sub("", _WORD.sub(_mended, text)))
