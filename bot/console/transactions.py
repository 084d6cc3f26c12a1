"""Lists of transactions: those that were handed in, and a new one that comes in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from aiohttp import web

from bot.console import transaction_page
from bot.console.day_spans import day_in
from bot.console.routes import Route, Visit
from bot.console.uploads import open_upload
from bot.i18n import day_of
from bot.imports.deciding import By, HandedIn, Importer
from bot.imports.reader import MOST_BYTES
from bot.imports.refusals import FileRefusedError
from bot.imports.wording import FRAMES, STATES
from bot.web.pages import Refusal
from flows.desk.policy import Thing, anywhere, scope_of
from flows.hidden_phones import phones_hidden
from flows.spelling import clean
from flows.texts import text_key
from storage.transaction_records import Frame, ImportRecord, ImportState

__all__ = ["ROUTES"]

_PATH: Final = transaction_page.PATH
_NEW: Final = f"{_PATH}/new"
_PAGE: Final = 50
_ID: Final = re.compile(r"[0-9a-z]{26}", re.ASCII)
_BASIS_LENGTH: Final = 200
_SHORTEST_BASIS: Final = 5
_TONES: Final[Mapping[ImportState, str]] = {
    "mapping": "warn", "reading": "brand", "checked": "warn", "applied": "good", "refused": "bad",
}  # fmt: skip


class _Row(NamedTuple):
    """An import as the list shows it."""

    id: str
    name: str
    state: str
    tone: str
    frame: str
    unit: str
    rows: int
    record: ImportRecord


async def transactions(visit: Visit) -> web.StreamResponse:
    """Show what was handed in, newest first."""
    asked = visit.request.query.get("after", "")
    before = asked if _ID.fullmatch(asked) else None
    scope = scope_of(visit.actor, "transaction.read")
    found = await visit.services.storage.imports.listed(scope, before=before, size=_PAGE + 1)
    names = await transaction_page.unit_names(visit)
    shown = found[:_PAGE]
    return visit.show(
        "transactions.html",
        rows=[_row(visit, record, names) for record in shown],
        older=f"{_PATH}?after={shown[-1].id}" if len(found) > _PAGE else "",
        first=_PATH if before else "",
        may_import=anywhere(visit.actor, "transaction.import"),
    )


def _row(visit: Visit, record: ImportRecord, names: Mapping[str, str]) -> _Row:
    return _Row(
        id=record.id,
        name=record.name or visit.text(text_key("console.transactions.emptied")),
        state=visit.text(STATES[record.state]),
        tone=_TONES.get(record.state, "quiet"),
        frame=visit.text(FRAMES[record.frame]),
        unit=names.get(record.unit_id, record.unit_id),
        rows=record.rows,
        record=record,
    )


# -- handing in


async def new(visit: Visit) -> web.StreamResponse:
    """Show the form by which a file is handed in; after faults, filled in as it was before."""
    asked = visit.request.query.get("like", "")
    like = await visit.services.storage.imports.by_id(asked) if _ID.fullmatch(asked) else None
    if like is not None and visit.may("transaction.import", transaction_page.thing_of(like)):
        return await _form(visit, _fields_like(like), {})
    later = day_of(visit.now)
    purge_on = later.replace(year=later.year + 1, day=min(later.day, 28)).isoformat()
    fields = {"unit": "", "frame": "person", "legal_basis": "", "purge_on": purge_on}
    return await _form(visit, fields, {})


def _fields_like(record: ImportRecord) -> dict[str, str]:
    return {
        "unit": record.unit_id,
        "frame": record.frame,
        "legal_basis": record.legal_basis,
        "purge_on": record.purge_on or "",
    }


async def _form(
    visit: Visit, fields: Mapping[str, str], faults: Mapping[str, str]
) -> web.Response:
    return visit.show(
        "transaction_new.html",
        status=422 if faults else 200,
        units=await _units(visit),
        frames=[(frame, visit.text(key)) for frame, key in FRAMES.items()],
        fields=fields,
        faults={name: visit.text(key) for name, key in faults.items()},
        megabytes=MOST_BYTES // (1024 * 1024),
        basis_length=_BASIS_LENGTH,
        soonest=(day_of(visit.now) + timedelta(days=1)).isoformat(),
    )


async def _units(visit: Visit) -> Sequence[tuple[str, str]]:
    """Return the units whose lists may be handed in; the highest first, as a list mostly is the
    whole province's. Ended ones stand in columns of lists, and have none of their own any more.
    """
    reach = scope_of(visit.actor, "transaction.import").units
    known = await visit.services.storage.places.units()
    there = [unit for unit in known if unit.ended_day is None]
    mine = [unit for unit in there if reach is None or unit.id in reach]
    ids = {unit.id for unit in mine}
    tops = [unit for unit in mine if unit.parent_id not in ids]
    ordered = tops + [unit for unit in mine if unit not in tops]
    return [(unit.id, unit.name) for unit in ordered]


async def upload(visit: Visit) -> web.StreamResponse:
    """Keep a file that is handed in, look into it, and lead on to its page."""
    sent = await open_upload(visit.request, visit.csrf, MOST_BYTES)
    fields = {name: sent.form[name] for name in ("unit", "frame", "legal_basis", "purge_on")}
    if fields["unit"]:
        known = fields["unit"] in await transaction_page.unit_names(visit)
        thing = Thing(kind="transaction", unit_id=fields["unit"], exists=known)
        visit.must("transaction.import", thing)
    faults = _faults_of(fields, sent.name, day_of(visit.now))
    if faults:
        return await _form(visit, fields, faults)
    about = HandedIn(
        name=phones_hidden(sent.name),
        frame=_frame(fields["frame"]),
        unit_id=fields["unit"],
        legal_basis=clean(fields["legal_basis"]),
        purge_on=day_in(fields["purge_on"]) or None,
    )
    importer = Importer(visit.services.storage, By(visit.actor_name, visit.now))
    try:
        record = await importer.hand_in(about, sent.pieces)
    except FileRefusedError:
        raise Refusal(413, text_key("console.upload.too_large")) from None
    is_new = (record.at, record.by) == (visit.now, visit.actor_name)
    said = None if is_new else text_key("console.transactions.same_file")
    return visit.go(f"{_PATH}/{record.id}", said)


def _faults_of(fields: Mapping[str, str], name: str, today: date) -> dict[str, str]:
    purge_on, basis = day_in(fields["purge_on"]), clean(fields["legal_basis"])
    wrong = {
        "unit": (not fields["unit"], text_key("console.transactions.fault.unit")),
        "frame": (fields["frame"] not in FRAMES, text_key("console.transactions.fault.frame")),
        "legal_basis": (
            not _SHORTEST_BASIS <= len(basis) <= _BASIS_LENGTH,
            text_key("console.transactions.fault.basis"),
        ),
        "purge_on": (
            not purge_on or purge_on <= today.isoformat(),
            text_key("console.transactions.fault.purge"),
        ),
        "file": (not name, text_key("console.transactions.fault.file")),
    }
    return {field: key for field, (is_wrong, key) in wrong.items() if is_wrong}


def _frame(written: str) -> Frame:
    return "employer" if written == "employer" else "person"


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, transactions, "transaction.read"),
    Route("GET", _NEW, new, "transaction.import"),
    Route("POST", _NEW, upload, "transaction.import"),
    *transaction_page.ROUTES,
)
