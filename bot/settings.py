"""Everything that can be set from outside: read once, checked whole, then never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from bot.settings_reading import Reader, SettingsError, read_sources
from flows.texts import text_key

__all__ = ["Settings", "SettingsError", "Telegram", "load_settings"]

LANGUAGES = ("vi", "en")
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("auto", "console", "json")
TELEGRAM_API = "https://api.telegram.org"
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """The bot's account. Without `webhook_secret` its messages are fetched (long polling)."""

    token: str = field(repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    api_url: str = TELEGRAM_API
    take_over: bool = False
    """Whether fetching may end a webhook that is set: nothing is delivered there any more."""
    case_text: bool = False
    """Whether names and the text of cases may go to a platform outside Vietnam (design §6)."""
    per_second: int = 30
    """Calls a second in all, as Telegram documents (platforms §1.4); 0: no limit. Replies to who
    just wrote keep to it only after a 429."""
    chat_per_second: int = 1
    """Calls a second in one chat, beyond `chat_burst` at once; 0: no limit."""
    chat_burst: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an office has set. Rates are events a minute or an hour, as their names say."""

    data_dir: Path = Path("var")
    database_url: str = "sqlite:///var/lang-nghe.db"
    key_ring: Path = Path("var/keys.json")
    """Encrypts phones, names and stories; lies outside the database, is saved apart."""
    audit_heads: Path = Path("var/audit-heads.jsonl")
    """Signed heads of the audit log; lies outside the database, best copied elsewhere."""
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    """Scheme and host that links and QR codes point at, without a slash at the end."""
    secret_key: str | None = field(default=None, repr=False)
    """Signs the link of the example poster. None: the key ring's own signing key serves."""
    office_name: str | None = None
    office_hotline: str | None = None
    office_address: str | None = None
    log_level: str = "info"
    log_format: str = "auto"
    """`auto`: for people on a terminal, JSON elsewhere."""
    demo_data: bool = True
    """Whether the first start puts example data into an empty database."""
    cli_language: str = "vi"
    messages_per_minute: int = 300
    """From one conversation; more is answered kindly and not stored."""
    sessions_per_minute: int = 120
    """New conversations from one network address; an office shares one address."""
    guesses_per_hour: int = 30
    """Wrong printed codes from one network address."""
    trust_proxy: tuple[IPv4Network | IPv6Network, ...] = LOOPBACK
    """Machines whose `X-Forwarded-For` is believed: the office's reverse proxies."""
    metrics_allow: tuple[IPv4Network | IPv6Network, ...] = LOOPBACK
    """Machines that may read `/metrics`."""
    redis_url: str | None = field(default=None, repr=False)
    """Wake-ups, shared limits and live pages of several processes; correct without (I26)."""
    telegram: Telegram | None = None

    @property
    def secure(self) -> bool:
        """Whether browsers reach the pages by https."""
        return (self.public_url or "").startswith("https://")

    @property
    def configured(self) -> bool:
        """Whether domain, office name and hotline are set: until then all is a trial."""
        return bool(self.secure and self.office_name and self.office_hotline)

    @property
    def trial(self) -> bool:
        """Whether pages say that this is a trial, and answers stay out of figures."""
        return not self.configured

    @property
    def base_url(self) -> str:
        """The address that links point at; without `public_url` they work on this machine."""
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104
        return self.public_url or f"http://{host}:{self.port}"


def load_settings(
    environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")
) -> Settings:
    """Read the environment and the `.env` file; the environment wins, empty counts as not set.

    Raises:
        SettingsError: holds every wrong setting, not only the first.

    """
    reader = Reader(read_sources(os.environ if environ is None else environ, env_file))
    data_dir = reader.path("DATA_DIR", Path("var"))
    public_url = reader.public_url("PUBLIC_URL")
    settings = Settings(
        data_dir=data_dir,
        database_url=reader.database_url(
            "DATABASE_URL", f"sqlite:///{(data_dir / 'lang-nghe.db').as_posix()}"
        ),
        key_ring=reader.path("KEY_RING", data_dir / "keys.json"),
        audit_heads=reader.path("AUDIT_HEADS", data_dir / "audit-heads.jsonl"),
        # Others may reach the service only once it has an address of its own.
        host=reader.text("HOST", "0.0.0.0" if public_url else "127.0.0.1"),  # noqa: S104
        port=reader.number("PORT", 8080, 1, 65535),
        public_url=public_url,
        secret_key=reader.secret("SECRET_KEY", at_least=32),
        office_name=reader.line("OFFICE_NAME", at_most=120),
        office_hotline=reader.hotline("OFFICE_HOTLINE"),
        office_address=reader.line("OFFICE_ADDRESS", at_most=200),
        log_level=reader.one_of("LOG_LEVEL", LOG_LEVELS, "info"),
        log_format=reader.one_of("LOG_FORMAT", LOG_FORMATS, "auto"),
        demo_data=reader.yes_no("DEMO_DATA", default=True),
        cli_language=reader.one_of("CLI_LANGUAGE", LANGUAGES, "vi"),
        messages_per_minute=reader.number("MESSAGES_PER_MINUTE", 300, 1, 1_000_000),
        sessions_per_minute=reader.number("SESSIONS_PER_MINUTE", 120, 1, 1_000_000),
        guesses_per_hour=reader.number("GUESSES_PER_HOUR", 30, 1, 1_000_000),
        trust_proxy=reader.networks("TRUST_PROXY", LOOPBACK),
        metrics_allow=reader.networks("METRICS_ALLOW", LOOPBACK),
        redis_url=reader.redis_url("REDIS_URL"),
        telegram=_telegram(reader, public_url),
    )
    reader.finish()
    return settings


def _telegram(reader: Reader, public_url: str | None) -> Telegram | None:
    token = reader.telegram_token("TELEGRAM_TOKEN")
    secret = reader.webhook_secret("TELEGRAM_WEBHOOK_SECRET")
    api_url = reader.api_url("TELEGRAM_API_URL", TELEGRAM_API)
    case_text = reader.yes_no("TELEGRAM_CASE_TEXT", default=False)
    take_over = reader.yes_no("TELEGRAM_TAKE_OVER", default=False)
    per_second = reader.number("TELEGRAM_PER_SECOND", 30, 0, 1_000_000)
    chat_per_second = reader.number("TELEGRAM_CHAT_PER_SECOND", 1, 0, 1_000_000)
    chat_burst = reader.number("TELEGRAM_CHAT_BURST", 5, 1, 1_000_000)
    if token is None:
        return None
    # Telegram itself delivers to https only (platforms §1.1); a server of one's own need not.
    if secret and api_url == TELEGRAM_API and not (public_url or "").startswith("https://"):
        key = text_key("settings.webhook_needs_https")
        reader.require("PUBLIC_URL", of="TELEGRAM_WEBHOOK_SECRET", key=key)
    return Telegram(
        token=token,
        webhook_secret=secret,
        api_url=api_url,
        take_over=take_over,
        case_text=case_text,
        per_second=per_second,
        chat_per_second=chat_per_second,
        chat_burst=chat_burst,
    )
