"""The pages of units: the tree on a day, one unit through time, and events that are entered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from aiohttp import web

from bot.console import unit_lists
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.unit_changes import changes_of
from bot.console.unit_view import (
    branches,
    history_of,
    may_see,
    name_of,
    of_tree,
    why_of,
)
from bot.console.unit_wish import DECISION_LENGTH, UnitWish, WishError, entry_of
from bot.desk import NotHereError
from bot.units import Plan, Units, enter, known_units, planned
from bot.units.reading import column_of
from bot.units.wording import KINDS, TYPES
from flows.texts import text_key
from storage.base import StaleSessionError
from survey.unit_events import Withdraw, named
from survey.unit_names import LONGEST_NAME
from survey.unit_refusals import UnitRefusedError

__all__ = ["ROUTES"]

_PATH: Final = "/console/units"
_EVENTS: Final = "/console/unit-events"
_LOOK: Final = f"{_EVENTS}/look"
_WITH_FORMS: Final = frozenset(KINDS) - {"withdraw"}
"""Kinds with a form of their own, in which faults are told."""
_FIELDS: Final = {"parent": "other"}
"""Columns of files → fields of forms, where they are called otherwise."""


def _day(visit: Visit, known: Units) -> date:
    """Return the day that is asked for; today, where none is."""
    try:
        return date.fromisoformat(visit.request.query.get("on", ""))
    except ValueError:
        return known.today


async def units(visit: Visit) -> web.StreamResponse:
    """Show the tree on a day."""
    known = await known_units(visit.services.storage, visit.now)
    return _show_tree(visit, known, UnitWish(), {})


def _show_tree(
    visit: Visit, known: Units, wish: UnitWish, faults: Mapping[str, str]
) -> web.Response:
    day = _day(visit, known)
    there = known.tree.as_of(day)
    return visit.show(
        "units.html",
        status=422 if faults else 200,
        chosen=day,
        today=known.today,
        branches=branches(visit, there),
        version=known.tree.version,
        misfits=[_misfit(visit, known, fault) for fault in known.tree.faults],
        may_change=visit.may("unit.change", of_tree(visit)),
        **_offered(visit, known, wish, faults),
    )


def _misfit(visit: Visit, known: Units, fault: UnitRefusedError) -> str:
    """Say which event counts for nothing, and why."""
    return visit.text(
        text_key("console.units.misfit"),
        number=fault.event.number,
        kind=visit.text(KINDS[fault.event.kind]),
        day=visit.services.texts.date(visit.language, fault.event.day),
        reason=why_of(visit, known, fault, frozenset({fault.event.number})),
    )


def _offered(
    visit: Visit, known: Units, wish: UnitWish, faults: Mapping[str, str]
) -> dict[str, object]:
    """Return what the forms are filled with."""
    now = known.tree.as_of(known.today)
    return {
        "wish": wish,
        "faults": faults,
        "loose": () if wish.kind in _WITH_FORMS else tuple(faults.values()),
        "types": [(name, visit.text(key)) for name, key in TYPES.items()],
        "others": [
            (unit, now.units[unit].name)
            for top in now.children.get(None, ())
            for unit in now.below(top)
        ],
        "lengths": (LONGEST_NAME, DECISION_LENGTH),
        "default_day": (wish.day or known.today.isoformat()),
    }


async def unit(visit: Visit) -> web.StreamResponse:
    """Show one unit: what it is on a day, and all that happened to it.

    Raises:
        NotHereError: there is none, or none that this person may see (I20).

    """
    name = visit.request.match_info["id"]
    if not may_see(visit, name):
        raise NotHereError
    known = await known_units(visit.services.storage, visit.now)
    return await _show_unit(visit, known, name, UnitWish(), {})


async def _show_unit(
    visit: Visit, known: Units, name: str, wish: UnitWish, faults: Mapping[str, str]
) -> web.Response:
    there = known.tree.units.get(name)
    if there is None:
        raise NotHereError
    day = _day(visit, known)
    on = known.tree.as_of(day)
    state = on.units.get(name)
    return visit.show(
        "unit.html",
        status=422 if faults else 200,
        unit=name,
        name=name_of(known, name),
        chosen=day,
        today=known.today,
        state=state,
        type_name=visit.text(TYPES[(state or there.states[-1]).type]),
        founded=there.founded,
        ended=there.ended,
        above=_named(visit, known, reversed(on.ancestors(name)) if state else ()),
        below=_named(visit, known, on.children.get(name, ())),
        communes=known.tree.communes(name, day),
        successors=_named(visit, known, known.tree.successors(name, day)) if not state else [],
        history=await history_of(visit, known, name),
        version=known.tree.version,
        may_change=visit.may("unit.change", of_tree(visit)),
        **_offered(visit, known, wish, faults),
    )


def _named(visit: Visit, known: Units, ids: Iterable[str]) -> list[tuple[str, str, bool]]:
    """Return id, name, and whether the page is open to this person."""
    return [(one, name_of(known, one), may_see(visit, one)) for one in ids]


# -- events


async def preview(visit: Visit) -> web.StreamResponse:
    """Show what an event changes, before it is entered."""
    form = await visit.form()
    visit.must("unit.change", of_tree(visit))
    known, wish = await known_units(visit.services.storage, visit.now), UnitWish.of(form)
    plan, faults = await asyncio.to_thread(_plan, visit, known, wish)
    if plan is None:
        return await _again(visit, known, wish, faults)
    return visit.show(
        "unit_event.html",
        wish=wish,
        event=plan.events[-1],
        kind=visit.text(KINDS[plan.events[-1].kind]),
        about=name_of(plan.after, wish.unit or _about(plan)),
        changes=await changes_of(visit, plan),
        today=known.today,
        version=known.tree.version,
        back=_back(known, wish),
    )


def _plan(visit: Visit, known: Units, wish: UnitWish) -> tuple[Plan | None, dict[str, str]]:
    """Return what is planned, or which field is wrong and why."""
    try:
        return planned(known, [entry_of(wish, known)], visit.actor_name), {}
    except WishError as fault:
        return None, {fault.field: visit.text(fault.key, **fault.params)}
    except UnitRefusedError as refused:
        column = column_of(refused)
        reason = why_of(visit, known, refused, frozenset({known.tree.version + 1}))
        return None, {_FIELDS.get(column, column): reason}


async def _again(
    visit: Visit, known: Units, wish: UnitWish, faults: Mapping[str, str]
) -> web.Response:
    """Show the form once more, with what is wrong beside its field."""
    if wish.unit in known.tree.units and wish.kind != "found":
        return await _show_unit(visit, known, wish.unit, wish, faults)
    return _show_tree(visit, known, wish, faults)


def _about(plan: Plan) -> str:
    """Return the unit that an event is mostly about."""
    body = plan.events[-1].body
    if isinstance(body, Withdraw):
        body = next(one.body for one in plan.known.events if one.number == body.number)
    return named(body)[0]


def _back(known: Units, wish: UnitWish) -> str:
    return f"{_PATH}/{wish.unit}" if wish.unit in known.tree.units else _PATH


async def change(visit: Visit) -> web.StreamResponse:
    """Enter an event as the preview showed it, or withdraw one.

    Raises:
        StaleSessionError: somebody else entered an event since.

    """
    form = await visit.form()
    visit.must("unit.change", of_tree(visit))
    known, wish = await known_units(visit.services.storage, visit.now), UnitWish.of(form)
    if form["version"] != str(known.tree.version):
        raise StaleSessionError
    plan, faults = await asyncio.to_thread(_plan, visit, known, wish)
    if plan is None:
        return await _again(visit, known, wish, faults)
    await enter(visit.services.storage, plan, visit.actor_name, visit.now)
    number = str(plan.events[-1].number)
    way = _back(plan.after, wish)
    if wish.kind == "withdraw":
        return visit.go(way, text_key("console.units.withdrawn"), number=wish.event)
    fields = {"kind": "withdraw", "event": number, "unit": wish.unit, "version": number}
    undo = Undo(_EVENTS, fields, text_key("console.undo"))
    return visit.go(way, text_key("console.units.entered"), undo=undo, number=number)


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, units, "unit.read"),
    Route("POST", _LOOK, preview, "unit.change"),
    Route("POST", _EVENTS, change, "unit.change"),
    Route("GET", f"{_PATH}/{{id:[0-9A-Za-z._-]+}}", unit, "unit.read"),
    *unit_lists.ROUTES,
)
