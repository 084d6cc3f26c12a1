"""The page of one case: what was told, what happened since, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from aiohttp import web

from bot.console.case_deeds import DEEDS
from bot.console.case_drafts import drafts_of
from bot.console.case_files import files_of
from bot.console.case_history import history_lines
from bot.console.case_loading import (
    Found,
    found,
    kept_away_from,
    names_of,
    officers_for,
    others_for,
)
from bot.console.case_preview import possible
from bot.console.case_view import case_view
from bot.console.response_view import proof_of
from bot.console.routes import Visit
from bot.console.template_offers import offers
from bot.reports.wording import CATEGORIES
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["Shown", "page", "print_page", "show_case"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_REVEAL_REASONS = (
    text_key("console.case.reveal.call"),
    text_key("console.case.reveal.letter"),
    text_key("console.case.reveal.verify"),
)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What one answer of the page shows beside the case: a form sent back with its text, why it
    was sent back, what was revealed.
    """

    deed: str = ""
    typed: Mapping[str, str] = _NOTHING
    fault: str = ""
    refused: str = ""
    revealed: Mapping[str, str] = _NOTHING
    status: int = 200


async def page(visit: Visit) -> web.StreamResponse:
    """Show a case."""
    return await show_case(visit, await found(visit))


async def show_case(visit: Visit, case: Found, shown: Shown | None = None) -> web.Response:
    """Return the page of a case."""
    shown = shown or Shown()
    names = await names_of(visit, case)
    doable = possible(visit, case)
    drafts = await drafts_of(visit, case, doable)
    texts = drafts | ({shown.deed: shown.typed.get("text", "")} if shown.deed else {})
    return visit.show(
        "case.html",
        status=shown.status,
        case=case_view(visit, case, names, shown.revealed),
        files=await files_of(visit, case),
        proof=await _proof(visit, case),
        lines=history_lines(visit, case.history, names, shown.revealed),
        lengths={name: deed.longest for name, deed in DEEDS.items()},
        mine=case.record.officer_id == visit.account.id,
        doable=doable,
        may_reveal=visit.may("case.reveal", case.thing),
        texts=texts,
        typed=shown.typed,
        open={shown.deed, *drafts},
        focus=shown.deed,
        restored=drafts.keys() - {shown.deed},
        faults={shown.deed: shown.fault} if shown.fault else {},
        refused=shown.refused,
        templates=await offers(visit, case),
        officers=await officers_for(visit, case) if "assign" in doable else [],
        others=await others_for(visit, case) if "concern" in doable else [],
        kept_away=await kept_away_from(visit, case) if "lift" in doable else [],
        units=await _other_units(visit, case) if "forward" in doable else [],
        categories=[(code, visit.text(key)) for code, key in CATEGORIES.items()],
        reveal_reasons=[visit.text(key) for key in _REVEAL_REASONS],
    )


async def _proof(visit: Visit, case: Found) -> str:
    """Return what vouches for the number that the person left with this very case."""
    response_id = case.record.response_id
    declared = await visit.services.storage.answers.phones(response_id)
    return await proof_of(visit, response_id) if case.record.phone in declared else ""


async def _other_units(visit: Visit, case: Found) -> list[tuple[str, str]]:
    others = [
        (unit.id, unit.name)
        for unit in await visit.services.storage.places.units()
        if unit.ended_day is None and unit.id != case.record.owner_unit_id
    ]
    outside = visit.text(text_key("console.case.forward_outside"))
    return [("", outside), *sorted(others, key=lambda unit: unit[1])]


async def print_page(visit: Visit) -> web.StreamResponse:
    """Show a case as it is put on paper: whole, without what can be done; and write it down, as
    paper goes where no session ends (I21).
    """
    case = await found(visit)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="case.print",
        target=case.record.code,
        detail={},
        demo=case.record.demo,
    )
    await storage.commit(unit)
    names = await names_of(visit, case)
    return visit.show(
        "case_print.html",
        case=case_view(visit, case, names, _NOTHING),
        lines=history_lines(visit, case.history, names, _NOTHING),
        printed_by=visit.account.name,
        now=visit.now,
    )
