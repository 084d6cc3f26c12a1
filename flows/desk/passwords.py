"""Which passwords are good enough (NIST SP 800-63B-4 §3.1.1, ASVS 5.0 §6.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from flows.desk.password_words import ROWS, WORDS
from flows.spelling import fold
from flows.texts import text_key

__all__ = ["LONGEST", "SHORTEST", "password_fault", "prepared"]

SHORTEST: Final = 12
"""Characters. Any characters will do, blanks too; there are no rules of composition, and nobody
has to change a password without a cause.
"""
LONGEST: Final = 200
"""Characters; hashing more would be a way to keep the service busy."""

_SHORTEST_RUN: Final = 3
_SHORTEST_NAME: Final = 3
_LEAST_LEFT: Final = 5
"""Different characters that must be left of a password without what is easily guessed."""

_YEARS: Final = r"(?:19|20)\d\d"
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
_DISGUISES = str.maketrans("@40!1$53", "aaoiisse")


def prepared(password: str) -> str:
    """Return the password as it is hashed: one form of Unicode, since keyboards differ in how
    they write "ế"; nothing is cut off or changed else.
    """
    return unicodedata.normalize("NFC", password)


def password_fault(password: str, login: str) -> str | None:
    """Return the key of the text that says why a password is not good enough; None: it is."""
    plain = prepared(password)
    if len(plain) < SHORTEST:
        return text_key("desk.password.short")
    if len(plain) > LONGEST:
        return text_key("desk.password.long")
    if _is_guessable(plain, _parts(login)):
        return text_key("desk.password.guessable")
    return None


def _is_guessable(password: str, own: Iterable[str]) -> bool:
    """Whether little is left without common words, rows of keys, years and repetitions; letters
    that were disguised as digits and signs (m@tkh4u) are looked through.
    """
    folded = fold(password)
    seen_through = _easily_guessed().sub("", folded).translate(_DISGUISES)
    return any(len(_left_of(text, own)) < _LEAST_LEFT for text in (folded, seen_through))


def _left_of(text: str, own: Iterable[str]) -> set[str]:
    left = _BETWEEN.sub("", text)
    for part in own:
        left = left.replace(part, "")
    return set(_easily_guessed().sub("", left))


def _parts(login: str) -> list[str]:
    """Return the parts of a login name or an address that a password could be made of."""
    whole = fold(login)
    return [part for part in _BETWEEN.split(whole) if len(part) >= _SHORTEST_NAME]


@cache
def _easily_guessed() -> re.Pattern[str]:
    longest_first = sorted({*WORDS, *_runs()}, key=lambda part: (-len(part), part))
    return re.compile("|".join([*longest_first, _YEARS]))


def _runs() -> Iterator[str]:
    """Yield every run of three keys and more in a row, forwards and backwards."""
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for start in range(len(row)):
            for end in range(start + _SHORTEST_RUN, len(row) + 1):
                yield row[start:end]
