"""`report`: reports of satisfaction made, approved, issued, written to files and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import DAY, today
from bot.commands._in_name import AS, in_name_of
from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
    TextOption,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from bot.reporting import Press, ReportDesk
    from flows.desk.policy import Action
    from storage.report_records import DocumentKind, DocumentRecord, ReportRecord
    from survey.editions import Period, Scope

__all__ = ["report"]

_ID = click.argument("report_id", metavar="ID")
_DOCUMENTS = ("docx", "pdf", "xlsx")


@click.group(cls=TextGroup, help=text_key("cli.report.help"))
def report() -> None:
    """Make, show, approve, issue and check reports."""


async def _report_of(desk: Desk, report_id: str) -> ReportRecord:
    """Return a report; end the command with a sentence where there is none."""
    found = await desk.storage.reports.by_id(None, report_id)
    return found or refuse(text_key("cli.report.unknown"), id=report_id)


def _press(desk: Desk) -> Press:
    from bot.reporting import Press

    return Press(desk.texts)


async def _acting(desk: Desk, login: str, action: Action, unit_id: str | None) -> ReportDesk:
    """Return what somebody does to reports of a unit now, as far as they may at the desk."""
    from bot.figures import Figures
    from bot.reporting import ReportDesk
    from flows.desk.policy import Thing

    by = await in_name_of(desk, login, action, Thing(kind="report", unit_id=unit_id))
    figures = Figures(desk.storage, desk.forms.forms, desk.settings.valid, desk.texts)
    return ReportDesk(desk.storage, figures, _press(desk), by)


# -- look at


@report.command("list", cls=TextCommand, help=text_key("cli.report.list.help"))
@click.option("--year", type=click.IntRange(2000, 9000), cls=TextOption,
              help=text_key("cli.report.year"))  # fmt: skip
def list_reports(year: int | None) -> None:
    """List them, the newest first."""
    run(_list(year))


async def _list(year: int | None) -> None:
    async with open_desk() as desk:
        found = await desk.storage.reports.listed(None, year)
        if not found:
            say(text_key("cli.report.none"), err=True)
        for one in found:
            click.echo(_line(one))


def _line(record: ReportRecord) -> str:
    from bot.reporting.words import STATES

    days = f"{record.period.from_day} – {record.period.to_day}"
    number = "–" if record.number is None else f"{record.number:02}/{record.year}"
    state = text(STATES[record.life.state])
    return f"{record.id}\t{state}\t{number}\t{days}\t{record.scope.unit_name}"


@report.command("show", cls=TextCommand, help=text_key("cli.report.show.help"))
@_ID
def show_report(report_id: str) -> None:
    """Print the text of one, and what keeps it from being issued."""
    run(_show(report_id))


async def _show(report_id: str) -> None:
    from bot.reporting import contents_of
    from bot.reports.satisfaction.document import SECTION_TITLES

    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        contents = await contents_of(desk.storage, record)
        for section in contents.printed.report.sections:
            if section.paragraphs:
                click.echo(f"\n{text(SECTION_TITLES[section.name])}")
            for paragraph in section.paragraphs:
                click.echo(paragraph.text)
        click.echo(_line(record), err=True)
        await _say_missing(desk, record)


async def _say_missing(desk: Desk, record: ReportRecord) -> None:
    """Say what keeps a report from being issued, on the error stream."""
    from bot.reporting import blocks_of, contents_of
    from bot.reporting.words import block_sentence
    from bot.reports.satisfaction.document import SECTION_TITLES
    from survey.report_checks import SECTIONED

    if record.number is not None:
        return
    titles = {str(name): key for name, key in SECTION_TITLES.items()}
    contents = await contents_of(desk.storage, record)
    for block in await blocks_of(desk.storage, contents, now()):
        section = text(titles[block.about]) if block.place in SECTIONED else ""
        click.echo(block_sentence(text, block, section), err=True)


# -- make


@report.command("make", cls=TextCommand, help=text_key("cli.report.make.help"))
@click.option("--unit", cls=TextOption, help=text_key("cli.report.unit"))
@click.option("--span", type=click.Choice(["quarter", "half_year", "year"]), cls=TextOption,
              help=text_key("cli.report.span"))  # fmt: skip
@click.option("--on", "day", type=DAY, cls=TextOption, help=text_key("cli.report.on"))
@click.option("--from", "first", type=DAY, cls=TextOption, help=text_key("cli.report.from"))
@click.option("--to", "last", type=DAY, cls=TextOption, help=text_key("cli.report.to"))
@click.option("--then", is_flag=True, cls=TextOption, help=text_key("cli.report.then"))
@AS
def make(  # noqa: PLR0913 – an argument for each option
    login: str,
    unit: str | None,
    span: str | None,
    day: date | None,
    first: date | None,
    last: date | None,
    *,
    then: bool,
) -> None:
    """Make a draft with the figures as they are now."""
    run(_make(login, unit, _period(span, day, first, last), then=then))


def _period(span: str | None, day: date | None, first: date | None, last: date | None) -> Period:
    """Return the days that were meant: a part of a calendar year, or from one day to another."""
    from survey.editions import Period
    from survey.report_schedule import SPANS, period_at

    known = next((one for one in SPANS if one == span), None)
    if known is not None:
        return period_at(known, day or today())
    if first is None or last is None or last < first:
        raise click.UsageError(text(text_key("cli.report.which")))
    return Period(span="other", from_day=first.isoformat(), to_day=last.isoformat())


async def _make(login: str, unit: str | None, period: Period, *, then: bool) -> None:
    async with open_desk() as desk:
        scope = await _scope(desk, unit, period, then=then)
        acts = await _acting(desk, login, "report.change", scope.unit_id)
        made = await _unless_refused(acts.make(scope, period))
        click.echo(made.id)
        await _say_missing(desk, made)


async def _scope(desk: Desk, unit: str | None, period: Period, *, then: bool) -> Scope:
    from bot.commands._unit_events import meant
    from bot.units import known_units
    from survey.editions import Scope

    names = {one.id: one.name for one in await desk.storage.places.units()}
    unit_id = None
    if unit is not None:
        day = min(date.fromisoformat(period.to_day), today())
        unit_id = meant(await known_units(desk.storage, now()), unit, day)
    office = desk.settings.office_name or text(text_key("console.report.whole"))
    name = office if unit_id is None else names.get(unit_id, unit_id)
    return Scope(unit_id=unit_id, unit_name=name, tree="then" if then else "now")


# -- its life


@report.command("submit", cls=TextCommand, help=text_key("cli.report.submit.help"))
@_ID
@AS
def submit(report_id: str, login: str) -> None:
    """Hand a draft in to a second person."""
    run(_submit(report_id, login))


async def _submit(report_id: str, login: str) -> None:
    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        await _say_missing(desk, record)
        acts = await _acting(desk, login, "report.change", record.unit_id)
        await _done(acts.submit(record))


@report.command("approve", cls=TextCommand, help=text_key("cli.report.approve.help"))
@_ID
@AS
def approve(report_id: str, login: str) -> None:
    """Approve what others wrote."""
    run(_approve(report_id, login))


async def _approve(report_id: str, login: str) -> None:
    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        acts = await _acting(desk, login, "report.approve", record.unit_id)
        await _done(acts.approve(record))


@report.command("issue", cls=TextCommand, help=text_key("cli.report.issue.help"))
@_ID
@AS
def issue(report_id: str, login: str) -> None:
    """Give an approved report its number, print and archive it."""
    run(_issue(report_id, login))


async def _issue(report_id: str, login: str) -> None:
    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        await _say_missing(desk, record)
        acts = await _acting(desk, login, "report.change", record.unit_id)
        await _done(acts.issue(record, progress=_printing))


def _printing(kind: DocumentKind) -> None:
    say(text_key("cli.report.printing"), err=True, kind=kind)


async def _done(act: Awaitable[ReportRecord]) -> None:
    """Do an act and say where the report stands; why it cannot be done ends the command."""
    click.echo(_line(await _unless_refused(act)), err=True)


async def _unless_refused(act: Awaitable[ReportRecord]) -> ReportRecord:
    from bot.reporting.words import REFUSALS
    from survey.report_life import ReportRefusedError

    try:
        return await act
    except ReportRefusedError as refused:
        refuse(REFUSALS[refused.refusal])


# -- documents


@report.command("files", cls=TextCommand, help=text_key("cli.report.files.help"))
@_ID
@click.option("--into", "folder", required=True, cls=TextOption,
              type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
              help=text_key("cli.report.into"))  # fmt: skip
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_DOCUMENTS), cls=TextOption,
              help=text_key("cli.report.kind"))  # fmt: skip
def files(report_id: str, folder: Path, kinds: Sequence[str]) -> None:
    """Write the documents of one to a folder."""
    run(_files(report_id, folder, kinds))


async def _files(report_id: str, folder: Path, wanted: Sequence[str]) -> None:
    from bot.reporting.words import file_stem
    from bot.reports.sheets import appearing
    from storage.base import UnitOfWork
    from storage.report_records import DOCUMENTS

    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        kinds = [kind for kind in DOCUMENTS if not wanted or kind in wanted]
        found = [await _document(desk, record, kind) for kind in kinds]
        unit = UnitOfWork()
        detail = {"format": ", ".join(kinds), "state": record.life.state}
        desk.note(unit, action="report.exported", target=record.id, detail=detail)
        await desk.storage.commit(unit)  # written down before the files are there (I21)
        stem = file_stem(text(text_key("console.report.file")), record)
        for one in found:
            target = folder / f"{stem}.{one.kind}"
            with appearing(target) as draft:
                draft.write_bytes(one.data)
            say(text_key("cli.written"), err=True, file=target)
            click.echo(f"{one.sha256}  {target.name}")


async def _document(desk: Desk, record: ReportRecord, kind: DocumentKind) -> DocumentRecord:
    """Return a document as it was issued, or a draft as it would be now."""
    from bot.reporting import contents_of

    kept = await desk.storage.reports.document(record.id, kind)
    if kept is not None:
        return kept
    contents = await contents_of(desk.storage, record)
    [draft] = await _press(desk).documents(contents.printed, (kind,), progress=_printing)
    return draft


@report.command("verify", cls=TextCommand, help=text_key("cli.report.verify.help"))
@_ID
def verify(report_id: str) -> None:
    """Make the documents of an issued one again; exit with 1 if any is another."""
    run(_verify(report_id))


async def _verify(report_id: str) -> None:
    from bot.reporting import verified
    from bot.reporting.words import FINDINGS, REFUSALS

    async with open_desk() as desk:
        record = await _report_of(desk, report_id)
        if record.number is None:
            refuse(REFUSALS["wrong_state"])
        found = await verified(desk.storage, _press(desk), record, progress=_printing)
        for one in found:
            click.echo(f"{one.sha256}  .{one.kind}  {text(FINDINGS[one.finding])}")
        if any(one.finding != "same" for one in found):
            refuse(text_key("cli.report.not_same"))
