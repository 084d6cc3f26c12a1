"""`units`: the units through time, their history, and files of what happened to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import DAY, today
from bot.commands._lists import rows_in_file
from bot.commands._unit_events import EVENT_COMMANDS, meant, of_unit, why
from bot.commands.base import (
    TextCommand,
    TextGroup,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.units import Units
    from bot.units.importing import Misfit, ReadEvents
    from bot.units.reading import Fault
    from survey.unit_tree import OnDay

__all__ = ["units"]

EXAMPLE = Path(__file__).parents[1] / "units" / "example.csv"


@click.group(cls=TextGroup, help=text_key("cli.units.help"))
def units() -> None:
    """Show and change units."""


for _command in EVENT_COMMANDS:
    units.add_command(_command)


# -- to look at


@units.command("list", cls=TextCommand, help=text_key("cli.units.list.help"))
@click.option("--on", "day", type=DAY, cls=TextOption, help=text_key("cli.units.on"))
def list_units(day: date | None) -> None:
    """Show the tree on a day."""
    run(_list(day or today()))


async def _list(day: date) -> None:
    from bot.units import known_units

    async with open_desk() as desk:
        tree = (await known_units(desk.storage, now())).tree
    there = tree.as_of(day)
    if not there.units:
        say(text_key("cli.units.none"), err=True)
    for top in there.children.get(None, ()):
        for unit in there.below(top):
            click.echo(_line(there, unit))


def _line(there: OnDay, unit: str) -> str:
    from bot.units.wording import TYPES

    state = there.units[unit]
    depth = len(there.ancestors(unit))
    return f"{'  ' * depth}{unit}\t{state.name}\t{text(TYPES[state.type])}"


@units.command(cls=TextCommand, help=text_key("cli.units.show.help"))
@click.argument("unit")
@click.option("--on", "day", type=DAY, cls=TextOption, help=text_key("cli.units.on"))
def show(unit: str, day: date | None) -> None:
    """Show what a unit is on a day."""
    run(_show(unit, day or today()))


async def _show(wanted: str, day: date) -> None:
    from bot.units import known_units

    async with open_desk() as desk:
        known = await known_units(desk.storage, now())
        date_of = desk.texts.date
    unit = meant(known, wanted, day)
    there = known.tree.as_of(day)
    if unit not in there.units:
        ended = known.tree.units[unit].ended
        on = date_of("vi", ended) if ended else ""
        say(text_key("cli.units.not_there"), unit=of_unit(known, unit), day=on)
        heirs = known.tree.successors(unit, day)
        click.echo("\n".join(of_unit(known, heir) for heir in heirs))
        return
    click.echo(_line(there, unit).strip())
    for label, values in (
        (text_key("units.aliases"), there.units[unit].aliases),
        (text_key("units.above"), [of_unit(known, one) for one in there.ancestors(unit)]),
        (text_key("units.below"), [of_unit(known, one) for one in there.below(unit)[1:]]),
        (text_key("units.column.communes"), known.tree.communes(unit, day)),
    ):
        if values:
            click.echo(f"{text(label)}: {'; '.join(values)}")


@units.command(cls=TextCommand, help=text_key("cli.units.history.help"))
@click.argument("unit")
def history(unit: str) -> None:
    """Show what happened to a unit."""
    run(_history(unit))


async def _history(wanted: str) -> None:
    from bot.units import known_units
    from bot.units.tables import headers, lines

    async with open_desk() as desk:
        known = await known_units(desk.storage, now())
    unit = known.tree.units[meant(known, wanted, known.today)]
    events = [event for event in known.events if event.number in unit.events]
    click.echo("\t".join(headers(text)))
    for row in lines(events, text):
        click.echo("\t".join(row))


# -- files


@units.command("export", cls=TextCommand, help=text_key("cli.units.export.help"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_units(file: Path) -> None:
    """Write all events into a file."""
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        refuse(text_key("cli.units.wrong_ending"), file=file)
    run(_export(file))


async def _export(file: Path) -> None:
    from bot.reports.sheets import Sheet, tables_appearing
    from bot.units import known_units
    from bot.units.tables import headers, lines

    async with open_desk() as desk:
        known = await known_units(desk.storage, now())
    rows = list(lines(known.events, text))
    sheet = Sheet(text(text_key("units.sheet")), headers(text), rows)
    with tables_appearing(file, [sheet]):
        pass
    say(text_key("cli.units.exported"), count=len(rows), file=file)


@units.command("import", cls=TextCommand, help=text_key("cli.units.import.help"))
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--example", is_flag=True, cls=TextOption, help=text_key("cli.units.example"))
@click.option("--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.units.dry_run"))
def import_units(file: Path | None, example: bool, dry_run: bool) -> None:
    """Enter the events of a file."""
    if example == (file is not None):
        refuse(text_key("cli.units.which_file"))
    run(_import(file or EXAMPLE, example=example, dry_run=dry_run))


async def _import(file: Path, *, example: bool, dry_run: bool) -> None:
    from bot.imports.lines import day_of
    from bot.units import enter, known_units, planned
    from bot.units.importing import looked_through
    from bot.units.reading import Words

    async with open_desk(create=True) as desk:
        known = await known_units(desk.storage, now())
        if example and any(not row.demo for row in known.rows):
            refuse(text_key("cli.units.example_not_here"))
        read = looked_through(known, rows_in_file(file), Words.of(desk.texts), day_of)
        if read.faults:
            wrong = [(fault.row, *_said(known, read, fault)) for fault in read.faults]
            click.echo("\n".join(f"{row}\t{column}\t{why}" for row, column, why in sorted(wrong)))
            refuse(text_key("cli.units.faults"), count=len(wrong))
        if read.entries and not dry_run:
            plan = planned(known, read.entries, actor())
            await enter(desk.storage, plan, actor(), now())
    done = text_key("cli.units.would_import") if dry_run else text_key("cli.units.imported")
    say(done, count=len(read.entries), known=read.known)


def _said(known: Units, read: ReadEvents, fault: Fault | Misfit) -> tuple[str, str]:
    """Return the column, and what is wrong with the cell."""
    from bot.units.reading import Fault
    from bot.units.wording import COLUMNS, FAULTS

    said = (
        text(FAULTS[fault.fault], value=fault.value)
        if isinstance(fault, Fault)
        else why(known, fault.refused, read.numbers)
    )
    return text(COLUMNS[fault.column]), said
