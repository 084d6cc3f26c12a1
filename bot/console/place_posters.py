"""Posters of a place and its counters: printed anew, and taken out of use."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from aiohttp import web

from bot.console.places import ONE, PATH, note, place_for
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from bot.forms import MAIN_SURVEY
from bot.invitations import Invitation, Invited, create_invitation, state_of
from bot.reports.invitation_sheet import invitation_sheet, page_for
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import InvitationRecord, PlaceRecord, UnitOfWork

__all__ = ["POSTER_ROUTES", "posters_of"]


class Poster(NamedTuple):
    """A poster that can be used, as the page shows it."""

    id: str
    counter: str
    form: str
    is_assisted: bool
    made_at: Instant


async def posters_of(visit: Visit, place: PlaceRecord) -> list[Poster]:
    """Return the posters of a place that can be used, the newest first."""
    counters = dict(place.counters)
    return [
        Poster(
            id=one.id,
            counter=counters.get(one.counter_id or "", ""),
            form=one.form,
            is_assisted=one.kind == "assisted",
            made_at=one.created_at,
        )
        for one in reversed(await _open(visit, place))
    ]


async def _open(visit: Visit, place: PlaceRecord) -> list[InvitationRecord]:
    found = await visit.services.storage.invitations.posters(place.id)
    return [one for one in found if state_of(one, visit.now) == "open"]


async def make(visit: Visit) -> web.StreamResponse:
    """Give a new poster to be printed. Its link is shown nowhere else: the rows keep a hash of it.

    With `replace`, the posters before it of the same counter and form lead nowhere any more, as
    after one was torn down or copied.
    """
    form = await visit.form()
    place = await place_for(visit, "place.change")
    counter_id = form["counter"] or None
    if counter_id is not None and counter_id not in dict(place.open_counters):
        raise NotHereError
    about = _about(visit, place, counter_id, form["form"], form["kind"])
    made = create_invitation(about, visit.now)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.invitations.add(unit, made.record)
    for old in await _open(visit, place) if form["replace"] else ():
        if (old.counter_id, old.form) == (counter_id, made.record.form):
            storage.invitations.revoke(unit, old.id, visit.now)
    note(visit, unit, "place.poster", place.id, form=made.record.form, counter=counter_id or "")
    # First the rows, then the paper: a poster whose link is unknown must not be printed.
    await storage.commit(unit)
    return await _printed(visit, place, made)


def _about(
    visit: Visit, place: PlaceRecord, counter_id: str | None, survey: str, kind: str
) -> Invited:
    rules = visit.services.runner.turns.renderer.rules
    return Invited(
        kind="assisted" if kind == "assisted" else "place",
        form=survey if survey in rules.latest else MAIN_SURVEY,
        unit_id=place.unit_id,
        place_id=place.id,
        counter_id=counter_id,
    )


async def _printed(visit: Visit, place: PlaceRecord, made: Invitation) -> web.Response:
    services, counters = visit.services, dict(place.counters)
    counter = counters.get(made.record.counter_id or "")
    where = " – ".join(filter(None, (place.name, place.unit_name, counter)))
    minutes = services.runner.turns.renderer.rules.form(made.record.form).minutes
    page = page_for(made, where, services.settings, services.texts, minutes)
    body = await asyncio.to_thread(invitation_sheet, [page])
    headers = {"Content-Disposition": f'attachment; filename="poster-{place.id}.pdf"'}
    return web.Response(body=body, content_type="application/pdf", headers=headers)


async def revoke(visit: Visit) -> web.StreamResponse:
    """Take a poster out of use; chats that began by it go on."""
    form = await visit.form()
    place = await place_for(visit, "place.change")
    found = next((one for one in await _open(visit, place) if one.id == form["poster"]), None)
    path = f"{PATH}/{place.id}#posters"
    if found is None:  # pressed twice, or in two windows
        return visit.go(path, text_key("console.place.poster_gone"))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.invitations.revoke(unit, found.id, visit.now)
    note(visit, unit, "invitation_revoked", found.id)
    await storage.commit(unit)
    return visit.go(path, text_key("console.place.poster_revoked"))


POSTER_ROUTES: tuple[Route, ...] = (
    Route("POST", f"{ONE}/poster", make, "place.change"),
    Route("POST", f"{ONE}/poster/revoke", revoke, "place.change"),
)
