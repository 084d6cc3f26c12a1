"""The work of `counts` on tables from elsewhere: take in, review, note, approve, withdraw."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import DAY
from bot.commands.base import (
    Desk,
    TextCommand,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import plural_key, text_key

if TYPE_CHECKING:
    from bot.count_tables import Reviewed
    from bot.counting import Period
    from storage.counting_records import CountTable
    from survey.unit_tree import UnitTree

__all__ = [
    "FROM",
    "TO",
    "approve_table",
    "list_tables",
    "note_flag",
    "period_of",
    "review_table",
    "take_in",
    "withdraw_table",
]

FROM = click.option("--from", "first", required=True, type=DAY, cls=TextOption,
                    help=text_key("cli.counts.from"))  # fmt: skip
TO = click.option("--to", "last", required=True, type=DAY, cls=TextOption,
                  help=text_key("cli.counts.to"))  # fmt: skip


def period_of(first: date, last: date) -> Period:
    """Return the period between two days, or refuse one that ends before it begins."""
    from bot.counting import Period

    if last < first:
        refuse(text_key("cli.counts.backwards"), first=first, last=last)
    return Period(first, last)


# -- take in


@click.command("import", cls=TextCommand, help=text_key("cli.counts.import.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@FROM
@TO
@click.option("--title", cls=TextOption, help=text_key("cli.counts.title"))
@click.option("--unit", cls=TextOption, help=text_key("cli.counts.unit"))
def take_in(file: Path, first: date, last: date, title: str | None, unit: str | None) -> None:
    """Take in a table of counts."""
    run(_take_in(file.name, file.read_bytes(), period_of(first, last), title or file.stem, unit))


async def _take_in(
    source: str, content: bytes, period: Period, title: str, unit: str | None
) -> None:
    from bot.count_tables import Given, reviewed, take_in_table
    from bot.reports.count_words import PROBLEMS, problem_params
    from bot.units import known_units
    from survey.count_layout import LayoutError

    rows = await _rows(content)
    async with open_desk() as desk:
        tree = (await known_units(desk.storage, now())).tree
        given = Given(
            title=title,
            source=source,
            content=content,
            period=period,
            unit_id=None if unit is None else _unit(tree, unit, period),
            actor=actor(),
            at=now(),
        )
        try:
            table = await take_in_table(desk.storage, given, rows, tree)
        except LayoutError as error:
            refuse(PROBLEMS[error.problem], **problem_params(text, error))
        if table is None:
            say(text_key("cli.counts.known"), err=True)
            return
        _print(await reviewed(desk.storage, table, now()))


async def _rows(content: bytes) -> list[list[str]]:
    """Return the rows of a file's first sheet, or refuse it with the reason."""
    from bot.imports.refusals import REFUSALS
    from bot.imports.sheets import sheet_of
    from bot.imports.talk import Refused

    found = await sheet_of(content)
    if isinstance(found, Refused):
        refuse(REFUSALS[found.code], **found.params)
    return found.rows


def _unit(tree: UnitTree, name: str, period: Period) -> str:
    """Return the one unit that was called so on the period's last day."""
    found = tree.find(name, period.last)
    if not found:
        refuse(text_key("cli.counts.unit_unknown"), unit=name, day=period.last)
    if len(found) > 1:
        refuse(text_key("cli.counts.unit_unclear"), unit=name, found=", ".join(found))
    return found[0]


# -- look at


@click.command("list", cls=TextCommand, help=text_key("cli.counts.list.help"))
def list_tables() -> None:
    """List the tables from elsewhere."""
    run(_list())


async def _list() -> None:
    from bot.reports.count_words import TABLE_STATES

    async with open_desk() as desk:
        tables = await desk.storage.count_tables.listed(None)
        if not tables:
            say(text_key("cli.counts.no_tables"), err=True)
        for table in tables:
            state = text(TABLE_STATES[table.state])
            click.echo(f"{table.id}\t{table.from_day} – {table.to_day}\t{state}\t{table.title}")


@click.command("review", cls=TextCommand, help=text_key("cli.counts.review.help"))
@click.argument("table_id", metavar="ID")
def review_table(table_id: str) -> None:
    """Show the totals of a table, and what is odd about it."""
    run(_review(table_id))


async def _review(table_id: str) -> None:
    from bot.count_tables import reviewed

    async with open_desk() as desk:
        _print(await reviewed(desk.storage, await _table(desk, table_id), now()))


async def _table(desk: Desk, table_id: str) -> CountTable:
    found = await desk.storage.count_tables.by_id(None, table_id)
    return found or refuse(text_key("cli.counts.no_table"), id=table_id)


def _print(found: Reviewed) -> None:
    """Print id and totals, then each flag with its name and its notes."""
    from bot.count_tables import flag_name
    from bot.reports.count_words import COLUMNS, flag_sentences

    totals = (f"{text(COLUMNS[column])} {count}" for column, count in found.review.totals.items())
    click.echo("\t".join((found.table.id, found.table.title, *totals)))
    for flag, sentence in flag_sentences(text, found):
        name = flag_name(flag)
        click.echo(f"{name}\t{sentence}")
        for note in found.notes.get(name, ()):
            click.echo(f"  {note.note}")
    _say_open(found)


def _say_open(found: Reviewed) -> None:
    if count := len(found.open_flags):
        say(plural_key("cli.counts.open"), err=True, count=count)


# -- note, approve, withdraw


@click.command("note", cls=TextCommand, help=text_key("cli.counts.note.help"))
@click.argument("table_id", metavar="ID")
@click.argument("flag")
@click.argument("note")
def note_flag(table_id: str, flag: str, note: str) -> None:
    """Write what a flag is about."""
    run(_note(table_id, flag, note))


async def _note(table_id: str, flag: str, note: str) -> None:
    from bot.count_tables import flag_name, note_table, reviewed

    async with open_desk() as desk:
        found = await reviewed(desk.storage, await _table(desk, table_id), now())
        names = [flag_name(one) for one in found.review.flags]
        if flag not in names:
            refuse(text_key("cli.counts.no_flag"), flag=flag, known=", ".join(names))
        await note_table(desk.storage, found.table, flag, note, actor(), now())
        _say_open(await reviewed(desk.storage, found.table, now()))


@click.command("approve", cls=TextCommand, help=text_key("cli.counts.approve.help"))
@click.argument("table_id", metavar="ID")
def approve_table(table_id: str) -> None:
    """Approve a table in which nothing is unexplained."""
    run(_approve(table_id))


async def _approve(table_id: str) -> None:
    from bot.count_tables import approve, reviewed

    async with open_desk() as desk:
        found = await reviewed(desk.storage, await _table(desk, table_id), now())
        _must_be_draft(found.table)
        if found.open_flags:
            _say_open(found)
            refuse(text_key("cli.counts.not_yet"))
        await approve(desk.storage, found, actor(), now())
        say(text_key("cli.counts.approved"), title=found.table.title)


@click.command("withdraw", cls=TextCommand, help=text_key("cli.counts.withdraw.help"))
@click.argument("table_id", metavar="ID")
def withdraw_table(table_id: str) -> None:
    """Take a table back: it stays to be looked at, and counts for nothing."""
    run(_withdraw(table_id))


async def _withdraw(table_id: str) -> None:
    from bot.count_tables import withdraw

    async with open_desk() as desk:
        table = await _table(desk, table_id)
        if table.state == "withdrawn":
            refuse(text_key("cli.counts.is_withdrawn"), title=table.title)
        await withdraw(desk.storage, table, actor(), now())
        say(text_key("cli.counts.withdrawn"), title=table.title)


def _must_be_draft(table: CountTable) -> None:
    if table.state == "withdrawn":
        refuse(text_key("cli.counts.is_withdrawn"), title=table.title)
    if table.state == "approved":
        refuse(text_key("cli.counts.is_approved"), title=table.title)
