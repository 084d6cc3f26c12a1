"""`doctor`: whether this installation is sound, one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    PROBLEM,
    TextCommand,
    now,
    run,
    settings_or_refuse,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.maintenance import Check

__all__ = ["doctor"]

_LEVELS = {
    "ok": text_key("doctor.ok"),
    "warning": text_key("doctor.warning"),
    "fault": text_key("doctor.fault"),
}
_CHECKS = {
    "connections": text_key("doctor.connections"),
    "database": text_key("doctor.database"),
    "disk_space": text_key("doctor.disk_space"),
    "durability": text_key("doctor.durability"),
    "inbox_dead": text_key("doctor.inbox_dead"),
    "inbox_waiting": text_key("doctor.inbox_waiting"),
    "integrity": text_key("doctor.integrity"),
    "key_ring_file": text_key("doctor.key_ring_file"),
    "keys": text_key("doctor.keys"),
    "schema": text_key("doctor.schema"),
    "sync_rate": text_key("doctor.sync_rate"),
    "timers_failed": text_key("doctor.timers_failed"),
}
_GIB = 1 << 30


@click.command(cls=TextCommand, help=text_key("cli.doctor.help"))
def doctor() -> None:
    """Examine the installation."""
    settings = settings_or_refuse()
    _tell("ok", text(text_key("doctor.settings")))
    if settings.trial:
        _tell("warning", text(text_key("cli.trial")))
    checks = run(_examine(settings))
    for check in checks:
        _tell(check.level, _finding(check))
    if any(check.level == "fault" for check in checks):
        raise SystemExit(PROBLEM)


async def _examine(settings: Settings) -> list[Check]:
    from storage.addresses import PostgresAddress, is_postgres, sqlite_path

    if is_postgres(settings.database_url):
        from storage.postgres_health import examine_postgres

        address = PostgresAddress(settings.database_url)
        return await examine_postgres(address, settings.key_ring, now())
    from storage.maintenance import examine

    return examine(sqlite_path(settings.database_url), settings.key_ring, now())


def _tell(level: str, finding: str) -> None:
    width = max(len(text(key)) for key in _LEVELS.values())
    click.echo(f"{text(_LEVELS[level]).ljust(width)}  {finding}")


def _finding(check: Check) -> str:
    if "error" in check.figures:
        return text(text_key("doctor.error"), name=check.name, error=check.figures["error"])
    figures = dict(check.figures)
    free = figures.get("free_bytes")
    if isinstance(free, int):
        figures["free"] = f"{free / _GIB:.1f}"
    if "fits" in figures:
        figures["fits"] = text(text_key("word.yes") if figures["fits"] else text_key("word.no"))
    return text(_CHECKS.get(check.name, check.name), **figures)
