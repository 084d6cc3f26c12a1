"""The grammar of conditions: source text to a tree, or the first thing wrong and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import msgspec

from flows.expressions import (
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Function,
    Member,
    Not,
    Operator,
    Scalar,
    is_question,
)

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "ConditionError", "parse_expression"]

MAX_LENGTH = 400  # longer than any sensible condition; keeps parsing and its recursion small
MAX_DEPTH = 20  # brackets and `not` inside one another


class ConditionError(ValueError):
    """A condition cannot be read. `column` counts characters from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    column: int


_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,6})?(?![0-9A-Za-z_.]))"
    r"|(?P<text>'[^'\n]*')"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>==|!=|<=|>=|[<>()\[\],])"
)
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_ARGUMENTS = {"answered": 0, "flagged": 1, "chosen": 1}
_WORDS = frozenset({"and", "or", "not", "in", "true", "false", "none", *_ARGUMENTS})
_FACT = re.compile(r"[a-z][a-z0-9_]*")
_HINTS = {
    "=": "use == to compare",
    '"': "write texts in 'single quotes'",
    "'": "this quote is never closed",
    "&": "use the word 'and'",
    "|": "use the word 'or'",
    "!": "use the word 'not', or != to compare",
}


def _tokens(source: str) -> Iterator[_Token]:
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            sign = source[position]
            raise ConditionError(_HINTS.get(sign, f"unexpected {sign!r}"), position + 1)
        if match.lastgroup != "space":
            yield _Token(str(match.lastgroup), match.group(), position + 1)
        position = match.end()
    yield _Token("end", "the end", len(source) + 1)


class _Parser:
    """Recursive descent: or ← and ← not ← comparison, call, constant or brackets."""

    def __init__(self, source: str) -> None:
        self._tokens = list(_tokens(source))
        self._depth = 0

    def whole(self) -> Expression:
        """Return the tree of the whole source."""
        tree = self._either()
        if self._next.kind != "end":
            raise self._unexpected("'and', 'or' or the end")
        return tree

    @property
    def _next(self) -> _Token:
        return self._tokens[0]

    def _take(self) -> _Token:
        return self._tokens.pop(0)

    def _accept(self, text: str) -> bool:
        found = self._next.kind in ("sign", "name") and self._next.text == text
        if found:
            self._take()
        return found

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._unexpected(repr(text))

    def _unexpected(self, wanted: str) -> ConditionError:
        found = self._next
        shown = found.text if found.kind in ("end", "text") else repr(found.text)
        return ConditionError(f"expected {wanted}, found {shown}", found.column)

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._accept("or"):
            parts.append(self._both())
        return Either(tuple(parts)) if len(parts) > 1 else parts[0]

    def _both(self) -> Expression:
        parts = [self._negation()]
        while self._accept("and"):
            parts.append(self._negation())
        return Both(tuple(parts)) if len(parts) > 1 else parts[0]

    def _negation(self) -> Expression:
        column = self._next.column
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError("too many brackets or 'not' inside one another", column)
        tree = Not(self._negation()) if self._accept("not") else self._primary()
        self._depth -= 1
        return tree

    def _primary(self) -> Expression:
        if self._accept("("):
            tree = self._either()
            self._expect(")")
            return tree
        if self._next.text in ("true", "false"):
            return Constant(self._take().text == "true")
        if self._next.text in _ARGUMENTS:
            return self._call()
        return self._comparison(self._name())

    def _name(self) -> str:
        token = self._next
        if token.kind != "name" or token.text in _WORDS:
            raise self._unexpected("a question or a fact")
        if not (is_question(token.text) or _FACT.fullmatch(token.text)):
            message = f"{token.text!r} is neither a question (CAPITALS) nor a fact (small letters)"
            raise ConditionError(message, token.column)
        return self._take().text

    def _call(self) -> Expression:
        function = cast("Function", self._take().text)
        self._expect("(")
        column = self._next.column
        name = self._name()
        if not is_question(name):
            raise ConditionError(f"{function}() asks about a question, not a fact", column)
        argument = ""
        if _ARGUMENTS[function]:
            self._expect(",")
            argument = self._argument()
        self._expect(")")
        return Call(function, name, argument)

    def _argument(self) -> str:
        column = self._next.column
        argument = self._text()
        if not argument:
            raise ConditionError("this text must not be empty", column)
        return argument

    def _text(self) -> str:
        if self._next.kind != "text":
            raise self._unexpected("a text in 'single quotes'")
        return self._take().text[1:-1]

    def _comparison(self, name: str) -> Expression:
        if self._next.text in _COMPARISONS and self._next.kind == "sign":
            return self._compare(name)
        negated = self._accept("not")
        if not self._accept("in"):
            raise self._unexpected("'in'" if negated else f"a comparison after {name!r}")
        self._expect("[")
        literals = [self._literal()]
        while self._accept(","):
            literals.append(self._literal())
        self._expect("]")
        return Member(name, tuple(literals), negated)

    def _compare(self, name: str) -> Expression:
        operator = cast("Operator", self._take().text)
        column = self._next.column
        literal = self._literal()
        if literal is None and operator not in ("==", "!="):
            raise ConditionError("none has no order: use == or !=", column)
        return Compare(name, operator, literal)

    def _literal(self) -> Scalar:
        token = self._next
        if token.kind == "text":
            return self._text()
        if token.kind == "number":
            text = self._take().text
            return float(text) if "." in text else int(text)
        if self._accept("none"):
            return None
        raise self._unexpected("a text in 'single quotes', a number or none")


def parse_expression(source: str) -> Expression:
    """Return the tree of a condition.

    Raises:
        ConditionError: with the column of the first thing that is wrong.

    """
    if len(source) > MAX_LENGTH:
        raise ConditionError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH + 1)
    return _Parser(source).whole()
