"""`print-form`: any published form on A4 paper (.pdf), with a QR code to answer by phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands._invitations import find_invitation
from bot.commands.base import Desk, TextCommand, TextOption, open_desk, refuse, run, say, text
from bot.commands.export_form import form_named
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.reports.paper_form import Invite

__all__ = ["print_form"]

_ONLY_ON_SCREENS = frozenset({"dialogue", "erasure"})
"""Kinds of forms that only mean something in a conversation."""


@click.command("print-form", cls=TextCommand, help=text_key("cli.print_form.help"))
@click.argument("form")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path),
              cls=TextOption, help=text_key("cli.print_form.to"))  # fmt: skip
@click.option("--invitation", cls=TextOption, help=text_key("cli.print_form.invitation"))
@click.option("--code", cls=TextOption, help=text_key("cli.print_form.code"))
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True,
              cls=TextOption, help=text_key("cli.print_form.language"))  # fmt: skip
@click.option("--large", is_flag=True, cls=TextOption, help=text_key("cli.print_form.large"))
def print_form(form: str, target: Path | None, **options: Any) -> None:  # noqa: ANN401 - by name
    """Print a form."""
    run(_print(form, target, options))


async def _print(wanted: str, target: Path | None, options: dict[str, Any]) -> None:
    from bot.reports.paper_form import paper_form, paper_sheet
    from bot.reports.sheets import appearing

    async with open_desk(create=True) as desk:
        name = form_named(desk, wanted)
        file = target or Path(f"{name}.pdf")
        if file.suffix.lower() != ".pdf":
            raise click.UsageError(text(text_key("cli.print_form.file_kind"), file=file))
        chosen = desk.forms.newest(name)
        if chosen.kind in _ONLY_ON_SCREENS:
            refuse(text_key("cli.print_form.only_on_screens"), form=name)
        sheet = paper_sheet(
            chosen,
            desk.settings,
            desk.texts,
            language=options["language"],
            invite=await _invite(desk, name, options["invitation"], options["code"]),
            large=options["large"],
        )
        content = paper_form(sheet)
        with appearing(file) as partial:
            partial.write_bytes(content)
        say(text_key("cli.written"), err=True, file=file)


async def _invite(desk: Desk, form: str, wanted: str | None, code: str | None) -> Invite | None:
    """Return where the QR code leads. Only the token makes an address, and only its holder has it:
    the database keeps a hash.
    """
    from bot.invitations import TOKEN, code_hash, link
    from bot.reports.paper_form import Invite
    from flows.identifiers import normalise_code

    if wanted is None:
        return None
    token = wanted.strip().rstrip("/").rpartition("/")[2]
    record = await find_invitation(desk.storage, token)
    if record is None:
        refuse(text_key("cli.invitations.unknown"), invitation=wanted)
    if not TOKEN.fullmatch(token):
        refuse(text_key("cli.print_form.needs_token"))
    if record.form != form:
        refuse(text_key("cli.print_form.other_form"), form=record.form)
    printed = normalise_code(code) if code else None
    if code and (printed is None or code_hash(printed) != record.code_hash):
        refuse(text_key("cli.invitations.unknown"), invitation=code)
    return Invite(record, link(desk.settings.base_url, token), printed)
