"""Refuses forms that can be read but must not be asked: rules of texts, data, law and logic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from flows.definition import Form
from flows.faults import Fault, FormFaultsError, Place
from flows.inspection_answers import answer_rules
from flows.inspection_logic import logic_rules
from flows.inspection_rules import Finding, Types, question_rules
from flows.inspection_texts import text_rules
from flows.questions import QUESTION_TYPES
from flows.reader import Places, read_located

__all__ = ["check", "inspect"]

_Rules: TypeAlias = Callable[[Form, Types], Iterator[Finding]]

_RULES: tuple[_Rules, ...] = (question_rules, answer_rules, text_rules, logic_rules)
_LAST_STEP = re.compile(r"(\.[^.\[]+|\[\d+\])$")


def inspect(form: Form, types: Types = QUESTION_TYPES) -> tuple[Fault, ...]:
    """Return what must be mended before the form may be published, in a stable order.

    Places name the form and the path inside it: `mc: MC5.choices[2].label`.
    """
    return _located(form, types, {})


def check(name: str, sources: Mapping[str, str], types: Types = QUESTION_TYPES) -> Form:
    """Return the form `name`, read and inspected.

    Raises:
        FormFaultsError: with every fault, each at its line of its file.

    """
    form, places = read_located(name, sources)
    faults = _located(form, types, places)
    if faults:
        raise FormFaultsError(faults)
    return form


def _located(form: Form, types: Types, places: Places) -> tuple[Fault, ...]:
    findings = (finding for rules in _RULES for finding in rules(form, types))
    faults = {Fault(_place(form, f.path, places), f.code, f.message) for f in findings}
    return tuple(sorted(faults))


def _place(form: Form, path: str, places: Places) -> Place:
    """Return the place of a path, or of the nearest thing around it that is written somewhere."""
    near = path
    while near and near not in places:
        near = _LAST_STEP.sub("", near) if _LAST_STEP.search(near) else ""
    known = places.get(near)
    return Place(form.id, path=path) if known is None else known
