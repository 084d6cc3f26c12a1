"""`doctor`: whether this installation is sound, one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from bot.commands._languages import examine_languages
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
    "language_not_spoken": text_key("doctor.language_not_spoken"),
    "language_partly": text_key("doctor.language_partly"),
    "language_unfinished": text_key("doctor.language_unfinished"),
    "language_unknown": text_key("doctor.language_unknown"),
    "languages": text_key("doctor.languages"),
    "mail": text_key("doctor.mail"),
    "mail_refused": text_key("doctor.mail_refused"),
    "mail_unreachable": text_key("doctor.mail_unreachable"),
    "schema": text_key("doctor.schema"),
    "sync_rate": text_key("doctor.sync_rate"),
    "telegram": text_key("doctor.telegram"),
    "telegram_complains": text_key("doctor.telegram_complains"),
    "telegram_elsewhere": text_key("doctor.telegram_elsewhere"),
    "telegram_refused": text_key("doctor.telegram_refused"),
    "telegram_taken": text_key("doctor.telegram_taken"),
    "telegram_unreachable": text_key("doctor.telegram_unreachable"),
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
    checks = [*run(_examine(settings)), *examine_languages(), *run(_ask_telegram(settings))]
    checks += run(_ask_mail_server(settings))
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


async def _ask_telegram(settings: Settings) -> list[Check]:
    """Ask whether the bot's account works and its messages come here; empty without one."""
    if settings.telegram is None:
        return []
    from bot.channels.telegram.examining import examine
    from storage.maintenance import Check

    found = await examine(settings.telegram)
    if found.fault == "refused":
        return [Check("telegram_refused", "fault", {})]
    if found.fault is not None:
        return [Check("telegram_unreachable", "warning", {})]
    checks = [Check("telegram", "ok", {"bot": found.bot, "pending": found.pending})]
    if (wrong := _heard_by_others(settings, found.host)) is not None:
        checks.append(Check(wrong, "warning", {"host": found.host or "–"}))
    if found.complaint:
        checks.append(Check("telegram_complains", "warning", {"reason": found.complaint}))
    return checks


async def _ask_mail_server(settings: Settings) -> list[Check]:
    """Ask whether the mail server lets us in; empty without one."""
    if settings.mail is None:
        return []
    from bot.channels.email.examining import examine
    from storage.maintenance import Check

    found = await examine(settings.mail)
    if found.fault is None:
        return [Check("mail", "ok", {"host": settings.mail.host})]
    if found.fault == "refused":
        return [Check("mail_refused", "fault", {"reason": found.reason})]
    return [Check("mail_unreachable", "warning", {"reason": found.reason})]


def _heard_by_others(settings: Settings, host: str | None) -> str | None:
    """Return what is wrong with where the messages go, if anything is."""
    if settings.telegram is None or settings.telegram.webhook_secret is None:
        return "telegram_taken" if host is not None else None
    return "telegram_elsewhere" if host != urlsplit(settings.base_url).hostname else None


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
