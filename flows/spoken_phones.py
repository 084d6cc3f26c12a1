"""Telephone numbers said in words: "không chín mười hai, ba bốn lăm …" as the digits they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.number_words import UNITS
from flows.spelling import unmark

__all__ = ["spoken_numbers", "with_digits"]

_DIGITS: dict[str, str] = {
    **{unmark(word): str(value) for word, value in UNITS.items() if value < 10},
    "khong": "0", "ko": "0", "zero": "0", "o": "0", "linh": "0", "le": "0",
    "tu": "4", "lam": "5", "nham": "5", "mot": "1", "bay": "7",
}  # fmt: skip
_TENS = frozenset({"muoi", "chuc"})
_SAID = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s,.;–-]*")
_LONGEST = 600  # characters; a story is searched for digits only
_FEWEST_WORDS = 4
_FEWEST_DIGITS = 8
"""Fewer are no telephone number: "hai ba lần"."""


def _is_said(word: str) -> bool:
    return word in _DIGITS or word in _TENS or word.isdigit()


def _digits(words: list[str]) -> str:
    """Return the digits of number words: "chín mươi hai" is 92, "mười hai" 12."""
    said: list[str] = []
    for at, word in enumerate(words):
        if word not in _TENS:
            said.append(_DIGITS.get(word, word))
            continue
        joins_on = at + 1 < len(words) and words[at + 1] not in _TENS
        if not at or words[at - 1] in _TENS or _ten_stands_alone(words, at):
            said.append("1")
        if not joins_on:
            said.append("0")
    return "".join(said)


def _ten_stands_alone(words: list[str], at: int) -> bool:
    """Whether "mười" is ten behind this digit, and no "mươi": in pairs, "không chín mười hai"."""
    pairs = sum(len(_DIGITS.get(word, word)) for word in words[:at] if word not in _TENS)
    return pairs % 2 == 0


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Return the runs of neighbouring words that say digits."""
    runs: list[list[re.Match[str]]] = [[]]
    for found in _SAID.finditer(text):
        last = runs[-1][-1] if runs[-1] else None
        if not _is_said(unmark(found[0].lower())):
            runs.append([])
        elif last is None or _BETWEEN.fullmatch(text[last.end() : found.start()]):
            runs[-1].append(found)
        else:
            runs.append([found])
    return runs


def spoken_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of the long runs of digit words, in order."""
    for run in _runs(text):
        words = [unmark(found[0].lower()) for found in run]
        if sum(not word.isdigit() for word in words) < _FEWEST_WORDS:
            continue
        digits = _digits(words)
        if len(digits) >= _FEWEST_DIGITS:
            yield run[0].start(), run[-1].end(), digits


def with_digits(text: str) -> str:
    """Return the text with long runs of digit words as digits; other texts as they are."""
    if len(text) > _LONGEST:
        return text
    for start, end, digits in reversed(list(spoken_numbers(text))):
        text = text[:start] + digits + text[end:]
    return text
