"""Who has to report which span by which day: looked at, added, ended."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.forms import number_in
from bot.console.report_found import PATH, report_thing
from bot.console.report_units import unit_names, units_in_reach
from bot.console.routes import Route, Visit
from bot.i18n import day_of
from bot.reporting.words import SPAN_NAMES
from flows.desk.policy import scope_of
from flows.identifiers import identifier_from
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.report_records import DutyRecord
from survey.report_schedule import MOST_DAYS, SPANS

__all__ = ["ROUTES", "SCHEDULE"]

SCHEDULE: Final = f"{PATH}/schedule"
_USUAL_DAYS: Final = 10


class _Duty(NamedTuple):
    """A duty as the page shows it."""

    id: str
    unit: str
    span: str
    days: int


async def schedule(visit: Visit) -> web.StreamResponse:
    """Show who owes what, and how to add to it."""
    return await _show(visit)


async def _show(visit: Visit, fault: str = "") -> web.Response:
    names, reach = await unit_names(visit), scope_of(visit.actor, "report.plan").units
    duties = await visit.services.storage.report_duties.listed()
    return visit.show(
        "report_schedule.html",
        status=422 if fault else 200,
        duties=[
            _Duty(one.id, names.get(one.unit_id, one.unit_id or ""),
                  visit.text(SPAN_NAMES[one.span]), one.days)
            for one in duties if reach is None or one.unit_id in reach
        ],
        units=await units_in_reach(visit, "report.plan"),
        spans=[(span, visit.text(SPAN_NAMES[span])) for span in SPANS],
        days=(_USUAL_DAYS, MOST_DAYS),
        fault=visit.text(fault, most=MOST_DAYS) if fault else "",
    )  # fmt: skip


async def add(visit: Visit) -> web.StreamResponse:
    """Let a unit owe a report of each span from the period on that runs now."""
    form = await visit.form()
    unit_id, days = form["unit"] or None, number_in(form["days"])
    if unit_id is not None:
        visit.must("report.plan", report_thing(unit_id))
    span = next((one for one in SPANS if one == form["span"]), None)
    is_known = unit_id in await unit_names(visit)
    is_mine = visit.may("report.plan", report_thing(unit_id))
    if span is None or not 1 <= days <= MOST_DAYS or not is_known or not is_mine:
        return await _show(visit, text_key("console.report.fault.duty"))
    duties = visit.services.storage.report_duties
    if any((one.unit_id, one.span) == (unit_id, span) for one in await duties.listed()):
        return await _show(visit, text_key("console.report.fault.duty_known"))
    record = DutyRecord(
        id=identifier_from(os.urandom(32), "report_duty", visit.now), unit_id=unit_id, span=span,
        days=days, since=day_of(visit.now).isoformat(), made_at=visit.now,
        made_by=visit.actor_name,
    )  # fmt: skip
    unit = UnitOfWork()
    duties.add(unit, record)
    await _note(visit, unit, record, "report.duty_added")
    return visit.go(SCHEDULE, text_key("console.report.duty_added"))


async def end(visit: Visit) -> web.StreamResponse:
    """Let a unit owe that report no more."""
    form = await visit.form()
    duties = visit.services.storage.report_duties
    found = next((one for one in await duties.listed() if one.id == form["duty"]), None)
    if found is None:
        return await _show(visit, text_key("console.report.fault.duty_gone"))
    visit.must("report.plan", report_thing(found.unit_id))
    unit = UnitOfWork()
    duties.end(unit, found.id, visit.actor_name, visit.now)
    await _note(visit, unit, found, "report.duty_ended")
    return visit.go(SCHEDULE, text_key("console.report.duty_ended"))


async def _note(visit: Visit, unit: UnitOfWork, duty: DutyRecord, action: str) -> None:
    storage = visit.services.storage
    detail = {"unit": duty.unit_id or "", "span": duty.span, "days": str(duty.days)}
    storage.audit.note(
        unit, at=visit.now, actor=visit.actor_name, action=action, target=duty.id, detail=detail
    )
    await storage.commit(unit)


ROUTES: tuple[Route, ...] = (
    Route("GET", SCHEDULE, schedule, "report.plan"),
    Route("POST", SCHEDULE, add, "report.plan"),
    Route("POST", f"{SCHEDULE}/end", end, "report.plan"),
)
