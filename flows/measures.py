"""The words around numbers as letters that grammars can match: units, bounds and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from flows.measure_words import ROLES
from flows.number_spelling import spelled
from flows.numerals import Numeral, Token, numbered
from flows.phrases import Phrasebook

__all__ = ["Roles", "roles_of", "without_labels"]

_ROLES: Phrasebook[str] = Phrasebook(ROLES)


class Roles(msgspec.Struct, frozen=True):
    """A text as letters, one a number, phrase or unknown word, without what says nothing.

    "n" is a number. `numerals` and `words` stand at the places of their letters.
    """

    letters: str
    numerals: Mapping[int, Numeral]
    words: tuple[str, ...]

    def between(self, start: int, end: int) -> list[Numeral]:
        """Return the numbers whose letters stand from `start` to before `end`."""
        return [self.numerals[at] for at in range(start, end) if at in self.numerals]


def _phrases(words: list[str]) -> Iterator[tuple[str, str]]:
    for role, said in _ROLES.split(tuple(words)):
        if role != " ":
            yield role or "?", " ".join(said)


_MARKS: Mapping[str, str] = {
    "-": "-", "–": "-", "—": "-", "~": "-", "→": "-", "'": "m", "’": "m", "/": "/", "\u2044": "/",
    ",": ",", "(": ",",
    ";": ";", ":": ":", "+": "&", "%": "%", "<": "<", ">": ">", "$": "$", "?": "¿",
    "≤": "≤", "≥": "≥",
}  # fmt: skip


_LONGEST = 600
"""Characters of an answer to a question for a number."""
_NO_MORE: Mapping[str, str] = {}


_LABEL = re.compile(
    r"\b(?:quầy|quay|cửa|cua|phòng|phong|bàn|ban|tầng|tang|ngày|ngay|thứ|thu|tháng|thang|ấp|thôn"
    r"|tổ|phường|quận|khu|số thứ tự|so thu tu|số|so) (?:số |so )?\d+(?:[/.-]\d+)*\b"
    r"(?! ?(?:lần|lan|k\b|tr))"
)


def without_labels(text: str) -> str:
    """Return a text without the numbers that name things: "quầy 3", "ngày 3/11"."""
    return _LABEL.sub(" ", text)


def _apart(tokens: Sequence[Token]) -> Iterator[tuple[str, str | Numeral]]:
    """Yield each number and mark, and the role of each phrase between them."""
    words: list[str] = []
    for token in tokens:
        if isinstance(token, str) and (token.isalpha() or token not in _MARKS):
            if token.isalpha():
                words.append(token)
            continue
        yield from _phrases(words)
        words = []
        if isinstance(token, Numeral):
            yield "n", token
        else:
            yield _MARKS[token], token
    yield from _phrases(words)


def _linked(parts: list[tuple[str, str | Numeral]]) -> Iterator[tuple[str, str | Numeral]]:
    """Read what depends on its neighbours: "toi" is tới (to) between two numbers, else tôi (I);
    "quá" is over in "quá 30 phút", and too much in "đông quá 30 phút".
    """
    for at, (letter, said) in enumerate(parts):
        before = parts[at - 1][0] if at else ""
        after = parts[at + 1][0] if at + 1 < len(parts) else ""
        if letter == "T":
            linked = "-" if before and before in "nmhx" and after == "n" else ""
        else:
            linked = ("" if before == "?" else ">") if letter == "q" else letter
        if linked:
            yield linked, said


def roles_of(text: str, scales: Mapping[str, str] = _NO_MORE) -> Roles:
    """Return what the words and numbers of a normalised text are to one another.

    `scales` are more words for large numbers, see `numbered`. A story of more than a few sentences
    is nothing to one another: it answers no question for a number.
    """
    if len(text) > _LONGEST:
        return Roles("", {}, ())
    parts = list(_linked(list(_apart(numbered(spelled(text), scales)))))
    letters = "".join(letter for letter, _ in parts)
    return Roles(
        letters.replace("nH", "nh").replace("½H", "½h"),  # "1 tiếng đồng hồ"
        {at: said for at, (_, said) in enumerate(parts) if isinstance(said, Numeral)},
        tuple(said if isinstance(said, str) else "" for _, said in parts),
    )
