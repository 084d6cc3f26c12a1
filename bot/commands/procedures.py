"""`procedures`: the dated catalogue, shown, exported, and imported from a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import DAY, today
from bot.commands._lists import LIST_FILE, refuse_faults, rows_in_file
from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from survey.procedures import Procedure

__all__ = ["procedures"]


@click.group(cls=TextGroup, help=text_key("cli.procedures.help"))
def procedures() -> None:
    """Show, export and import the catalogue."""


@procedures.command("list", cls=TextCommand, help=text_key("cli.procedures.list.help"))
@click.option("--on", "day", type=DAY, cls=TextOption, help=text_key("cli.procedures.on"))
def list_procedures(day: date | None) -> None:
    """Show what counts on a day."""
    run(_list(day or today()))


async def _list(day: date) -> None:
    from survey.procedures import in_force

    async with open_desk() as desk:
        lines = in_force(await desk.storage.procedures.lines(), day)
    for line in lines.values():
        term = "–" if line.term_days is None else str(line.term_days)
        click.echo(f"{line.code}\t{term}\t{line.name}")


@procedures.command("export", cls=TextCommand, help=text_key("cli.procedures.export.help"))
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_procedures(file: Path) -> None:
    """Write all lines to a .csv or .xlsx file."""
    run(_export(file))


async def _export(file: Path) -> None:
    from bot.reports.sheets import Sheet, tables_appearing
    from survey.procedure_rows import written

    async with open_desk() as desk:
        header, *rows = written(await desk.storage.procedures.lines())
    with tables_appearing(file, [Sheet("procedures", header, rows)]) as written_to:
        pass
    for path in written_to:
        say(text_key("cli.written"), err=True, file=path)


@procedures.command("import", cls=TextCommand, help=text_key("cli.procedures.import.help"))
@click.argument("file", type=LIST_FILE, required=False)
@click.option("--example", is_flag=True, cls=TextOption, help=text_key("cli.procedures.example"))
@click.option("--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.list.dry_run"))
def import_procedures(file: Path | None, example: bool, dry_run: bool) -> None:
    """Enter the lines of a file, all or none."""
    if example == (file is not None):
        refuse(text_key("cli.procedures.which_file"))
    run(_import(file, dry_run=dry_run))


async def _import(file: Path | None, *, dry_run: bool) -> None:
    from storage.base import UnitOfWork

    async with open_desk(create=True) as desk:
        lines, storage = _lines(desk, file), desk.storage
        unit, moment = UnitOfWork(), now()
        for line in lines:
            storage.procedures.keep(unit, line)
        storage.audit.note(
            unit,
            at=moment,
            actor=actor(),
            action="procedure.imported",
            target="procedures",
            detail={"rows": str(len(lines))},
        )
        if not dry_run:
            await storage.commit(unit)
    done = text_key("cli.list.would_import") if dry_run else text_key("cli.list.imported")
    say(done, count=len(lines))


def _lines(desk: Desk, file: Path | None) -> Sequence[Procedure]:
    """Return the lines of a file, or the shipped example."""
    from bot.office_lists import LIST_FAULTS, example_procedures
    from flows.spelling import fold
    from survey.procedure_rows import read_procedures

    if file is None:
        return example_procedures(desk.forms.surveys, today())
    read = read_procedures(rows_in_file(file), desk.forms.surveys, fold, today())
    refuse_faults(read.faults, LIST_FAULTS)
    return read.lines
