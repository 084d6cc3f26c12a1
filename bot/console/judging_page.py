"""The page of one suspicious response: why it is odd, what people think, and one's own voice."""

from __future__ import annotations

from typing import Final, NamedTuple

from aiohttp import web

from bot.console.case_loading import unit_names
from bot.console.giving import reason_in
from bot.console.judging_list import PATH, suspicious
from bot.console.response_view import facts_of
from bot.console.responses import is_survey, places_by_id
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from bot.following import Judgeable, RefusedError, judge, judgeable, take_back
from bot.reports.judging_words import REFUSALS, STATES, VERDICTS, sentences
from flows.desk.policy import Thing, scope_of
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import ResponseRecord
from storage.judging_records import JudgementRecord
from survey.judging import JudgingState, Verdict

__all__ = ["ROUTES"]

_DONE: Final[dict[JudgingState, str]] = {
    "open": text_key("console.judging.done.open"),
    "kept": text_key("console.judging.done.kept"),
    "set_aside": text_key("console.judging.done.set_aside"),
}


class _Voice(NamedTuple):
    """What somebody said, as others may read it."""

    who: str
    verdict: str
    note: str
    at: Instant
    withdrawn_at: Instant | None


async def _response(visit: Visit) -> ResponseRecord:
    """Return the response that the address names.

    Raises:
        NotHereError: there is none, or none that this person may judge: both look alike.

    """
    storage, rules = visit.services.storage, visit.services.runner.turns.renderer.rules
    scope = scope_of(visit.actor, "response.judge")
    record = await storage.response_desk.by_id(scope, visit.request.match_info["id"])
    if record is None or not is_survey(rules, record):
        raise NotHereError
    visit.must("response.judge", Thing(kind="response", unit_id=record.unit_id))
    return record


async def _found(visit: Visit, record: ResponseRecord) -> Judgeable | None:
    scope = scope_of(visit.actor, "response.judge")
    return await judgeable(visit.services.storage, scope, record.id)


async def page(visit: Visit) -> web.StreamResponse:
    """Show one response with what is odd about it."""
    record = await _response(visit)
    return await _show(visit, record, await _found(visit, record), "")


async def _show(
    visit: Visit, record: ResponseRecord, found: Judgeable | None, fault: str
) -> web.Response:
    form = await visit.services.runner.form(record.form, record.version)
    places, units = await places_by_id(visit), await unit_names(visit)
    refused = None if found is None else found.refusal(visit.account.id)
    return visit.show(
        "judging_one.html",
        status=422 if fault else 200,
        record=record,
        path=f"{PATH}/{record.id}",
        facts=facts_of(visit, record, form, places, units),
        state="" if found is None else found.judging.state,
        state_text="" if found is None else visit.text(STATES[found.judging.state]),
        reasons=[] if found is None else sentences(visit.text, found.suspicions),
        said=0 if found is None else sum(not one.withdrawn_at for one in found.judgements),
        voices=[] if found is None else await _voices(visit, found),
        may_judge=found is not None and refused is None,
        refused=visit.text(REFUSALS[refused]) if refused else "",
        own=found is not None and found.standing(visit.actor_name) is not None,
        fault=visit.text(fault) if fault else "",
    )


async def _voices(visit: Visit, found: Judgeable) -> list[_Voice]:
    """Return what was said. Who has still to judge reads no one else's verdict: two who agree
    because one has read the other are one.
    """
    if found.refusal(visit.account.id) is None:
        return []
    return [await _voice(visit, one) for one in found.judgements]


async def _voice(visit: Visit, one: JudgementRecord) -> _Voice:
    who = await visit.name_of(one.actor)
    verdict = visit.text(VERDICTS[one.verdict])
    return _Voice(who, verdict, one.note or "", one.at, one.withdrawn_at)


# -- one's own voice


async def say(visit: Visit) -> web.StreamResponse:
    """Say what one thinks of a response."""
    form, record = await visit.form(), await _response(visit)
    found, note = await _found(visit, record), reason_in(form)
    verdict = _verdict(form["verdict"])
    if found is None or verdict is None:
        return await _show(visit, record, found, text_key("console.judging.nothing"))
    if note is None:
        return await _show(visit, record, found, text_key("console.response.no_reason"))
    storage = visit.services.storage
    try:
        state = await judge(storage, found, verdict, note, visit.account.id, visit.now)
    except RefusedError as refused:
        return await _show(visit, record, found, REFUSALS[refused.why])
    return visit.go(f"{PATH}/{record.id}", _DONE[state], undo=_undo(visit, record))


def _verdict(given: str) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if verdict == given), None)


def _undo(visit: Visit, record: ResponseRecord) -> Undo:
    """Return the way back for who pressed the wrong button."""
    reason = visit.text(text_key("console.judging.mistaken"))
    return Undo(f"{PATH}/{record.id}/take-back", {"reason": reason}, text_key("console.undo"))


async def unsay(visit: Visit) -> web.StreamResponse:
    """Take back what one has said, and what it decided."""
    form, record = await visit.form(), await _response(visit)
    found, reason = await _found(visit, record), reason_in(form)
    if found is None or found.standing(visit.actor_name) is None:
        return await _show(visit, record, found, text_key("console.judging.nothing"))
    if reason is None:
        return await _show(visit, record, found, text_key("console.response.no_reason"))
    await take_back(visit.services.storage, found, reason, visit.account.id, visit.now)
    return visit.go(f"{PATH}/{record.id}", text_key("console.judging.taken_back"))


_ONE: Final = f"{PATH}/{{id:[0-9a-z]{{26}}}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, suspicious, "response.judge"),
    Route("GET", _ONE, page, "response.judge"),
    Route("POST", f"{_ONE}/verdict", say, "response.judge"),
    Route("POST", f"{_ONE}/take-back", unsay, "response.judge"),
)
