"""When a step is due: blocks can be made, renewed or dropped, or a month has left."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Final

import structlog

from bot.i18n import day_of
from bot.live import Live
from bot.publishing.steps import Pinned, Step
from flows.identifiers import Instant
from storage.base import StaleSessionError, Storage, UnitOfWork
from survey.public_results import first_month

RESULTS: Final = "results"
"""Stands for a session where public results are watched (`bot.live`): woken by whoever publishes
or lets out, or takes back, what was done on what people said.
"""

_log = structlog.get_logger(__name__)


async def _mark(storage: Storage, now: Instant) -> str:
    """Return what stays while figures and the day stay."""
    return f"{await storage.figures.turn()} {day_of(now)}"


async def forget_erased(storage: Storage, now: Instant) -> int:
    """Keep of published responses only what later steps need to prove that they tell nobody:
    also while publishing is held. Return of how many that were erased.
    """
    mark = await _mark(storage, now)
    if await storage.publications.forgotten() == mark:
        return 0
    unit, erased = UnitOfWork(), await storage.publications.erased()
    people: dict[str, str] = defaultdict(_by_chance)
    for response_id, respondent in erased:
        storage.publications.forget_member(unit, response_id, _by_chance(), people[respondent])
    first = first_month(f"{day_of(now):%Y-%m}")
    storage.publications.forget_ended(unit, first, mark)
    await storage.commit(unit)
    return len(erased)


def _by_chance() -> str:
    """Return a name that nothing leads to: not even the moment, which the audit log knows too."""
    return os.urandom(16).hex()


async def publish_due(storage: Storage, live: Live, now: Instant, pinned: Pinned) -> int:
    """Publish what may be published, unless it is held; return the number of the new publication,
    0 where nothing is due.
    """
    turn = await storage.publications.turn()
    hold = await storage.publications.hold()
    mark = await _mark(storage, now)
    if (hold is not None and hold.held) or await storage.publications.examined() == mark:
        return 0  # the same figures on the same day: it would find the same
    step = await Step.begun(storage, now, pinned)
    await step.go()
    record = await step.record()
    if record is None:
        storage.publications.keep_examined(step.unit, mark)
        await storage.commit(step.unit)
        return 0
    storage.publications.add(step.unit, record, turn)
    try:
        await storage.commit(step.unit)
    except StaleSessionError:
        return 0  # another process was faster, or somebody held it at this moment
    live.wake(RESULTS)
    _log.info("results_published", number=record.number)
    return record.number
