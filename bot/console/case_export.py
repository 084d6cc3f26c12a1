"""The queue as a file: what is chosen now, names hidden, written down before it is given."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.case_filters import chosen_of
from bot.console.case_loading import told_in, unit_names
from bot.console.giving import give, order_of
from bot.console.routes import Visit
from bot.reports.complaint_export import CaseTable, LoggedCase
from bot.web.pages import Refusal
from flows.desk.policy import Scope, scope_of
from flows.texts import text_key
from storage.desk_records import CaseFilter

__all__ = ["export"]

_MOST: Final = 5_000
"""Cases of one file; who needs more narrows the choice, or uses the `export` command."""
_PAGE: Final = 200


async def export(visit: Visit) -> web.StreamResponse:
    """Give the chosen cases as a file, once it is written down who took it, and why (I21)."""
    form = await visit.form()
    order = order_of(form)
    chosen = chosen_of(dict(parse_qsl(form["query"])))
    wanted = chosen.filter(visit.now, await told_in(visit, chosen))
    cases = await _cases(visit, scope_of(visit.actor, "case.export"), wanted)
    sheets = (await _table(visit)).sheets(cases)
    name = visit.text(text_key("console.cases.export_file"))
    return await give(visit, order, sheets, "case.export", {"rows": str(len(cases))}, name)


async def _cases(visit: Visit, scope: Scope, chosen: CaseFilter) -> list[LoggedCase]:
    """Return the chosen cases.

    Raises:
        Refusal: there are more than one file holds; part of them would pass for all.

    """
    storage, after = visit.services.storage, None
    found: list[LoggedCase] = []
    while True:
        page = await storage.cases.queue(scope, chosen, after=after, size=_PAGE)
        for row in page.rows:
            record = await storage.cases.by_code(scope, row.code)
            if record is not None:
                found.append(LoggedCase(record, await storage.complaints.history(record.id)))
        after = page.next
        if after is None:
            return found
        if len(found) >= _MOST:
            raise Refusal(422, text_key("console.cases.too_many"))


async def _table(visit: Visit) -> CaseTable:
    places = await visit.services.storage.places.places()
    return CaseTable(
        {place.id: place for place in places},
        await unit_names(visit),
        visit.services.texts,
        visit.now,
        language=visit.language,
    )
