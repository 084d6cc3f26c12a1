"""How settings are read and refused: each wrong one with its name, what is expected and found."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeAlias

from dotenv import dotenv_values

from bot.settings_addresses import has_port, is_base, is_origin, is_redis, is_smtp
from flows.texts import text_key

__all__ = ["CHANNEL_GROUPS", "KNOWN", "Fault", "Reader", "SettingsError", "read_sources"]

Sources: TypeAlias = Mapping[str, str]
Network: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong setting: its name, a text key that says what is expected, and what was found."""

    name: str
    key: str
    params: Mapping[str, str]

    def __str__(self) -> str:
        details = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{self.name}: {self.key}" + (f" ({details})" if details else "")


class SettingsError(Exception):
    """The service does not start with these settings; `faults` names them all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """The settings of one channel: all of `required`, or none at all."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_here: bool = False
    """Whether this release has it; what it has not is refused when set, never ignored."""

    @property
    def names(self) -> tuple[str, ...]:
        """All settings of the channel."""
        return self.required + self.optional


CHANNEL_GROUPS = (
    ChannelGroup(
        "Telegram",
        ("TELEGRAM_TOKEN",),
        (
            "TELEGRAM_WEBHOOK_SECRET",
            "TELEGRAM_API_URL",
            "TELEGRAM_CASE_TEXT",
            "TELEGRAM_TAKE_OVER",
            "TELEGRAM_PER_SECOND",
            "TELEGRAM_CHAT_PER_SECOND",
            "TELEGRAM_CHAT_BURST",
        ),
        is_here=True,
    ),
    ChannelGroup(
        "Zalo OA",
        (
            "ZALO_APP_ID",
            "ZALO_APP_SECRET",
            "ZALO_OA_ID",
            "ZALO_OA_SECRET",
            "ZALO_ACCESS_TOKEN",
            "ZALO_REFRESH_TOKEN",
        ),
        ("ZALO_API_URL", "ZALO_OAUTH_URL", "ZALO_TEMPLATE_URL"),
    ),
    ChannelGroup("Zalo Bot", ("ZALO_BOT_TOKEN", "ZALO_BOT_SECRET"), ("ZALO_BOT_API_URL",)),
    ChannelGroup(
        "Messenger",
        (
            "MESSENGER_PAGE_ID",
            "MESSENGER_PAGE_TOKEN",
            "MESSENGER_APP_SECRET",
            "MESSENGER_VERIFY_TOKEN",
        ),
        ("MESSENGER_API_URL",),
    ),
    ChannelGroup(
        "E-mail",
        ("SMTP_URL", "MAIL_FROM"),
        ("MAIL_REPLY_TO", "MAIL_RETURNS", "MAIL_PER_MINUTE"),
        is_here=True,
    ),
    ChannelGroup("Redis", ("REDIS_URL",), is_here=True),
)
"""What is set as a whole or not at all (design §8)."""

KNOWN = frozenset(
    {
        "AUDIT_HEADS",
        "CLI_LANGUAGE",
        "COST_EMAIL",
        "COST_LIST",
        "COST_TELEGRAM",
        "DATABASE_URL",
        "DATA_DIR",
        "DEMO_DATA",
        "GUESSES_PER_HOUR",
        "HOST",
        "INVITE_EVERY_DAYS",
        "KEY_RING",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "MESSAGES_PER_MINUTE",
        "METRICS_ALLOW",
        "OFFICE_ADDRESS",
        "OFFICE_HOTLINE",
        "OFFICE_NAME",
        "PORT",
        "PUBLIC_URL",
        "RESET_DELAY_HOURS",
        "RESULTS_FRAMES",
        "SECRET_KEY",
        "SESSIONS_PER_MINUTE",
        "SUSPECT_FAST_PERCENT",
        "SUSPECT_ONE_HAND",
        "SUSPECT_PER_PHONE",
        "TRUST_PROXY",
        "VALID_PERCENT",
        "VALID_SECONDS",
        *(name for group in CHANNEL_GROUPS for name in group.names),
    }
)

_PREFIX = re.compile(r"^LANG_?NGHE_")
_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{3,100}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")
_HOTLINE = re.compile(r"\+?[0-9][0-9 .\-()]{2,24}")
_SQLITE = re.compile(r"sqlite:///(?!:)[^?#]+")
# Server and database, or database and, behind the question mark, a socket's folder.
_POSTGRES = re.compile(
    r"(postgresql|postgres|postgresql\+asyncpg)://"
    r"([^/?#]+/[^/?#]+(\?[^#]*)?|[^/?#]*/[^/?#]+\?([^#]*&)?host=[^#]+)"
)
# Plain ASCII, since every server has to take it: letters to others may be addressed otherwise.
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_BOT_PATH = re.compile(r"/bot[^/]*/?\Z")
_LONGEST_SHOWN = 60
# A name this near a known one is a slip of the pen; PATH, LOGNAME or HOSTNAME are not.
_NEARNESS = 0.85
_SHORTEST_SLIP = 6


def read_sources(environ: Sources, env_file: Path | None) -> Sources:
    """Return what is set: the file's values under the environment's, empty ones left out.

    Raises:
        SettingsError: the file is there but cannot be read as UTF-8.

    """
    try:
        # Without interpolation: a `$` in a password stays a `$`.
        from_file = (
            dotenv_values(env_file, interpolate=False, encoding="utf-8-sig") if env_file else {}
        )
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(str(env_file), text_key("settings.env_file"), {"found": str(error)})
        raise SettingsError([fault]) from error
    merged = {**from_file, **environ}
    return {name: value.strip() for name, value in merged.items() if value and value.strip()}


class Reader:
    """Reads settings one by one and remembers what is wrong; `finish` then refuses all at once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._faults: list[Fault] = []

    def text(self, name: str, default: str) -> str:
        """Return any text."""
        return self._sources.get(name, default)

    def path(self, name: str, default: Path) -> Path:
        """Return a path; `~` is the home folder."""
        given = self._sources.get(name)
        return Path(given).expanduser() if given else default

    def line(self, name: str, *, at_most: int) -> str | None:
        """Return one line of text that people will read."""
        given = self._sources.get(name)
        if given and (len(given) > at_most or not given.isprintable()):
            self._refuse(name, text_key("settings.line"), most=str(at_most))
        return given

    def hotline(self, name: str) -> str | None:
        """Return a telephone number as people read it: 1900 9068."""
        given = self._sources.get(name)
        if given and not _HOTLINE.fullmatch(given):
            self._refuse(name, text_key("settings.hotline"))
        return given

    def secret(self, name: str, *, at_least: int) -> str | None:
        """Return a secret, which no message ever repeats."""
        given = self._sources.get(name)
        if given and len(given) < at_least:
            self._refuse(
                name, text_key("settings.secret"), found=f"{len(given)}", least=str(at_least)
            )
        return given

    def telegram_token(self, name: str) -> str | None:
        """Return a bot's token as BotFather gives it; no message ever repeats it."""
        return self._hidden(name, _TOKEN, text_key("settings.telegram_token"))

    def webhook_secret(self, name: str) -> str | None:
        """Return the secret that Telegram sends along (platforms §1.1, at least 32 of its 256
        characters); no message ever repeats it.
        """
        return self._hidden(name, _WEBHOOK_SECRET, text_key("settings.webhook_secret"))

    def _hidden(self, name: str, shape: re.Pattern[str], key: str) -> str | None:
        given = self._sources.get(name)
        if given and not shape.fullmatch(given):
            self._refuse(name, key, found=f"{len(given)}")
        return given

    def api_url(self, name: str, default: str) -> str:
        """Return the base address of a platform: a simulator or a server of one's own."""
        given = self._sources.get(name, default)
        if not is_base(given):
            self._refuse(name, text_key("settings.api_url"), found="…" if "@" in given else given)
        elif _BOT_PATH.search(given):  # what follows /bot is a token: it is not repeated
            self._refuse(name, text_key("settings.telegram_api_url"), found="…")
        return given.rstrip("/")

    def redis_url(self, name: str) -> str | None:
        """Return the address of a Redis; it may hold a password, so no message repeats it."""
        given = self._sources.get(name)
        if given and not is_redis(given):
            scheme = given.partition("://")[0][:20]
            self._refuse(name, text_key("settings.redis_url"), found=f"{scheme}…")
        return given

    def smtp_url(self, name: str) -> str | None:
        """Return the address of a mail server; it may hold a password, so no message repeats it.
        A password never travels in the open: it needs TLS, or a server on this machine.
        """
        given = self._sources.get(name)
        if given and not is_smtp(given):
            scheme = given.partition("://")[0][:20]
            self._refuse(name, text_key("settings.smtp_url"), found=f"{scheme}…")
            return None
        return given

    def mail_address(self, name: str) -> str | None:
        """Return an address of the office's own."""
        given = self._sources.get(name)
        if given and not _MAIL_ADDRESS.fullmatch(given):
            self._refuse(name, text_key("settings.mail_address"))
            return None
        return given

    def require(self, name: str, *, of: str, key: str) -> None:
        """Refuse a setting that another one makes necessary."""
        self._refuse(name, key, found=self._sources.get(name, "–"), of=of)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds, both included."""
        given = self._sources.get(name)
        if given is None:
            return default
        if re.fullmatch(r"[0-9]{1,9}", given) and least <= int(given) <= most:
            return int(given)
        self._refuse(name, text_key("settings.number"), least=str(least), most=str(most))
        return default

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words; case does not count."""
        given = self._sources.get(name, default).lower()
        if given not in allowed:
            self._refuse(name, text_key("settings.one_of"), allowed=", ".join(allowed))
        return given

    def yes_no(self, name: str, *, default: bool) -> bool:
        """Return a yes or no."""
        given = self._sources.get(name, "").lower()
        if given and given not in _YES | _NO:
            self._refuse(name, text_key("settings.yes_no"))
        return given in _YES if given else default

    def networks(self, name: str, default: tuple[Network, ...]) -> tuple[Network, ...]:
        """Return network addresses, or whole networks, with commas between them."""
        given = self._sources.get(name)
        if given is None:
            return default
        try:
            return tuple(ip_network(part.strip()) for part in given.split(","))
        except ValueError:
            self._refuse(name, text_key("settings.networks"))
            return default

    def origins(self, name: str) -> tuple[str, ...]:
        """Return sites as scheme and host, with commas between them."""
        given = [part.strip().rstrip("/") for part in self._sources.get(name, "").split(",")]
        found = tuple(part for part in given if part)
        # What goes into a header must not be able to end it, or a directive of it.
        if not all(is_origin(part) and _ORIGIN.fullmatch(part) for part in found):
            self._refuse(name, text_key("settings.origins"))
            return ()
        return found

    def public_url(self, name: str) -> str | None:
        """Return scheme and host, where pages are reached from outside."""
        given = self._sources.get(name)
        if given is None:
            return None
        if not is_origin(given):
            shown = "…" if "@" in given else given  # before an @ stands a password
            self._refuse(name, text_key("settings.public_url"), found=shown)
        return given.rstrip("/")

    def database_url(self, name: str, default: str) -> str:
        """Return the address of the database: a SQLite file, or PostgreSQL with its database."""
        given = self._sources.get(name, default)
        if not (_SQLITE.fullmatch(given) or _POSTGRES.fullmatch(given)) or not has_port(given):
            # The rest of an address may hold a password: only its scheme is shown.
            self._refuse(
                name, text_key("settings.database_url"), found=f"{given.partition('://')[0]}…"
            )
        return given

    def finish(self) -> None:
        """Check channels and unknown names, then refuse if anything is wrong."""
        for group in CHANNEL_GROUPS:
            self._check_channel(group)
        for name in sorted(self._sources.keys() - KNOWN):
            meant = _meant_by(name)
            if meant:
                self._faults.append(Fault(name, text_key("settings.unknown"), {"meant": meant}))
        if self._faults:
            raise SettingsError(self._faults)

    def _check_channel(self, group: ChannelGroup) -> None:
        given = [name for name in group.names if name in self._sources]
        missing = [name for name in group.required if name not in self._sources]
        params = {"channel": group.name}
        if given and missing:
            params["missing"] = ", ".join(missing)
            self._faults.append(Fault(given[0], text_key("settings.incomplete"), params))
        elif given and not group.is_here:
            params["found"] = ", ".join(given)
            self._faults.append(Fault(given[0], text_key("settings.later"), params))

    def _refuse(self, name: str, key: str, **params: str) -> None:
        shown = self._sources.get(name, "")
        shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
        self._faults.append(Fault(name, key, {"found": shown, **params}))


def _meant_by(name: str) -> str | None:
    """Return the known setting that an unknown name probably means."""
    plain = _PREFIX.sub("", name.upper())
    if plain in KNOWN and plain != name:
        return plain
    near = difflib.get_close_matches(plain, KNOWN, n=1, cutoff=_NEARNESS)
    return near[0] if near and len(name) >= _SHORTEST_SLIP else None
