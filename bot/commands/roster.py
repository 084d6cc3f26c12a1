"""`roster`: who sits at which counter, shown for a day and imported from a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.commands._arguments import DAY, today
from bot.commands._lists import LIST_FILE, refuse_faults, rows_in_file
from bot.commands._places import find_place
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
)
from flows.texts import text_key

__all__ = ["roster"]


@click.group(cls=TextGroup, help=text_key("cli.roster.help"))
def roster() -> None:
    """Show and import rosters."""


@roster.command("show", cls=TextCommand, help=text_key("cli.roster.show.help"))
@click.option("--place", cls=TextOption, help=text_key("cli.roster.place"))
@click.option("--on", "day", type=DAY, cls=TextOption, help=text_key("cli.roster.on"))
def show_roster(place: str | None, day: date | None) -> None:
    """Show who sits where on a day."""
    run(_show(place, day or today()))


async def _show(wanted: str | None, day: date) -> None:
    from survey.roster import Desk, shifts_of

    async with open_desk() as desk:
        place = find_place(await desk.storage.places.places(), wanted)
        if place is None:
            refuse(text_key("cli.roster.which_place"))
        rows = await desk.storage.roster.of_place(place.id, day, day)
        names = {one.id: one.name for one in await desk.storage.roster.officers()}
    for counter_id, counter in (*place.counters, (None, place.name)):
        for shift in shifts_of(rows, Desk(place.id, counter_id), day):
            there = ", ".join(names.get(one, one) for one in shift.seated.officers)
            mark = "" if shift.seated.is_certain else " (?)"
            click.echo(f"{counter}\t{_clock(shift.starts)}–{_clock(shift.ends)}\t{there}{mark}")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@roster.command("import", cls=TextCommand, help=text_key("cli.roster.import.help"))
@click.argument("file", type=LIST_FILE)
@click.option("--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.list.dry_run"))
def import_roster(file: Path, dry_run: bool) -> None:
    """Enter the lines of a file, all or none."""
    run(_import(file, dry_run=dry_run))


async def _import(file: Path, *, dry_run: bool) -> None:
    from bot.office_lists import (
        LIST_FAULTS,
        codes_of_others,
        known_officers,
        known_places,
        put_roster,
    )
    from flows.spelling import fold
    from storage.base import UnitOfWork
    from survey.roster_rows import read_roster

    async with open_desk() as desk:
        storage = desk.storage
        places = known_places(await storage.places.places())
        everybody = await storage.roster.officers()
        officers = known_officers(everybody)
        others = codes_of_others(everybody, officers)
        read = read_roster(rows_in_file(file), officers, places, fold, others)
        refuse_faults(read.faults, LIST_FAULTS)
        if not dry_run:
            unit, moment = UnitOfWork(), now()
            put_roster(storage, unit, read, moment, actor())
            storage.audit.note(
                unit,
                at=moment,
                actor=actor(),
                action="roster.imported",
                target="roster",
                detail={"rows": str(len(read.lines))},
            )
            await storage.commit(unit)
    done = text_key("cli.list.would_import") if dry_run else text_key("cli.list.imported")
    say(done, count=len(read.lines))
