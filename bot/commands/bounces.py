"""`bounces`: takes in letters that came back, from the mail server or out of a mailbox."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot.commands.base import TextCommand, actor, now, open_desk, run, say
from flows.texts import text_key

__all__ = ["bounces"]


@click.command(cls=TextCommand, help=text_key("cli.bounces.help"))
@click.argument(
    "source", type=click.Path(path_type=Path, exists=True, allow_dash=True), default="-"
)
def bounces(source: Path) -> None:
    """Take in one mail from the standard input, a file with one or many, or a Maildir."""
    run(_take(source))


async def _take(source: Path) -> None:
    from bot.returned_mail import take_returns

    async with open_desk() as desk:
        taken = await take_returns(desk.storage, _mails(source), actor(), now())
    say(text_key("cli.bounces.taken"), read=taken.read, ended=taken.ended, missed=taken.missed)


def _mails(source: Path) -> Iterator[bytes]:
    """Yield the mails of a source; none is removed."""
    if str(source) == "-":
        yield sys.stdin.buffer.read()
    elif source.is_dir():
        yield from _of(mailbox.Maildir(source, create=False))
    elif source.read_bytes()[:5] == b"From ":
        yield from _of(mailbox.mbox(source, create=False))
    else:
        yield source.read_bytes()


def _of(box: mailbox.Maildir | mailbox.mbox) -> Iterator[bytes]:
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()
