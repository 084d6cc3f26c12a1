"""The list of responses within one's units: survey forms only.

What is told at the intake of a case belongs to the case: there scope, restriction and conflicts
of interest hold for it (domain §4.2), which a response knows nothing of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from aiohttp import web

from bot.console.response_filters import ChosenResponses, chosen_responses
from bot.console.response_view import begun
from bot.console.routes import Visit
from bot.i18n import FALLBACK
from bot.reports.wording import CHANNELS, COUNTING, RESPONSE_STATES, counting_of, key_of, said
from flows.definition import Form
from flows.desk.policy import anywhere, scope_of
from flows.rulebook import Rulebook
from flows.texts import text_key
from storage.base import PlaceRecord, ResponseRecord

__all__ = ["PATH", "is_survey", "places_by_id", "responses", "surveys"]

PATH: Final = "/console/responses"
_PAGE: Final = 50


class _Row(NamedTuple):
    """A response as the list shows it."""

    id: str
    code: str
    form: str
    state: str
    counting: str
    counted: bool
    set_aside: bool
    where: str
    channel: str
    begun: str


def surveys(rules: Rulebook) -> dict[str, Form]:
    """Return the newest version of each survey form, by name."""
    newest = {name: rules.form(name) for name in rules.names}
    return {name: form for name, form in newest.items() if form.kind == "survey"}


def is_survey(rules: Rulebook, record: ResponseRecord) -> bool:
    """Tell whether a response is one to a survey form; who reads cases reads the others there."""
    form = rules.forms.get((record.form, record.version))
    return form is not None and form.kind == "survey"


async def responses(visit: Visit) -> web.StreamResponse:
    """Show one page of the list, newest first."""
    storage, rules = visit.services.storage, visit.services.runner.turns.renderer.rules
    scope, chosen = (
        scope_of(visit.actor, "response.list"),
        chosen_responses(visit.request.query),
    )
    after = visit.request.query.get("after")
    wanted = msgspec.structs.replace(chosen.filter(), forms=tuple(surveys(rules)))
    page = await storage.response_desk.listed(scope, wanted, after=after, size=_PAGE)
    places = await places_by_id(visit)
    return visit.show(
        "responses.html",
        chosen=chosen,
        forms=[(name, _title(form, visit.language)) for name, form in surveys(rules).items()],
        states=[(state, visit.text(key)) for state, key in RESPONSE_STATES.items()],
        units=await _units(visit, scope.units),
        saved=await storage.saved_filters.of_list(visit.account.id, PATH),
        rows=[_row(visit, record, places) for record in page.rows if is_survey(rules, record)],
        older=f"{PATH}?{chosen.query(page.next)}" if page.next else "",
        first=f"{PATH}?{chosen.query()}" if after else "",
        empty=visit.text(_empty(chosen)),
        may_export=anywhere(visit.actor, "response.export"),
    )


def _empty(chosen: ChosenResponses) -> str:
    if chosen == ChosenResponses():
        return text_key("console.responses.empty")
    return text_key("console.responses.empty.filter")


async def places_by_id(visit: Visit) -> dict[str, PlaceRecord]:
    """Return the places of the installation."""
    return {place.id: place for place in await visit.services.storage.places.places()}


async def _units(visit: Visit, reach: frozenset[str] | None) -> Sequence[tuple[str, str]]:
    """Return the units that can be chosen, by name."""
    units = await visit.services.storage.places.units()
    mine = [(unit.id, unit.name) for unit in units if reach is None or unit.id in reach]
    return sorted(mine, key=lambda unit: unit[1])


def _row(visit: Visit, record: ResponseRecord, places: Mapping[str, PlaceRecord]) -> _Row:
    rules = visit.services.runner.turns.renderer.rules
    place, counting = places.get(record.place_id or ""), counting_of(record)
    return _Row(
        id=record.id,
        code=record.code or "",
        form=_title(rules.form(record.form, record.version), visit.language),
        state=visit.text(key_of(RESPONSE_STATES, record.state)),
        counting=visit.text(COUNTING[counting]),
        counted=counting == "counted",
        set_aside=record.set_aside,
        where=place.name if place else "",
        channel=said(visit.text, CHANNELS, record.channel),
        begun=begun(visit, record),
    )


def _title(form: Form, language: str) -> str:
    return form.title.get(language) or form.title[FALLBACK]
