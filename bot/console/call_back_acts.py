"""Calling people back to verify a response: its number for one answer, and what a call came to."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.console.call_backs import Calling, refusal_of
from bot.console.response_page import ONE, found, path_of, show
from bot.console.routes import Route, Visit
from flows.texts import text_key
from storage.base import UnitOfWork
from survey.call_backs import CONFIRMED, concluded, is_refuted

__all__ = ["ROUTES"]

_SHOWN: Final = Calling(shows_number=True)


async def call_number(visit: Visit) -> web.StreamResponse:
    """Show the number to call in this one answer, once it is written down who looked."""
    await visit.form()
    record = await found(visit, "response.call_back")
    refused = await refusal_of(visit, record)
    storage = visit.services.storage
    if refused is not None or not await storage.answers.phones(record.id):
        none = text_key("console.call_back.no_number")
        return await show(visit, record, calling=Calling(faults={"number": refused or none}))
    unit = UnitOfWork()
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="response.call_number",
        target=record.id,
        detail={"form": record.form},
        demo=record.demo,
    )
    await storage.commit(unit)
    return await show(visit, record, calling=_SHOWN)


async def record_call(visit: Visit) -> web.StreamResponse:
    """Keep what a call came to; a mistake is corrected by one more."""
    form, record = await visit.form(), await found(visit, "response.call_back")
    calling, refused = Calling.typed(form), await refusal_of(visit, record)
    if refused is not None:
        return await show(visit, record, calling=calling._replace(faults={"number": refused}))
    if calling.chosen is None or calling.faults:
        return await show(visit, record, calling=calling)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.call_backs.record(
        unit, record.id, calling.chosen, calling.kept_note, visit.now, visit.actor_name
    )
    # The note is sealed beside the response, and goes with it: the log only says how it ended.
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="response.called_back",
        target=record.id,
        detail={"form": record.form, "outcome": calling.chosen},
        demo=record.demo,
    )
    await storage.commit(unit)
    calls = await storage.call_backs.of(record.id)
    return visit.go(path_of(record), _done(concluded(call.outcome for call in calls)))


def _done(outcome: str | None) -> str:
    """Return what is said once a call is recorded: where the response stands by all of them."""
    if outcome == CONFIRMED:
        return text_key("console.call_back.done.confirmed")
    if is_refuted(outcome):
        return text_key("console.call_back.done.refuted")
    return text_key("console.call_back.done.open")


ROUTES: tuple[Route, ...] = (
    Route("POST", f"{ONE}/call-number", call_number, "response.call_back"),
    Route("POST", f"{ONE}/call-back", record_call, "response.call_back"),
)
