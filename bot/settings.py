"""Everything that can be set from outside: read once, checked whole, then never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from bot.settings_reading import Reader, SettingsError, read_sources
from flows.texts import text_key
from survey.suspicion import Limits
from survey.validity import Rules

__all__ = ["Mail", "Settings", "SettingsError", "Telegram", "load_settings"]

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
class Mail:
    """The office's mail server and how letters are signed. `security`: TLS from the first byte
    (`tls`), by STARTTLS or not at all, or `none` for a server that is trusted with plain text.
    """

    host: str
    port: int
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str
    """The address in `From`; its domain is the one that the mail server may sign for."""
    name: str | None = None
    """The office's name beside it."""
    reply_to: str | None = None
    returns: str | None = None
    """Mailbox of what cannot be delivered; it must take `name+anything@domain`. None: `sender`."""
    per_minute: int = 60


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
    reset_delay_hours: int = 24
    """Of working days: how long an owner can refuse a reset that nobody else can agree to."""
    valid_percent: int = 80
    """Share of the shown criteria, in per cent, that a valid form must answer (domain §2.6)."""
    valid_seconds: int = 40
    """Seconds below which the same rating throughout makes a form invalid (domain §2.6)."""
    suspect_per_phone: int = 4
    """Responses that one own telephone may bring before people look at them."""
    suspect_fast_percent: int = 20
    """Share of the usual time, in per cent, below which a response is looked at."""
    suspect_one_hand: int = 20
    """From how plain on (`survey.suspicion.Limits.one_hand`) a row of responses is looked at as
    typed by one hand; more finds less."""
    invite_every_days: int = 90
    """Nobody is invited twice within so many days (design §5)."""
    cost_telegram: int = 0
    """What one message of a broadcast costs the office, in đồng; likewise the next two."""
    cost_email: int = 0
    cost_list: int = 0
    """Of a printed slip, or of a message that another sender takes over."""
    guesses_per_hour: int = 30
    """Wrong printed codes from one network address."""
    trust_proxy: tuple[IPv4Network | IPv6Network, ...] = LOOPBACK
    """Machines whose `X-Forwarded-For` is believed: the office's reverse proxies."""
    metrics_allow: tuple[IPv4Network | IPv6Network, ...] = LOOPBACK
    """Machines that may read `/metrics`."""
    results_frames: tuple[str, ...] = ()
    """Sites, as scheme and host, whose pages may show `/results/embed` in a frame."""
    redis_url: str | None = field(default=None, repr=False)
    """Wake-ups, shared limits and live pages of several processes; correct without (I26)."""
    telegram: Telegram | None = None
    mail: Mail | None = None

    @property
    def valid(self) -> Rules:
        """When a returned form counts."""
        return Rules(
            least_answered=self.valid_percent / 100, least_seconds=float(self.valid_seconds)
        )

    @property
    def suspicion(self) -> Limits:
        """From where on a response is looked at by people before it counts."""
        return Limits(
            family=self.suspect_per_phone,
            fast=self.suspect_fast_percent / 100,
            one_hand=float(self.suspect_one_hand),
            straight_seconds=float(self.valid_seconds),
        )

    @property
    def costs(self) -> Mapping[str, int]:
        """What one message of a broadcast costs by each channel, in đồng."""
        return {"telegram": self.cost_telegram, "email": self.cost_email, "list": self.cost_list}

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
    settings = _settings(reader)
    reader.finish()
    return settings


def _settings(reader: Reader) -> Settings:
    """Return what is set; the reader keeps what is wrong, and tells of it at its end."""
    data_dir = reader.path("DATA_DIR", Path("var"))
    public_url = reader.public_url("PUBLIC_URL")
    return Settings(
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
        reset_delay_hours=reader.number("RESET_DELAY_HOURS", 24, 1, 168),
        valid_percent=reader.number("VALID_PERCENT", 80, 1, 100),
        valid_seconds=reader.number("VALID_SECONDS", 40, 0, 3600),
        suspect_per_phone=reader.number("SUSPECT_PER_PHONE", 4, 1, 1_000),
        suspect_fast_percent=reader.number("SUSPECT_FAST_PERCENT", 20, 0, 100),
        suspect_one_hand=reader.number("SUSPECT_ONE_HAND", 20, 1, 1_000),
        invite_every_days=reader.number("INVITE_EVERY_DAYS", 90, 0, 3650),
        cost_telegram=reader.number("COST_TELEGRAM", 0, 0, 1_000_000),
        cost_email=reader.number("COST_EMAIL", 0, 0, 1_000_000),
        cost_list=reader.number("COST_LIST", 0, 0, 1_000_000),
        guesses_per_hour=reader.number("GUESSES_PER_HOUR", 30, 1, 1_000_000),
        trust_proxy=reader.networks("TRUST_PROXY", LOOPBACK),
        metrics_allow=reader.networks("METRICS_ALLOW", LOOPBACK),
        results_frames=reader.origins("RESULTS_FRAMES"),
        redis_url=reader.redis_url("REDIS_URL"),
        telegram=_telegram(reader, public_url),
        mail=_mail(reader),
    )


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


def _mail(reader: Reader) -> Mail | None:
    url = reader.smtp_url("SMTP_URL")
    sender = reader.mail_address("MAIL_FROM")
    reply_to = reader.mail_address("MAIL_REPLY_TO")
    returns = reader.mail_address("MAIL_RETURNS")
    per_minute = reader.number("MAIL_PER_MINUTE", 60, 1, 1_000_000)
    if url is None or sender is None:
        return None
    parts = urlsplit(url)
    return Mail(
        host=parts.hostname or "",
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        security=_security(parts.scheme, parts.query),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        sender=sender,
        name=reader.line("OFFICE_NAME", at_most=120),
        reply_to=reply_to,
        returns=returns,
        per_minute=per_minute,
    )


def _security(scheme: str, query: str) -> Literal["tls", "starttls", "none"]:
    if scheme == "smtps":
        return "tls"
    return "none" if query == "starttls=no" else "starttls"
