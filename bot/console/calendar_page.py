"""The calendar page: a year of working days, and the official swaps that change it."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.calendars import holiday_names
from bot.console.calendar_changes import (
    DECISION_LENGTH,
    InForce,
    Wish,
    becomes_free,
    fault_of,
    in_force,
    terms_moved,
)
from bot.console.calendar_year import weekday_names, year_of
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import agree_to_redate, follow_calendar
from flows.desk.policy import Thing
from flows.texts import text_key
from storage.base import StaleSessionError, UnitOfWork
from storage.desk_records import SwapRecord

__all__ = ["ROUTES"]

_PATH: Final = "/console/calendar"
_CHANGE: Final = f"{_PATH}/change"
_CALENDAR: Final = Thing(kind="calendar")


async def calendar(visit: Visit) -> web.StreamResponse:
    """Show a year, and who swapped which day by which decision."""
    known = await in_force(visit)
    return await _show(visit, known, Wish(), "")


async def _show(visit: Visit, known: InForce, wish: Wish, fault: str) -> web.Response:
    asked = visit.request.query.get("year", "") or wish.day[:4]
    number = next((year for year in known.years if str(year) == asked), known.today.year)
    year = year_of(
        number,
        known.calendar,
        known.days,
        holiday_names(number, visit.language),
        today=known.today,
        language=visit.language,
    )
    return visit.show(
        "calendar.html",
        status=422 if fault else 200,
        year=year,
        years=known.years,
        weekdays=weekday_names(visit.language),
        swaps=[(swap, await visit.name_of(swap.by)) for swap in known.swaps],
        version=known.number,
        wish=wish,
        fault=visit.text(fault) if fault else "",
        decision_length=DECISION_LENGTH,
        may_change=visit.may("calendar.change", _CALENDAR),
    )


async def preview(visit: Visit) -> web.StreamResponse:
    """Show what a swap would change, before it is done."""
    known, wish = await in_force(visit), Wish.of(visit.request.query)
    if (fault := fault_of(wish, known)) is not None:
        return await _show(visit, known, wish, fault)
    day = wish.date
    return visit.show(
        "calendar_change.html",
        wish=wish,
        on=day,
        works=known.calendar.is_workday(day),
        will_work=_will_work(wish, known),
        swap=known.swap(day),
        # What is over was counted long ago: a swap that is entered late moves no term.
        terms=await terms_moved(visit, wish, known),
        past=day < known.today,
        version=known.number,
    )


def _will_work(wish: Wish, known: InForce) -> bool:
    return known.shipped.is_workday(wish.date) if wish.mode == "shipped" else wish.works


async def change(visit: Visit) -> web.StreamResponse:
    """Enter a swap, or take one back, as the preview showed it.

    Raises:
        StaleSessionError: somebody else changed the calendar since the preview.

    """
    form = await visit.form()
    visit.must("calendar.change", _CALENDAR)
    turn = await visit.services.storage.swaps.turn()
    known, wish = await in_force(visit), Wish.of(form)
    if form["number"] != str(known.number):
        raise StaleSessionError
    if (fault := fault_of(wish, known)) is not None:
        return await _show(visit, known, wish, fault)
    await _store(visit, wish, known, turn, redate=form["redate"] == "yes")
    await follow_calendar(visit.services)
    number = await visit.services.storage.swaps.version()
    return visit.go(
        f"{_PATH}?year={wish.date.year}",
        text_key("console.calendar.changed"),
        undo=Undo(_CHANGE, _opposite(wish, known, number), text_key("console.undo")),
        day=visit.services.texts.date(visit.language, wish.date),
        version=str(number),
    )


async def _store(visit: Visit, wish: Wish, known: InForce, turn: int, *, redate: bool) -> None:
    """Write the change down, who made it, whether open terms move, in one transaction (I21)."""
    storage, unit, day = visit.services.storage, UnitOfWork(), wish.date
    storage.swaps.take_turn(unit, turn)
    if wish.mode == "shipped":
        storage.swaps.remove(unit, day, visit.now, visit.actor_name)
    else:
        swap = SwapRecord(
            day=day, works=wish.works, decision=wish.decision, at=visit.now, by=visit.actor_name
        )
        storage.swaps.add(unit, swap)
    detail = {"mode": wish.mode, "decision": "" if wish.mode == "shipped" else wish.decision}
    if redate and becomes_free(wish, known):
        agree_to_redate(storage, unit, day, known.number)
        detail["redate"] = str(True)
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="calendar.change",
        target=day.isoformat(),
        detail=detail,
    )
    await storage.commit(unit)


def _opposite(wish: Wish, known: InForce, number: int) -> dict[str, str]:
    """Return the fields that bring a day back to what it was."""
    before = known.swap(wish.date)
    if before is None:
        return {"day": wish.day, "mode": "shipped", "number": str(number)}
    mode = "work" if before.works else "rest"
    fields = {"day": wish.day, "mode": mode, "decision": before.decision}
    return {**fields, "number": str(number)}


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, calendar, "calendar.read"),
    Route("GET", _CHANGE, preview, "calendar.change"),
    Route("POST", _CHANGE, change, "calendar.change"),
)
