"""`restore`: a backup put in place, after it was checked; the old database is set aside."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.base import (
    TextCommand,
    TextOption,
    database_file,
    refuse,
    refusing,
    say,
    settings_or_refuse,
    text,
)
from flows.texts import text_key

__all__ = ["restore"]


@click.command(cls=TextCommand, help=text_key("cli.restore.help"))
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, cls=TextOption, help=text_key("cli.yes"))
def restore(source: Path, yes: bool) -> None:
    """Restore a backup."""
    settings = settings_or_refuse()
    with refusing():
        database = database_file(settings, unless=text_key("cli.restore.postgres"))
    replaces = database.exists()
    if replaces and not yes:
        click.confirm(text(text_key("cli.restore.confirm"), file=database), abort=True, err=True)
    with refusing():
        from storage.maintenance import restore as put_back
        from storage.secrets import KeyRing

        if not settings.key_ring.exists():
            refuse(text_key("cli.no_key_ring"), file=settings.key_ring)
        ring = KeyRing.open(settings.key_ring)
        manifest = put_back(source, database, ring, force=replaces)
    say(text_key("cli.restore.done"), file=database, rows=sum(manifest.rows.values()))
    if replaces:
        say(text_key("cli.restore.aside"), err=True, file=f"{database}.replaced")
