"""The page of one list of transactions: its columns, how far it is read, its faults, its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.forms import Form
from bot.console.giving import as_file, kind_asked
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.desk import NotHereError
from bot.imports.deciding import By, Importer, LeanedOnError
from bot.imports.mapping import ColumnMapping, as_kept, looked_of
from bot.imports.staging import KEPT_FAULTS
from bot.imports.talk import Looked
from bot.imports.wording import (
    FIELD_NAMES,
    FRAMES,
    STATES,
    fault_sheet,
    fault_text,
    refusal_text,
    spelt,
)
from flows.desk.policy import Thing
from flows.spelling import fold
from flows.texts import text_key
from storage.transaction_records import ImportRecord
from survey.transaction_columns import FIELDS, Field, fields_of

__all__ = ["PATH", "ROUTES", "thing_of", "unit_names"]

PATH: Final = "/console/transactions"
ONE: Final = f"{PATH}/{{id:[0-9a-z]{{26}}}}"
_COLUMN: Final = re.compile(r"column-(\d{1,3})", re.ASCII)
_SHOWN: Final = 50
"""Faults on the page; all that are kept are in the file."""


class _Column(NamedTuple):
    """A column of the file: its header, some cells, and what it is taken for."""

    number: int
    header: str
    samples: tuple[str, ...]
    field: str


async def unit_names(visit: Visit) -> dict[str, str]:
    """Return what units are called."""
    return {unit.id: unit.name for unit in await visit.services.storage.places.units()}


async def found(visit: Visit) -> ImportRecord:
    """Return the import that the address names.

    Raises:
        NotHereError: there is none, or not for this person.

    """
    record = await visit.services.storage.imports.by_id(visit.request.match_info["id"])
    if record is None:
        raise NotHereError
    visit.must("transaction.read", thing_of(record))
    return record


def thing_of(record: ImportRecord) -> Thing:
    """Return what the policy is asked about."""
    return Thing(kind="transaction", unit_id=record.unit_id)


async def page(visit: Visit) -> web.StreamResponse:
    """Show one import."""
    return await _show(visit, await found(visit))


async def _show(visit: Visit, record: ImportRecord, fault: str = "") -> web.Response:
    imports, texts = visit.services.storage.imports, visit.services.texts
    may = visit.may("transaction.import", thing_of(record))
    looked = looked_of(record) if may else None
    faults = await imports.faults(record.id, at_most=_SHOWN) if may else []
    names = await unit_names(visit)
    response = visit.show(
        "transaction.html",
        status=422 if fault else 200,
        record=record,
        fault=fault,
        state=visit.text(STATES[record.state]),
        frame=visit.text(FRAMES[record.frame]),
        unit=names.get(record.unit_id, record.unit_id),
        looked=looked,
        encoding=spelt(looked.encoding, looked.font) if looked else "",
        columns=_columns(record, looked) if looked else [],
        choices=_choices(visit, record),
        purge_on=date.fromisoformat(record.purge_on) if record.purge_on else None,
        refusal=refusal_text(texts, visit.language, record.reason, record.detail),
        faults=[(one, fault_text(texts, visit.language, one)) for one in faults],
        fault_count=await imports.fault_count(record.id),
        kept_faults=KEPT_FAULTS,
        may_import=may,
        leaning=[one.name for one in await imports.leaning_on(record.id)],
    )
    if record.state == "reading":
        response.headers["Refresh"] = "2"  # without scripts: the page shows how far it is
    return response


def _columns(record: ImportRecord, looked: Looked) -> list[_Column]:
    taken = {at: field for field, at in as_kept(record.mapping).columns.items()}
    return [
        _Column(
            number,
            header,
            tuple(row[number] for row in looked.samples if number < len(row) and row[number]),
            taken.get(number, ""),
        )
        for number, header in enumerate(looked.headers)
        if header or any(row[number : number + 1] != ("",) for row in looked.samples)
    ]


def _choices(visit: Visit, record: ImportRecord) -> list[tuple[str, str]]:
    known = [(field, visit.text(FIELD_NAMES[field])) for field in fields_of(record.frame)]
    return [("", visit.text(text_key("console.transactions.unused"))), *known]


# -- deeds


async def map_columns(visit: Visit) -> web.StreamResponse:
    """Take what each column is for, and let the file be read."""
    form = await visit.form()
    record = await _changeable(visit)
    columns: dict[Field, int] = {}
    for number, field in _chosen(form):
        if field in columns:
            name = visit.text(FIELD_NAMES[field])
            twice = visit.text(text_key("console.transactions.twice"), field=name)
            return await _show(visit, record, twice)
        columns[field] = number
    mapping = ColumnMapping(columns)
    if missing := mapping.missing(record.frame):
        wanted = ", ".join(visit.text(FIELD_NAMES[field]) for field in missing)
        fault = visit.text(text_key("console.transactions.missing"), fields=wanted)
        return await _show(visit, record, fault)
    await _importer(visit).read(record, mapping)
    return visit.go(f"{PATH}/{record.id}")


def _chosen(form: Form) -> Iterator[tuple[int, Field]]:
    """Yield which column was said to be what."""
    for name in form:
        number = _COLUMN.fullmatch(name)
        field = next((one for one in FIELDS if one == form[name]), None)
        if number is not None and field is not None:
            yield int(number[1]), field


async def apply(visit: Visit) -> web.StreamResponse:
    """Let all rows of a list count."""
    await visit.form()
    record = await _importer(visit).apply(await _changeable(visit))
    if record.state == "reading":
        return visit.go(f"{PATH}/{record.id}", text_key("console.transactions.compared_again"))
    undo = Undo(f"{PATH}/{record.id}/undo", {}, text_key("console.undo"))
    rows = visit.services.texts.number(visit.language, record.good)
    return visit.go(
        f"{PATH}/{record.id}", text_key("console.transactions.done"), undo=undo, rows=rows
    )


async def undo(visit: Visit) -> web.StreamResponse:
    """Take a list back."""
    await visit.form()
    record = await _changeable(visit)
    try:
        await _importer(visit).undo(record.id)
    except LeanedOnError as error:
        later = ", ".join(one.name for one in error.later)
        fault = visit.text(text_key("console.transactions.leaned_on"), later=later)
        return await _show(visit, record, fault)
    return visit.go(f"{PATH}/{record.id}", text_key("console.transactions.taken_back"))


async def faults(visit: Visit) -> web.StreamResponse:
    """Give the faults as a file, by which the list is mended."""
    record = await found(visit)
    visit.must("transaction.import", thing_of(record))
    kept = await visit.services.storage.imports.faults(record.id, at_most=KEPT_FAULTS)
    sheet = fault_sheet(visit.services.texts, visit.language, kept)
    name = fold(sheet.name).replace(" ", "-")
    return await as_file(visit, [sheet], kind_asked(visit), name)


async def _changeable(visit: Visit) -> ImportRecord:
    record = await found(visit)
    visit.must("transaction.import", thing_of(record))
    return record


def _importer(visit: Visit) -> Importer:
    return Importer(visit.services.storage, By(visit.actor_name, visit.now))


ROUTES: tuple[Route, ...] = (
    Route("GET", ONE, page, "transaction.read"),
    Route("POST", f"{ONE}/columns", map_columns, "transaction.import"),
    Route("POST", f"{ONE}/apply", apply, "transaction.import"),
    Route("POST", f"{ONE}/undo", undo, "transaction.import"),
    Route("GET", f"{ONE}/faults", faults, "transaction.import"),
)
