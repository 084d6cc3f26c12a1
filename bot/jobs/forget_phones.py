"""The job that lets go of declared telephone numbers when their time is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.runner import Runner
from flows.definition import Form
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork

__all__ = ["PHONE_DAYS", "forget_phones"]

PHONE_DAYS = 90
"""Days that a number is kept after its response was completed (domain §6.1: 90 days after the
audit closes). Once there is a call-back audit, its end counts instead."""

_BATCH = 100
"""Responses in one transaction: those who are answering meanwhile do not notice."""


async def forget_phones(runner: Runner) -> int:
    """Remove numbers that are too old; return of how many responses."""
    turns = runner.turns
    before = Instant(turns.clock() - PHONE_DAYS * DAY)
    asked = _phone_questions(turns.renderer.rules.forms.values())
    forgotten = 0
    while old := await turns.storage.answers.old_phones(before, _BATCH):
        unit = UnitOfWork()
        for response_id, form in old:
            questions = sorted(asked.get(form, ()))
            turns.storage.answers.forget_phones(unit, response_id, questions)
        await turns.storage.commit(unit)
        forgotten += len(old)
    return forgotten


def _phone_questions(forms: Iterable[Form]) -> dict[str, set[str]]:
    """Return the questions for a number by form, those of all its versions."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for form in forms:
        asked[form.id] |= {q.id for q in form.by_id.values() if q.type == "phone"}
    return asked
