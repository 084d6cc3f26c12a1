"""The telephone numbers that people can call: their names, hours and order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from aiohttp import web

from bot.console.places import note
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from flows.desk.policy import Thing
from flows.identifiers import identifier_from
from flows.spelling import clean
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import UnitOfWork
from storage.catalogue_records import OFFICE, HotlineRecord

__all__ = ["ROUTES"]

_PATH: Final = "/console/hotlines"
_ALL: Final = Thing(kind="hotline")
_NUMBER: Final = frozenset("0123456789 +.()-")
_DIGITS: Final = (3, 15)
"""Of a number: 113 is one, and so is the longest that ITU E.164 allows."""
_LENGTHS: Final = (60, 60)
"""Characters of a label, and of the hours."""


async def page(visit: Visit) -> web.StreamResponse:
    """Show the numbers in their order, and a form for one more."""
    return await _show(visit, _BLANK, {})


_BLANK: Final = HotlineRecord(id="", label="", number="")


async def _show(visit: Visit, wish: HotlineRecord, faults: Mapping[str, str]) -> web.Response:
    listed = await visit.services.storage.hotlines.listed()
    units = await visit.services.storage.places.units()
    return visit.show(
        "hotlines.html",
        status=422 if faults else 200,
        shown=[line for line in listed if line.ended_on is None],
        ended=[line for line in listed if line.ended_on is not None],
        of_settings=OFFICE,
        wish=wish,
        faults={field: visit.text(key) for field, key in faults.items()},
        units=[(unit.id, unit.name) for unit in units if unit.ended_day is None],
        unit_names={unit.id: unit.name for unit in units},
        lengths=_LENGTHS,
    )


async def keep(visit: Visit) -> web.StreamResponse:
    """Add a number, change one, show it no more, or again. That of the settings stays as it is
    there; what it is called and its hours can be changed.
    """
    form = await visit.form()
    visit.must("hotline.change", _ALL)
    listed = await visit.services.storage.hotlines.listed()
    before = next((line for line in listed if line.id == form["id"]), None)
    wish = _wish(visit, form, before, listed)
    units = {unit.id for unit in await visit.services.storage.places.units()}
    if faults := _faults(wish, units):
        return await _show(visit, wish, faults)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.hotlines.keep(unit, wish)
    note(visit, unit, "hotline.changed" if before else "hotline.added", wish.id)
    await storage.commit(unit)
    await visit.services.hotlines.follow(storage)
    gone = msgspec.structs.replace(wish, ended_on=local_date(visit.now).isoformat())
    undo = Undo(_PATH, _fields_of(before or gone), text_key("console.undo"))
    return visit.go(_PATH, text_key("console.hotline.kept"), undo=undo, number=wish.number)


def _wish(
    visit: Visit,
    form: Mapping[str, str],
    before: HotlineRecord | None,
    listed: Sequence[HotlineRecord],
) -> HotlineRecord:
    """Return what is wanted; a new number stands behind the others."""
    is_office = before is not None and before.id == OFFICE
    ended = form["ended"] and not is_office
    position = form["position"]
    last = max((line.position for line in listed), default=0) + 1
    return HotlineRecord(
        id=before.id if before else identifier_from(os.urandom(32), "hotline", visit.now),
        label=clean(form["label"]),
        number=before.number if before and is_office else clean(form["number"]),
        hours=clean(form["hours"]),
        unit_id=None if is_office else form["unit_id"] or None,
        position=int(position[:3]) if position.isascii() and position.isdecimal() else last,
        ended_on=local_date(visit.now).isoformat() if ended else None,
    )


def _faults(wish: HotlineRecord, units: set[str]) -> dict[str, str]:
    digits = sum(sign.isdigit() for sign in wish.number)
    least, most = _DIGITS
    wrong = {
        "number": (not set(wish.number) <= _NUMBER or not least <= digits <= most)
        and wish.id != OFFICE,
        "label": len(wish.label) > _LENGTHS[0],
        "hours": len(wish.hours) > _LENGTHS[1],
        "unit_id": wish.unit_id is not None and wish.unit_id not in units,
    }
    return {field: _FAULTS[field] for field, is_wrong in wrong.items() if is_wrong}


_FAULTS: Final = {
    "number": text_key("console.hotline.fault.number"),
    "label": text_key("console.hotline.fault.long"),
    "hours": text_key("console.hotline.fault.long"),
    "unit_id": text_key("console.place.fault.unit"),
}


def _fields_of(line: HotlineRecord) -> dict[str, str]:
    """Return the fields of a form that says the same as a line."""
    fields = msgspec.structs.asdict(line)
    ended = "1" if fields.pop("ended_on") else ""
    return {name: str(value or "") for name, value in fields.items()} | {"ended": ended}


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "hotline.change"),
    Route("POST", _PATH, keep, "hotline.change"),
)
