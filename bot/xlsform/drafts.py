"""A question on its way into a form: what its YAML will say, key by key.

The same shape is read off a form that is written out, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from flows.definition import Choice, Ending, Question

__all__ = ["Draft", "choice_draft", "ordered", "question_draft"]

Draft: TypeAlias = dict[str, Any]
"""Keys of `flows.question_reader`; what is as usual is left out."""

_ORDER = (
    "id", "type", "kind", "factor", "step", "required", "skippable", "private", "review",
    "consent", "prefill", "condition", "calculation", "low", "high", "constraint", "max_length",
    "open", "text", "item", "hint", "paper", "reask", "constraint_says", "choices", "endings",
)  # fmt: skip
_USUAL: Mapping[str, Any] = {"kind": "fact", "max_length": 2000, "action": "answer"}


def ordered(draft: Draft) -> Draft:
    """Return a question's keys in the order in which people read them."""
    known = {key: draft[key] for key in _ORDER if key in draft}
    return {**known, **{key: value for key, value in draft.items() if key not in known}}


def question_draft(question: Question) -> Draft:
    """Return what a form's YAML would say for a question, its stem and scale written out."""
    draft: Draft = {
        key: _plain(getattr(question, key))
        for key in _ORDER
        if key not in {"review", "choices", "endings"} and _says(key, getattr(question, key))
    }
    if question.review is (question.type == "calculated"):
        draft["review"] = question.review
    if question.choices:
        draft["choices"] = [choice_draft(choice) for choice in question.choices]
    if question.endings:
        draft["endings"] = [_ending(ending) for ending in question.endings]
    if question.type == "calculated" and set(question.text.values()) == {question.id}:
        del draft["text"]
    return draft


def choice_draft(choice: Choice) -> Draft:
    """Return what a form's YAML would say for a choice."""
    keys = ("value", "action", "low", "high", "category", "condition", "exclusive")
    draft: Draft = {
        key: _plain(getattr(choice, key)) for key in keys if _says(key, getattr(choice, key))
    }
    draft["label"] = dict(choice.label)
    for key, texts in (("says", choice.says), ("paper", choice.paper)):
        if texts is not None:
            draft[key] = dict(texts)
    if choice.aliases:
        draft["aliases"] = list(choice.aliases)
    return draft


def _ending(ending: Ending) -> Draft:
    draft: Draft = {"when": str(ending.when), "outcome": ending.outcome}
    if ending.says is not None:
        draft["says"] = dict(ending.says)
    if ending.offers_intake:
        draft["offers_intake"] = True
    return draft


def _says(key: str, value: object) -> bool:
    return value is not None and value is not False and value != _USUAL.get(key)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, str | int | float | bool) else str(value)
