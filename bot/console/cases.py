"""The queue of cases: what is due first, what can be looked for, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiohttp import web

from bot.console.case_due import Due, due_of
from bot.console.case_filters import EVERY, STATES, Chosen, Trail, chosen_of
from bot.console.case_loading import account_names, told_in, unit_names
from bot.console.counters import Figure, figure_of
from bot.console.routes import Visit
from bot.i18n import day_of
from bot.reports.wording import CASE_KINDS, CASE_STATES, CATEGORIES, SEVERITIES, key_of
from flows.desk.policy import Scope, anywhere, scope_of
from flows.identifiers import normalise_code
from flows.texts import text_key
from storage.desk_records import CaseCounts, CaseRow

__all__ = ["cases_href", "queue"]

_PATH = "/console/cases"
_PAGE = 30
"""Cases on a page: two or three screens of a desk, ten of a phone."""


class _View(NamedTuple):
    """One of the plain views above the queue, with how many cases it holds."""

    name: str
    label: str
    query: str
    cases: Figure
    chosen: bool


class _Row(NamedTuple):
    """A case as the queue shows it: no word of its person's."""

    code: str
    category: str
    kind: str
    state: str
    severity: int
    restricted: bool
    due: Due
    due_day: str
    unit: str
    officer: str
    came: str


class _Select(NamedTuple):
    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


async def queue(visit: Visit) -> web.StreamResponse:
    """Show one page of the queue; a whole code that is searched for leads to its case."""
    scope = scope_of(visit.actor, "case.list")
    units = await unit_names(visit)
    chosen = _chosen(visit, units)
    cases = visit.services.storage.cases
    if (code := normalise_code(chosen.q)) and await cases.by_code(scope, code):
        return visit.go(f"{_PATH}/{code}")
    trail = Trail(tuple(visit.request.query.getall("after", [])))
    wanted = chosen.filter(visit.now, await told_in(visit, chosen))
    page = await cases.queue(scope, wanted, after=trail.after, size=_PAGE)
    counts = await cases.counts(scope, visit.now)
    return visit.show(
        "cases.html",
        chosen=chosen,
        told=units.get(chosen.told, ""),
        views=_views(visit, chosen, counts),
        selects=_selects(visit, chosen, _within(scope, units)),
        chosen_count=_hidden_choices(chosen),
        more_open=bool(_hidden_choices(chosen)),
        saved=await visit.services.storage.saved_filters.of_list(visit.account.id, _PATH),
        rows=await _rows(visit, page.rows, units),
        here=_address(trail.query(chosen)),
        older=_address(trail.older(page.next).query(chosen)) if page.next else "",
        newer=_address(trail.newer().query(chosen)) if trail.marks else "",
        empty=visit.text(_empty(chosen)),
        hidden_count=_unseen(scope, counts),
        may_export=anywhere(visit.actor, "case.export"),
    )


def _chosen(visit: Visit, units: Mapping[str, str]) -> Chosen:
    chosen = chosen_of(visit.request.query)
    unknown = {name: "" for name in ("unit", "told") if getattr(chosen, name) not in units}
    return chosen.but(**unknown)


def _within(scope: Scope, units: Mapping[str, str]) -> dict[str, str]:
    """Return the units whose cases may stand in this queue."""
    known = (
        None if scope.units is None or scope.own_units is None else scope.units | scope.own_units
    )
    return {unit: name for unit, name in units.items() if known is None or unit in known}


def cases_href(chosen: Chosen) -> str:
    """Return where a part of the queue is."""
    return _address(chosen.query())


def _address(query: str) -> str:
    return f"{_PATH}?{query}" if query else _PATH


# -- what it consists of


def _views(visit: Visit, chosen: Chosen, counts: CaseCounts) -> list[_View]:
    found = (
        ("open", text_key("console.cases.view.open"), Chosen(), counts.open),
        ("mine", text_key("console.cases.view.mine"), Chosen(whose="mine"), counts.mine),
        ("unowned", text_key("console.cases.view.nobody"), Chosen(whose="nobody"), counts.unowned),
        ("soon", text_key("console.cases.view.soon"), Chosen(soon=True), counts.soon),
        ("late", text_key("console.cases.view.late"), Chosen(late=True), counts.late),
    )
    plain = chosen.but(order="due")
    return [
        _View(name, visit.text(key), view.query(), figure_of(count), chosen=plain == view)
        for name, key, view, count in found
    ]


class _List(NamedTuple):
    """A list to choose from: what it is called, what nothing chosen means, value → text key."""

    label: str
    plain: str
    options: Mapping[str, str]


_LISTS: Mapping[str, _List] = {
    "state": _List(
        text_key("console.cases.filter.state"),
        text_key("console.cases.state.open"),
        {EVERY: text_key("console.cases.state.every")}
        | {state: CASE_STATES[state] for state in STATES},
    ),
    "category": _List(
        text_key("console.cases.filter.category"), text_key("console.cases.any"), CATEGORIES
    ),
    "severity": _List(
        text_key("console.cases.filter.severity"),
        text_key("console.cases.any"),
        {level: SEVERITIES[level] for level in ("2", "3", "4")},
    ),
    "whose": _List(
        text_key("console.cases.filter.whose"),
        text_key("console.cases.whose.all"),
        {
            "mine": text_key("console.cases.view.mine"),
            "nobody": text_key("console.cases.view.nobody"),
        },
    ),
    "order": _List(
        text_key("console.cases.filter.order"),
        text_key("console.cases.order.due"),
        {"newest": text_key("console.cases.order.newest")},
    ),
}


def _selects(visit: Visit, chosen: Chosen, units: Mapping[str, str]) -> list[_Select]:
    """Return the lists to choose from; that of units only where there is a choice."""
    found = [
        _select(visit, chosen, name, one, [(v, visit.text(key)) for v, key in one.options.items()])
        for name, one in _LISTS.items()
    ]
    if len(units) > 1:
        found.insert(-1, _select(visit, chosen, "unit", _UNITS, list(units.items())))
    return found


_UNITS = _List(text_key("console.cases.filter.unit"), text_key("console.cases.any"), {})


def _select(
    visit: Visit, chosen: Chosen, name: str, one: _List, options: list[tuple[str, str]]
) -> _Select:
    now = str(getattr(chosen, name) or "")
    return _Select(name, visit.text(one.label), [("", visit.text(one.plain)), *options], now)


def _hidden_choices(chosen: Chosen) -> int:
    """Return how many choices stand in the folded part: it opens where there are any."""
    hidden = (chosen.state, chosen.category, chosen.severity, chosen.unit, chosen.since,
              chosen.until, chosen.told)  # fmt: skip
    return sum(bool(one) for one in (*hidden, chosen.order != "due"))


async def _rows(visit: Visit, rows: Sequence[CaseRow], units: Mapping[str, str]) -> list[_Row]:
    officers = await account_names(visit, (row.officer_id for row in rows))
    return [_row(visit, row, units, officers) for row in rows]


def _row(
    visit: Visit, row: CaseRow, units: Mapping[str, str], officers: Mapping[str, str]
) -> _Row:
    texts, language = visit.services.texts, visit.language
    calendar = visit.services.runner.turns.renderer.rules.calendar
    due = due_of(row.state, row.due_at, visit.now, calendar)
    shown = row.due_at if due.tone != "none" else None
    return _Row(
        code=row.code,
        category=visit.text(key_of(CATEGORIES, row.category)),
        kind=visit.text(key_of(CASE_KINDS, row.kind)),
        state=visit.text(key_of(CASE_STATES, row.state)),
        severity=row.severity,
        restricted=row.restricted,
        due=due,
        due_day=texts.date(language, day_of(shown)) if shown else "",
        unit=units.get(row.unit_id or row.owner_unit_id or "", ""),
        officer=officers.get(row.officer_id or "", ""),
        came=texts.date(language, day_of(row.created_at)),
    )


def _unseen(scope: Scope, counts: CaseCounts) -> Figure:
    """Return how many restricted cases there are for who may only know that (domain §4.2)."""
    return figure_of(counts.restricted) if scope.restricted_units == frozenset() else 0


def _empty(chosen: Chosen) -> str:
    """Return what an empty list says: what is good news is said as good news."""
    if chosen.q:
        return text_key("console.cases.empty.search")
    for view, key in _EMPTY.items():
        if chosen.but(order="due") == view:
            return key
    return text_key("console.cases.empty.filter")


_EMPTY = {
    Chosen(): text_key("console.cases.empty.all"),
    Chosen(whose="mine"): text_key("console.cases.empty.mine"),
    Chosen(whose="nobody"): text_key("console.cases.empty.nobody"),
    Chosen(late=True): text_key("console.cases.empty.late"),
    Chosen(soon=True): text_key("console.cases.empty.soon"),
    Chosen(state="waiting"): text_key("console.cases.empty.waiting"),
    Chosen(state="closed"): text_key("console.cases.empty.closed"),
}
