"""Acts of officers on a case: each posts the version that its reader has seen, and nothing is lost
where it has changed meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from aiohttp import web
from msgspec.structs import replace

from bot.console.case_deeds import DEEDS, WrongFieldError
from bot.console.case_drafts import draft, keep
from bot.console.case_export import export
from bot.console.case_files import download
from bot.console.case_history import history_lines
from bot.console.case_loading import Found, found, names_of, unit_names
from bot.console.case_page import Shown, page, print_page, show_case
from bot.console.case_preview import preview
from bot.console.case_told import pieces
from bot.console.case_view import case_view
from bot.console.cases import queue
from bot.console.forms import Form
from bot.console.giving import reason_in
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.template_offers import said_of
from bot.desk import PERSONAL, NotHereError
from flows.desk.case_acts import FindConflict, Forward, OfficerAct, Recategorise
from flows.desk.cases import CaseRefusedError
from flows.texts import text_key
from storage.base import ComplaintEvent, ComplaintRecord, StaleSessionError

__all__ = ["ROUTES"]

_FIELDS = ("text", "officer", "concerned", "unit", "agency", "category", "version", "seen")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SPOKEN = frozenset({"ask", "answer"})
"""Deeds whose text the citizen reads; that of others stays at the desk."""


async def do(name: str, visit: Visit) -> web.StreamResponse:
    """Do an act, or look at it before, or send the form back with what is missing."""
    form, case = await visit.form(), await found(visit)
    visit.must(DEEDS[name].action, case.thing)
    typed = {field: form[field] for field in _FIELDS}
    shown = Shown(deed=name, typed=typed)
    if DEEDS[name].longest:
        await keep(visit, case, name, form["text"])  # whatever comes of it, nothing is lost
    if form["step"] in ("edit", "template"):
        filled = {**typed, "text": await _with_template(visit, case, form)}
        return await show_case(visit, case, replace(shown, typed=filled))
    try:
        return await _done(visit, case, name, typed, is_sure=form["step"] == "sure")
    except WrongFieldError as wrong:
        shown = replace(shown, fault=visit.text(wrong.key, **wrong.params), status=422)
    except CaseRefusedError as refused:
        shown = replace(shown, refused=visit.text(refused.key, **refused.params), status=409)
    except StaleSessionError:
        return await _meanwhile(visit, name, typed)
    return await show_case(visit, case, shown)


async def _done(
    visit: Visit, case: Found, name: str, typed: Mapping[str, str], *, is_sure: bool
) -> web.Response:
    """Do the act; what cannot be taken back is asked about before."""
    deed = DEEDS[name]
    act = await _named(visit, deed.make(typed))
    if deed.sure and not is_sure:
        return await _asked(visit, case, name, act, typed)
    record = await visit.desk.act(visit, case.record.code, _version(case, typed), act)
    if deed.longest:
        await keep(visit, case, name, "")
    return await _on(visit, case.record, name, act, record)


async def _named(visit: Visit, act: OfficerAct) -> OfficerAct:
    """Return the act with the name of the unit that the citizen is told.

    Raises:
        WrongFieldError: it is no unit of ours.

    """
    if not isinstance(act, Forward) or not act.unit_id:
        return act
    name = (await unit_names(visit)).get(act.unit_id)
    if name is None:
        raise WrongFieldError(text_key("console.case.fault.agency"))
    return replace(act, agency=name)


def _version(case: Found, typed: Mapping[str, str]) -> int:
    """Return the version that was seen; what is no number was seen never. Where nothing but
    reminders came meanwhile it is today's: they change nothing about what its reader decided.
    """
    seen = _number(typed["seen"])
    if seen and all(event.kind == "reminded" for event in _since(case, typed)):
        return case.record.version
    return _number(typed["version"])


def _since(case: Found, typed: Mapping[str, str]) -> list[ComplaintEvent]:
    """Return the lines of the history that the reader of the form had not seen."""
    return [event for event in case.history if event.number > _number(typed["seen"])]


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


async def _with_template(visit: Visit, case: Found, form: Form) -> str:
    """Return the text; where one was asked for, with a ready-made one below it."""
    if form["step"] != "template":
        return form["text"]
    wanted = form["template-answer"] or form["template-ask"]
    return "\n".join(filter(None, [form["text"], await said_of(visit, case, wanted)]))


async def _asked(
    visit: Visit, case: Found, name: str, act: OfficerAct, typed: Mapping[str, str]
) -> web.Response:
    """Ask whether it is to be done, and show what its citizen will read."""
    deed = DEEDS[name]
    return visit.show(
        "case_sure.html",
        case_code=case.record.code,
        deed=name,
        question=visit.text(deed.sure or ""),
        button=visit.text(deed.go),
        preview=preview(visit, case, act),
        own_words=() if name in _SPOKEN else pieces(typed["text"]),
        typed={field: value for field, value in typed.items() if value},
    )


async def _meanwhile(visit: Visit, name: str, typed: Mapping[str, str]) -> web.Response:
    """Show what happened since the page was read; the text stays, to be sent once more."""
    case = await found(visit)
    names = await names_of(visit, case)
    again = {**typed, "version": str(case.record.version), "seen": str(case.history[-1].number)}
    return visit.show(
        "case_meanwhile.html",
        status=409,
        case=case_view(visit, case, names, {}),
        lines=history_lines(visit, _since(case, typed), names, {}),
        deed=name,
        longest=DEEDS[name].longest,
        typed={field: value for field, value in again.items() if value},
    )


async def _on(
    visit: Visit, before: ComplaintRecord, name: str, act: OfficerAct, record: ComplaintRecord
) -> web.Response:
    """Lead back to the case, or to the queue where its reader may see it no more."""
    path = f"/console/cases/{record.code}"
    try:
        await found(visit)
    except NotHereError:
        return visit.go("/console/cases", DEEDS[name].done, code=record.code)
    undo = _undo(visit, before, act, record)
    return visit.go(path, DEEDS[name].done, undo=undo, code=record.code)


def _undo(
    visit: Visit, before: ComplaintRecord, act: OfficerAct, record: ComplaintRecord
) -> Undo | None:
    """Return how an act is taken back; what the citizen has read cannot be."""
    path = f"/console/cases/{record.code}"
    fields, key = {"version": str(record.version)}, text_key("console.case.undo")
    if isinstance(act, Recategorise):
        return Undo(f"{path}/recategorise", {**fields, "category": before.category}, key)
    if isinstance(act, FindConflict):
        mistaken = visit.text(text_key("console.case.lift.mistaken"))
        lift = {"concerned": act.officer_id, "text": mistaken, "step": "sure"}
        return Undo(f"{path}/lift", {**fields, **lift}, key)
    if record.officer_id is None or record.officer_id == before.officer_id:
        return None
    if before.officer_id is None:
        return Undo(f"{path}/release", fields, key)
    return Undo(f"{path}/assign", {**fields, "officer": before.officer_id}, key)


# -- who it is


async def reveal(visit: Visit) -> web.StreamResponse:
    """Show one thing that the person left, in this answer only, and write down why."""
    form, case = await visit.form(), await found(visit)
    visit.must("case.reveal", case.thing)
    field, reason = form["field"], reason_in(form)
    if field not in PERSONAL or reason is None:
        fault = visit.text(text_key("console.case.fault.reason"))
        return await show_case(visit, case, Shown(deed="reveal", fault=fault, status=422))
    value = await visit.desk.reveal(visit, case.record.code, field, reason)
    return await show_case(visit, case, Shown(revealed={field: value or ""}))


_CASE = "/console/cases/{code}"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/console/cases", queue, "case.list"),
    Route("POST", "/console/cases/export", export, "case.export"),
    Route("GET", _CASE, page, "case.read"),
    Route("GET", f"{_CASE}/print", print_page, "case.read"),
    Route("GET", f"{_CASE}/files/{{file}}", download, "case.read"),
    Route("POST", f"{_CASE}/draft", draft, "case.read"),
    Route("POST", f"{_CASE}/reveal", reveal, "case.reveal"),
    *(
        Route("POST", f"{_CASE}/{name}", partial(do, name), deed.action)
        for name, deed in DEEDS.items()
    ),
)
