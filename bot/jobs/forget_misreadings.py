"""The job that lets go of words that were not read at once, when their time is over."""

from __future__ import annotations

from bot.runner import Runner
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork

__all__ = ["MISREADING_DAYS", "forget_misreadings"]

MISREADING_DAYS = 120
"""Days that there is to learn from them: a round in the field (two months, domain §2.1) and as
long again to read the list and mend the word tables. Whose words they are does not matter for
that, so nothing is lost by letting go."""


async def forget_misreadings(runner: Runner) -> int:
    """Remove what is too old."""
    turns = runner.turns
    unit = UnitOfWork()
    before = Instant(turns.clock() - MISREADING_DAYS * DAY)
    turns.storage.misreadings.forget_before(unit, before)
    await turns.storage.commit(unit)
    return 1
