"""What a case's turn tells its citizen, on its way into the inbox of their session."""

from __future__ import annotations

from typing import Final

import structlog

from bot.live import CASES
from bot.runner import OverloadedError, Runner
from bot.services import Services
from flows.desk.cases import CaseTurn
from flows.messages import CaseNews
from storage.base import ComplaintRecord, StorageError, UnitOfWork

__all__ = ["CHANNEL", "commit_turn", "post_news"]

_log = structlog.get_logger(__name__)

CHANNEL: Final = "desk"
"""The inbox's name for what comes from the desk; its keys are the lines of histories."""


def post_news(runner: Runner, unit: UnitOfWork, record: ComplaintRecord, turn: CaseTurn) -> None:
    """Put what the citizen is told into the inbox of their session, in the case's own unit. The
    last news belongs to the last line of the history, and is keyed by it: told once (I2).
    """
    if record.session_id is None:
        return
    first = turn.case.lines - len(turn.news) + 1
    for number, news in enumerate(turn.news, first):
        told = CaseNews(
            code=news.code,
            kind=news.kind,
            number=number,
            text=news.text,
            due_at=news.due_at,
            agency=news.agency,
            raised=news.raised,
        )
        key = (CHANNEL, f"{record.id}/{number}")
        runner.post(unit, record.session_id, key, told)


async def commit_turn(
    services: Services, unit: UnitOfWork, record: ComplaintRecord, turn: CaseTurn
) -> None:
    """Commit what became of a case, show it to the desk, and tell its citizen.

    Raises:
        OverloadedError: nothing can be stored now.
        StorageError: as the writes say; nothing was written.

    """
    await services.runner.guarded_commit(unit)
    services.live.wake(CASES)
    if not turn.news or record.session_id is None:
        return
    try:
        await services.runner.drain(record.session_id)
    except (OverloadedError, StorageError) as busy:
        # What is stored is told: `sweep_inbox` takes it up in a moment.
        _log.warning("news_waits", case=record.code, error=type(busy).__name__)
