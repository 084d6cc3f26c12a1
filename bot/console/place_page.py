"""The page of one place: what it is, its counters, and the changes to both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import msgspec
from aiohttp import web

from bot.console.office_words import AREA_NAMES, PLACE_TYPE_NAMES
from bot.console.place_posters import POSTER_ROUTES, posters_of
from bot.console.place_wish import NAME_LENGTH, PlaceWish, faults_of
from bot.console.places import (
    ONE,
    PATH,
    choices,
    codes_of_others,
    note,
    place_for,
    thing_of,
    units_for,
)
from bot.console.responses import surveys
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from flows.identifiers import identifier_from
from flows.spelling import clean
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import CounterRecord, PlaceRecord, UnitOfWork

__all__ = ["ROUTES"]

_COUNTER_LENGTH: Final = 60  # characters: a sign above a counter


async def page(visit: Visit) -> web.StreamResponse:
    """Show a place."""
    place = await place_for(visit, "place.read")
    return await _show(visit, place, PlaceWish.like(place), {})


async def _show(
    visit: Visit, place: PlaceRecord, wish: PlaceWish, faults: Mapping[str, str]
) -> web.Response:
    return visit.show(
        "place.html",
        status=422 if faults else 200,
        place=place,
        thing=thing_of(place),
        type_name=visit.text(PLACE_TYPE_NAMES[place.type]),
        area_name=visit.text(AREA_NAMES[place.area]) if place.area else "",
        counters=[(one, name, one in place.ended_counters) for one, name in place.counters],
        posters=await posters_of(visit, place),
        surveys=_surveys(visit),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        units=await units_for(visit, "place.change"),
        types=choices(visit, PLACE_TYPE_NAMES),
        areas=choices(visit, AREA_NAMES),
        lengths=(NAME_LENGTH, _COUNTER_LENGTH),
    )


def _surveys(visit: Visit) -> list[tuple[str, str]]:
    """Return the surveys that a poster can lead to."""
    known = surveys(visit.services.runner.turns.renderer.rules)
    return [
        (name, form.title.get(visit.language, form.title["vi"])) for name, form in known.items()
    ]


async def change(visit: Visit) -> web.StreamResponse:
    """Change what a place is."""
    form = await visit.form()
    place = await place_for(visit, "place.change")
    wish, before = PlaceWish.of(form), PlaceWish.like(place)
    units = dict(await units_for(visit, "place.change"))
    if faults := faults_of(wish, units, await codes_of_others(visit, place.id)):
        return await _show(visit, place, wish, faults)
    await _save(visit, wish.laid_over(place), "place.changed")
    fields = {name: getattr(before, name) for name in before.__struct_fields__}
    undo = Undo(f"{PATH}/{place.id}", fields, text_key("console.undo"))
    return visit.go(f"{PATH}/{place.id}", text_key("console.place.changed"), undo=undo)


async def end(visit: Visit) -> web.StreamResponse:
    """Use a place no more, or again. What was answered there stays."""
    form = await visit.form()
    place = await place_for(visit, "place.change")
    ended = local_date(visit.now).isoformat() if form["ended"] else None
    after = msgspec.structs.replace(place, ended_on=ended)
    await _save(visit, after, "place.ended" if ended else "place.reopened")
    back = {"ended": "" if ended else "1"}
    undo = Undo(f"{PATH}/{place.id}/end", back, text_key("console.undo"))
    key = text_key("console.place.ended") if ended else text_key("console.place.reopened")
    return visit.go(f"{PATH}/{place.id}", key, undo=undo, place=place.name)


async def _save(visit: Visit, place: PlaceRecord, action: str) -> None:
    storage, unit = visit.services.storage, UnitOfWork()
    storage.places.save_place(unit, place)
    note(visit, unit, action, place.id, unit=place.unit_id)
    await storage.commit(unit)


# -- counters


async def counter(visit: Visit) -> web.StreamResponse:
    """Add a counter, give it another name, use it no more, or again."""
    form = await visit.form()
    place = await place_for(visit, "place.change")
    name = clean(form["name"])
    if not 0 < len(name) <= _COUNTER_LENGTH:
        faults = {"counter": text_key("console.place.fault.counter")}
        return await _show(visit, place, PlaceWish.like(place), faults)
    today = local_date(visit.now).isoformat()
    before = _counter_of(place, form["counter"]) or CounterRecord(
        identifier_from(os.urandom(32), "counter", visit.now), name, len(place.counters) + 1, today
    )
    ended = today if form["ended"] else None
    after = msgspec.structs.replace(before, name=name, ended_on=ended)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.places.keep_counter(unit, place.id, after)
    note(visit, unit, "place.counter", place.id, counter=after.id, ended=ended or "")
    await storage.commit(unit)
    path, fields = f"{PATH}/{place.id}", _fields_of(before)
    undo = Undo(f"{path}/counters", fields, text_key("console.undo"))
    flash = text_key("console.place.counter_kept")
    return visit.go(f"{path}#counters", flash, undo=undo, counter=name)


def _counter_of(place: PlaceRecord, counter_id: str) -> CounterRecord | None:
    """Return a counter of the place; of an ended one, the day does not matter here."""
    for number, (one, name) in enumerate(place.counters, 1):
        if one == counter_id:
            return CounterRecord(one, name, number, "–" if one in place.ended_counters else None)
    return None


def _fields_of(counter: CounterRecord) -> dict[str, str]:
    """Return the fields that bring a counter back to what it was."""
    ended = "1" if counter.ended_on else ""
    return {"counter": counter.id, "name": counter.name, "ended": ended}


ROUTES: tuple[Route, ...] = (
    Route("GET", ONE, page, "place.read"),
    Route("POST", ONE, change, "place.change"),
    Route("POST", f"{ONE}/end", end, "place.change"),
    Route("POST", f"{ONE}/counters", counter, "place.change"),
    *POSTER_ROUTES,
)
