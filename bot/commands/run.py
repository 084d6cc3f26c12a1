"""`run`, `web` and `worker`: the service in one process, or its two halves in many."""

from __future__ import annotations

import dataclasses
import errno
import gc
from typing import TYPE_CHECKING

import click

from bot.commands.base import TextCommand, TextOption, refuse, run, say, settings_or_refuse
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.app import Started
    from bot.sender.life import Kind
    from bot.settings import Settings

__all__ = ["run_service", "run_web", "run_worker"]

_host = click.option("--host", cls=TextOption, help=text_key("cli.run.host"))
_port = click.option(
    "--port", type=click.IntRange(0, 65535), cls=TextOption, help=text_key("cli.run.port")
)


@click.command("run", cls=TextCommand, help=text_key("cli.run.help"))
@_host
@_port
def run_service(host: str | None, port: int | None) -> None:
    """Start the service."""
    _serve(_listening(host, port), "run")


@click.command("web", cls=TextCommand, help=text_key("cli.web.help"))
@_host
@_port
def run_web(host: str | None, port: int | None) -> None:
    """Start pages, chat and webhooks."""
    _serve(_of_several(_listening(host, port)), "web")


@click.command("worker", cls=TextCommand, help=text_key("cli.worker.help"))
def run_worker() -> None:
    """Start the work behind."""
    _serve(_of_several(settings_or_refuse()), "worker")


def _listening(host: str | None, port: int | None) -> Settings:
    settings = settings_or_refuse()
    return dataclasses.replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )


def _of_several(settings: Settings) -> Settings:
    """Refuse a database that only one process can serve, and messages that nobody would hear:
    of several processes none fetches.
    """
    from storage.addresses import is_postgres

    if not is_postgres(settings.database_url):
        refuse(text_key("cli.needs_postgres"))
    if settings.telegram is not None and settings.telegram.webhook_secret is None:
        refuse(text_key("cli.needs_webhook"))
    return settings


def _serve(settings: Settings, kind: Kind) -> None:
    gc.disable()  # what a start makes stays: looking through it took a fifth of the start
    try:
        _serve_until_stopped(settings, kind)
    finally:
        gc.enable()  # `serving.settled` has done so, unless the start failed


def _serve_until_stopped(settings: Settings, kind: Kind) -> None:
    from bot.app import serve
    from bot.logs import set_up_logs

    async def work() -> None:
        try:
            await serve(settings, lambda started: _announce(settings, started, kind), kind)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            refuse(text_key("cli.port_in_use"), port=settings.port)

    set_up_logs(settings.log_level, settings.log_format)
    run(work())
    say(text_key("cli.stopped"))


def _announce(settings: Settings, started: Started, kind: Kind) -> None:
    if started.fresh_key_ring:
        say(text_key("cli.key_ring_made"), err=True, file=started.fresh_key_ring)
    if kind == "worker":
        say(text_key("cli.worker.ready"), process=started.process)
    else:
        say(text_key("cli.run.ready"), url=started.url)
        if started.example_link:
            say(text_key("cli.run.example"), url=started.example_link)
        for link in started.links:
            say(text_key("cli.run.telegram"), url=link)
        if started.first_admin:
            say(text_key("cli.run.first_admin"), url=started.first_admin)
    if settings.trial:
        say(text_key("cli.trial"))
    say(text_key("cli.run.stop"))
