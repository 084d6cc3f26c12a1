"""`import-form`: takes a form over that others made as an XLSForm (.xlsx)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._xlsforms import remark_lines
from bot.commands.base import (
    PROBLEM,
    TextCommand,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
    settings_or_refuse,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.forms import PublishedForms
    from bot.i18n import Catalogues
    from bot.xlsform.publishing import Plan, Source

__all__ = ["import_form"]

_DONE = {
    "new": text_key("cli.import_form.new"),
    "changed": text_key("cli.import_form.new_version"),
    "unchanged": text_key("cli.import_form.unchanged"),
}
_WOULD = {
    "new": text_key("cli.import_form.would_new"),
    "changed": text_key("cli.import_form.would_version"),
    "unchanged": text_key("cli.import_form.unchanged"),
}


@click.command("import-form", cls=TextCommand, help=text_key("cli.import_form.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", cls=TextOption, help=text_key("cli.import_form.form"))
@click.option("--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.import_form.dry_run"))
def import_form(file: Path, form: str | None, dry_run: bool) -> None:
    """Take a form over."""
    run(_look(file, form) if dry_run else _import(file, form))


async def _import(file: Path, form: str | None) -> None:
    from bot.xlsform.publishing import publish

    async with open_desk(create=True) as desk:
        planned = _planned(_source(file, form), desk.texts, desk.forms)
        await publish(desk.storage, planned, actor(), now())
        _tell(planned, _DONE)
        if planned.what != "unchanged":
            say(text_key("cli.import_form.restart"), err=True)


async def _look(file: Path, form: str | None) -> None:
    """Show what would be done; a database is looked at, never made."""
    from bot.i18n import Catalogues
    from storage.opening import database_exists

    source = _source(file, form)
    if await database_exists(settings_or_refuse().database_url):
        async with open_desk() as desk:
            planned = _planned(source, desk.texts, desk.forms)
    else:
        planned = _planned(source, Catalogues.load(), None)
    click.echo(planned.imported.text, nl=False)
    _tell(planned, _WOULD)


def _source(file: Path, form: str | None) -> Source:
    from bot.xlsform.names import form_id
    from bot.xlsform.publishing import Source
    from bot.xlsform.sheets import FILE_BYTES

    if file.stat().st_size > FILE_BYTES:
        refuse(text_key("xlsform.too_large"), most=FILE_BYTES // 1_000_000)
    if form is not None and form_id(form) != form:
        refuse(text_key("cli.import_form.bad_form"), form=form, near=form_id(form))
    return Source(file.read_bytes(), file.stem, form)


def _planned(source: Source, texts: Catalogues, published: PublishedForms | None) -> Plan:
    from bot.forms import shipped_sources
    from bot.xlsform.own_words import said_in
    from bot.xlsform.publishing import plan
    from bot.xlsform.remarks import XlsformRefusedError

    try:
        return plan(source, said_in(texts), shipped_sources(), published)
    except XlsformRefusedError as error:
        for line in remark_lines(error.remarks):
            click.echo(line, err=True)
        say(text_key("cli.import_form.nothing"), err=True, count=len(error.refused))
        raise SystemExit(PROBLEM) from error


def _tell(planned: Plan, words: dict[str, str]) -> None:
    from bot.xlsform.importing import CONSENT

    imported = planned.imported
    for line in remark_lines(imported.remarks):
        click.echo(line, err=True)
    if imported.names:
        say(text_key("cli.import_form.names"), err=True)
        click.echo("  " + ", ".join(f"{a} → {b}" for a, b in imported.names.items()), err=True)
    if CONSENT in imported.sources:
        say(text_key("cli.import_form.consent"), err=True)
    say(
        words[planned.what],
        err=True,
        form=imported.form.id,
        version=imported.form.version,
        count=len(imported.form.questions),
        minutes=imported.form.minutes,
    )
