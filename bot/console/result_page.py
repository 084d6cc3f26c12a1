"""The page of public results: what was published last, whether it goes on, what was done."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.console.improvements import Wish, lines_of, propose
from bot.console.places import note
from bot.console.routes import Route, Visit
from flows.desk.policy import Thing
from flows.spelling import clean
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.publication_records import HoldRecord

__all__ = ["ROUTES"]

_PATH: Final = "/console/results"
_ALL: Final = Thing(kind="result")
_LATEST: Final = 10
_HASH: Final = 12  # characters that tell two apart; the whole stands in the title
_LONGEST: Final = 300


async def page(visit: Visit) -> web.StreamResponse:
    """Show what was published, and what waits for a second person."""
    return await _shown(visit, Wish(), {})


async def _shown(
    visit: Visit, wish: Wish, faults: dict[str, str], *, hold_fault: str = ""
) -> web.Response:
    """Return the page; `faults`: field → text key, of what was typed."""
    storage, texts = visit.services.storage, visit.services.texts
    holds = visit.may("result.hold", _ALL)
    hold = await storage.publications.hold() if holds else None
    published = await storage.publications.listed(_LATEST) if holds else []
    return visit.show(
        "results.html",
        status=422 if faults or hold_fault else 200,
        holds=holds,
        held=hold if hold is not None and hold.held else None,
        held_by=await visit.name_of(hold.actor) if hold is not None else "",
        hold_fault=visit.text(hold_fault) if hold_fault else "",
        longest=_LONGEST,
        publications=[
            (
                texts.number(visit.language, one.number),
                texts.moment(visit.language, one.made_at),
                texts.number(visit.language, one.results.responses),
                one.sha256[:_HASH],
                one.sha256,
            )
            for one in published
        ],
        lines=await lines_of(visit),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
    )


async def hold(visit: Visit) -> web.StreamResponse:
    """Hold publishing with a reason, or let it go on."""
    form = await visit.form()
    visit.must("result.hold", _ALL)
    reason, held = clean(form["reason"])[:_LONGEST], not form["go_on"]
    if held and not reason:
        return await _shown(visit, Wish(), {}, hold_fault=text_key("console.results.no_reason"))
    storage, unit = visit.services.storage, UnitOfWork()
    turn = await storage.publications.turn()
    record = HoldRecord(held=held, reason=reason, at=visit.now, actor=visit.actor_name)
    storage.publications.add_hold(unit, record, turn)
    note(visit, unit, "result.held" if held else "result.resumed", "results", reason=reason)
    try:
        await storage.commit(unit)
    except StaleSessionError:
        return visit.go(_PATH, text_key("console.results.meanwhile"))
    return visit.go(_PATH, _HELD[held])


_HELD: Final = (text_key("console.results.goes_on"), text_key("console.results.is_held"))


async def write(visit: Visit) -> web.StreamResponse:
    """Propose what a second person may let out."""
    form = await visit.form()
    wish = Wish(clean(form["code"]), clean(form["said"]), clean(form["done"]))
    if faults := await propose(visit, wish):
        return await _shown(visit, wish, faults)
    return visit.go(_PATH, text_key("console.improvement.proposed"))


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "improvement.write"),
    Route("POST", f"{_PATH}/hold", hold, "result.hold"),
    Route("POST", f"{_PATH}/improvements", write, "improvement.write"),
)
