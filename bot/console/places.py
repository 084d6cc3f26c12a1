"""The places where service happens: the list, a new one, and what pages of one begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from aiohttp import web

from bot.console.office_words import AREA_NAMES, PLACE_TYPE_NAMES
from bot.console.place_wish import NAME_LENGTH, PlaceWish, faults_of
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from flows.desk.policy import Thing, covers, scope_of
from flows.desk.roles import Action
from flows.texts import text_key
from storage.base import PlaceRecord, UnitOfWork

__all__ = [
    "ONE",
    "PATH",
    "ROUTES",
    "choices",
    "codes_of_others",
    "note",
    "place_for",
    "thing_of",
    "units_for",
]

PATH: Final = "/console/places"
ONE: Final = f"{PATH}/{{id:[a-z0-9-]+}}"
_Word = TypeVar("_Word", bound=str)


def thing_of(place: PlaceRecord) -> Thing:
    """Return a place as the policy sees it."""
    return Thing(kind="place", unit_id=place.unit_id)


async def place_for(visit: Visit, action: Action) -> PlaceRecord:
    """Return the place that the address names.

    Raises:
        NotHereError: there is none, or this person may not do that to it (I20).

    """
    place = await visit.services.storage.places.place(visit.request.match_info["id"])
    if place is None:
        raise NotHereError
    visit.must("place.read", thing_of(place))
    visit.must(action, thing_of(place))
    return place


async def units_for(visit: Visit, action: Action) -> list[tuple[str, str]]:
    """Return the units in which this person may do that, as (id, name), by name; not those that
    have ended.
    """
    scope = scope_of(visit.actor, action)
    return [
        (unit.id, unit.name)
        for unit in await visit.services.storage.places.units()
        if unit.ended_day is None and covers(scope, Thing(kind="place", unit_id=unit.id))
    ]


def choices(visit: Visit, names: Mapping[_Word, str]) -> list[tuple[_Word, str]]:
    """Return what a field offers: (value, what it is called)."""
    return [(value, visit.text(key)) for value, key in names.items()]


async def codes_of_others(visit: Visit, place_id: str | None) -> frozenset[str]:
    """Return the codes that other places have: one names one place, in imports too."""
    known = await visit.services.storage.places.places()
    return frozenset(place.code for place in known if place.code and place.id != place_id)


def note(visit: Visit, unit: UnitOfWork, action: str, target: str, /, **detail: str) -> None:
    """Write down who did what, in the same transaction (I21)."""
    visit.services.storage.audit.note(
        unit, at=visit.now, actor=visit.actor_name, action=action, target=target, detail=detail
    )


async def places(visit: Visit) -> web.StreamResponse:
    """List the places of the units that this person sees."""
    return await _show(visit, PlaceWish(), {})


async def _show(visit: Visit, wish: PlaceWish, faults: Mapping[str, str]) -> web.Response:
    scope = scope_of(visit.actor, "place.read")
    known = await visit.services.storage.places.places()
    seen = [place for place in known if covers(scope, thing_of(place))]
    seen.sort(key=lambda place: (place.unit_name, place.name))
    may_change = [*await units_for(visit, "place.change")]
    return visit.show(
        "places.html",
        status=422 if faults else 200,
        used=[place for place in seen if place.ended_on is None],
        ended=[place for place in seen if place.ended_on is not None],
        type_name=lambda place: visit.text(PLACE_TYPE_NAMES[place.type]),
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        units=may_change,
        types=choices(visit, PLACE_TYPE_NAMES),
        areas=choices(visit, AREA_NAMES),
        name_length=NAME_LENGTH,
    )


async def add(visit: Visit) -> web.StreamResponse:
    """Add a place."""
    form = await visit.form()
    wish = PlaceWish.of(form)
    units = dict(await units_for(visit, "place.change"))
    if faults := faults_of(wish, units, await codes_of_others(visit, None)):
        return await _show(visit, wish, faults)
    storage, unit, place = visit.services.storage, UnitOfWork(), wish.made(visit.now)
    storage.places.add_place(unit, place)
    note(visit, unit, "place_added", place.id, unit=place.unit_id)
    await storage.commit(unit)
    undo = Undo(f"{PATH}/{place.id}/end", {"ended": "1"}, text_key("console.undo"))
    flash = text_key("console.place.added")
    return visit.go(f"{PATH}/{place.id}", flash, undo=undo, place=place.name)


ROUTES: tuple[Route, ...] = (
    Route("GET", PATH, places, "place.read"),
    Route("POST", PATH, add, "place.change"),
)
