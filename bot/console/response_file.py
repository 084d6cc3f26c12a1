"""The chosen responses as a file: of one form, telephone numbers masked, written down first."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.giving import TooManyRefusal, give, order_of
from bot.console.response_filters import chosen_responses
from bot.console.responses import is_survey, places_by_id, surveys
from bot.console.routes import Visit
from bot.reports.response_export import Filled, ResponseTable
from bot.web.pages import Refusal
from flows.desk.policy import scope_of
from flows.texts import text_key
from storage.base import ResponseRecord
from storage.desk_records import ResponseFilter

__all__ = ["export"]

_MOST: Final = 5_000
"""Responses of one file; who needs more narrows the choice, or uses the `export` command."""
_PAGE: Final = 200


async def export(visit: Visit) -> web.StreamResponse:
    """Give the chosen responses of one form as a file, with every revision and the codebook."""
    form = await visit.form()
    order = order_of(form)
    rules = visit.services.runner.turns.renderer.rules
    chosen = chosen_responses(dict(parse_qsl(form["query"])))
    if chosen.form not in surveys(rules):
        raise Refusal(422, text_key("console.responses.one_form"))
    filled = [await _filled(visit, record) for record in await _chosen(visit, chosen.filter())]
    versions = [rules.forms[key] for key in sorted(rules.forms) if key[0] == chosen.form]
    texts = visit.services.texts
    table = ResponseTable(versions, await places_by_id(visit), texts, visit.language)
    noted = {"rows": str(len(filled)), "form": chosen.form}
    stem = visit.text(text_key("console.responses.export_file"))
    return await give(
        visit, order, table.sheets(filled), "response.export", noted, f"{stem}-{chosen.form}"
    )


async def _chosen(visit: Visit, chosen: ResponseFilter) -> list[ResponseRecord]:
    """Return the chosen responses.

    Raises:
        TooManyRefusal: there are more than one file holds.

    """
    desk, rules = visit.services.storage.response_desk, visit.services.runner.turns.renderer.rules
    scope, after = scope_of(visit.actor, "response.export"), None
    found: list[ResponseRecord] = []
    while True:
        page = await desk.listed(scope, chosen, after=after, size=_PAGE)
        found += [record for record in page.rows if is_survey(rules, record)]
        after = page.next
        if len(found) > _MOST:
            raise TooManyRefusal
        if after is None:
            return found


async def _filled(visit: Visit, record: ResponseRecord) -> Filled:
    return Filled(record, await visit.services.storage.answers.history(record.id))
