"""Those whom nobody here writes to: slips to print, and lists with links for other senders."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from aiohttp import web

from bot.broadcasts import Handed, Letters, TooManyError, hand_again, hand_out
from bot.console.broadcast_acts import deed
from bot.console.broadcast_found import Wave
from bot.console.broadcast_page import GIVEN_AGAIN, Typed, show_wave
from bot.console.forms import Form, number_in
from bot.console.giving import as_file
from bot.console.routes import Route, Visit
from bot.invitations import Invitation
from bot.reports.invitation_slips import Slip, invitation_slips, slip_for
from bot.reports.sheets import Cell, Sheet
from bot.slips import MOST_SLIPS
from flows.broadcasts import State
from flows.desk.policy import Thing
from flows.phone_numbers import national_format
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork

__all__ = ["ROUTES"]


async def _give(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    """Count the next rows of the list as sent, and give them."""
    most = number_in(form["most"])
    if not 1 <= most <= MOST_SLIPS:
        fault = visit.text(text_key("console.broadcast.fault.most"), most=MOST_SLIPS)
        return await show_wave(visit, wave, Typed(list_fault=fault))
    letters = await _letters(visit, wave, form, frozenset({"running"}))
    storage = visit.services.storage
    handed = await hand_out(storage, letters, visit.by, after=0, most=most)
    return await _file(visit, wave, form, letters, handed)


async def _give_again(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    """Give rows once more whose file got lost; they count as they did."""
    first, last = number_in(form["first"]), number_in(form["last"])
    if not 1 <= first <= last <= wave.record.audience:
        return await _no_range(visit, wave, text_key("console.broadcast.fault.range"))
    letters = await _letters(visit, wave, form, GIVEN_AGAIN)
    storage, most = visit.services.storage, MOST_SLIPS
    try:
        handed = await hand_again(storage, letters, visit.by, first=first, last=last, most=most)
    except TooManyError:
        return await _no_range(visit, wave, text_key("console.broadcast.fault.most"))
    return await _file(visit, wave, form, letters, handed)


async def _no_range(visit: Visit, wave: Wave, key: str) -> web.Response:
    fault = visit.text(key, most=MOST_SLIPS)
    return await show_wave(visit, wave, Typed(again_fault=fault))


async def _letters(visit: Visit, wave: Wave, form: Form, states: Collection[State]) -> Letters:
    """Return what writes the rows, once it is noted that somebody takes numbers if they do.

    Raises:
        StaleSessionError: in its state the wave gives none.
        NotHereError: numbers are not for this person.

    """
    broadcaster = visit.services.broadcaster
    if broadcaster is None or wave.record.state not in states:
        raise StaleSessionError(wave.record.id)
    if form["numbers"]:
        whose = Thing(kind="transaction", unit_id=wave.found.thing.unit_id)
        visit.must("transaction.import", whose)
        await _note_numbers(visit, wave)
    return await broadcaster.letters(wave.record)


async def _file(
    visit: Visit, wave: Wave, form: Form, letters: Letters, handed: Sequence[Handed]
) -> web.StreamResponse:
    if not handed:
        return visit.go(wave.path, text_key("console.broadcast.nobody_listed"))
    if form["as"] == "pdf":
        return await _slips(visit, wave, letters, handed)
    sheet = _sheet(visit, handed, numbers=bool(form["numbers"]))
    return await as_file(visit, [sheet], "csv", _name(wave, handed))


async def _note_numbers(visit: Visit, wave: Wave) -> None:
    """Write down that somebody takes telephone numbers, before they have any (I21)."""
    unit, storage = UnitOfWork(), visit.services.storage
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="broadcast.numbers_given",
        target=wave.record.id,
        detail={"campaign": wave.found.record.id},
    )
    await storage.commit(unit)


def _name(wave: Wave, handed: Sequence[Handed]) -> str:
    return f"{_FILE}-{wave.number}-{handed[0].number}-{handed[-1].number}"


_FILE: Final = "danh-sach-moi"


# -- print


async def _slips(
    visit: Visit, wave: Wave, letters: Letters, handed: Sequence[Handed]
) -> web.Response:
    pdf = await asyncio.to_thread(invitation_slips, [_slip(visit, letters, one) for one in handed])
    headers = {"Content-Disposition": f'attachment; filename="{_name(wave, handed)}.pdf"'}
    return web.Response(body=pdf, content_type="application/pdf", headers=headers)


def _slip(visit: Visit, letters: Letters, one: Handed) -> Slip:
    services, posted = visit.services, one.posted
    invitation = Invitation(posted.invitation, posted.link.rpartition("/")[2], posted.code)
    mark = visit.services.texts.text(posted.language, text_key("slip.row"), {"row": one.number})
    minutes = letters.renderer.rules.form(posted.invitation.form).minutes
    return slip_for(invitation, mark, services.settings, services.texts, minutes)


# -- other senders


def _sheet(visit: Visit, handed: Sequence[Handed], *, numbers: bool) -> Sheet:
    keys = _COLUMNS + ((_PHONE,) if numbers else ())
    rows = [_row(visit, one, numbers=numbers) for one in handed]
    return Sheet("list", [visit.text(key) for key in keys], rows)


def _row(visit: Visit, one: Handed, *, numbers: bool) -> list[Cell]:
    whose, posted = one.transaction, one.posted
    day = visit.services.texts.date(posted.language, date.fromisoformat(whose.done_on))
    service = posted.invitation.service or ""
    cells: list[Cell] = [
        one.number, whose.row, service, day, posted.link, posted.code, posted.text,
    ]  # fmt: skip
    return [*cells, _national(whose.phone)] if numbers else cells


def _national(phone: str | None) -> str:
    """Return a number as other senders take it, which no spreadsheet reads as a sum."""
    return "" if phone is None else national_format(phone).replace(" ", "")


_COLUMNS: Final = (
    text_key("broadcast.list.number"),
    text_key("broadcast.list.row"),
    text_key("broadcast.list.service"),
    text_key("broadcast.list.day"),
    text_key("broadcast.list.link"),
    text_key("broadcast.list.code"),
    text_key("broadcast.list.text"),
)
_PHONE: Final = text_key("broadcast.list.phone")

ROUTES: tuple[Route, ...] = (deed("lists", _give), deed("lists-again", _give_again))
