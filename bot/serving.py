"""What a process does until it is told to stop: its doors, its work behind, its end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.channels.base import Channel, NotNowError, NotReadyError, UnreadableError
from bot.console.site import add_console
from bot.desk import follow_calendar
from bot.jobs import JOBS
from bot.reception import Reception
from bot.runner import OverloadedError
from bot.services import Services
from bot.web.site import create_site
from storage.base import Storage, StorageError, StorageUnavailableError

__all__ = ["jobs", "messengers", "rules", "settled", "site", "stop_signals", "until_stopped"]

_log = structlog.get_logger(__name__)

_FATAL_CHECK_S = 1.0
_SHUTDOWN_S = 5.0
"""aiohttp would wait a minute for open event streams; they are ended by `Live.close`."""
_CALENDAR_S = 30.0
_FORMS_S = 5.0
"""How soon every process begins with a form that an admin has published in one of them."""
_OPEN_AGAIN_S = (2.0, 60.0)
"""First and longest pause before a platform that was not ready is asked again."""


# -- doors


@asynccontextmanager
async def site(services: Services) -> AsyncIterator[None]:
    """Serve pages, chat and webhooks; open streams end before the rest."""
    settings = services.settings
    site = create_site(services)
    add_console(site, services)
    runner = web.AppRunner(
        site,
        access_log=None,
        shutdown_timeout=_SHUTDOWN_S,
        auto_decompress=False,  # a kilobyte could unpack to a megabyte, before anybody is asked
    )
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    try:
        yield
    finally:
        services.live.close()
        await runner.cleanup()


@asynccontextmanager
async def messengers(services: Services, *, fetches: bool) -> AsyncIterator[None]:
    """Open the channels, each as soon as its platform lets us; `fetches`: where a platform does
    not deliver to us, its messages are fetched here.
    """
    tasks = [
        asyncio.create_task(_kept_open(services, channel, fetches=fetches))
        for channel in services.channels.values()
    ]
    # A platform that answers at once is open before the first page is shown.
    if tasks:
        await asyncio.wait(tasks, timeout=1.0)
    try:
        yield
    finally:
        await _cancelled(tasks)


async def _kept_open(services: Services, channel: Channel, *, fetches: bool) -> None:
    """Open one channel, however long that takes, and see to it that its messages come: fetch
    them if that is to be, or look whether they are still delivered here.
    """
    webhook = _webhook_url(services, channel)
    await _open(channel, webhook)
    if channel.name == "telegram" and (fetches or webhook is not None):
        await _hear_for_ever(services, channel, webhook)


async def _hear_for_ever(services: Services, channel: Channel, webhook: str | None) -> None:
    from bot.channels.telegram import TelegramChannel, poll, watch  # noqa: PLC0415 - see `bot.app`

    reception = services.reception
    if not isinstance(channel, TelegramChannel) or reception is None:
        return
    if webhook is not None:
        await watch(channel, webhook)
    else:
        await poll(
            channel,
            lambda body: _take(reception, channel, body),
            lambda body: _bury(reception, channel, body),
        )


async def _open(channel: Channel, webhook: str | None) -> None:
    pause, longest = _OPEN_AGAIN_S
    while True:
        try:
            await channel.open(webhook)
        except NotReadyError as fault:
            wait = pause if fault.retryable else longest
            channel.trouble = f"not open: {fault}"
            level = _log.warning if fault.retryable else _log.error
            level("channel_not_open", channel=channel.name, reason=str(fault), again_in=wait)
        except Exception as fault:  # noqa: BLE001 - a channel that never opens would go unseen
            # The name only: a message may hold an address with the token in it.
            wait, reason = pause, type(fault).__name__
            channel.trouble = f"not open: {reason}"
            _log.error("channel_not_open", channel=channel.name, reason=reason, again_in=wait)
        else:
            channel.trouble = None
            return
        await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - keeps no secret
        pause = min(2 * pause, longest)


def _webhook_url(services: Services, channel: Channel) -> str | None:
    telegram = services.settings.telegram
    if channel.name != "telegram" or telegram is None or telegram.webhook_secret is None:
        return None
    return f"{services.settings.base_url}/webhooks/{channel.name}"


async def _take(reception: Reception, channel: Channel, body: bytes) -> None:
    """Store one update that was fetched; what it raises lets it be fetched again."""
    try:
        arrivals = channel.parse(body)
    except UnreadableError:
        await _bury(reception, channel, body, "unreadable")
        return
    try:
        for arrival in arrivals:
            await reception.receive(channel, arrival)
    except (OverloadedError, StorageUnavailableError) as busy:
        raise NotNowError(type(busy).__name__) from busy


async def _bury(
    reception: Reception, channel: Channel, body: bytes, reason: str = "poison"
) -> None:
    """Keep one that cannot be taken. Whatever goes wrong even with that, it is not its fault."""
    try:
        await reception.bury(channel.name, body, reason)
    except Exception as fault:
        raise NotNowError(type(fault).__name__) from fault


# -- work behind


@asynccontextmanager
async def jobs(services: Services) -> AsyncIterator[None]:
    """Do what happens without a message."""
    tasks = [asyncio.create_task(_repeat(name, services)) for name in JOBS]
    try:
        yield
    finally:
        await _cancelled(tasks)


async def _repeat(name: str, services: Services) -> None:
    """Run one job for ever; a fault is logged, and the next run tries again."""
    pause, job = JOBS[name]
    while True:
        await _once(name, lambda: job(services))
        await asyncio.sleep(pause)


async def _once(name: str, job: Callable[[], Awaitable[object]]) -> None:
    try:
        await job()
    except (StorageError, OverloadedError) as error:
        _log.warning("job_waits", job=name, error=type(error).__name__)
    except Exception:  # noqa: BLE001 - a worker loop outlives any fault
        _log.exception("job_failed", job=name)


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def rules(services: Services) -> AsyncIterator[None]:
    """Follow what an admin may change in any process: the working calendar, published forms,
    the numbers to call.
    """
    followed: tuple[tuple[str, float, Callable[[], Awaitable[object]]], ...] = (
        ("follow_calendar", _CALENDAR_S, lambda: follow_calendar(services)),
        ("follow_forms", _FORMS_S, services.runner.follow_forms),
        ("follow_hotlines", _CALENDAR_S, lambda: services.hotlines.follow(services.storage)),
    )
    tasks = [asyncio.create_task(_follow(*each)) for each in followed]
    try:
        yield
    finally:
        await _cancelled(tasks)


async def _follow(name: str, pause: float, look: Callable[[], Awaitable[object]]) -> None:
    while True:
        await asyncio.sleep(pause)
        await _once(name, look)


# -- the end


def settled() -> None:
    """Tell the collector that what is here now stays, and let it work: `run` starts without it.

    What a start has thrown away stays too, some 2 MB; to look for it would cost 0.1 s.
    """
    gc.freeze()  # halves the p99 of a step
    gc.enable()
    gc.set_threshold(50_000, 20, 100)  # measured: 18 % less CPU at 700 at once


def stop_signals() -> asyncio.Event:
    """Return what SIGTERM and SIGINT set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(number, stopping.set)
    return stopping


async def until_stopped(stopping: asyncio.Event, storage: Storage) -> None:
    """Wait for a signal, or for a fault after which only a new process can be trusted: what
    starts the service again finds everything that was acknowledged in the log.
    """
    while not stopping.is_set() and storage.database.fatal is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _FATAL_CHECK_S)
