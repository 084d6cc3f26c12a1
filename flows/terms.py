"""What terms come to: arithmetic with numbers and days, and the functions of calculations.

A number is an `int` where it is whole. What cannot be worked out is none: a sum with an answer
that is not there, a division by nought, a text that is no number, a result beyond 10^15. `sum`,
`min`, `max`, `first` and `concat` leave out what is none. Days are ISO texts: a day minus a day is
a number of days, a day plus or minus a number is a day. Nothing is ever raised.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from typing import TypeAlias

from flows.expressions import Apply, Expression, Fixed, Name, Term, is_question
from flows.session import Answer, Value

__all__ = ["TODAY", "Answers", "Facts", "Reader", "day_of", "reader_of"]

Answers: TypeAlias = Mapping[str, Answer]
Facts: TypeAlias = Mapping[str, str]
Reader: TypeAlias = Callable[[Answers, Facts], Value]
Test: TypeAlias = Callable[[Answers, Facts], bool]

TODAY = "today"
"""The fact that constraints and calculations can name beside those of the session: the day, in
Vietnam, on which the answer is given.
"""
MOST = 1e15
"""Beyond it a number is no number of a survey, and loses its last digits."""
DIGITS = 6  # as many as a number in a condition can have
MOST_TEXT = 2000  # characters, as free text has at the most

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"\s*-?[0-9]{1,15}(?:\.[0-9]{1,9})?\s*")


def reader_of(tree: Term, compiled: Callable[[Expression], Test]) -> Reader:
    """Return what reads the value of a term; `compiled` reads the condition of an `if`."""
    match tree:
        case Fixed(value):
            return lambda _answers, _facts: value
        case Name(name):
            return _named(name)
        case Apply("if", (test, first, second)):
            return _choice(compiled(test), _part(first, compiled), _part(second, compiled))
        case Apply(function, arguments):
            return _applied(_MEANINGS[function], [_part(one, compiled) for one in arguments])


def _part(tree: Expression, compiled: Callable[[Expression], Test]) -> Reader:
    if isinstance(tree, Fixed | Name | Apply):
        return reader_of(tree, compiled)
    raise TypeError(f"no value: {type(tree).__name__}")


def _named(name: str) -> Reader:
    if not is_question(name):
        return lambda _answers, facts: facts.get(name)

    def read(answers: Answers, _facts: Facts) -> Value:
        answer = answers.get(name)
        return None if answer is None else answer.value

    return read


def _choice(test: Test, first: Reader, second: Reader) -> Reader:
    return lambda answers, facts: (first if test(answers, facts) else second)(answers, facts)


def _applied(meaning: Callable[[Sequence[Value]], Value], parts: Sequence[Reader]) -> Reader:
    return lambda answers, facts: meaning([part(answers, facts) for part in parts])


# -- numbers and days


def _number(value: Value) -> float | None:
    """Return a number; none of a text, even of digits: `number()` reads those."""
    return value if isinstance(value, int | float) else None


def _tidy(number: float) -> int | float | None:
    """Return a result as it is stored: whole if it is whole, six decimals at the most."""
    if not abs(number) <= MOST:  # no number at all compares as false
        return None
    rounded = round(number, DIGITS)
    return int(rounded) if float(rounded).is_integer() else rounded


def day_of(value: Value) -> date | None:
    """Return the day that an ISO text names."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _moved(day: date, days: float) -> str | None:
    try:
        return (day + timedelta(days=int(days))).isoformat()
    except (OverflowError, ValueError):
        return None


def _plus(left: Value, right: Value) -> Value:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _tidy(one + other)
    if (day := day_of(left)) and other is not None:
        return _moved(day, other)
    if (day := day_of(right)) and one is not None:
        return _moved(day, one)
    return None


def _minus(left: Value, right: Value) -> Value:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _tidy(one - other)
    day, before = day_of(left), day_of(right)
    if day and before:
        return (day - before).days
    return _moved(day, -other) if day and other is not None else None


def _sign(work: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def worked(left: Value, right: Value) -> Value:
        one, other = _number(left), _number(right)
        if one is None or other is None:
            return None
        try:
            return _tidy(work(one, other))
        except (ArithmeticError, ValueError):  # by nought, or far beyond
            return None

    return worked


def _folded(work: Callable[[Value, Value], Value]) -> Callable[[Sequence[Value]], Value]:
    return lambda values: reduce(work, values)


# -- functions


def _numbers(values: Sequence[Value]) -> list[float]:
    return [number for number in map(_number, values) if number is not None]


def _sum(values: Sequence[Value]) -> Value:
    """Return the sum of the numbers that are there; none if none is."""
    numbers = _numbers(values)
    return _tidy(sum(numbers)) if numbers else None


def _extreme(
    pick: Callable[[list[float]], float], latest: Callable[[list[str]], str]
) -> Callable[[Sequence[Value]], Value]:
    """Return what picks the least or greatest of numbers, or the first or last of days."""

    def picked(values: Sequence[Value]) -> Value:
        numbers, days = _numbers(values), [str(v) for v in values if day_of(v)]
        if numbers and not days:
            return _tidy(pick(numbers))
        return latest(days) if days and not numbers else None

    return picked


def _round(values: Sequence[Value]) -> Value:
    """Return a number rounded, halves away from nought as people do it."""
    number, digits = _number(values[0]), _number(values[1]) if len(values) > 1 else 0
    if number is None or digits is None or not 0 <= digits <= DIGITS:
        return None
    if not abs(number) <= MOST:
        return None
    scale = 10 ** int(digits)
    return _tidy(math.copysign(math.floor(abs(number) * scale + 0.5), number) / scale)


def _whole(values: Sequence[Value]) -> Value:
    """Return a number without its fraction."""
    number = _number(values[0])
    return None if number is None or not abs(number) <= MOST else int(number)


def _to_number(values: Sequence[Value]) -> Value:
    """Return a number, or the number that a text writes ("3", "2.5")."""
    value = values[0]
    if isinstance(value, str):
        return _tidy(float(value)) if _NUMBER.fullmatch(value) else None
    return _number(value)


def _count(values: Sequence[Value]) -> Value:
    """Return how many were chosen: 0 where nothing is answered, 1 of a single answer."""
    value = values[0]
    return len(value) if isinstance(value, tuple) else int(value is not None)


def _length(values: Sequence[Value]) -> Value:
    value = values[0]
    return None if value is None else len(_words(value))


def _first(values: Sequence[Value]) -> Value:
    return next((value for value in values if value is not None), None)


def _words(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def _concat(values: Sequence[Value]) -> Value:
    return "".join(map(_words, values))[:MOST_TEXT] or None


def _years(values: Sequence[Value]) -> Value:
    """Return the full years from the first day to the second: an age. None if it lies before."""
    born, day = day_of(values[0]), day_of(values[1])
    if born is None or day is None or day < born:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


_MEANINGS: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "+": _folded(_plus),
    "-": _folded(_minus),
    "*": _folded(_sign(lambda one, other: one * other)),
    "/": _folded(_sign(lambda one, other: one / other)),
    "mod": _folded(_sign(math.fmod)),
    "concat": _concat,
    "count": _count,
    "first": _first,
    "length": _length,
    "max": _extreme(max, max),
    "min": _extreme(min, min),
    "number": _to_number,
    "round": _round,
    "sum": _sum,
    "whole": _whole,
    "years": _years,
}
"""Function or sign → what it gives, from the values of its arguments."""
