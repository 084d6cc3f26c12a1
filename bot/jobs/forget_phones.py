"""The job that lets go of declared telephone numbers when their time is over."""

from __future__ import annotations

from bot.runner import Runner
from flows.identifiers import Instant
from storage.base import UnitOfWork

__all__ = ["PHONE_DAYS", "forget_phones"]

PHONE_DAYS = 90
"""Days that a number is kept after its response was completed (domain §6.1: 90 days after the
audit closes). Once there is a call-back audit, its end counts instead."""

_DAY_MS = 86_400_000


async def forget_phones(runner: Runner) -> int:
    """Remove numbers that are too old; return how many forms were looked through."""
    turns = runner.turns
    before = Instant(turns.clock() - PHONE_DAYS * _DAY_MS)
    asked: dict[str, set[str]] = {}
    for form in turns.renderer.rules.forms.values():
        phones = {q.id for q in form.by_id.values() if q.type == "phone"}
        asked.setdefault(form.id, set()).update(phones)
    unit = UnitOfWork()
    for name, questions in asked.items():
        turns.storage.answers.forget_phones(unit, name, sorted(questions), before)
    await turns.storage.commit(unit)
    return len(asked)
