"""The composition root: the only place that builds adapters and joins the parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from bot import serving
from bot.accounts import By, first_link
from bot.broadcasts import Broadcaster
from bot.calendars import calendar_around
from bot.channels.base import Channel
from bot.desk import follow_calendar
from bot.example_data import example_token, plant_example_data
from bot.forms import PublishedForms, publish_forms
from bot.hotlines import keep_office_line
from bot.i18n import Catalogues, day_of, names_of
from bot.invitations import link, token_hash
from bot.live import Live
from bot.mailing import letters_key
from bot.reception import Reception
from bot.rendering import Renderer
from bot.runner import Runner
from bot.sender import Limit, LocalRates, Rates, Sender
from bot.sender.life import Kind
from bot.services import Services
from bot.settings import Settings
from bot.turns import Turns, now_ms
from flows.rulebook import Rulebook
from flows.texts import text_key
from storage.addresses import is_postgres
from storage.audit_heads import AuditHeads
from storage.base import InvitationRecord, StorageUnavailableError
from storage.coordination import Coordination, LocalCoordination
from storage.opening import SqlStorage, open_ring, open_storage

__all__ = ["Started", "build", "compose", "serve"]


@dataclass(frozen=True, slots=True)
class Started:
    """What the first start has to tell its operator."""

    url: str
    example_link: str | None
    fresh_key_ring: Path | None
    process: str = ""
    links: tuple[str, ...] = ()
    """Where people can open a chat on the platforms that are ready."""
    first_admin: str | None = None
    """The one-time link of the first admin, while nobody has an account for the desk."""


# -- the parts of one process


def compose(
    settings: Settings,
    storage: SqlStorage,
    forms: PublishedForms,
    texts: Catalogues,
    kind: Kind = "run",
) -> Services:
    """Join the parts of one process over a storage that is open."""
    texts = texts.offering(forms.spoken)
    secret = sha256(storage.ring.signing_key + b"coordination").digest()
    alone = not is_postgres(settings.database_url)
    coordination = _coordination(settings, secret)
    channels = _channels(settings, texts, letters_key(storage.ring))
    live = Live(coordination)
    sender = Sender(
        storage,
        channels,
        _rates(settings, coordination),
        coordination,
        kind=kind,
        alone=alone,
        clock=now_ms,
    )
    renderer = Renderer(
        texts,
        _rules(forms, texts),
        _office(settings, texts),
        settings.trial,
        base_url=settings.base_url,
        discreet=_discreet(settings, channels),
    )
    turns = Turns(storage, renderer, live, trial=settings.trial, outlet=sender)
    runner = Runner(turns)
    key = sha256(storage.ring.signing_key + b"user keys").digest()
    return Services(
        settings,
        storage,
        texts,
        runner,
        live,
        channels,
        Reception(runner, texts, sender, key) if channels else None,
        sender,
        _broadcaster(settings, storage, sender, runner),
        coordination,
        audit_heads=AuditHeads(settings.audit_heads, storage.ring),
        browser_key=sha256(storage.ring.signing_key + b"browsers").digest(),
    )


def _broadcaster(
    settings: Settings, storage: SqlStorage, sender: Sender, runner: Runner
) -> Broadcaster:
    return Broadcaster(
        storage=storage,
        ring=storage.ring,
        accounts=sender.accounts,
        life=sender.life,
        settings=settings,
        renderer=lambda: runner.turns.renderer,
        clock=now_ms,
    )


def _rules(forms: PublishedForms, texts: Catalogues) -> Rulebook:
    calendar = calendar_around(day_of(now_ms()))
    languages = {language: names_of(language) for language in texts.languages}
    return Rulebook(
        forms=forms.forms, latest=forms.offered, calendar=calendar, languages=languages
    )


def _coordination(settings: Settings, secret: bytes) -> Coordination:
    if settings.redis_url is None:
        return LocalCoordination(secret)
    from storage.coordination_redis import RedisCoordination  # noqa: PLC0415 - 240 ms to import

    return RedisCoordination(settings.redis_url, secret)


def _channels(settings: Settings, texts: Catalogues, key: bytes) -> Mapping[str, Channel]:
    found: list[Channel] = []
    if settings.telegram is not None:
        # Loaded only where it is used: its client costs each start 0.4 s.
        from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 - see above

        found.append(TelegramChannel(settings.telegram, texts))
    if settings.mail is not None:
        from bot.channels.email import EmailChannel  # noqa: PLC0415 - see above

        found.append(EmailChannel(settings.mail, texts, key))
    return {channel.name: channel for channel in found}


def _rates(settings: Settings, coordination: Coordination) -> Rates:
    """Return the limiter; where processes can speak to one another, they count together."""
    limits: dict[str, Limit] = {}
    if (telegram := settings.telegram) is not None:
        limits["telegram"] = Limit(
            per_second=telegram.per_second or None,
            per_chat_second=telegram.chat_per_second or None,
            chat_burst=telegram.chat_burst,
        )
    if settings.mail is not None:
        limits["email"] = Limit(per_second=settings.mail.per_minute / 60)
    if settings.redis_url is None:
        return LocalRates(limits)
    from bot.sender.shared_rates import SharedRates  # noqa: PLC0415 - see `_coordination`

    return SharedRates(limits, coordination)


def _discreet(settings: Settings, channels: Mapping[str, Channel]) -> frozenset[str]:
    """Return the channels that carry no names and no text of cases (design §6)."""
    abroad = {name for name, channel in channels.items() if channel.capabilities.abroad}
    if settings.telegram is not None and settings.telegram.case_text:
        abroad.discard("telegram")
    return frozenset(abroad)


def _office(settings: Settings, texts: Catalogues) -> dict[str, str]:
    """Return what the texts say about this installation; a trial names nobody."""
    unset = texts.text("vi", text_key("office.not_configured"))
    return {
        "office": settings.office_name or texts.text("vi", text_key("office.trial")),
        "hotline": settings.office_hotline or unset,
        "address": settings.office_address or unset,
        "site": urlsplit(settings.base_url).netloc,
    }


async def _first_admin(services: Services) -> str | None:
    made = await first_link(services.storage, By("start", now_ms()))
    return made.address(services.settings.base_url) if made is not None else None


# -- one process


@asynccontextmanager
async def build(settings: Settings, kind: Kind = "run") -> AsyncIterator[tuple[Services, Started]]:
    """Open everything, with example data on the first start, and close it at the end.

    Raises:
        StorageError: the database or the key ring cannot be used.
        FormFaultsError, FormChangedError: a shipped form is not as it must be.

    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ring, fresh = await open_ring(settings.database_url, settings.key_ring)
    async with AsyncExitStack() as stack:
        storage = await open_storage(settings.database_url, ring, server=True)
        stack.push_async_callback(storage.close)
        texts = Catalogues.load()
        forms = await publish_forms(storage, now_ms())
        services = compose(settings, storage, forms, texts, kind)
        await follow_calendar(services)
        await keep_office_line(storage, settings.office_hotline)
        await services.hotlines.follow(storage)
        secret = settings.secret_key or ring.signing_key.hex()
        example = await _example(services, forms, secret)
        await _begin(services, stack)
        yield services, _started(services, example, secret, ring.path if fresh else None)


async def _begin(services: Services, stack: AsyncExitStack) -> None:
    """Start what works by itself, and see to it that it ends in the opposite order."""
    await services.coordination.start()
    stack.push_async_callback(services.coordination.close)
    for channel in services.channels.values():
        stack.push_async_callback(channel.close)
    if services.sender is not None:
        await services.sender.start()
        stack.push_async_callback(services.sender.close)


async def _example(
    services: Services, forms: PublishedForms, secret: str
) -> InvitationRecord | None:
    """Plant the example data where wanted; return the example poster's invitation, if any."""
    settings, storage = services.settings, services.storage
    if settings.demo_data and settings.trial:
        await plant_example_data(storage, forms, services.texts, secret, now_ms())
    planted = await storage.invitations.by_token_hash(token_hash(example_token(secret)))
    if planted is not None and settings.trial and services.reception is not None:
        services.reception.example = planted.id
    return planted


def _started(
    services: Services, example: InvitationRecord | None, secret: str, fresh: Path | None
) -> Started:
    address = services.settings.base_url
    shown = link(address, example_token(secret)) if example is not None else None
    process = services.sender.life.id if services.sender is not None else ""
    return Started(address, shown, fresh, process)


def _links(services: Services) -> tuple[str, ...]:
    """Return where chats are open already; a platform that is late opens without a word here."""
    links = (channel.link("start") for channel in services.channels.values())
    return tuple(link.partition("?")[0] for link in links if link)  # the chat, no invitation


async def serve(
    settings: Settings, announce: Callable[[Started], None], kind: Kind = "run"
) -> None:
    """Do the work of a process until SIGTERM or SIGINT.

    Shutdown: not ready → no new connections → open streams end → jobs and turns finish →
    what is being sent is finished, the rest given back → the last group commit → files closed.
    """
    async with build(settings, kind) as (services, started), AsyncExitStack() as stack:
        stopping = serving.stop_signals()
        await stack.enter_async_context(serving.messengers(services, fetches=kind == "run"))
        if kind != "worker":
            await stack.enter_async_context(serving.site(services))
        if kind != "web":
            await stack.enter_async_context(serving.jobs(services))
        await stack.enter_async_context(serving.rules(services))
        serving.settled()
        first = await _first_admin(services) if kind != "worker" else None
        announce(replace(started, links=_links(services), first_admin=first))
        await serving.until_stopped(stopping, services.storage)
    if services.storage.database.fatal:
        raise StorageUnavailableError(services.storage.database.fatal)
