"""XPath 1.0 with the functions of ODK, worked out as its specification says and as plainly as can
be: what `bot.xlsform` makes of an expression is held against this, and shares no code with it.

A question without an answer is the empty text, as in ODK. Sources: XPath 1.0, §3.4 and §4; ODK
XForms specification, "XPath functions".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

__all__ = ["Value", "number", "words", "work_out"]

Value: TypeAlias = bool | float | str | date

_TOKEN = re.compile(
    r"\s*(?:\$\{\s*(?P<name>[^}\s]+)\s*\}|'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\""
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][\w-]*)|(?P<sign>!=|<=|>=|[-=<>()+*,.]))\s*"
)
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
"""Operators, the loosest first."""


def number(value: Value) -> float:
    """Return a value as a number: a day is counted from 1970, other texts are not a number."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return float((value - date(1970, 1, 1)).days)
    if isinstance(value, str):
        plain = re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value)
        return float(value) if plain else math.nan
    return float(value)


def words(value: Value) -> str:
    """Return a value as a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _truth(value: Value) -> bool:
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return value if isinstance(value, bool) else bool(words(value))


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return _truth(one) is _truth(other)
    if isinstance(one, float | date) or isinstance(other, float | date):
        return number(one) == number(other)
    return words(one) == words(other)


def _unequal(one: Value, other: Value) -> bool:
    numbers = isinstance(one, float | date) or isinstance(other, float | date)
    return number(one) != number(other) if numbers else not _equal(one, other)


def _divided(one: float, other: float) -> float:
    return one / other if other else math.nan


def _rest(one: float, other: float) -> float:
    return math.fmod(one, other) if other and not math.isnan(one) else math.nan


def _whole(value: Value) -> float:
    found = number(value)
    return found if math.isnan(found) else float(math.trunc(found))


def _rounded(value: Value, places: Value = 0.0) -> float:
    found, scale = number(value), 10 ** number(places)
    return found if math.isnan(found) else math.floor(found * scale + 0.5) / scale


def _of_numbers(work: Callable[[float, float], Value]) -> Callable[[Value, Value], Value]:
    return lambda one, other: work(number(one), number(other))


_SIGNS: Mapping[str, Callable[[Value, Value], Value]] = {
    "or": lambda one, other: _truth(one) or _truth(other),
    "and": lambda one, other: _truth(one) and _truth(other),
    "=": _equal,
    "!=": _unequal,
    "<": _of_numbers(lambda one, other: one < other),
    "<=": _of_numbers(lambda one, other: one <= other),
    ">": _of_numbers(lambda one, other: one > other),
    ">=": _of_numbers(lambda one, other: one >= other),
    "+": _of_numbers(lambda one, other: one + other),
    "-": _of_numbers(lambda one, other: one - other),
    "*": _of_numbers(lambda one, other: one * other),
    "div": _of_numbers(_divided),
    "mod": _of_numbers(_rest),
}


def _day(value: Value) -> Value:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _given(values: tuple[Value, ...]) -> list[float]:
    return [number(value) for value in values if words(value)]


_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "selected": lambda taken, one: words(one) in words(taken).split(),
    "count-selected": lambda taken: float(len(words(taken).split())),
    "not": lambda value: not _truth(value),
    "if": lambda test, then, otherwise: then if _truth(test) else otherwise,
    "coalesce": lambda one, other: one if words(one) else other,
    "concat": lambda *values: "".join(map(words, values)),
    "string": words,
    "string-length": lambda value: float(len(words(value))),
    "number": number,
    "int": _whole,
    "round": _rounded,
    "max": lambda *values: max(_given(values), default=math.nan),
    "min": lambda *values: min(_given(values), default=math.nan),
    "true": lambda: True,
    "false": lambda: False,
    "date": _day,
    "decimal-date-time": number,
}


class _Reading:
    def __init__(self, source: str, names: Mapping[str, Value], bare: Mapping[str, Value]) -> None:
        self._tokens = [
            (str(match.lastgroup), str(match[str(match.lastgroup)]))
            for match in _TOKEN.finditer(source.translate(_QUOTES))
        ]
        self._names = names
        self._bare = bare

    @property
    def _next(self) -> str:
        """The sign or word that comes next; a text in quotes is neither."""
        kind, text = self._tokens[0] if self._tokens else ("", "")
        return text if kind in ("sign", "word") else ""

    def level(self, at: int = 0) -> Value:
        if at == len(_LEVELS):
            return self._one()
        left = self.level(at + 1)
        while self._next in _LEVELS[at]:
            sign = self._tokens.pop(0)[1]
            left = _SIGNS[sign](left, self.level(at + 1))
        return left

    def _one(self) -> Value:
        match self._tokens.pop(0):
            case "name", name:
                return self._names.get(name, "")
            case "number", digits:
                return float(digits)
            case "word", word:
                return self._called(word)
            case "sign", sign:
                return self._signed(sign)
            case _, text:
                return text

    def _signed(self, sign: str) -> Value:
        if sign == "-":
            return -number(self._one())
        if sign == "(":
            value = self.level()
            self._tokens.pop(0)
            return value
        return self._bare[sign]

    def _called(self, word: str) -> Value:
        if self._next != "(":
            return self._bare[word]
        given: list[Value] = []
        while self._tokens.pop(0)[1] != ")":  # a bracket, or a comma
            if self._next != ")":
                given.append(self.level())
        return self._bare["today"] if word == "today" else _FUNCTIONS[word](*given)


def work_out(source: str, names: Mapping[str, Value], bare: Mapping[str, Value]) -> Value:
    """Return what an expression gives. `names`: answers, by question; `bare`: `.`, `today` and the
    columns of a choice.
    """
    return _Reading(source, names, bare).level()
