"""The composition root: the only place that builds adapters and joins the parts."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.calendars import vietnam_calendar
from bot.example_data import example_token, plant_example_data
from bot.forms import PublishedForms, publish_forms
from bot.i18n import Catalogues, day_of
from bot.invitations import link, token_hash
from bot.jobs import JOBS
from bot.live import Live
from bot.rendering import Renderer
from bot.runner import OverloadedError, Runner
from bot.services import Services
from bot.settings import Settings
from bot.turns import Turns, now_ms
from bot.web.site import create_site
from flows.rulebook import Rulebook
from flows.texts import text_key
from storage.base import Storage, StorageError, StorageUnavailableError
from storage.opening import open_ring, open_storage

__all__ = ["Started", "build", "compose", "serve"]

_log = structlog.get_logger(__name__)

_CALENDAR_YEARS = (2, 3)
"""Years before and after today that deadlines can fall into."""
_FATAL_CHECK_S = 1.0
_SHUTDOWN_S = 5.0
"""aiohttp would wait a minute for open event streams; they are ended by `Live.close`."""


@dataclass(frozen=True, slots=True)
class Started:
    """What the first start has to tell its operator."""

    url: str
    example_link: str | None
    fresh_key_ring: Path | None


def compose(
    settings: Settings, storage: Storage, forms: PublishedForms, texts: Catalogues
) -> Services:
    """Join the parts of one process over a storage that is open."""
    year = day_of(now_ms()).year
    rules = Rulebook(
        forms=forms.forms,
        latest=forms.latest,
        calendar=vietnam_calendar(year - _CALENDAR_YEARS[0], year + _CALENDAR_YEARS[1]),
    )
    live = Live()
    renderer = Renderer(texts, rules, _office(settings, texts), settings.trial)
    turns = Turns(storage, renderer, live, trial=settings.trial)
    return Services(settings, storage, texts, Runner(turns), live)


def _office(settings: Settings, texts: Catalogues) -> dict[str, str]:
    """Return what the texts say about this installation; a trial names nobody."""
    unset = texts.text("vi", text_key("office.not_configured"))
    return {
        "office": settings.office_name or texts.text("vi", text_key("office.trial")),
        "hotline": settings.office_hotline or unset,
        "address": settings.office_address or unset,
        "site": urlsplit(settings.base_url).netloc,
    }


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[tuple[Services, Started]]:
    """Open everything, with example data on the first start, and close it at the end.

    Raises:
        StorageError: the database or the key ring cannot be used.
        FormFaultsError, FormChangedError: a shipped form is not as it must be.

    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ring, fresh = open_ring(settings.database_url, settings.key_ring)
    storage = await open_storage(settings.database_url, ring, server=True)
    try:
        texts = Catalogues.load()
        forms = await publish_forms(storage, now_ms())
        services = compose(settings, storage, forms, texts)
        secret = settings.secret_key or ring.signing_key.hex()
        example = await _example(services, forms, secret)
        yield services, Started(settings.base_url, example, ring.path if fresh else None)
    finally:
        await storage.close()


async def _example(services: Services, forms: PublishedForms, secret: str) -> str | None:
    """Plant the example data where wanted; return the example poster's link if it is there."""
    settings, storage = services.settings, services.storage
    if settings.demo_data and settings.trial:
        await plant_example_data(storage, forms, services.texts, secret, now_ms())
    token = example_token(secret)
    planted = await storage.invitations.by_token_hash(token_hash(token))
    return link(settings.base_url, token) if planted is not None else None


async def serve(settings: Settings, announce: Callable[[Started], None]) -> None:
    """Run the whole service in this process until SIGTERM or SIGINT.

    Shutdown: not ready → no new connections → open streams end → jobs and turns finish →
    the last group commit → files closed.
    """
    async with build(settings) as (services, started):
        runner = web.AppRunner(
            create_site(services), access_log=None, shutdown_timeout=_SHUTDOWN_S
        )
        await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port, backlog=1024)
        await site.start()
        stopping = _stop_signals()
        async with _jobs(services.runner):
            gc.collect()
            gc.freeze()  # what is here now stays; halves the p99 of a step
            gc.set_threshold(50_000, 20, 100)  # measured: 18 % less CPU at 700 at once
            announce(started)
            await _until_stopped(stopping, services.storage)
            services.live.close()
            await runner.cleanup()
    if services.storage.database.fatal:
        raise StorageUnavailableError(services.storage.database.fatal)


async def _until_stopped(stopping: asyncio.Event, storage: Storage) -> None:
    """Wait for a signal, or for a fault after which only a new process can be trusted: what
    starts the service again finds everything that was acknowledged in the log.
    """
    while not stopping.is_set() and storage.database.fatal is None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _FATAL_CHECK_S)


def _stop_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(number, stopping.set)
    return stopping


@asynccontextmanager
async def _jobs(runner: Runner) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_repeat(name, runner)) for name in JOBS]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(name: str, runner: Runner) -> None:
    """Run one job for ever; a fault is logged, and the next run tries again."""
    pause, job = JOBS[name]
    while True:
        try:
            await job(runner)
        except (StorageError, OverloadedError) as error:
            _log.warning("job_waits", job=name, error=type(error).__name__)
        except Exception:  # noqa: BLE001 - a worker loop outlives any fault
            _log.exception("job_failed", job=name)
        await asyncio.sleep(pause)
