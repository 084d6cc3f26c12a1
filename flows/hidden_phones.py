"""People's words without the telephone numbers in them, in whatever way they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.phone_numbers import masked_format
from flows.redaction import shadow_of
from flows.spoken_phones import spoken_numbers

__all__ = ["phones_hidden"]

_GAP = "[ .,;:()_/*•–—\xad\u200b-\u200f\u2060\ufeff-]{0,3}"
_PHONE = re.compile(
    rf"(?<!\d)\(?\+?(?:84\)?{_GAP}0?|0)(?:{_GAP}\d){{9}}(?!\d)"
    rf"|(?<!\d)\(?\+?\d(?:{_GAP}\d){{7,}}"
)
"""First ten digits behind 0 or +84, as an age may follow; else eight and more that nothing below
explains.
"""
_DAY = r"(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
_YEAR = r"(?:19|20)\d\d"
_THOUSANDS = r"[1-9]\d{0,2}(?:[.,]\d{3})+"
_CURRENCY = r"(?= ?(?:dong|vnd)\b)"
_SOMETHING_ELSE = re.compile(
    rf"(?<![\d./-]){_DAY}(?![./-]?\d)"
    rf"|(?<![\d.,]){_YEAR}(?: ?[,;/–-] ?{_YEAR})+(?![.,/-]?\d)"
    rf"|(?<![\d.,+])(?:{_THOUSANDS}|[1-9]\d*){_CURRENCY}"
    r"|(?<![\d.,+])(?:[1-9]\d?|[1246]\d\d)[.,]\d{3}[.,]000(?![.,]?\d)"
    r"|(?<![\d.+])1[89]00(?:[ .]?\d){4,6}(?![ .]?\d)"
)
"""Dates, years side by side, sums of money, public hotlines. What could be both is hidden."""


def phones_hidden(words: str) -> str:
    """Return the words with the middle of each telephone number hidden: 091•••678 (I19).

    Found are digits of any script, with marks or letters (o, l) among them, and digits said in
    words. Better a number too many is hidden than one too few: the whole text can be revealed.
    """
    for start, end, number in sorted(_found(words), reverse=True):
        words = words[:start] + masked_format(number) + words[end:]
    return words


def _found(words: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of the numbers, none of which overlap."""
    written = _written(shadow_of(words))
    yield from written
    for start, end, number in spoken_numbers(words):
        if not any(start < after and before < end for before, after, _ in written):
            yield start, end, number


def _written(shadow: str) -> list[tuple[int, int, str]]:
    shadow = _SOMETHING_ELSE.sub(lambda match: "x" * len(match[0]), shadow)
    return [(match.start(), match.end(), match[0]) for match in _PHONE.finditer(shadow)]
