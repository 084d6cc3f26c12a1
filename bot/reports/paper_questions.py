"""Which questions of a form stand on paper, and when: no session knows facts there, and nothing
notices what a text says.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from flows.conditions import Condition
from flows.definition import Form, Question
from flows.expressions import (
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Member,
    Not,
    is_question,
    render,
)

__all__ = ["questions_on_paper"]

_NEVER = frozenset({"calculated"})


def questions_on_paper(form: Form) -> list[Question]:
    """Return what can be asked on paper, each under what is left of its condition there: no fact
    is known, no text is flagged, and what is not on the paper has no answer.
    """
    shown: list[Question] = []
    hidden: set[str] = set()
    for question in form.questions:
        if question.type in _NEVER:
            continue
        tree = _on_paper(question.condition.tree, hidden) if question.condition else _ALWAYS
        if tree == _NEVER_HOLDS:
            hidden.add(question.id)
        else:
            shown.append(msgspec.structs.replace(question, condition=_condition(tree)))
    return shown


_ALWAYS, _NEVER_HOLDS = Constant(value=True), Constant(value=False)


def _condition(tree: Expression) -> Condition | None:
    return None if tree == _ALWAYS else Condition(render(tree), tree)  # type: ignore[arg-type]  # what is left of logic is logic


def _on_paper(tree: Expression, hidden: Collection[str]) -> Expression:
    """Return a condition as it is on paper; what is decided there is a constant."""
    match tree:
        case Not(inner):
            left = _on_paper(inner, hidden)
            return Constant(not left.value) if isinstance(left, Constant) else Not(left)
        case Both(parts):
            return _joined([_on_paper(part, hidden) for part in parts], Both, end=False)
        case Either(parts):
            return _joined([_on_paper(part, hidden) for part in parts], Either, end=True)
        case Compare() | Member() | Call() if _is_unknown(tree, hidden):
            return Constant(_holds_of_none(tree))
        case _:
            return tree


def _is_unknown(tree: Compare | Member | Call, hidden: Collection[str]) -> bool:
    flagged = isinstance(tree, Call) and tree.function == "flagged"
    return flagged or not is_question(tree.name) or tree.name in hidden


def _holds_of_none(tree: Compare | Member | Call) -> bool:
    """Whether a condition holds of what has no value: only "== none" does, and "in […, none]"."""
    match tree:
        case Compare(_, operator, literal):
            return operator == "==" and literal is None
        case Member(_, literals, negated):
            return not negated and None in literals
        case Call():
            return False


def _joined(parts: Collection[Expression], kind: type[Both | Either], *, end: bool) -> Expression:
    """Return what is left of parts of which one that is `end` decides all."""
    if Constant(end) in parts:
        return Constant(end)
    left = tuple(part for part in parts if not isinstance(part, Constant))
    if not left:
        return Constant(not end)
    return left[0] if len(left) == 1 else kind(left)
