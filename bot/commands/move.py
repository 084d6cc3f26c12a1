"""`move`: the whole installation from SQLite into an empty PostgreSQL database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    TextCommand,
    TextOption,
    refuse,
    run,
    say,
    settings_or_refuse,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.settings import Settings

__all__ = ["move"]


@click.command(cls=TextCommand, help=text_key("cli.move.help"))
@click.option(
    "--to", "target", required=True, metavar="URL", cls=TextOption, help=text_key("cli.move.to")
)
@click.option("--yes", is_flag=True, cls=TextOption, help=text_key("cli.yes"))
def move(target: str, yes: bool) -> None:
    """Move to PostgreSQL."""
    settings = settings_or_refuse()
    run(_move(settings, target, sure=yes))


async def _move(settings: Settings, target: str, *, sure: bool) -> None:
    from storage.addresses import PostgresAddress, is_postgres, sqlite_path
    from storage.moving import move_to_postgres
    from storage.secrets import KeyRing

    if is_postgres(settings.database_url):
        refuse(text_key("cli.move.moved"), database=PostgresAddress(settings.database_url))
    source, address = sqlite_path(settings.database_url), PostgresAddress(target)
    if not source.exists():
        refuse(text_key("cli.no_database"), file=source)
    if not sure:
        question = text(text_key("cli.move.confirm"), source=source, target=address)
        click.confirm(question, abort=True, err=True)
    if not settings.key_ring.exists():
        refuse(text_key("cli.no_key_ring"), file=settings.key_ring)
    ring = KeyRing.open(settings.key_ring)
    counts = await move_to_postgres(source, address, ring, _show)
    tables = sum(1 for count in counts.values() if count)
    say(text_key("cli.move.done"), rows=sum(counts.values()), tables=tables, target=address)
    say(text_key("cli.move.next"), err=True, keys=settings.key_ring, source=source)


def _show(done: int, total: int) -> None:
    """Write how far it is over what was written last; nothing where nobody watches."""
    if sys.stderr.isatty():
        line = text(text_key("cli.move.copied"), done=done, total=total)
        click.echo(f"\r{line}", nl=done == total, err=True)
