"""From XPath, as XLSForms write it, to the trees of our conditions and calculations.

The functions are a closed table; what is not in it is refused by name. A check by `regex()` has no
counterpart here: in a constraint, where leaving it out only takes more, it can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from bot.xlsform.columns import column_word
from bot.xlsform.functions import FUNCTIONS, Call
from bot.xlsform.simplifying import both, either
from bot.xlsform.tokens import ExpressionError, Token, tokens
from bot.xlsform.typed import Typed, as_logic, as_number, as_term, compared, no_text
from flows.expressions import Apply, Constant, Fixed, Logic, Name, Operator
from flows.texts import text_key

__all__ = ["Scope", "read_calculation", "read_condition"]

MAX_DEPTH = 16
_SIGNS = frozenset({"and", "or", "div", "mod"})


class Scope(msgspec.Struct, frozen=True):
    """What names mean: `${name}` a question, a bare word a column of the choice, `.` the answer
    that is being given.
    """

    names: Mapping[str, Typed]
    columns: Mapping[str, str] | None = None
    own: Typed | None = None
    has_day: bool = False
    """Whether `today()` may be asked: in constraints and calculations (flows.terms)."""
    patterns: bool | None = None
    """What `regex()` counts as where it may be left out; None refuses it."""


class _Reader:
    def __init__(self, source: str, scope: Scope) -> None:
        self._tokens = list(tokens(source))
        self._at = 0
        self._depth = 0
        self._scope = scope
        self.dropped = False

    def whole(self) -> Typed:
        value = self._either()
        if self._next.kind != "end":
            raise self._unexpected()
        return value

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _accept(self, *texts: str) -> str:
        token = self._next
        if token.kind in ("word", "sign") and token.text in texts:
            self._at += 1
            return token.text
        return ""

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._unexpected()

    def _unexpected(self) -> ExpressionError:
        token = self._next
        if token.kind == "end":
            return ExpressionError(text_key("xlsform.expression.unfinished"))
        key = text_key("xlsform.expression.unexpected")
        return ExpressionError(key, what=token.text, at=str(token.column))

    def _either(self) -> Typed:
        return self._joined("or", self._both, either)

    def _both(self) -> Typed:
        return self._joined("and", self._equality, both)

    def _joined(
        self, word: str, inner: Callable[[], Typed], join: Callable[[list[Logic]], Logic]
    ) -> Typed:
        first = inner()
        if not (self._next.kind == "word" and self._next.text == word):
            return first
        parts = [as_logic(first)]
        while self._accept(word):
            parts.append(as_logic(inner()))
        return Typed(join(parts), "truth")

    def _equality(self) -> Typed:
        return self._related({"=": "==", "!=": "!="}, self._order)

    def _order(self) -> Typed:
        return self._related({sign: sign for sign in ("<", "<=", ">", ">=")}, self._sum)

    def _related(self, signs: Mapping[str, str], inner: Callable[[], Typed]) -> Typed:
        left = inner()
        while sign := self._accept(*signs):
            operator = cast("Operator", signs[sign])
            left = Typed(compared(left, operator, inner()), "truth")
        return left

    def _sum(self) -> Typed:
        left = self._product()
        while sign := self._accept("+", "-"):
            left = _worked(sign, left, self._product())
        return left

    def _product(self) -> Typed:
        left = self._signed()
        while sign := self._accept("*", "div", "mod"):
            left = _worked("/" if sign == "div" else sign, left, self._signed())
        return left

    def _signed(self) -> Typed:
        if not self._accept("-"):
            return self._atom()
        tree = as_number(self._atom())
        if isinstance(tree, Fixed) and isinstance(tree.value, int | float):
            return Typed(Fixed(-tree.value), "number")
        return Typed(Apply("-", (Fixed(0), tree)), "number")

    def _atom(self) -> Typed:
        token = self._take()
        if token.kind in _ATOMS:
            return _ATOMS[token.kind](self, token)
        if token.text == "(":
            return self._inner()
        if token.text == "." and self._scope.own is not None:
            return self._scope.own
        self._at -= 1
        raise self._unexpected()

    def _inner(self) -> Typed:
        self._deeper()
        value = self._either()
        self._depth -= 1
        self._expect(")")
        return value

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(text_key("xlsform.expression.deep"), most=str(MAX_DEPTH))

    def question(self, token: Token) -> Typed:
        """Return what `${name}` means."""
        name = token.text
        known = self._scope.names.get(name)
        if known is None:
            raise ExpressionError(text_key("xlsform.expression.no_question"), name=name)
        if known.kind == "later":
            raise ExpressionError(text_key("xlsform.expression.later"), name=name)
        if known.kind == "none":
            raise ExpressionError(text_key("xlsform.expression.no_answer"), name=name)
        return known

    def word(self, token: Token) -> Typed:
        """Return what a call gives, or a column of the choice."""
        if self._accept("("):
            return self._call(token.text)
        if token.text in _SIGNS:
            self._at -= 1
            raise self._unexpected()
        columns = self._scope.columns
        if columns is None:
            raise ExpressionError(text_key("xlsform.expression.bare"), name=token.text)
        value = columns.get(column_word(token.text))
        if value is None:
            raise ExpressionError(text_key("xlsform.expression.no_column"), name=token.text)
        return Typed(Fixed(_text(value)), "column")

    def _call(self, name: str) -> Typed:
        arguments = self._arguments()
        if name == "regex" and self._scope.patterns is not None and len(arguments) == 2:
            self.dropped = True
            return Typed(Constant(self._scope.patterns), "truth")
        if name == "today" and not arguments:
            if not self._scope.has_day:
                raise ExpressionError(text_key("xlsform.expression.today"))
            return Typed(Name("today"), "day")
        return _called(name, FUNCTIONS.get(name), arguments)

    def _arguments(self) -> list[Typed]:
        arguments: list[Typed] = []
        self._deeper()
        while not (self._next.kind == "sign" and self._next.text == ")"):
            arguments.append(self._either())
            if not self._accept(","):
                break
        self._depth -= 1
        self._expect(")")
        return arguments


_ATOMS: Mapping[str, Callable[[_Reader, Token], Typed]] = {
    "name": _Reader.question,
    "number": lambda _, token: Typed(Fixed(_number(token.text)), "number"),
    "text": lambda _, token: Typed(Fixed(_text(token.text)), "text"),
    "word": _Reader.word,
}


def _called(name: str, call: Call | None, arguments: list[Typed]) -> Typed:
    if call is None:
        raise ExpressionError(text_key("xlsform.expression.no_function"), name=name)
    if not call.least <= len(arguments) <= call.most:
        raise ExpressionError(text_key("xlsform.expression.arguments"), name=name)
    return call.meaning(arguments)


def _worked(sign: str, left: Typed, right: Typed) -> Typed:
    """Return a sum or product; a day minus a day is a number, a day plus a number a day."""
    one, other = as_number(left), as_number(right)
    days = [left.kind, right.kind].count("day")
    if days and (sign not in "+-" or (sign == "+" and days == 2)):
        raise ExpressionError(text_key("xlsform.expression.day_sum"))
    known = isinstance(one, Apply) and one.function == sign and sign != "mod"
    parts = one.arguments if known and isinstance(one, Apply) else (one,)
    return Typed(Apply(sign, (*parts, other)), "day" if days == 1 else "number")


def _number(text: str) -> int | float:
    if len(text) > 15:
        raise ExpressionError(text_key("xlsform.expression.no_number"), value=text)
    return round(float(text), 6) if "." in text else int(text)


def _text(text: str) -> str:
    if "'" in text or "\n" in text:
        raise ExpressionError(text_key("xlsform.expression.quote"))
    return text


def read_condition(source: str, scope: Scope) -> tuple[Logic | None, bool]:
    """Return the condition, None if it always holds, and whether a pattern was left out of it.

    Raises:
        ExpressionError: it cannot be read or carried.

    """
    reader = _Reader(source, scope)
    tree = as_logic(reader.whole())
    if reader.dropped and not _only_joined(source, scope):
        return None, True
    return (None if tree == Constant(value=True) else tree), reader.dropped


def _only_joined(source: str, scope: Scope) -> bool:
    """Whether patterns stand in `… and …` only: anywhere else, taking them as fulfilled could
    refuse answers that the form takes.
    """
    opposite = _Reader(source, msgspec.structs.replace(scope, patterns=False))
    return as_logic(opposite.whole()) == Constant(value=False)


def read_calculation(source: str, scope: Scope) -> Typed:
    """Return the calculation; one that is true or false gives the text that XPath makes of it.

    Raises:
        ExpressionError: it cannot be read or carried.

    """
    value = _Reader(source, scope).whole()
    if value.kind != "truth":
        return msgspec.structs.replace(value, tree=no_text(as_term(value)))
    arguments = (as_logic(value), Fixed("true"), Fixed("false"))
    return Typed(Apply("if", arguments), "text")
