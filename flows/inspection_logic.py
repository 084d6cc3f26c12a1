"""Rules about order: names that mean something, values that occur, ways that lead everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.conditions import Calculation, Condition
from flows.definition import MANY, Form, Question
from flows.expressions import Call, Compare, Member, is_question, walk
from flows.faults import suggestion
from flows.inspection_rules import Finding, Types, all_questions
from flows.possibilities import Possibilities, choice_values, literals_of
from flows.terms import TODAY
from flows.vocabulary import FACTS, FLAGS

__all__ = ["logic_rules"]


def logic_rules(form: Form, types: Types) -> Iterator[Finding]:
    """Check conditions and endings: first each by its words, then what can come of them."""
    sound: set[str] = set()
    before: dict[str, Question] = {
        identifier: question
        for identifier, question in all_questions(form).items()
        if all(identifier != asked.id for asked in form.questions)
    }
    for question in form.questions:
        found = list(_condition_words(question, before, form, types))
        found += _offer_words(question, before, form, types)
        before[question.id] = question
        found += _constraint_words(question, before, form, types)
        found += _ending_words(question, before, form, types)
        yield from found
        if not found:
            sound.add(question.id)
    if len(sound) == len(form.questions):
        yield from _ways(form)


def _condition_words(
    question: Question, before: Mapping[str, Question], form: Form, types: Types
) -> Iterator[Finding]:
    if question.condition is not None:
        path = f"{question.id}.condition"
        for code, message in _words(question.condition, before, form, types):
            yield Finding(path, code, message)


def _offer_words(
    question: Question, before: Mapping[str, Question], form: Form, types: Types
) -> Iterator[Finding]:
    """Check what is asked of earlier answers only: choice filters, and what is calculated."""
    for index, choice in enumerate(question.choices):
        if choice.condition is not None:
            path = f"{question.id}.choices[{index}].condition"
            for code, message in _words(choice.condition, before, form, types):
                yield Finding(path, code, message)
    if question.calculation is not None:
        for code, message in _words(question.calculation, before, form, types, dated=True):
            yield Finding(f"{question.id}.calculation", code, message)


def _constraint_words(
    question: Question, before: Mapping[str, Question], form: Form, types: Types
) -> Iterator[Finding]:
    if question.constraint is not None:
        for code, message in _words(question.constraint, before, form, types, dated=True):
            yield Finding(f"{question.id}.constraint", code, message)


def _ending_words(
    question: Question, before: Mapping[str, Question], form: Form, types: Types
) -> Iterator[Finding]:
    for index, ending in enumerate(question.endings):
        path = f"{question.id}.endings[{index}].when"
        for code, message in _words(ending.when, before, form, types):
            yield Finding(path, code, message)


def _words(
    condition: Condition | Calculation,
    before: Mapping[str, Question],
    form: Form,
    types: Types,
    *,
    dated: bool = False,
) -> Iterator[tuple[str, str]]:
    """Check the names and values of a condition; `dated`: it may name the day."""
    for name in sorted(condition.names):
        if not is_question(name):
            yield from _fact(name, dated=dated)
        elif name in before:
            yield from _values(condition, before[name])
        elif any(question.id == name for question in form.questions):
            yield "later-question", f"the question {name!r} is not asked before this"
        else:
            known = all_questions(form)
            message = f"there is no question {name!r}{suggestion(name, known)}"
            yield "unknown-question", message
    yield from _flags(condition, before, types)


def _fact(name: str, *, dated: bool) -> Iterator[tuple[str, str]]:
    if name == TODAY and not dated:
        message = "a way that leads elsewhere tomorrow: calculate it first (type: calculated)"
        yield "dated-condition", message
    elif name not in FACTS and name != TODAY:
        yield "unknown-fact", f"there is no fact {name!r}{suggestion(name, FACTS)}"


def _values(condition: Condition | Calculation, question: Question) -> Iterator[tuple[str, str]]:
    if question.type == MANY:
        yield from _compared_whole(condition, question)
    known = choice_values(question)
    if known is None:
        return
    for literal in literals_of(condition, question.id):
        if literal not in known:
            words = sorted(str(value) for value in known)
            near = suggestion(str(literal), words)
            if isinstance(literal, str) and literal in words:
                near = f"; did you mean {literal}, without quotes?"
            message = f"{question.id} is never {literal!r}{near} (known: {', '.join(words)})"
            yield "unknown-value", message


def _compared_whole(
    condition: Condition | Calculation, question: Question
) -> Iterator[tuple[str, str]]:
    for node in walk(condition.tree):
        if not isinstance(node, Compare | Member) or node.name != question.id:
            continue
        literals = (node.literal,) if isinstance(node, Compare) else node.literals
        if any(literal is not None for literal in literals):
            message = f"{question.id} holds several choices: write 'value' in {question.id}"
            yield "several-compared", message


def _flags(
    condition: Condition | Calculation, before: Mapping[str, Question], types: Types
) -> Iterator[tuple[str, str]]:
    for node in walk(condition.tree):
        if not isinstance(node, Call) or node.function != "flagged":
            continue
        if node.argument not in FLAGS:
            message = f"there is no flag {node.argument!r}{suggestion(node.argument, FLAGS)}"
            yield "unknown-flag", message
        question = before.get(node.name)
        kind = types.get(question.type) if question else None
        if kind is not None and not kind.takes_text:
            yield "flag-without-text", f"{node.name} takes no text, so it never has flags"


def _ways(form: Form) -> Iterator[Finding]:
    possible = Possibilities(form)
    blocked_by: str | None = None
    for question in form.questions:
        if blocked_by is not None:
            message = f"is never asked: every answer to {blocked_by} ends the form"
            yield Finding(question.id, "unreachable-question", message)
            return
        found = list(_condition_ways(question, possible))
        yield from found or _choice_ways(question, possible)
        if question.endings:
            taken = possible.ends(question)
            yield from _ending_ways(question, taken)
            blocked_by = None if taken[-1] else question.id


def _condition_ways(question: Question, possible: Possibilities) -> Iterator[Finding]:
    if question.condition is None:
        return
    outcomes = possible.outcomes(question)
    path = f"{question.id}.condition"
    if True not in outcomes:
        yield Finding(path, "unreachable-question", "is never asked: its condition cannot hold")
    elif False not in outcomes:
        message = "the condition always holds: leave it out, or mend it"
        yield Finding(path, "dead-condition", message)


def _choice_ways(question: Question, possible: Possibilities) -> Iterator[Finding]:
    for index, choice in enumerate(question.choices):
        if choice.condition is None:
            continue
        outcomes = possible.outcomes_of(question, choice.condition)
        path = f"{question.id}.choices[{index}].condition"
        if True not in outcomes:
            message = f"the choice {choice.value!r} is never offered: its condition cannot hold"
            yield Finding(path, "dead-choice", message)
        elif False not in outcomes:
            message = "the condition always holds: leave it out, or mend it"
            yield Finding(path, "dead-condition", message)


def _ending_ways(question: Question, taken: Mapping[int, bool]) -> Iterator[Finding]:
    for index in range(len(question.endings)):
        if not taken[index]:
            path = f"{question.id}.endings[{index}].when"
            yield Finding(path, "unreachable-ending", "this ending is never reached")
