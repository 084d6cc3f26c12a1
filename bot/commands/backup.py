"""`backup`: the database, as of now, in one file; the keys are never in it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.base import (
    TextCommand,
    TextOption,
    database_file,
    now,
    refusing,
    say,
    settings_or_refuse,
)
from flows.texts import text_key

__all__ = ["backup"]


@click.command(cls=TextCommand, help=text_key("cli.backup.help"))
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    cls=TextOption,
    help=text_key("cli.backup.to"),
)
def backup(target: Path) -> None:
    """Back up the database, also while the service runs."""
    settings = settings_or_refuse()
    with refusing():
        from storage.maintenance import backup as make

        database = database_file(settings, unless=text_key("cli.backup.postgres"))
        manifest = make(database, target, now())
    rows = sum(manifest.rows.values())
    say(text_key("cli.backup.done"), file=target, rows=rows, size=target.stat().st_size)
    say(text_key("cli.backup.keys"), err=True, keys=settings.key_ring)
