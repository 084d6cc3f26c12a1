"""The grammar of conditions and calculations: source to a tree, or the first thing wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar, cast

from flows.condition_tokens import ConditionError, Token, tokens_of
from flows.expressions import (
    FUNCTIONS,
    Apply,
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Fixed,
    Function,
    Logic,
    Member,
    Name,
    Not,
    Operator,
    Relate,
    Scalar,
    Term,
    is_question,
    names_of,
    parts_of,
)

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "ConditionError", "parse_expression", "parse_term"]

MAX_LENGTH = 2000  # longer than any sensible one, a score of twenty questions included
MAX_DEPTH = 20  # brackets, functions and `not` inside one another
MAX_LEVELS = 100  # of a tree; signs that take turns (a - b + c) go one level down each


_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_ARGUMENTS = {"answered": 0, "flagged": 1, "chosen": 1}
_WORDS = frozenset({"and", "or", "not", "in", "mod", "true", "false", "none", *_ARGUMENTS})
ANSWER = "answer"
_FACT = re.compile(r"[a-z][a-z0-9_]*")


class _Parser:
    """Recursive descent: or ← and ← not ← comparison ← sum ← product ← sign ← a value, a call or
    brackets. Brackets may hold what is true or false, or a value: each level takes what comes
    and refuses what does not fit it.
    """

    def __init__(self, source: str, answer: str | None = None) -> None:
        self._tokens = list(tokens_of(source))
        self._at = 0
        self._depth = 0
        self._answer = answer

    def condition(self) -> Logic:
        """Return the tree of the whole source, which is true or false."""
        tree = self._logic(self._either())
        if self._next.kind != "end":
            raise self._unexpected("'and', 'or' or the end")
        return tree

    def term(self) -> Term:
        """Return the tree of the whole source, which has a value."""
        tree = self._sum()
        if isinstance(tree, Fixed | Name | Apply) and self._next.kind == "end":
            return tree
        if isinstance(tree, Fixed | Name | Apply) and self._next.text not in _COMPARISONS:
            raise self._unexpected("a sign such as + or the end")
        message = "this is true or false, but a value is wanted: use if(…, 1, 0)"
        raise ConditionError(message, self._tokens[0].column)

    # Tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, *texts: str) -> bool:
        return self._next.kind in ("sign", "name") and self._next.text in texts

    def _accept(self, text: str) -> bool:
        found = self._is(text)
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

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = "too many brackets or 'not' inside one another"
            raise ConditionError(message, self._next.column)

    # What is true or false

    def _logic(self, tree: Expression) -> Logic:
        if isinstance(tree, Fixed | Name | Apply):
            last = self._tokens[self._at - 1]
            shown = last.text if last.kind == "text" else repr(last.text)
            raise self._unexpected(f"a comparison after {shown}")
        return tree

    def _either(self) -> Expression:
        first = self._both()
        if not self._is("or"):
            return first
        parts = [self._logic(first)]
        while self._accept("or"):
            parts.append(self._logic(self._both()))
        return Either(tuple(parts))

    def _both(self) -> Expression:
        first = self._negation()
        if not self._is("and"):
            return first
        parts = [self._logic(first)]
        while self._accept("and"):
            parts.append(self._logic(self._negation()))
        return Both(tuple(parts))

    def _negation(self) -> Expression:
        self._deeper()
        if self._accept("not"):
            tree: Expression = Not(self._logic(self._negation()))
        else:
            tree = self._comparison(self._sum())
        self._depth -= 1
        return tree

    def _comparison(self, left: Expression) -> Expression:
        if not isinstance(left, Fixed | Name | Apply):
            return left
        if self._next.kind == "sign" and self._next.text in _COMPARISONS:
            return self._compare(left)
        if not self._is("in", "not"):
            return left
        negated = self._accept("not")
        if not self._accept("in"):
            raise self._unexpected("'in'")
        if isinstance(left, Name):
            return Member(left.name, self._list(), negated)
        if isinstance(left, Fixed) and isinstance(left.value, str) and left.value:
            chosen = Call("chosen", self._question("in"), left.value)
            return Not(chosen) if negated else chosen
        raise ConditionError("only a name or a text can be looked for with 'in'", self._here)

    @property
    def _here(self) -> int:
        return self._tokens[self._at - 1].column

    def _list(self) -> tuple[Scalar, ...]:
        self._expect("[")
        literals = [self._literal()]
        while self._accept(","):
            literals.append(self._literal())
        self._expect("]")
        return tuple(literals)

    def _compare(self, left: Term) -> Logic:
        operator = cast("Operator", self._take().text)
        column = self._next.column
        right = self._sum()
        if not isinstance(right, Fixed | Name | Apply):
            raise ConditionError("a value is wanted here", column)
        if Fixed(None) in (left, right) and operator not in ("==", "!="):
            raise ConditionError("none has no order: use == or !=", column)
        if not (names_of(left) or names_of(right)):
            raise ConditionError("neither side names a question or a fact", column)
        return _compared(left, operator, right)

    # What has a value

    def _sum(self) -> Expression:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/", "mod"), self._signed))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        tree = part()
        while self._is(*signs):
            sign = self._next
            self._value(tree, sign)
            self._take()
            right = self._value(part(), sign)
            joins = isinstance(tree, Apply) and tree.function == sign.text
            known = tree.arguments if isinstance(tree, Apply) and joins else (tree,)
            tree = Apply(sign.text, (*known, right))
        return tree

    def _value(self, tree: Expression, sign: Token) -> Term:
        if isinstance(tree, Fixed | Name | Apply):
            return tree
        raise ConditionError(f"{sign.text!r} needs values on both sides", sign.column)

    def _signed(self) -> Expression:
        sign = self._next
        if not self._accept("-"):
            return self._atom()
        tree = self._value(self._atom(), sign)
        if isinstance(tree, Fixed) and isinstance(tree.value, int | float):
            return Fixed(-tree.value)
        return Apply("-", (Fixed(0), tree))

    def _atom(self) -> Expression:
        if self._accept("("):
            tree = self._either()
            self._expect(")")
            return tree
        if self._next.kind in ("text", "number") or self._is("none"):
            return Fixed(self._literal())
        return self._named()

    def _named(self) -> Expression:
        if self._is("true", "false"):
            return Constant(self._take().text == "true")
        if self._is(*_ARGUMENTS):
            return self._call()
        if self._is(*FUNCTIONS) and self._tokens[self._at + 1].text == "(":
            return self._function()
        return Name(self._name())

    def _literal(self) -> Scalar:
        token = self._next
        if token.kind == "text":
            return self._text()
        if self._accept("-") and self._next.kind == "number":
            return -_number(self._take().text)
        if self._next.kind == "number":
            return _number(self._take().text)
        if self._accept("none"):
            return None
        raise self._unexpected("a text in 'single quotes', a number or none")

    def _name(self) -> str:
        token = self._next
        if token.kind != "name" or token.text in _WORDS:
            raise self._unexpected("a question or a fact")
        if not (is_question(token.text) or _FACT.fullmatch(token.text)):
            message = f"{token.text!r} is neither a question (CAPITALS) nor a fact (small letters)"
            raise ConditionError(message, token.column)
        self._take()
        return self._answer if self._answer and token.text == ANSWER else token.text

    def _question(self, what: str) -> str:
        column = self._next.column
        name = self._name()
        if not is_question(name):
            raise ConditionError(f"{what} asks about a question, not a fact", column)
        return name

    # Calls

    def _call(self) -> Expression:
        function = cast("Function", self._take().text)
        self._expect("(")
        name = self._question(f"{function}()")
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

    def _function(self) -> Expression:
        token = self._take()
        self._expect("(")
        self._deeper()
        arguments: list[Expression] = []
        while not arguments or self._accept(","):
            is_test = token.text == "if" and not arguments
            arguments.append(self._logic(self._either()) if is_test else self._given(token))
        self._depth -= 1
        self._expect(")")
        least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            message = f"{token.text}() takes {wanted} values, not {len(arguments)}"
            raise ConditionError(message, token.column)
        return Apply(token.text, tuple(arguments))

    def _given(self, function: Token) -> Term:
        column = self._next.column
        tree = self._comparison(self._sum())
        if isinstance(tree, Fixed | Name | Apply):
            return tree
        raise ConditionError(f"{function.text}() takes values here", column)


_MIRRORED: dict[Operator, Operator] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def _compared(left: Term, operator: Operator, right: Term) -> Logic:
    """Return a comparison; of a name with a literal the quick kind, whichever way round."""
    if isinstance(left, Name) and isinstance(right, Fixed):
        return Compare(left.name, operator, right.value)
    if isinstance(left, Fixed) and isinstance(right, Name):
        return Compare(right.name, _MIRRORED[operator], left.value)
    return Relate(left, operator, right)


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def parse_expression(source: str, answer: str | None = None) -> Logic:
    """Return the tree of a condition; the name `answer` in it means the question `answer`.

    Raises:
        ConditionError: with the column of the first thing that is wrong.

    """
    return _bounded(_parser(source, answer).condition())


def parse_term(source: str) -> Term:
    """Return the tree of a calculation.

    Raises:
        ConditionError: with the column of the first thing that is wrong.

    """
    return _bounded(_parser(source).term())


_T = TypeVar("_T", bound=Expression)


def _bounded(tree: _T) -> _T:
    """Return the tree if it is flat enough for every recursion over it."""
    level: list[Expression] = [tree]
    for _ in range(MAX_LEVELS):
        level = [part for node in level for part in parts_of(node)]
        if not level:
            return tree
    raise ConditionError(f"more than {MAX_LEVELS} levels inside one another", 1)


def _parser(source: str, answer: str | None = None) -> _Parser:
    if len(source) > MAX_LENGTH:
        raise ConditionError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH + 1)
    return _Parser(source, answer)
