"""What is done to tables of counts from elsewhere: take in, note, approve, take back."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.count_table_page import ONE, PATH, found_table, show_table, table_thing
from bot.console.day_spans import day_in
from bot.console.forms import Form
from bot.console.giving import SHORTEST_REASON
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from bot.console.uploads import Upload, read_upload
from bot.count_tables import (
    Given,
    approve,
    flag_name,
    note_table,
    restore,
    reviewed,
    take_in_table,
    withdraw,
)
from bot.counting import Period
from bot.imports.refusals import REFUSALS
from bot.imports.sheets import MOST_BYTES, sheet_of
from bot.imports.talk import Refused
from bot.reports.count_words import PROBLEMS, problem_params
from bot.units import known_units
from flows.desk.policy import scope_of
from flows.texts import text_key
from storage.counting_records import CountTable
from survey.count_layout import LayoutError
from survey.unit_tree import UnitTree

__all__ = ["ROUTES"]

_NEW: Final = f"{PATH}/new"
_LONGEST_TITLE: Final = 120  # characters


class _Wish(NamedTuple):
    """What somebody says about a file; days are ISO, or empty."""

    title: str = ""
    first: str = ""
    last: str = ""
    unit: str = ""

    @classmethod
    def of(cls, form: Form) -> _Wish:
        return cls(form["title"], day_in(form["from"]), day_in(form["to"]), form["unit"])

    @property
    def fault(self) -> str:
        """Return the text key of what is missing or wrong; "" where nothing is."""
        if not 1 <= len(self.title) <= _LONGEST_TITLE:
            return text_key("console.counts.fault.title")
        if not self.first or not self.last:
            return text_key("console.counts.fault.days")
        if self.last < self.first:
            return text_key("console.counts.fault.backwards")
        return ""

    @property
    def period(self) -> Period:
        return Period(date.fromisoformat(self.first), date.fromisoformat(self.last))


# -- take in


async def new(visit: Visit) -> web.StreamResponse:
    """Ask for a file, and what it is."""
    return await _ask(visit, _Wish(), "")


async def _ask(visit: Visit, wish: _Wish, fault: str) -> web.Response:
    tree = (await known_units(visit.services.storage, visit.now)).tree
    return visit.show(
        "count_new.html",
        status=422 if fault else 200,
        wish=wish,
        fault=fault,
        units=_units(visit, tree),
        needs_unit=scope_of(visit.actor, "count.change").units is not None,
    )


def _units(visit: Visit, tree: UnitTree) -> list[tuple[str, str]]:
    """Return the units, by name, whose tables this person may take in; ended ones too."""
    reach = scope_of(visit.actor, "count.change").units
    known = (unit for unit in tree.units.values() if reach is None or unit.id in reach)
    return sorted(((unit.id, unit.states[-1].name) for unit in known), key=lambda one: one[1])


async def take_in(visit: Visit) -> web.StreamResponse:
    """Take in a table; what does not add up is shown on its page."""
    upload = await read_upload(visit.request, visit.csrf, MOST_BYTES)
    wish = _Wish.of(upload.form)
    if wish.unit:
        visit.must("count.change", table_thing(wish.unit))
    if fault := wish.fault or _fault_of(visit, wish, upload):
        return await _ask(visit, wish, visit.text(fault))
    rows = await sheet_of(upload.content)
    if isinstance(rows, Refused):
        return await _ask(visit, wish, visit.text(REFUSALS[rows.code], **rows.params))
    try:
        return await _stored(visit, wish, upload, rows.rows)
    except LayoutError as error:
        params = problem_params(visit.text, error)
        return await _ask(visit, wish, visit.text(PROBLEMS[error.problem], **params))


def _fault_of(visit: Visit, wish: _Wish, upload: Upload) -> str:
    """Return the text key of what is missing beside the days and the title; "" for nothing."""
    if not wish.unit and not visit.may("count.change", table_thing(None)):
        return text_key("console.counts.fault.unit")
    return "" if upload.content else text_key("console.counts.fault.file")


async def _stored(
    visit: Visit, wish: _Wish, upload: Upload, rows: list[list[str]]
) -> web.StreamResponse:
    storage = visit.services.storage
    given = Given(
        title=wish.title,
        source=upload.name,
        content=upload.content,
        period=wish.period,
        unit_id=wish.unit or None,
        actor=visit.actor_name,
        at=visit.now,
    )
    tree = (await known_units(storage, visit.now)).tree
    table = await take_in_table(storage, given, rows, tree)
    if table is None:
        return await _ask(visit, wish, visit.text(text_key("console.counts.known")))
    return visit.go(
        f"{PATH}/{table.id}",
        text_key("console.counts.taken_in"),
        undo=_undo(table, "withdraw"),
        title=table.title,
    )


def _undo(table: CountTable, act: str) -> Undo:
    return Undo(f"{PATH}/{table.id}/{act}", {}, text_key("console.undo"))


# -- note, approve, take back


async def note(visit: Visit) -> web.StreamResponse:
    """Write what one of the flags is about."""
    form, found = await visit.form(), await found_table(visit, "count.change")
    storage = visit.services.storage
    seen = await reviewed(storage, found, visit.now)
    if form["flag"] not in {flag_name(flag) for flag in seen.review.flags}:
        return await show_table(visit, found, text_key("console.counts.fault.gone"))
    if len(form["note"]) < SHORTEST_REASON:
        return await show_table(visit, found, text_key("console.counts.fault.note"))
    await note_table(storage, found, form["flag"], form["note"], visit.actor_name, visit.now)
    return visit.go(f"{PATH}/{found.id}", text_key("console.counts.noted"))


async def approve_it(visit: Visit) -> web.StreamResponse:
    """Approve a table in which everything odd is noted on."""
    await visit.form()
    found = await found_table(visit, "count.change")
    seen = await reviewed(visit.services.storage, found, visit.now)
    if found.state != "draft" or seen.open_flags:
        return await show_table(visit, found, text_key("console.counts.fault.not_yet"))
    await approve(visit.services.storage, seen, visit.actor_name, visit.now)
    return visit.go(
        f"{PATH}/{found.id}",
        text_key("console.counts.approved"),
        undo=_undo(found, "restore"),
        title=found.title,
    )


async def withdraw_it(visit: Visit) -> web.StreamResponse:
    """Take a table back; it can still be looked at."""
    await visit.form()
    found = await found_table(visit, "count.change")
    if found.state != "withdrawn":
        await withdraw(visit.services.storage, found, visit.actor_name, visit.now)
    return visit.go(
        f"{PATH}/{found.id}",
        text_key("console.counts.withdrawn"),
        undo=_undo(found, "restore"),
        title=found.title,
    )


async def restore_it(visit: Visit) -> web.StreamResponse:
    """Let a table be a draft again."""
    await visit.form()
    found = await found_table(visit, "count.change")
    if found.state != "draft":
        await restore(visit.services.storage, found, visit.actor_name, visit.now)
    return visit.go(f"{PATH}/{found.id}", text_key("console.counts.restored"), title=found.title)


ROUTES: tuple[Route, ...] = (
    Route("GET", _NEW, new, "count.change"),
    Route("POST", _NEW, take_in, "count.change"),
    Route("POST", f"{ONE}/note", note, "count.change"),
    Route("POST", f"{ONE}/approve", approve_it, "count.change"),
    Route("POST", f"{ONE}/withdraw", withdraw_it, "count.change"),
    Route("POST", f"{ONE}/restore", restore_it, "count.change"),
)
