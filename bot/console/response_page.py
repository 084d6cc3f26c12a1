"""The page of one response, and what takes it out of the figures or back in, with a reason."""

from __future__ import annotations

from typing import Final, NamedTuple

from aiohttp import web

from bot.console.call_backs import NOTHING, Calling, call_card
from bot.console.case_loading import unit_names
from bot.console.giving import reason_in
from bot.console.response_file import export
from bot.console.response_view import Evidence, consents_of, facts_of, proof_of, topics_of
from bot.console.responses import PATH, is_survey, places_by_id, responses
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from bot.reports.judging_words import STATES
from bot.reports.response_export import Filled
from flows.desk.policy import Thing, scope_of
from flows.desk.roles import Action
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import ResponseRecord, UnitOfWork
from storage.desk_records import ResponseMark

__all__ = ["ONE", "ROUTES", "found", "path_of", "show"]


class _Mark(NamedTuple):
    """A line of the response's history at the desk."""

    out: bool
    who: str
    at: Instant
    reason: str


async def found(visit: Visit, action: Action) -> ResponseRecord:
    """Return the response that the address names.

    Raises:
        NotHereError: there is none, or none that this person may do that to: both look alike.

    """
    desk, rules = visit.services.storage.response_desk, visit.services.runner.turns.renderer.rules
    record = await desk.by_id(scope_of(visit.actor, action), visit.request.match_info["id"])
    if record is None or not is_survey(rules, record):
        raise NotHereError
    visit.must(action, _thing(record))
    return record


def _thing(record: ResponseRecord) -> Thing:
    return Thing(kind="response", unit_id=record.unit_id)


async def response(visit: Visit) -> web.StreamResponse:
    """Show one response."""
    return await show(visit, await found(visit, "response.read"))


async def show(
    visit: Visit,
    record: ResponseRecord,
    fault: str = "",
    *,
    unsaid: str = "",
    revealed: bool = False,
    calling: Calling = NOTHING,
) -> web.Response:
    """Return the page. `fault`: why it was not judged; `unsaid`: why nothing was revealed;
    `calling`: what a caller has just done.
    """
    storage = visit.services.storage
    form = await visit.services.runner.form(record.form, record.version)
    filled = Filled(record, await storage.answers.history(record.id))
    places = await places_by_id(visit)
    phones = await storage.answers.phones(record.id)
    marks = await storage.response_desk.marks(record.id)
    judging = await storage.judging.by_id(record.id)
    whole = topics_of(visit, form, filled, places, revealed=True)
    topics = whole if revealed else topics_of(visit, form, filled, places)
    return visit.show(
        "response.html",
        status=422 if fault or unsaid or calling.faults else 200,
        record=record,
        path=path_of(record),
        facts=facts_of(visit, record, form, places, await unit_names(visit)),
        topics=topics,
        veiled=not revealed and topics != whole,
        may_reveal=visit.may("response.reveal", _thing(record)),
        unsaid=visit.text(unsaid) if unsaid else "",
        evidence=Evidence.of(phones, await proof_of(visit, record.id)),
        call_card=await call_card(visit, record, phones, calling),
        consents=consents_of(visit, await storage.responses.consents(record.id)),
        marks=[await _mark(visit, mark) for mark in marks],
        judged_alone=_is_judged_alone(visit, marks),
        judging=judging,
        judging_text=visit.text(STATES[judging.state]) if judging is not None else "",
        may_judge=visit.may("response.judge", _thing(record)),
        may_set_aside=judging is None and visit.may("response.set_aside", _thing(record)),
        fault=visit.text(fault) if fault else "",
    )


async def _mark(visit: Visit, mark: ResponseMark) -> _Mark:
    who = await visit.name_of(mark.by)
    return _Mark(mark.kind == "set_aside", who, mark.at, mark.reason or "")


def _is_judged_alone(visit: Visit, marks: list[ResponseMark]) -> bool:
    """Tell whether nobody but the reader has judged this response: somebody else should, too."""
    return bool(marks) and all(mark.by == visit.actor_name for mark in marks)


def path_of(record: ResponseRecord) -> str:
    """Return the address of a response's page."""
    return f"{PATH}/{record.id}"


# -- the numbers in its words


async def reveal(visit: Visit) -> web.StreamResponse:
    """Show the words whole in this one answer, once it is written down who looked, and why."""
    form, record = await visit.form(), await found(visit, "response.reveal")
    reason = reason_in(form)
    if reason is None:
        return await show(visit, record, unsaid=text_key("console.response.no_reason"))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="response.reveal",
        target=record.id,
        detail={"form": record.form, "reason": reason},
        demo=record.demo,
    )
    await storage.commit(unit)
    return await show(visit, record, revealed=True)


# -- out of the figures, and back in


async def set_aside(visit: Visit) -> web.StreamResponse:
    """Let a response count no more; it stays, with who said so and why."""
    return await _judge(visit, out=True)


async def restore(visit: Visit) -> web.StreamResponse:
    """Let a response count again."""
    return await _judge(visit, out=False)


async def _judge(visit: Visit, *, out: bool) -> web.StreamResponse:
    form, record = await visit.form(), await found(visit, "response.set_aside")
    reason, storage = reason_in(form), visit.services.storage
    if await storage.judging.by_id(record.id) is not None:
        return await show(visit, record, text_key("console.response.two_judge"))
    if reason is None:
        return await show(visit, record, text_key("console.response.no_reason"))
    unit = UnitOfWork()
    turn = storage.response_desk.set_aside if out else storage.response_desk.restore
    turn(unit, record.id, reason, visit.now, visit.actor_name)
    # The reason is sealed beside the response, and goes with it: the log only says that it was.
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="response.set_aside" if out else "response.restored",
        target=record.id,
        detail={"form": record.form},
        demo=record.demo,
    )
    await storage.commit(unit)
    key = text_key("console.response.is_out") if out else text_key("console.response.is_in")
    return visit.go(path_of(record), key)


ONE: Final = f"{PATH}/{{id:[0-9a-z]{{26}}}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, responses, "response.list"),
    Route("POST", f"{PATH}/export", export, "response.export"),
    Route("GET", ONE, response, "response.read"),
    Route("POST", f"{ONE}/reveal", reveal, "response.reveal"),
    Route("POST", f"{ONE}/set-aside", set_aside, "response.set_aside"),
    Route("POST", f"{ONE}/restore", restore, "response.set_aside"),
)
