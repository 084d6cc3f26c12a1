"""`invitations`: what was invited so far, how to take an invitation back, slips of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands._arguments import today
from bot.commands._invitations import find_invitation
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
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.slips import Printer
    from storage.base import InvitationRecord

__all__ = ["invitations"]

MOST_SLIPS: Final = 400
"""Of one file, as `bot.slips` has it: that module is too slow to be loaded for `--help`."""

_STATES = {
    "open": text_key("invitation.state.open"),
    "claimed": text_key("invitation.state.claimed"),
    "expired": text_key("invitation.state.expired"),
    "revoked": text_key("invitation.state.revoked"),
}


@click.group(cls=TextGroup, help=text_key("cli.invitations.help"))
def invitations() -> None:
    """List and revoke invitations."""


@invitations.command("list", cls=TextCommand, help=text_key("cli.invitations.list.help"))
@click.option("--all", "everything", is_flag=True, cls=TextOption,
              help=text_key("cli.invitations.list.all"))  # fmt: skip
def list_invitations(everything: bool) -> None:
    """List them."""
    run(_list(everything=everything))


async def _list(*, everything: bool) -> None:
    from bot.invitations import state_of

    async with open_desk() as desk:
        rows = await desk.storage.invitations.listed()
        shown = [r for r in rows if everything or state_of(r, now()) in {"open", "claimed"}]
        if not shown:
            say(text_key("cli.invitations.none"), err=True)
        for record in shown:
            click.echo(await _line(desk, record))


async def _line(desk: Desk, record: InvitationRecord) -> str:
    from bot.i18n import day_of
    from bot.invitations import state_of
    from bot.reports.wording import INVITATION_KINDS

    place = await desk.storage.places.place(record.place_id) if record.place_id else None
    counters = dict(place.counters) if place else {}
    made = desk.texts.date("vi", day_of(record.created_at))
    cells = [
        record.id,
        text(INVITATION_KINDS[record.kind]),
        text(_STATES[state_of(record, now())]),
        made,
        place.name if place else "",
        counters.get(record.counter_id or "", ""),
        record.service or "",
        record.label or "",
    ]
    return "\t".join(cells).rstrip("\t")


@invitations.command("revoke", cls=TextCommand, help=text_key("cli.invitations.revoke.help"))
@click.argument("invitation")
def revoke_invitation(invitation: str) -> None:
    """Take one back."""
    run(_revoke(invitation))


async def _revoke(wanted: str) -> None:
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        record = await find_invitation(desk.storage, wanted)
        if record is None:
            refuse(text_key("cli.invitations.unknown"), invitation=wanted)
        if record.revoked_at is not None:
            say(text_key("cli.invitations.already"), invitation=record.id)
            return
        unit = UnitOfWork()
        moment = now()
        desk.storage.invitations.revoke(unit, record.id, moment)
        desk.note(
            unit,
            action="invitation_revoked",
            target=record.id,
            detail={},
        )
        await desk.storage.commit(unit)
        say(text_key("cli.invitations.revoked"), invitation=record.id)


@invitations.command("slips", cls=TextCommand, help=text_key("cli.invitations.slips.help"))
@click.argument("list_id", metavar="IMPORT")
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="ROW",
              cls=TextOption, help=text_key("cli.invitations.slips.after"))  # fmt: skip
@click.option("--count", type=click.IntRange(min=1, max=MOST_SLIPS), default=MOST_SLIPS,
              show_default=True, cls=TextOption,
              help=text_key("cli.invitations.slips.count"))  # fmt: skip
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), required=True,
              cls=TextOption, help=text_key("cli.invitations.slips.file"))  # fmt: skip
def print_slips(list_id: str, after: int, count: int, file: Path) -> None:
    """Print slips for the transactions of a list."""
    if file.suffix.lower() != ".pdf":
        raise click.UsageError(text(text_key("cli.invite.sheet_kind"), file=file))
    run(_slips(list_id, after, count, file))


async def _slips(list_id: str, after: int, count: int, file: Path) -> None:
    from bot.reports.sheets import appearing
    from bot.slips import left_out

    async with open_desk() as desk:
        record = await desk.storage.imports.by_id(list_id)
        if record is None or record.state != "applied":
            refuse(text_key("cli.invitations.slips.unknown"), id=list_id)
        with appearing(file) as partial:  # if it cannot be written, no link is made for it
            printed = await _printer(desk).print(record, after, count, now())
            if not printed.pdf:
                every_days = desk.settings.invite_every_days
                reasons = left_out(printed, desk.texts, desk.settings.cli_language, every_days)
                refuse(text_key("cli.invitations.slips.nobody"), reasons=" ".join(reasons))
            partial.write_bytes(printed.pdf)
        slips = printed.outcomes["invited"] + printed.outcomes["renewed"]
        rows = sum(printed.outcomes.values())
        say(text_key("cli.invitations.slips.done"), err=True, file=file, slips=slips,
            rows=rows, last=printed.last_row)  # fmt: skip


def _printer(desk: Desk) -> Printer:
    from bot.calendars import calendar_around
    from bot.slips import Printer
    from flows.rulebook import Rulebook

    rules = Rulebook(
        forms=desk.forms.forms, latest=desk.forms.offered, calendar=calendar_around(today())
    )
    return Printer(desk.storage, rules, desk.settings, desk.texts, actor())
