"""The catalogue of procedures: what counts on a day, lines entered, changed and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from aiohttp import web

from bot.console.given_lists import GivenList, given_list, list_sent, said_of, show_list
from bot.console.giving import as_file, kind_asked
from bot.console.office_words import AUDIENCE_NAMES, CHANNEL_NAMES
from bot.console.places import choices, note
from bot.console.responses import surveys
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.office_lists import LIST_FAULTS
from bot.reports.sheets import Sheet
from flows.desk.policy import Thing
from flows.spelling import fold
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import UnitOfWork
from survey.office_lists import ListFault, day_in
from survey.procedure_rows import CALLED, ReadProcedures, read_procedures, written
from survey.procedures import Procedure, in_force

__all__ = ["ROUTES"]

_PATH: Final = "/console/procedures"
_CATALOGUE: Final = Thing(kind="procedure")
_FIELD: Final = {names[0]: field for field, names in CALLED.items()}
"""What a column is called → its field: one line of a form is a list of one row."""
_UNDO: Final = text_key("console.undo")
_MOST: Final = 2000
"""Lines of one list; the whole field has some three hundred procedures."""


async def page(visit: Visit) -> web.StreamResponse:
    """Show what counts on a day, and what has come or gone; `edit` and `from` name a line."""
    query = visit.request.query
    lines = await visit.services.storage.procedures.lines()
    chosen = (query.get("edit", ""), query.get("from", ""))
    line = next((one for one in lines if (one.code, one.from_day.isoformat()) == chosen), None)
    return await _show(visit, _fields_of(line) if line else {}, ())


async def _show(
    visit: Visit, fields: Mapping[str, str], faults: tuple[ListFault, ...]
) -> web.Response:
    today = local_date(visit.now)
    day = day_in(visit.request.query.get("day", "")) or today
    lines = await visit.services.storage.procedures.lines()
    counting = in_force(lines, day)
    return visit.show(
        "procedures.html",
        status=422 if faults else 200,
        on=day,
        today=today,
        lines=sorted(counting.values(), key=lambda line: (line.name, line.code)),
        others=[line for line in lines if counting.get(line.code) != line],
        channel_name=lambda name: visit.text(CHANNEL_NAMES[name]),
        audience_name=lambda name: visit.text(AUDIENCE_NAMES[name]),
        may_change=visit.may("procedure.change", _CATALOGUE),
        fields={"audience": "citizen", "channels": "desk", **fields},
        faults={_FIELD[fault.column]: visit.text(LIST_FAULTS[fault.code]) for fault in faults},
        audiences=choices(visit, AUDIENCE_NAMES),
        channels=choices(visit, CHANNEL_NAMES),
        surveys=[("", "–"), *((name, name) for name in _surveys(visit))],
    )


def _surveys(visit: Visit) -> list[str]:
    return list(surveys(visit.services.runner.turns.renderer.rules))


def _fields_of(line: Procedure) -> dict[str, str]:
    """Return the fields of a form that says the same as a line."""
    return dict(zip(CALLED, written([line])[1], strict=True))


# -- one line


async def keep(visit: Visit) -> web.StreamResponse:
    """Enter a line, or replace the one of that code and first day."""
    form = await visit.form()
    visit.must("procedure.change", _CATALOGUE)
    fields = {name: form[name] for name in CALLED}
    fields["channels"] = ", ".join(form.all("channels"))
    today = local_date(visit.now)
    rows = [list(_FIELD), list(fields.values())]
    read = read_procedures(rows, _surveys(visit), fold, today)
    if read.faults or not read.lines:  # nothing at all was filled in
        empty = ListFault(row=2, column=next(iter(_FIELD)), code="empty")
        return await _show(visit, fields, read.faults or (empty,))
    [line] = read.lines
    before = await _known(visit, line.code, line.from_day)
    storage, unit = visit.services.storage, UnitOfWork()
    storage.procedures.keep(unit, line)
    _note(visit, unit, "procedure.changed" if before else "procedure.entered", line)
    await storage.commit(unit)
    undo = _removing(line) if before is None else Undo(_PATH, _fields_of(before), _UNDO)
    return visit.go(_PATH, text_key("console.procedure.kept"), undo=undo, name=line.name)


async def remove(visit: Visit) -> web.StreamResponse:
    """Take away a line that was entered by mistake; one that has ended gets a last day instead."""
    form = await visit.form()
    visit.must("procedure.change", _CATALOGUE)
    first = day_in(form["from"])
    line = await _known(visit, form["code"], first) if first else None
    if line is None:
        return visit.go(_PATH, text_key("console.procedure.gone"))
    storage, unit = visit.services.storage, UnitOfWork()
    storage.procedures.remove(unit, line.code, line.from_day)
    _note(visit, unit, "procedure.removed", line)
    await storage.commit(unit)
    undo = Undo(_PATH, _fields_of(line), _UNDO)
    return visit.go(_PATH, text_key("console.procedure.removed"), undo=undo, name=line.name)


def _removing(line: Procedure) -> Undo:
    fields = {"code": line.code, "from": line.from_day.isoformat()}
    return Undo(f"{_PATH}/remove", fields, _UNDO)


async def _known(visit: Visit, code: str, first: date) -> Procedure | None:
    lines = await visit.services.storage.procedures.lines()
    return next((one for one in lines if (one.code, one.from_day) == (code, first)), None)


def _note(visit: Visit, unit: UnitOfWork, action: str, line: Procedure) -> None:
    note(visit, unit, action, line.code, day=line.from_day.isoformat())


# -- many lines


async def paste_page(visit: Visit) -> web.StreamResponse:
    """Ask for the rows."""
    return _show_paste(visit, GivenList(), None)


async def paste(visit: Visit) -> web.StreamResponse:
    """Show what the rows would enter, or what is wrong; enter them on the second step."""
    sent = await list_sent(visit)
    visit.must("procedure.change", _CATALOGUE)
    given = await given_list(visit, sent)
    read = None if given.refused else _read(visit, given.rows)
    if read is None or not given.is_final or read.faults or not read.lines:
        return _show_paste(visit, given, read)
    storage, unit = visit.services.storage, UnitOfWork()
    for line in read.lines:
        storage.procedures.keep(unit, line)
    note(visit, unit, "procedure.imported", "procedures", rows=str(len(read.lines)))
    await storage.commit(unit)
    key = text_key("console.procedure.imported")
    return visit.go(_PATH, key, count=str(len(read.lines)))


def _read(visit: Visit, rows: Sequence[Sequence[str]]) -> ReadProcedures:
    if len(rows) > _MOST:
        return ReadProcedures(faults=(ListFault(row=_MOST, column="", code="too_many"),))
    return read_procedures(rows, _surveys(visit), fold, local_date(visit.now))


def _show_paste(visit: Visit, given: GivenList, read: ReadProcedures | None) -> web.Response:
    faults = said_of(visit, read.faults if read else ())
    path = f"{_PATH}/paste"
    return show_list(visit, "procedures_paste.html", given, faults, path=path, read=read)


async def export(visit: Visit) -> web.StreamResponse:
    """Give the whole catalogue as a file that can be handed in again."""
    header, *rows = written(await visit.services.storage.procedures.lines())
    sheet = Sheet("procedures", header, rows)
    return await as_file(visit, [sheet], kind_asked(visit), "procedures")


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "procedure.read"),
    Route("POST", _PATH, keep, "procedure.change"),
    Route("POST", f"{_PATH}/remove", remove, "procedure.change"),
    Route("GET", f"{_PATH}/paste", paste_page, "procedure.change"),
    Route("POST", f"{_PATH}/paste", paste, "procedure.change"),
    Route("GET", f"{_PATH}/export", export, "procedure.read"),
)
