"""What people said and what was done: written by one officer, let out by another (R5)."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

import msgspec
from aiohttp import web

from bot.console.places import note
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from bot.publishing import RESULTS
from flows.desk.policy import Thing, scope_of
from flows.hidden_phones import phones_hidden
from flows.identifiers import identifier_from, normalise_code
from flows.redaction import redact
from flows.texts import text_key
from storage.base import ComplaintRecord, StaleSessionError, UnitOfWork
from storage.publication_records import ImprovementRecord

__all__ = ["ROUTES", "Line", "Wish", "is_tellable", "lines_of", "propose"]

_PATH: Final = "/console/results"
_LEAST, _MOST = 10, 200
"""Characters of what was said and of what was done: the wall of a hall shows both at once."""


class Wish(NamedTuple):
    """What was typed."""

    code: str = ""
    said: str = ""
    done: str = ""


class Line(NamedTuple):
    """One of them, and what its reader may do with it."""

    record: ImprovementRecord
    unit: str
    state: str
    may_decide: bool
    own: bool


def _thing(unit_id: str) -> Thing:
    return Thing(kind="improvement", unit_id=unit_id)


async def lines_of(visit: Visit) -> list[Line]:
    """Return those of the units in which this person writes, newest first."""
    storage = visit.services.storage
    units = {unit.id: unit.name for unit in await storage.places.units()}
    listed = await storage.improvements.listed(scope_of(visit.actor, "improvement.write").units)
    return [
        Line(
            one,
            units.get(one.unit_id, ""),
            visit.text(_STATES[one.state]),
            visit.may("improvement.publish", _thing(one.unit_id)),
            one.written_by == visit.actor_name,
        )
        for one in listed
    ]


_STATES: Final = {
    "proposed": text_key("console.improvement.state.proposed"),
    "published": text_key("console.improvement.state.published"),
    "returned": text_key("console.improvement.state.returned"),
    "withdrawn": text_key("console.improvement.state.withdrawn"),
}


# -- writing


async def propose(visit: Visit, wish: Wish) -> dict[str, str]:
    """Keep what a second person may let out; return what is wrong with it, field → text key.

    Raises:
        NotHereError: this person tells nothing for the unit of the case.

    """
    case = await _case(visit, wish.code)
    faults = _faults(wish, case)
    if case is None or faults:
        return faults
    unit_id = case.owner_unit_id or case.unit_id or ""
    visit.must("improvement.write", _thing(unit_id))
    record = ImprovementRecord(
        id=identifier_from(os.urandom(32), "improvement", visit.now),
        case_code=case.code,
        unit_id=unit_id,
        said=wish.said,
        done=wish.done,
        written_by=visit.actor_name,
        written_at=visit.now,
    )
    unit = UnitOfWork()
    visit.services.storage.improvements.add(unit, record)
    note(visit, unit, "improvement.proposed", case.code)
    await visit.services.storage.commit(unit)
    return {}


async def _case(visit: Visit, typed: str) -> ComplaintRecord | None:
    """Return the closed case of which is told, if its reader may read it."""
    code = normalise_code(typed)
    scope = scope_of(visit.actor, "case.read")
    found = await visit.services.storage.cases.by_code(scope, code) if code else None
    trying = visit.services.settings.trial
    return found if found is not None and is_tellable(found, trying=trying) else None


def is_tellable(case: ComplaintRecord, *, trying: bool) -> bool:
    """Return whether everybody may know what came of a case: a closed one, of a trial only where
    all is one (`trying`).
    """
    is_real = not case.demo and (trying or not case.trial)
    return is_real and case.state == "closed" and not case.restricted


def _faults(wish: Wish, case: ComplaintRecord | None) -> dict[str, str]:
    found = {} if case else {"code": text_key("console.improvement.fault.case")}
    for name in ("said", "done"):
        words = getattr(wish, name)
        if not _LEAST <= len(words) <= _MOST:
            found[name] = text_key("console.improvement.fault.length")
        elif redact(words).kinds:
            found[name] = text_key("console.improvement.fault.number")
        elif phones_hidden(words) != words:
            found[name] = text_key("console.improvement.fault.phone")
    return found


# -- deciding


async def publish(visit: Visit) -> web.StreamResponse:
    """Let out what somebody else wrote."""
    return await _decide(visit, "proposed", "published")


async def send_back(visit: Visit) -> web.StreamResponse:
    """Let it not out."""
    return await _decide(visit, "proposed", "returned")


async def withdraw(visit: Visit) -> web.StreamResponse:
    """Take it off the public page."""
    return await _decide(visit, "published", "withdrawn")


async def _decide(visit: Visit, was: str, becomes: str) -> web.StreamResponse:
    await visit.form()
    record = await _found(visit)
    if record.state != was:
        return visit.go(_PATH, text_key("console.results.meanwhile"))
    if becomes == "published" and record.written_by == visit.actor_name:
        return visit.go(_PATH, text_key("console.improvement.own"))
    if becomes == "published" and not await _still_tellable(visit, record.case_code):
        return visit.go(_PATH, text_key("console.improvement.case_changed"))
    decided = msgspec.structs.replace(
        record,
        state=becomes,
        decided_by=visit.actor_name,
        decided_at=visit.now,
        version=record.version + 1,
    )
    unit = UnitOfWork()
    visit.services.storage.improvements.save(unit, decided)
    note(visit, unit, f"improvement.{becomes}", record.case_code)
    try:
        await visit.services.storage.commit(unit)
    except StaleSessionError:
        return visit.go(_PATH, text_key("console.results.meanwhile"))
    if becomes in _SHOWN:
        visit.services.live.wake(RESULTS)
    return visit.go(_PATH, _DECIDED[becomes])


async def _still_tellable(visit: Visit, code: str) -> bool:
    """Return whether nothing became of the case since that forbids to tell of it."""
    case = await visit.services.storage.complaints.by_code(code)
    trying = visit.services.settings.trial
    return case is not None and is_tellable(case, trying=trying)


_SHOWN: Final = frozenset({"published", "withdrawn"})
"""What becomes of one so that public pages show something else."""
_DECIDED: Final = {
    "published": text_key("console.improvement.published"),
    "returned": text_key("console.improvement.returned"),
    "withdrawn": text_key("console.improvement.withdrawn"),
}


async def _found(visit: Visit) -> ImprovementRecord:
    """Return the one in the address, if this person may decide about it.

    Raises:
        NotHereError: there is none, or not for them.

    """
    record = await visit.services.storage.improvements.by_id(visit.request.match_info["id"])
    if record is None:
        raise NotHereError
    visit.must("improvement.write", _thing(record.unit_id))
    visit.must("improvement.publish", _thing(record.unit_id))
    return record


_DEEDS: Final[dict[str, Callable[[Visit], Awaitable[web.StreamResponse]]]] = {
    "publish": publish,
    "send-back": send_back,
    "withdraw": withdraw,
}

ROUTES: tuple[Route, ...] = tuple(
    Route("POST", f"{_PATH}/improvements/{{id}}/{deed}", handler, "improvement.publish")
    for deed, handler in _DEEDS.items()
)
