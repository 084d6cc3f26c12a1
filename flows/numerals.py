"""A text as words and the numbers in it, whether said in words, digits or both: "2 trăm rưỡi"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import msgspec

from flows.number_values import LONGEST, number_of, value_of
from flows.number_words import COUNTED, DOUBTFUL, UNITS, number_word
from flows.spelling import unmark

__all__ = ["Numeral", "Token", "numbered"]


class Numeral(msgspec.Struct, frozen=True):
    """A number, or the bounds of a vague one: "mười mấy" is 11 to 19."""

    low: float
    high: float
    digits: str = ""
    """As it was typed, if in digits: "1.234", "07"."""
    joined: float | None = None
    """What two digits said one after the other are together, where only that is possible: "hai
    ba" is 2 to 3, but as an age 23.
    """

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


Token: TypeAlias = str | Numeral
"""A word or mark, or the number that one or more words say."""

_DIGITS = r"[1-9]\d{0,2}(?: \d{3})+(?![\d.,/-])|\d+(?:[.,]\d+)*"
_TOKEN = re.compile(rf"{_DIGITS}|[^\W\d_]+|[^\w\s]")
# "năm" is five, and the year: sinh năm 1954, 3 năm, năm nay.
_YEAR = re.compile(
    r"\b(?:năm|nam)(?= (?:(?:1[89]|20)?\d\d\b(?! ?[.,\d])|nay|ngoái|ngoai|trước|truoc|sinh"
    r"|rồi|roi))"
    r"|(?<=\d )(?:năm|nam)\b|(?:(?<=sinh )|(?<=đẻ ))(?:năm|nam)\b"
)
_NOW = re.compile(r"\b(?:bây|bay) (?:giờ|gio)\b")


def _numeral(words: tuple[str, ...]) -> Numeral | None:
    if len(words) == 1 and words[0][0].isdigit():
        value = number_of(words[0])
        return Numeral(value, value, words[0])
    found = value_of(words)
    return Numeral(found[0], found[1], "", found[2]) if found else None


def _fewest(run: Sequence[str]) -> list[Token]:
    """Return a run of number words as the fewest numbers that it falls into."""
    best: list[tuple[int, list[Token]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0] + 9, [*best[end - 1][1], run[end - 1]])]
        for start in range(max(0, end - LONGEST), end):
            inside = start > 0 and run[start] == "mươi"  # "ba mươi bốn mươi" is 30 to 40
            found = None if inside else _numeral(tuple(run[start:end]))
            if found:
                options.append((best[start][0] + 1, [*best[start][1], found]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def _said(run: Sequence[str]) -> list[Token]:
    """Return the number of a run of number words, or those numbers it falls into."""
    if len(run) > 2 * LONGEST:
        return list(run)  # no number, and splitting it would take quadratic time
    whole = _numeral(tuple(run)) if len(run) <= LONGEST else None
    return [whole] if whole else _fewest(run)


class _Run(msgspec.Struct):
    """Neighbouring words that may be numbers, as typed and as number words."""

    typed: list[str]
    words: list[str]

    def add(self, typed: str, word: str) -> None:
        """Add a word. "muoi" behind a digit is mươi, and else mười."""
        if typed == "muoi" and self.words and UNITS.get(self.words[-1], 10) < 10:
            word = "mươi"
        self.typed.append(typed)
        self.words.append(word)

    def doubtful(self, at: int) -> bool:
        """Whether a word may be another one, its marks left out."""
        return self.typed[at] in DOUBTFUL

    @property
    def starts_in_doubt(self) -> bool:
        """Whether the first word may be no part of the number: "sau 30", "sau hai", "tam muoi"
        (tầm mười, tám mươi); but "sau muoi" is sixty.
        """
        if not self.words[1:] or not self.doubtful(0) or self.doubtful(1):
            return False
        if self.typed[1] == "muoi":
            return self.typed[0] == "tam"
        return self.words[1] in UNITS or self.words[1][0].isdigit()


def _read(run: _Run, following: str, *, alone: bool) -> list[Token]:
    """Return the numbers of a run. Words without marks that may be others ("sau": after, or six)
    are numbers among numbers, before what is counted, and alone.
    """
    in_doubt = all(map(run.doubtful, range(len(run.words))))
    if in_doubt and not alone and unmark(following) not in COUNTED:
        return list(run.typed)
    return _with_or_without(run) if run.starts_in_doubt else _said(run.words)


def _with_or_without(run: _Run) -> list[Token]:
    """Return "sau hai" as 2 to 62: "after two", or sixty-two; a first word that fits no number
    as a word of its own.
    """
    second = "mười" if run.words[1] == "mươi" else run.words[1]
    first, *more = _said([second, *run.words[2:]])
    whole = value_of(tuple(run.words))
    if whole is None or more or not isinstance(first, Numeral):
        return [run.typed[0], first, *more]
    return [Numeral(min(first.low, whole[0]), max(first.high, whole[1]), "", whole[0])]


_NO_MORE: Mapping[str, str] = {}


def _runs(typed: list[str], scales: Mapping[str, str]) -> Iterator[_Run | str]:
    """Yield the words and marks of a text one by one, but neighbouring number words together."""
    run = _Run([], [])
    for token in typed:
        word = token if token[0].isdigit() else scales.get(token) or number_word(token)
        if word:
            run.add(token, word)
            continue
        if run.words:
            yield run
            run = _Run([], [])
        yield token
    if run.words:
        yield run


def numbered(text: str, scales: Mapping[str, str] = _NO_MORE) -> list[Token]:
    """Return the words and marks of a normalised text, with numbers in place of what says them.

    `scales` are more words for `SCALES`: of money "củ" is a million.
    """
    if text.isascii() and text.isdecimal():
        return _said([text])  # most answers to a question for a number
    typed = _TOKEN.findall(_NOW.sub("nay", _YEAR.sub("niên", text)))
    parts = [*_runs(typed, scales), ""]
    tokens: list[Token] = []
    for part, following in pairwise(parts):
        if isinstance(part, str):
            tokens.append(part)
        else:
            alone = len(part.words) == len(typed)
            tokens += _read(part, following if isinstance(following, str) else "", alone=alone)
    return tokens
