"""The words, numbers and signs that conditions and calculations are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

__all__ = ["ConditionError", "Token", "tokens_of"]


class ConditionError(ValueError):
    """A condition or calculation cannot be read. `column` counts characters from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class Token(msgspec.Struct, frozen=True):
    """One word, number, quoted text or sign; `column` counts from 1."""

    kind: str
    text: str
    column: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?(?![0-9A-Za-z_.]))"
    r"|(?P<text>'[^'\n]*')"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>==|!=|<=|>=|[-<>()\[\],+*/])"
)
_HINTS = {
    "=": "use == to compare",
    '"': "write texts in 'single quotes'",
    "'": "this quote is never closed",
    "&": "use the word 'and'",
    "|": "use the word 'or'",
    "!": "use the word 'not', or != to compare",
}


def tokens_of(source: str) -> Iterator[Token]:
    """Give the tokens of a source, and one for its end.

    Raises:
        ConditionError: at the first character that begins none.

    """
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            sign = source[position]
            raise ConditionError(_HINTS.get(sign, f"unexpected {sign!r}"), position + 1)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match.group(), position + 1)
        position = match.end()
    yield Token("end", "the end", len(source) + 1)
