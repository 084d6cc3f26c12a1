"""`invitations`: what was invited so far, and how to take an invitation back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

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
    from storage.base import InvitationRecord

__all__ = ["invitations"]

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
        desk.storage.audit.note(
            unit,
            at=moment,
            actor=actor(),
            action="invitation_revoked",
            target=record.id,
            detail={},
        )
        await desk.storage.commit(unit)
        say(text_key("cli.invitations.revoked"), invitation=record.id)
