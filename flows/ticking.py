"""Several choices at once: what buttons carry for them, and what a tick makes of the rest.

A tick says what is wanted, not that something be turned over: pressed twice, or on a message that
was not redrawn, it still does what it showed. `=` ends the answer, with what is ticked in the
session; `=+a+b` with those values, where a page keeps the ticks itself, and `=+` with none.
"""

from __future__ import annotations

from collections.abc import Collection

from flows.definition import Question

__all__ = ["BETWEEN", "DONE", "TICK", "UNTICK", "done_values", "in_order", "mark_of", "ticked"]

TICK, UNTICK, DONE = "+", "-", "="
"""First sign of a button's value. No choice begins with one (`flows.question_reader.VALUE`)."""

BETWEEN = "+"
"""Stands between the values of a whole answer; no value holds it."""


def mark_of(value: str, *, is_ticked: bool) -> str:
    """Return what the button of a choice carries: the opposite of how it stands."""
    return f"{UNTICK if is_ticked else TICK}{value}"


def in_order(question: Question, values: Collection[str]) -> tuple[str, ...]:
    """Return the values in the order of the form."""
    return tuple(choice.value for choice in question.choices if choice.value in values)


def ticked(question: Question, before: Collection[str], mark: str) -> tuple[str, ...] | None:
    """Return what is ticked after a mark; None if it names no choice that is offered. What stands
    alone ("none of these") takes the others away, and they take it away.
    """
    sign, value = mark[:1], mark[1:]
    choice = question.choice(value)
    if choice is None or choice.action != "answer" or sign not in (TICK, UNTICK):
        return None
    if sign == UNTICK:
        return in_order(question, set(before) - {value})
    alone = {c.value for c in question.choices if c.exclusive}
    kept = set[str]() if choice.exclusive else set(before) - alone
    return in_order(question, kept | {value})


def done_values(question: Question, mark: str) -> tuple[str, ...] | None:
    """Return the values that stand behind `=`, in the form's order; empty where there are none.
    None if they cannot be an answer: not offered, or one that stands alone beside others.
    """
    values = [value for value in mark.removeprefix(DONE).split(BETWEEN) if value]
    chosen = [question.choice(value) for value in values]
    if any(choice is None or choice.action != "answer" for choice in chosen):
        return None
    if len(set(values)) > 1 and any(choice and choice.exclusive for choice in chosen):
        return None
    return in_order(question, values)
