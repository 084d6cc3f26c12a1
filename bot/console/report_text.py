"""Editing a report: its paragraphs one by one, and its letterhead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.console.day_spans import day_in
from bot.console.forms import Form
from bot.console.report_figures import stands_on
from bot.console.report_found import ONE, desk_of, must_be_seen, path_of, record_of, report_thing
from bot.console.report_page import show_report
from bot.console.routes import Route, Visit
from bot.desk import NotHereError
from bot.reporting import Contents, contents_of
from bot.reporting.words import FIELD_NAMES, REFUSALS
from bot.reports.satisfaction.document import SECTION_TITLES
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.report_checks import FIELDS
from survey.report_edits import LONGEST_PARAGRAPH, own_id
from survey.report_life import ReportRefusedError
from survey.report_parts import Paragraph, SectionName

__all__ = ["ROUTES"]

_LISTS: Final = frozenset({"addressed_to", "bases", "recipients"})
"""Fields of a letterhead with a line for each of their parts."""
_LONGEST_LINE: Final = 300  # characters
_MOST_LINES: Final = 30


class _Line(NamedTuple):
    """An edit as the page shows it."""

    who: str
    at: int
    text: str | None


# -- paragraphs


class _Asked(NamedTuple):
    """The paragraph that an address names."""

    section: SectionName
    written: Paragraph
    """As the rules wrote it; empty for the one that people may add."""
    standing: str


def _asked(contents: Contents, name: str) -> _Asked:
    """Return a paragraph by its id.

    Raises:
        NotHereError: the report has no such one.

    """
    now = {one.id: one.text for part in contents.report.sections for one in part.paragraphs}
    for part in contents.written.sections:
        own = Paragraph(id=own_id(part.name), text="")
        for one in (*part.paragraphs, own):
            if one.id == name:
                return _Asked(part.name, one, now.get(name, ""))
    # What somebody wrote in the place of a paragraph that the rules write no more.
    for part in contents.report.sections:
        for one in part.paragraphs:
            if one.id == name:
                return _Asked(part.name, replace(one, text="", figures=()), one.text)
    raise NotHereError


async def paragraph(visit: Visit) -> web.StreamResponse:
    """Show a paragraph to be edited, with all that was ever written in its place."""
    record = await record_of(visit, "report.change")
    contents = await contents_of(visit.services.storage, record)
    asked = _asked(contents, visit.request.query.get("p", _first(contents)))
    return visit.show(
        "report_text.html",
        record=record,
        path=path_of(record),
        title=visit.text(SECTION_TITLES[asked.section]),
        asked=asked,
        stands_on=stands_on(visit, record, contents.edition, asked.written.figures),
        is_own=not asked.written.text,
        is_stale=asked.written.id in contents.stale,
        longest=LONGEST_PARAGRAPH,
        history=[
            _Line(await visit.name_of(one.by), one.at, one.text)
            for one in reversed(contents.edits)
            if one.paragraph == asked.written.id
        ],
    )


def _first(contents: Contents) -> str:
    """Return the paragraph that is meant where an address names none: the first one."""
    return next(
        (one.id for part in contents.written.sections for one in part.paragraphs),
        own_id(contents.written.sections[0].name),
    )


async def edit(visit: Visit) -> web.StreamResponse:
    """Keep what somebody wrote in the place of a paragraph, or go back to the rules' text."""
    form, record = await visit.form(), await record_of(visit, "report.change")
    must_be_seen(record, form)
    contents = await contents_of(visit.services.storage, record)
    asked = _asked(contents, form["p"] or _first(contents))
    text = None if form["way"] == "rules" else "" if form["way"] == "out" else form["text"]
    try:
        await desk_of(visit).edit(record, asked.written.id, text)
    except ReportRefusedError as refused:
        return await show_report(visit, record, REFUSALS[refused.refusal])
    key = (
        text_key("console.report.text_back")
        if text is None
        else text_key("console.report.text_kept")
    )
    return visit.go(f"{path_of(record)}#{asked.section}", key)


# -- letterhead


async def letterhead(visit: Visit) -> web.StreamResponse:
    """Show the letterhead to be filled in."""
    record = await record_of(visit, "report.change")
    return visit.show(
        "report_letterhead.html",
        record=record,
        path=path_of(record),
        fields=[_Field.of(visit, record, name) for name in FIELD_NAMES],
        may_begin=await _may_begin(visit, record),
        register=str(desk_of(visit).register_of(record)),
    )


async def _may_begin(visit: Visit, record: ReportRecord) -> bool:
    """Tell whether this person may say at which number the report's register begins."""
    year = desk_of(visit).register_of(record)
    last = await visit.services.storage.reports.last_number(record.series, year)
    return last == 0 and visit.may("report.approve", report_thing(record.unit_id))


class _Field(NamedTuple):
    """A field of the letterhead as the page shows it."""

    name: str
    label: str
    value: str
    kind: str
    required: bool

    @classmethod
    def of(cls, visit: Visit, record: ReportRecord, name: str) -> _Field:
        value = getattr(record.letterhead, name)
        is_list = name in _LISTS
        kind = "textarea" if is_list else "date" if name == "day" else "text"
        shown = "\n".join(value) if is_list else value
        return cls(name, visit.text(FIELD_NAMES[name]), shown, kind, name in FIELDS)


async def put_letterhead(visit: Visit) -> web.StreamResponse:
    """Keep the letterhead, for the unit's next reports as well where that is wished."""
    form, record = await visit.form(), await record_of(visit, "report.change")
    must_be_seen(record, form)
    wanted = replace(record.letterhead, **dict(_filled(form)))
    try:
        await desk_of(visit).put_letterhead(record, wanted, keep=form["keep"] == "yes")
    except ReportRefusedError as refused:
        return await show_report(visit, record, REFUSALS[refused.refusal])
    return visit.go(path_of(record), text_key("console.report.letterhead_kept"))


def _filled(form: Form) -> Iterator[tuple[str, object]]:
    for name in FIELD_NAMES:
        text = form[name]
        if name in _LISTS:
            lines = (line.strip()[:_LONGEST_LINE] for line in text.splitlines()[:_MOST_LINES])
            yield name, tuple(line for line in lines if line)
        else:
            yield name, day_in(text) if name == "day" else text[:_LONGEST_LINE]


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/text", paragraph, "report.change"),
    Route("POST", f"{ONE}/text", edit, "report.change"),
    Route("GET", f"{ONE}/letterhead", letterhead, "report.change"),
    Route("POST", f"{ONE}/letterhead", put_letterhead, "report.change"),
)
