"""What all commands share: texts by key, settings or their faults, storage opened and closed."""

from __future__ import annotations

import asyncio
import errno
import getpass
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from flows.identifiers import Instant
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.forms import PublishedForms
    from bot.i18n import Catalogues
    from bot.settings import Settings
    from storage.base import UnitOfWork
    from storage.opening import SqlStorage

__all__ = [
    "Desk",
    "TextCommand",
    "TextGroup",
    "TextOption",
    "actor",
    "database_file",
    "language",
    "now",
    "offered_languages",
    "open_desk",
    "refuse",
    "refusing",
    "run",
    "say",
    "settings_or_refuse",
    "text",
]

T = TypeVar("T")

PROBLEM = 1
"""Exit code: refused, or something went wrong. 2 is click's for wrong usage."""


_REFUSALS = {
    "KeyMissingError": text_key("cli.wrong_key_ring"),
    "WrongKeyRingError": text_key("cli.wrong_key_ring"),
}
"""By the name of what storage raised without words of its own; importing the classes would slow
down every `--help`."""
_SYSTEM = {
    errno.EACCES: text_key("system.forbidden"),
    errno.EADDRNOTAVAIL: text_key("system.no_address"),
    errno.EEXIST: text_key("system.there"),
    errno.EISDIR: text_key("system.is_folder"),
    errno.ENOENT: text_key("system.not_there"),
    errno.ENOSPC: text_key("system.full"),
    errno.ENOTDIR: text_key("system.no_folder"),
    errno.EPERM: text_key("system.forbidden"),
    errno.EROFS: text_key("system.read_only"),
}
"""What the system says most often, in the operator's language."""


# -- texts


@cache
def _language() -> str:
    chosen = os.environ.get("CLI_LANGUAGE", "").lower()
    if not chosen:
        from dotenv import dotenv_values

        chosen = (dotenv_values(".env", encoding="utf-8-sig").get("CLI_LANGUAGE") or "").lower()
    return chosen if chosen in {"vi", "en"} else "vi"


@cache
def _texts() -> Catalogues:
    import structlog

    from bot.i18n import Catalogues
    from bot.logs import set_up_logs

    if not structlog.is_configured():
        set_up_logs("warning", "console")  # never on the standard output: that is for results
    return Catalogues.load()


def text(key: str, **params: object) -> str:
    """Return a text in the language of the commands (`CLI_LANGUAGE`)."""
    return _texts().text(_language(), key, params)


def language() -> str:
    """Return the language of the commands (`CLI_LANGUAGE`)."""
    return _language()


def offered_languages() -> tuple[str, ...]:
    """Return the languages that have all texts for citizens, Vietnamese first."""
    return _texts().languages


def say(key: str, *, err: bool = False, **params: object) -> None:
    """Print a text; with `err` on the error stream, for what is no result."""
    click.echo(text(key, **params), err=err)


def refuse(key: str, **params: object) -> NoReturn:
    """End the command with exit code 1 and a text that says why."""
    raise _RefusedError(text(key, **params))


class _RefusedError(click.ClickException):
    exit_code = PROBLEM

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        del file
        click.echo(self.message, err=True)


class _Texts(click.Command):
    """A command whose help is a text key, looked up only when help is asked for."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            # Each line of the text is a paragraph of its own.
            formatter.write_text(text(self.help or "").replace("\n", "\n\n"))

    def get_short_help_str(self, limit: int = 45) -> str:
        first = text(self.help or "").partition("\n")[0]
        return first if len(first) <= limit else first[: limit - 1].rstrip() + "…"


class TextCommand(_Texts):
    """A command with its help in `locales/`."""


class TextGroup(_Texts, click.Group):
    """A group of commands with its help in `locales/`."""


class TextOption(click.Option):
    """An option whose help is a text key."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, text(self.help))


# -- settings, storage, time


def now() -> Instant:
    """Return the time of day."""
    return Instant(time.time_ns() // 1_000_000)


def actor() -> str:
    """Return who runs the command, for the audit log."""
    try:
        return f"command:{getpass.getuser()}"
    except (KeyError, OSError):
        return "command:unknown"


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what cannot be done becomes a plain message and exit code 1."""
    with refusing(), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's where it is installed (the extra `speed`). None is asyncio's own. Signals
    and Ctrl+C are the runner's work, and the same on both.
    """
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what storage, forms and the system refuse into messages for people."""
    from bot.forms import FormChangedError
    from flows.faults import FormFaultsError
    from storage.base import StorageError

    try:
        yield
    except StorageError as error:
        if error.key:
            refuse(error.key, **error.params)
        kind = type(error).__name__
        refuse(_REFUSALS.get(kind, text_key("cli.storage_refused")), reason=error, kind=kind)
    except FormFaultsError as error:
        refuse(text_key("cli.form_faults"), faults=error)
    except FormChangedError as error:
        form, version = error.form, error.version
        refuse(text_key("cli.form_changed"), form=form, version=version, next=version + 1)
    except OSError as error:
        key = _SYSTEM.get(error.errno or 0)
        reason = text(key) if key else error.strerror or str(error)
        refuse(text_key("cli.system_refused"), reason=reason, file=error.filename or "")


def database_file(settings: Settings, unless: str) -> Path:
    """Return the file of the configured database; on PostgreSQL, which is no file, end with the
    text `unless`. It may name the `database`.
    """
    from storage.addresses import PostgresAddress, is_postgres, sqlite_path

    if is_postgres(settings.database_url):
        refuse(unless, database=PostgresAddress(settings.database_url))
    return sqlite_path(settings.database_url)


async def _refuse_missing(settings: Settings) -> None:
    from storage.opening import database_exists, database_name

    if not await database_exists(settings.database_url):
        refuse(text_key("cli.no_database"), file=database_name(settings.database_url))


def settings_or_refuse() -> Settings:
    """Return the settings, or say everything that is wrong with them and end."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings(os.environ, Path(".env"))
    except SettingsError as error:
        lines = [text(text_key("settings.refused"), count=len(error.faults))]
        lines += [
            text(
                text_key("settings.fault"), name=fault.name, reason=text(fault.key, **fault.params)
            )
            for fault in error.faults
        ]
        raise _RefusedError("\n".join(lines)) from error


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with; the database may be in use by a running server."""

    settings: Settings
    storage: SqlStorage
    texts: Catalogues
    forms: PublishedForms

    def note(
        self, unit: UnitOfWork, *, action: str, target: str, detail: Mapping[str, str]
    ) -> None:
        """Add to a unit that whoever runs the command did this (invariant I21)."""
        self.storage.audit.note(
            unit, at=now(), actor=actor(), action=action, target=target, detail=detail
        )


@asynccontextmanager
async def open_desk(*, create: bool = False) -> AsyncIterator[Desk]:
    """Open the configured database, with its forms, and close it at the end.

    Without `create`, a database that is not there is refused: a command started in the wrong
    folder must not leave an empty one behind.
    """
    from bot.forms import publish_forms
    from storage.opening import open_ring, open_storage

    settings = settings_or_refuse()
    if not create:
        await _refuse_missing(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ring, fresh = await open_ring(settings.database_url, settings.key_ring)
    if fresh:
        say(text_key("cli.key_ring_made"), err=True, file=settings.key_ring)
    storage = await open_storage(settings.database_url, ring)
    try:
        forms = await publish_forms(storage, now())
        yield Desk(settings, storage, _texts().offering(forms.spoken), forms)
    finally:
        await storage.close()
