"""Citizens' words on an officer's screen: letters stay letters, and what hides is made visible."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from flows.hidden_phones import phones_hidden

__all__ = ["WHOLE", "Piece", "pieces", "told"]

WHOLE: Final = "story"
"""The field that is revealed to read a case's texts with the telephone numbers in them."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for line ends and tab
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINS_EMOJI = "\u200d"
"""Between two pictures it makes one of them (a family); elsewhere it only hides."""
_PICTURE = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")


class Piece(NamedTuple):
    """A run of words, or the name of one character that cannot be seen (`U+202E`)."""

    text: str
    hidden: bool


def pieces(words: str) -> tuple[Piece, ...]:
    """Return what was written, cut where a character hides or steers: bidi controls, NUL, tags.

    Nothing is left out and nothing added: the texts of all pieces tell every character, in order
    (Unicode TR36 §2.7 asks to show what reorders). Templates escape them as any other text.
    """
    return tuple(_cut(words.replace("\r\n", "\n")))


def told(words: str, revealed: Container[str]) -> tuple[Piece, ...]:
    """Return what was written about a case, without the numbers in it unless they are among the
    `revealed` fields (invariant I19).
    """
    return pieces(words if WHOLE in revealed else phones_hidden(words))


def _cut(words: str) -> Iterator[Piece]:
    end = 0
    for found in _HIDDEN.finditer(words):
        if _is_part_of_picture(words, found.start()):
            continue
        if found.start() > end:
            yield Piece(words[end : found.start()], hidden=False)
        yield Piece(f"U+{ord(found.group()):04X}", hidden=True)
        end = found.end()
    if end < len(words):
        yield Piece(words[end:], hidden=False)


def _is_part_of_picture(words: str, place: int) -> bool:
    return words[place] == _JOINS_EMOJI and all(
        _PICTURE.match(beside)
        for beside in (words[place - 1 : place], words[place + 1 : place + 2])
    )
