"""`run`: the whole service in one process, with nothing to set up beforehand."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from bot.commands.base import TextCommand, TextOption, run, say, settings_or_refuse
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.app import Started

__all__ = ["run_service"]


@click.command("run", cls=TextCommand, help=text_key("cli.run.help"))
@click.option("--host", cls=TextOption, help=text_key("cli.run.host"))
@click.option(
    "--port", type=click.IntRange(0, 65535), cls=TextOption, help=text_key("cli.run.port")
)
def run_service(host: str | None, port: int | None) -> None:
    """Start the service."""
    settings = settings_or_refuse()
    settings = dataclasses.replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )

    from bot.app import serve
    from bot.logs import set_up_logs

    set_up_logs(settings.log_level, settings.log_format)
    run(serve(settings, lambda started: _announce(started, trial=settings.trial)))


def _announce(started: Started, *, trial: bool) -> None:
    if started.fresh_key_ring:
        say(text_key("cli.key_ring_made"), err=True, file=started.fresh_key_ring)
    say(text_key("cli.run.ready"), url=started.url)
    if started.example_link:
        say(text_key("cli.run.example"), url=started.example_link)
    if trial:
        say(text_key("cli.trial"))
    say(text_key("cli.run.stop"))
