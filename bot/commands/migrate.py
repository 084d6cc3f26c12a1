"""`migrate`: the database brought to the newest shape, the shipped forms published."""

from __future__ import annotations

import click

from bot.commands.base import TextCommand, open_desk, run, say
from flows.texts import text_key

__all__ = ["migrate"]


@click.command(cls=TextCommand, help=text_key("cli.migrate.help"))
def migrate() -> None:
    """Make or upgrade the database."""
    run(_migrate())


async def _migrate() -> None:
    from storage.opening import database_name

    async with open_desk(create=True) as desk:
        forms = ", ".join(f"{form} {version}" for form, version in desk.forms.latest.items())
        database = database_name(desk.settings.database_url)  # an address may hold a password
        say(text_key("cli.migrate.done"), database=database, forms=forms)
