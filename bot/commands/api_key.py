"""`api-key`: keys by which other systems hand in transactions."""

from __future__ import annotations

from datetime import date

import click

from bot.commands._arguments import DAY, end_of
from bot.commands.base import (
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

__all__ = ["api_key"]


@click.group(cls=TextGroup, help=text_key("cli.api_key.help"))
def api_key() -> None:
    """Look after the keys of other systems."""


@api_key.command("add", cls=TextCommand, help=text_key("cli.api_key.add.help"))
@click.argument("name")
@click.option("--unit", required=True, cls=TextOption, help=text_key("cli.api_key.unit"))
@click.option("--legal-basis", required=True, cls=TextOption,
              help=text_key("cli.api_key.legal_basis"))  # fmt: skip
@click.option("--expires", type=DAY, cls=TextOption, help=text_key("cli.api_key.expires"))
def add(name: str, unit: str, legal_basis: str, expires: date | None) -> None:
    """Make a key, and print it once."""
    run(_add(name, unit, legal_basis, expires))


async def _add(name: str, unit: str, legal_basis: str, expires: date | None) -> None:
    from bot.api_keys import new_key

    async with open_desk() as desk:
        found = await desk.storage.places.units()
        meant = [one.id for one in found if unit in (one.id, one.name, one.code or None)]
        if len(meant) != 1:
            refuse(text_key("cli.api_key.no_unit"), unit=unit)
        made = new_key(
            name, meant[0], legal_basis, end_of(expires) if expires else None, actor(), now()
        )
        await made.store(desk.storage)
    click.echo(made.secret)
    say(text_key("cli.api_key.once"), err=True)


@api_key.command("list", cls=TextCommand, help=text_key("cli.api_key.list.help"))
def list_keys() -> None:
    """List the keys."""
    run(_list())


async def _list() -> None:
    async with open_desk() as desk:
        keys = await desk.storage.api_keys.listed()
        if not keys:
            say(text_key("cli.api_key.none"), err=True)
        for one in keys:
            state = text_key("api_key.good") if one.is_good(now()) else text_key("api_key.over")
            click.echo(f"{one.id}\t{one.name}\t{one.unit_id}\t{text(state)}\t{one.used_on or '–'}")


@api_key.command("revoke", cls=TextCommand, help=text_key("cli.api_key.revoke.help"))
@click.argument("key_id", metavar="ID")
def revoke(key_id: str) -> None:
    """Let a key open nothing more."""
    run(_revoke(key_id))


async def _revoke(key_id: str) -> None:
    from bot.api_keys import revoke_key
    from storage.base import MissingRowError

    async with open_desk() as desk:
        try:
            await revoke_key(desk.storage, key_id, actor(), now())
        except MissingRowError:
            refuse(text_key("cli.api_key.missing"), id=key_id)
        say(text_key("cli.api_key.revoked"), err=True)
