"""The words and signs of XPath as XLSForms write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from flows.texts import text_key

__all__ = ["ExpressionError", "Token", "tokens"]

MAX_LENGTH = 2000  # as long as a condition of ours can be


class ExpressionError(ValueError):
    """An expression cannot be read or carried. `key` names the text that says why."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(f"{key} {params}")
        self.key = key
        self.params = params


class Token(msgspec.Struct, frozen=True):
    """One word or sign, and the character at which it begins, counting from 1."""

    kind: str
    text: str
    column: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|\$\{\s*(?P<name>[^\s{}]+)\s*\}"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![\w.])"
    r"|'(?P<text>[^']*)'|\"(?P<quoted>[^\"]*)\""
    r"|(?P<word>[A-Za-z_][\w.-]*(?::[\w.-]+)?)"
    r"|(?P<sign>!=|<=|>=|\.\.|//|[-=<>()+*,./|@\[\]])"
)


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens, the last one of kind `end`.

    Raises:
        ExpressionError: a character that has no place there.

    """
    if len(source) > MAX_LENGTH:
        raise ExpressionError(text_key("xlsform.expression.long"), most=str(MAX_LENGTH))
    position = 0
    straight = source.translate(_STRAIGHT)
    while position < len(straight):
        match = _TOKEN.match(straight, position)
        if match is None:
            at = str(position + 1)
            key = text_key("xlsform.expression.sign")
            raise ExpressionError(key, sign=straight[position], at=at)
        kind = str(match.lastgroup)
        if kind != "space":
            text = "text" if kind == "quoted" else kind
            yield Token(text, match[kind], position + 1)
        position = match.end()
    yield Token("end", "", len(straight) + 1)


# Word processors turn quotes and dashes into prettier ones.
_STRAIGHT = str.maketrans("‘’“”−–", "''\"\"--")
