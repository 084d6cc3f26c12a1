"""`chat`: the conversation of the web chat, in the terminal, over the same corridor."""

from __future__ import annotations

import asyncio
import getpass
import secrets
import shutil
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from bot.commands._arguments import LANGUAGE
from bot.commands._exporting import survey_named
from bot.commands._invitations import find_invitation
from bot.commands._places import find_place
from bot.commands.base import Desk, TextCommand, TextOption, now, open_desk, refuse, refusing, say
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.channels.terminal import Laid
    from bot.services import Services
    from flows.identifiers import SessionId
    from storage.base import InvitationRecord

__all__ = ["chat"]

_MOST = 500  # messages read at once; a whole survey has some eighty


@click.command(cls=TextCommand, help=text_key("cli.chat.help"))
@click.argument("invitation", required=False)
@click.option("--new", "anew", is_flag=True, cls=TextOption, help=text_key("cli.chat.new"))
@click.option("--language", type=LANGUAGE, cls=TextOption,
              help=text_key("cli.chat.language"))  # fmt: skip
def chat(invitation: str | None, anew: bool, language: str | None) -> None:
    """Talk in the terminal."""
    with refusing(), asyncio.Runner() as loop:
        talk = _Talk()
        try:
            loop.run(talk.open(invitation, language, anew=anew))
            _converse(talk, loop)
        finally:
            loop.run(talk.close())


def _converse(talk: _Talk, loop: asyncio.Runner) -> None:
    """Read lines between the turns: a thread or a task would swallow Ctrl-C."""
    while True:
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            click.echo(err=True)
            say(text_key("cli.chat.bye"), err=True)
            return
        if line.strip():
            loop.run(talk.hear(line))


@dataclass(slots=True)
class _Talk:
    """One conversation: what was shown last, and how to go on."""

    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    services: Services | None = None
    session_id: SessionId | None = None
    user_key: str = ""
    shown: int = 0
    laid: Laid | None = None

    async def open(self, wanted: str | None, language: str | None, *, anew: bool) -> None:
        """Open the database, find the invitation, begin or go on."""
        from bot.app import compose
        from bot.channels.terminal import NAME
        from bot.runner import InvitationTakenError

        desk = await self.stack.enter_async_context(open_desk(create=True))
        self.services = compose(desk.settings, desk.storage, desk.forms, desk.texts)
        invitation = await _invitation(desk, wanted)
        self.user_key = _user_key(anew=anew)
        self.shown = await self._already(desk)
        try:
            self.session_id = await self.services.runner.open(
                channel=NAME,
                user_key=self.user_key,
                invitation=invitation,
                language=language or invitation.language,
            )
        except InvitationTakenError:
            refuse(text_key("cli.chat.taken"))
        say(text_key("cli.chat.hint"), err=True)
        await self._show()

    async def hear(self, line: str) -> None:
        """Pass a line on, and show what comes back."""
        from bot.channels.terminal import NAME, Laid, hear

        if self.services is None:
            return
        await self.services.runner.accept(
            channel=NAME,
            user_key=self.user_key,
            dedupe_key=secrets.token_hex(16),
            message=hear(line, self.laid or Laid("")),
        )
        await self._show()

    async def close(self) -> None:
        """Let go of the database."""
        await self.stack.aclose()

    async def _already(self, desk: Desk) -> int:
        """Return the number of the last message of an earlier visit: it is not shown again."""
        from bot.channels.terminal import NAME

        known = await desk.storage.conversations.find(NAME, self.user_key)
        stored = await desk.storage.sessions.load(known.session_id) if known else None
        return stored.last_seq if stored else 0

    async def _show(self) -> None:
        import msgspec

        from bot.channels.base import Outgoing
        from bot.channels.terminal import lay_out

        if self.services is None or self.session_id is None:
            return
        width = min(shutil.get_terminal_size().columns, 100)
        rows = await self.services.storage.outbox.after(self.session_id, self.shown, _MOST)
        for row in rows:
            laid = lay_out(msgspec.json.decode(row.body, type=Outgoing), width)
            click.echo(f"\n{laid.lines}")
            self.laid = laid
            self.shown = row.seq
        click.echo("> ", nl=False)


def _user_key(*, anew: bool) -> str:
    """Return who talks: the person at this account, or somebody new."""
    name = secrets.token_hex(8) if anew else getpass.getuser()
    return sha256(f"terminal:{name}".encode()).hexdigest()


async def _invitation(desk: Desk, wanted: str | None) -> InvitationRecord:
    """Return the invitation meant, else the one that chats in this terminal share."""
    from bot.invitations import state_of

    if wanted is None:
        return await _own_invitation(desk)
    found = await find_invitation(desk.storage, wanted)
    if found is None or state_of(found, now()) in {"revoked", "expired"}:
        refuse(text_key("cli.invitations.unknown"), invitation=wanted)
    return found


async def _own_invitation(desk: Desk) -> InvitationRecord:
    from bot.channels.terminal import NAME
    from bot.invitations import Invited, create_invitation, state_of
    from storage.base import UnitOfWork

    listed = await desk.storage.invitations.listed()
    own = [r for r in listed if r.label == NAME and state_of(r, now()) == "open"]
    if own:
        return own[-1]
    place = find_place(await desk.storage.places.places(), None)
    about = Invited(
        kind="place",
        form=survey_named(desk, None),
        unit_id=place.unit_id if place else None,
        place_id=place.id if place else None,
        label=NAME,
    )
    made = create_invitation(about, now(), demo=bool(place and place.demo))
    unit = UnitOfWork()
    desk.storage.invitations.add(unit, made.record)
    await desk.storage.commit(unit)
    return made.record
