"""One report for its pages: found in reach, what it is called, and who does what to it."""

from __future__ import annotations

from typing import Final

from bot.console.figure_source import figures_of
from bot.console.forms import Form, number_in
from bot.console.routes import Visit
from bot.desk import NotHereError
from bot.reporting import Press, ReportDesk
from bot.reports.satisfaction.voice import Voice
from bot.reports.satisfaction.writing import period_of
from flows.desk.policy import Action, Thing, scope_of
from storage.base import StaleSessionError
from storage.report_records import ReportRecord
from survey.editions import Period

__all__ = [
    "ONE", "PATH", "desk_of", "must_be_seen", "named_period", "path_of", "press_of", "record_of",
    "report_thing",
]  # fmt: skip

PATH: Final = "/console/reports"
ONE: Final = PATH + "/{id:[0-9a-z]{26}}"


def report_thing(unit_id: str | None) -> Thing:
    """Return a report of a unit as the policy sees it."""
    return Thing(kind="report", unit_id=unit_id)


def path_of(record: ReportRecord) -> str:
    """Return the address of a report."""
    return f"{PATH}/{record.id}"


async def record_of(visit: Visit, action: Action) -> ReportRecord:
    """Return the report that the address names.

    Raises:
        NotHereError: there is none, or none that this person may do this to.

    """
    units = scope_of(visit.actor, action).units
    found = await visit.services.storage.reports.by_id(units, visit.request.match_info["id"])
    if found is None or not visit.may(action, report_thing(found.unit_id)):
        raise NotHereError
    return found


def must_be_seen(record: ReportRecord, form: Form) -> None:
    """Go on only if the form was filled in by who saw the report as it is.

    Raises:
        StaleSessionError: somebody else changed it meanwhile.

    """
    if number_in(form["version"]) != record.version:
        raise StaleSessionError(record.id)


def press_of(visit: Visit) -> Press:
    """Return what writes and prints reports here."""
    return Press(visit.services.texts)


def desk_of(visit: Visit) -> ReportDesk:
    """Return what this person does to reports now."""
    return ReportDesk(visit.services.storage, figures_of(visit), press_of(visit), visit.by)


def named_period(visit: Visit, period: Period) -> str:
    """Return what a period is called in the reader's language."""
    return period_of(period, Voice(visit.services.texts, visit.language))
