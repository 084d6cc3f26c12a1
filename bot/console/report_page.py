"""The page of one report: what it says, what is missing, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.report_figures import stands_on
from bot.console.report_found import ONE, named_period, path_of, press_of, record_of, report_thing
from bot.console.routes import Route, Visit
from bot.reporting import Contents, Verified, blocks_of, contents_of, verified
from bot.reporting.acts import LONGEST_REASON
from bot.reporting.words import (
    FIELD_NAMES,
    FINDINGS,
    STATES,
    TONES,
    block_sentence,
    file_stem,
)
from bot.reports.satisfaction.document import SECTION_TITLES
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.report_records import DOCUMENTS, DocumentKind, DocumentRecord, ReportRecord
from survey.report_checks import SECTIONED, Block
from survey.report_edits import own_id
from survey.report_life import SHORTEST_REASON, may_judge
from survey.report_parts import Letterhead, Section

__all__ = ["ROUTES", "show_report"]

_CHANGEABLE: Final = frozenset({"draft", "awaiting", "approved"})
_TYPES: Final[dict[DocumentKind, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_GETS: Final[dict[DocumentKind, str]] = {
    "docx": text_key("console.report.get.docx"),
    "pdf": text_key("console.report.get.pdf"),
    "xlsx": text_key("console.report.get.xlsx"),
}


class _Missing(NamedTuple):
    """What has to be mended, in words, and where."""

    text: str
    href: str


class _Part(NamedTuple):
    """A section as the page shows it; `own`: the paragraph that people may add to it."""

    title: str
    section: Section
    own: str


async def page(visit: Visit) -> web.StreamResponse:
    """Show one report."""
    return await show_report(visit, await record_of(visit, "report.read"))


async def show_report(
    visit: Visit, record: ReportRecord, fault: str = "", found: Sequence[Verified] = ()
) -> web.Response:
    """Return the page. `fault`: the text key of why an act was not done; `found`: what came of
    making the documents again.
    """
    contents = await contents_of(visit.services.storage, record)
    thing = report_thing(record.unit_id)
    return visit.show(
        "report.html",
        status=422 if fault else 200,
        record=record,
        path=path_of(record),
        period=named_period(visit, record.period),
        days=(
            date.fromisoformat(record.period.from_day),
            date.fromisoformat(record.period.to_day),
        ),
        contents=contents,
        sections=_sections(visit, contents),
        stands_on=partial(stands_on, visit, record, contents.edition),
        months=stands_on(visit, record, contents.edition, ("trend",)),
        letterhead=_letterhead(visit, record.letterhead),
        missing=await _missing(visit, contents),
        documents=[(kind, visit.text(_GETS[kind])) for kind in DOCUMENTS],
        verified=[(one, visit.text(FINDINGS[one.finding])) for one in found],
        may_change=visit.may("report.change", thing),
        may_approve=visit.may("report.approve", thing),
        is_own=not may_judge(record.life, visit.actor_name, contents.writers),
        can_change=record.life.state in _CHANGEABLE,
        reason_lengths=(SHORTEST_REASON, LONGEST_REASON),
        fault=visit.text(fault) if fault else "",
        **await _of_life(visit, contents),
    )


async def _of_life(visit: Visit, contents: Contents) -> dict[str, object]:
    """Return where the report stands, and who brought it there."""
    life = contents.record.life
    actors = {life.made_by, life.changed_by, life.approved_by, life.returned_by, life.issued_by,
              life.withdrawn_by, *contents.writers}  # fmt: skip
    return {
        "state": visit.text(STATES[life.state]),
        "tone": TONES.get(life.state, "quiet"),
        "who": {actor: await visit.name_of(actor) for actor in actors if actor},
        "edited": {one.paragraph: one for one in contents.edits},
    }


def _sections(visit: Visit, contents: Contents) -> list[_Part]:
    return [
        _Part(visit.text(SECTION_TITLES[one.name]), one, own_id(one.name))
        for one in contents.report.sections
    ]


def _letterhead(visit: Visit, letterhead: Letterhead) -> list[tuple[str, str]]:
    """Return what each field is called, and what stands in it."""
    return [
        (visit.text(key), _written(visit, letterhead, name)) for name, key in FIELD_NAMES.items()
    ]


def _written(visit: Visit, letterhead: Letterhead, name: str) -> str:
    value = getattr(letterhead, name)
    if name == "day" and value:
        return visit.services.texts.date(visit.language, date.fromisoformat(value))
    return value if isinstance(value, str) else "; ".join(value)


async def _missing(visit: Visit, contents: Contents) -> list[_Missing]:
    """Return what keeps it from being issued; nothing once it was."""
    if contents.record.life.state not in _CHANGEABLE:
        return []
    found = await blocks_of(visit.services.storage, contents, visit.now)
    return [_said(visit, contents.record, one) for one in found]


def _said(visit: Visit, record: ReportRecord, block: Block) -> _Missing:
    titles = {str(name): key for name, key in SECTION_TITLES.items()}
    section = visit.text(titles[block.about]) if block.place in SECTIONED else ""
    return _Missing(block_sentence(visit.text, block, section), _place_of(record, block))


def _place_of(record: ReportRecord, block: Block) -> str:
    """Return where something is mended; "" where it is no page's matter."""
    if block.place in ("field", "signer", "day"):
        return f"{path_of(record)}/letterhead"
    if block.place in ("table_flags", "table_draft"):
        return f"/console/counts/tables/{block.about}"
    return f"#{block.about}" if block.place in SECTIONED else ""


# -- documents


async def document(visit: Visit) -> web.StreamResponse:
    """Give a document: as it was issued, or a draft as it would be now."""
    record = await record_of(visit, "report.read")
    asked = visit.request.query.get("as", "")
    kind: DocumentKind = next((one for one in DOCUMENTS if one == asked), "pdf")
    found = await visit.services.storage.reports.document(record.id, kind)
    if found is None:
        contents = await contents_of(visit.services.storage, record)
        [found] = await press_of(visit).documents(contents.printed, (kind,))
    await _note_reading(visit, record, found)
    stem = file_stem(visit.text(text_key("console.report.file")), record)
    disposition = f'attachment; filename="{stem}.{kind}"'
    headers = {"Content-Type": _TYPES[kind], "Content-Disposition": disposition}
    return web.Response(body=found.data, headers=headers)


async def _note_reading(visit: Visit, record: ReportRecord, found: DocumentRecord) -> None:
    storage, unit = visit.services.storage, UnitOfWork()
    detail = {"format": found.kind, "sha256": found.sha256, "state": record.life.state}
    storage.audit.note(
        unit, at=visit.now, actor=visit.actor_name, action="report.exported", target=record.id,
        detail=detail,
    )  # fmt: skip
    await storage.commit(unit)


async def verify(visit: Visit) -> web.StreamResponse:
    """Make the documents of an issued report again and say whether they are the same."""
    await visit.form()
    record = await record_of(visit, "report.read")
    if record.number is None:
        return await show_report(visit, record, text_key("console.report.refused.wrong_state"))
    found = await verified(visit.services.storage, press_of(visit), record)
    storage, unit = visit.services.storage, UnitOfWork()
    faults = {str(one.kind): str(one.finding) for one in found if one.finding != "same"}
    storage.audit.note(
        unit, at=visit.now, actor=visit.actor_name, action="report.verified", target=record.id,
        detail=faults,
    )  # fmt: skip
    await storage.commit(unit)
    return await show_report(visit, record, found=found)


ROUTES: tuple[Route, ...] = (
    Route("GET", ONE, page, "report.read"),
    Route("GET", f"{ONE}/file", document, "report.read"),
    Route("POST", f"{ONE}/verify", verify, "report.read"),
)
