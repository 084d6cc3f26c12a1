"""`counts`: forms issued, returned, valid and invalid per unit; tables of them from elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import today
from bot.commands._counted_elsewhere import (
    FROM,
    TO,
    approve_table,
    list_tables,
    note_flag,
    period_of,
    review_table,
    take_in,
    withdraw_table,
)
from bot.commands._exporting import ExportRequest, check_target, deliver
from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
    TextOption,
    now,
    open_desk,
    run,
    say,
    text,
)
from flows.texts import text_key
from survey.counts import Counts

if TYPE_CHECKING:
    from bot.counting import Period
    from bot.reports.count_report import CountReport

__all__ = ["counts"]


@click.group(cls=TextGroup, help=text_key("cli.counts.help"))
def counts() -> None:
    """Count forms, and look after tables of counts."""


# -- what this installation counted


@counts.command("show", cls=TextCommand, help=text_key("cli.counts.show.help"))
@FROM
@TO
@click.option("--now", "as_now", is_flag=True, cls=TextOption, help=text_key("cli.counts.now"))
@click.option("--file", "target", type=click.Path(dir_okay=False, path_type=Path),
              cls=TextOption, help=text_key("cli.counts.file"))  # fmt: skip
def show(first: date, last: date, *, as_now: bool, target: Path | None) -> None:
    """Print the table of a period, or write it to a file."""
    if target is not None:
        check_target(target)
    run(_show(first, last, target, as_now=as_now))


async def _show(first: date, last: date, target: Path | None, *, as_now: bool) -> None:
    async with open_desk() as desk:
        report = await _report(desk, period_of(first, last), as_now=as_now)
        if target is None:
            _print(report)
        else:
            await _write(desk, report, target)


async def _report(desk: Desk, period: Period, *, as_now: bool) -> CountReport:
    from bot.counting import issued_in, weigh_missing
    from bot.reports.count_report import count_report
    from bot.units import known_units

    await weigh_missing(desk.storage, desk.forms.forms)
    groups = await issued_in(desk.storage, desk.forms.forms, period, desk.settings.valid)
    tree = (await known_units(desk.storage, now())).tree
    names = {unit.id: unit.name for unit in await desk.storage.places.units()}
    on = today() if as_now else period.last
    return count_report(text, groups, tree, names, on, now=as_now)


def _print(report: CountReport) -> None:
    """Print one line a unit, the total, and why forms are invalid."""
    from bot.reports.count_words import REASONS

    if not report.total.issued:
        say(text_key("cli.counts.none"), err=True)
        return
    click.echo("\t".join(text(key) for key in _HEADERS))
    for line in (*report.lines, *report.unplaced):
        click.echo(_row(line.name, line.counts))
    click.echo(_row(text(text_key("count.total")), report.total))
    for reason in report.reasons:
        click.echo(f"  {text(REASONS[reason])}\t{report.total.invalid_by[reason]}")


def _row(name: str, of: Counts) -> str:
    numbers = (of.issued, of.returned, of.valid, of.invalid, of.not_returned)
    return "\t".join((name, *map(str, numbers)))


_HEADERS = (
    text_key("count.header.unit"),
    text_key("count.header.issued"),
    text_key("count.header.returned"),
    text_key("count.header.valid"),
    text_key("count.header.invalid"),
    text_key("count.header.not_returned"),
)


async def _write(desk: Desk, report: CountReport, target: Path) -> None:
    from bot.reports.count_report import count_sheets

    lines = len(report.lines) + len(report.unplaced)
    request = ExportRequest(target=target)
    await deliver(desk, "counts_exported", count_sheets(text, report), request, lines)


counts.add_command(take_in)
counts.add_command(list_tables)
counts.add_command(review_table)
counts.add_command(note_flag)
counts.add_command(approve_table)
counts.add_command(withdraw_table)
