"""From our conditions and calculations to XPath as XLSForms write it."""

from __future__ import annotations

from collections.abc import Mapping

from flows.expressions import (
    Apply,
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Fixed,
    Member,
    Name,
    Not,
    Relate,
    Scalar,
    is_question,
)

__all__ = ["NoXPathError", "written_number", "xpath"]


class NoXPathError(ValueError):
    """XPath has no word for this: a fact of the session, or what was noticed in a text."""


_SIGNS: Mapping[str, str] = {"+": "+", "-": "-", "*": "*", "/": "div", "mod": "mod"}
_NAMES: Mapping[str, str] = {
    "concat": "concat",
    "count": "count-selected",
    "length": "string-length",
    "max": "max",
    "min": "min",
    "number": "number",
    "round": "round",
    "whole": "int",
}
_EQUAL: Mapping[str, str] = {"==": "="}


def xpath(tree: Expression, own: str | None = None) -> str:
    """Return the XPath of a tree; the question `own` is written as `.`, which constraints do.

    Raises:
        NoXPathError: there is none.

    """
    return _Writer(own).written(tree)


def written_number(value: float) -> str:
    """Return a number with all its digits: XPath reads no exponent, and amounts have many."""
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


class _Writer:
    def __init__(self, own: str | None) -> None:
        self._own = own

    def written(self, tree: Expression) -> str:
        match tree:
            case Compare(name, operator, literal):
                return self._compared(name, operator, literal)
            case Member(name, literals, negated):
                return self._member(name, literals, negated=negated)
            case Call():
                return self._call(tree)
            case Not() | Both() | Either() | Constant():
                return self._joined(tree)
            case _:
                return self._related(tree)

    def _joined(self, tree: Not | Both | Either | Constant) -> str:
        match tree:
            case Constant(value):
                return "true()" if value else "false()"
            case Not(inner):
                return f"not({self.written(inner)})"
            case Both(parts):
                return " and ".join(self._bracketed(part, Either) for part in parts)
            case Either(parts):
                return " or ".join(self._bracketed(part, Both) for part in parts)

    def _related(self, tree: Expression) -> str:
        if not isinstance(tree, Relate):
            return self._term(tree)
        sign = _EQUAL.get(tree.operator, tree.operator)
        return f"{self._term(tree.left)} {sign} {self._term(tree.right)}"

    def _bracketed(self, tree: Expression, kind: type) -> str:
        written = self.written(tree)
        loose = isinstance(tree, kind) or (
            isinstance(tree, Compare | Member) and (" and " in written or " or " in written)
        )
        return f"({written})" if loose else written

    def _name(self, name: str) -> str:
        if name == self._own:
            return "."
        if name == "today":
            return "today()"
        if not is_question(name):
            raise NoXPathError(name)
        return f"${{{name}}}"

    def _compared(self, name: str, operator: str, literal: Scalar) -> str:
        question = self._name(name)
        if literal is None:
            return f"{question} {_EQUAL.get(operator, operator)} ''"
        compared = f"{question} {_EQUAL.get(operator, operator)} {_literal(literal)}"
        # Our `!=` with no answer is false, theirs is true.
        return f"{question} != '' and {compared}" if operator == "!=" else compared

    def _member(self, name: str, literals: tuple[Scalar, ...], *, negated: bool) -> str:
        one = " or ".join(self._compared(name, "==", literal) for literal in literals)
        if not negated:
            return one
        return f"{self._name(name)} != '' and not({one})"

    def _call(self, tree: Call) -> str:
        if tree.function == "answered":
            return f"{self._name(tree.name)} != ''"
        if tree.function == "chosen":
            return f"selected({self._name(tree.name)}, {_literal(tree.argument)})"
        raise NoXPathError(tree.function)

    def _term(self, tree: Expression) -> str:
        match tree:
            case Fixed(value):
                return _literal(value)
            case Name(name):
                return self._name(name)
            case Apply(function, arguments):
                return self._applied(function, arguments)
            case _:
                return self.written(tree)

    def _applied(self, function: str, arguments: tuple[Expression, ...]) -> str:
        parts = [self._term(one) for one in arguments]
        if function in _SIGNS:
            inner = [
                f"({part})" if isinstance(one, Apply) and one.function in _SIGNS else part
                for part, one in zip(parts, arguments, strict=True)
            ]
            return f" {_SIGNS[function]} ".join(inner)
        if function == "if":
            return f"if({', '.join(parts)})"
        if function == "first":
            return _nested(parts)
        if function == "sum":
            return " + ".join(f"coalesce({part}, 0)" for part in parts)
        if function not in _NAMES:
            raise NoXPathError(function)
        return f"{_NAMES[function]}({', '.join(parts)})"


def _nested(parts: list[str]) -> str:
    """Return the first that is there; theirs takes two at a time."""
    first, *rest = parts
    return f"coalesce({first}, {_nested(rest)})" if rest else first


def _literal(value: Scalar) -> str:
    if value is None:
        return "''"
    return f"'{value}'" if isinstance(value, str) else written_number(value)
