"""`export-form`: any published form as an XLSForm, for Kobo, ODK and people with a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.base import Desk, TextCommand, TextOption, open_desk, refuse, run, say, text
from flows.texts import text_key

__all__ = ["export_form", "form_named"]


@click.command("export-form", cls=TextCommand, help=text_key("cli.export_form.help"))
@click.argument("form")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    cls=TextOption,
    help=text_key("cli.export_form.to"),
)
def export_form(form: str, target: Path | None) -> None:
    """Write a form as an XLSForm."""
    run(_export(form, target))


async def _export(wanted: str, target: Path | None) -> None:
    from bot.reports.sheets import appearing
    from bot.xlsform.own_words import said_in
    from bot.xlsform.writing import write_xlsform

    async with open_desk(create=True) as desk:
        name = form_named(desk, wanted)
        file = target or Path(f"{name}.xlsx")
        if file.suffix.lower() != ".xlsx":
            raise click.UsageError(text(text_key("cli.export_form.file_kind"), file=file))
        form = desk.forms.newest(name)
        content = write_xlsform(form, said_in(desk.texts), desk.texts)
        with appearing(file) as partial:
            partial.write_bytes(content)
        say(text_key("cli.written"), err=True, file=file)


def form_named(desk: Desk, wanted: str) -> str:
    """Return the form meant, of any kind."""
    name = wanted.lower()
    if name not in desk.forms.latest:
        known = ", ".join(sorted(desk.forms.latest))
        refuse(text_key("cli.unknown_form"), form=wanted, known=known)
    return name
