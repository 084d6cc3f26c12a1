"""The job that fetches the files that people sent for their cases, and keeps what is harmless."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import msgspec
import structlog

from bot.channels.base import Channel, FileTooLargeError, FileUnavailableError
from bot.files.quarantine import MOST_BYTES, Kept, Refused, examined
from bot.services import Services
from flows.identifiers import Instant
from flows.time_units import HOUR
from storage.base import AttachmentRecord, StaleSessionError, Storage, UnitOfWork

__all__ = ["fetch_files"]

_log = structlog.get_logger(__name__)

_BATCH = 20
_TRIES = 9
_LEASE_MS = 300_000
"""A file that is being fetched is left alone for so long; who fetches it may have died."""
_FIRST_DELAY_MS = 30_000
_GROWTH = 3
"""Tried again after 1/2, 1 1/2, 4 1/2 minutes and so on, the last time after 18 hours: a day's
outage of the platform loses nothing.
"""
_ACCOUNT_OFF_MS = 300_000
_CHANNEL_OFF_MS = HOUR


class _Gone(msgspec.Struct, frozen=True):
    """It cannot be had: the platform says so, or as many tries as it gets did."""

    reason: str


class _Later(msgspec.Struct, frozen=True):
    """It may be had later. `counts`: this was one of its tries."""

    counts: bool = True


async def fetch_files(services: Services) -> int:
    """Fetch what is due, the longest waiting first; return how many found their end."""
    storage, now = services.storage, services.runner.turns.clock()
    due = await storage.attachments.due(now, _BATCH)
    return sum([await _fetch(services, record, now) for record in due])


async def _fetch(services: Services, record: AttachmentRecord, now: Instant) -> bool:
    storage = services.storage
    channel = services.channels.get(record.channel)
    if channel is None:  # switched off for now: no fault of the file
        return await _postpone(storage, record, Instant(now + _CHANNEL_OFF_MS))
    try:
        await _claim(storage, record, Instant(now + _LEASE_MS))
    except StaleSessionError:
        return False  # another process was first, or its person had it erased
    if not record.reference:  # it does not open any more: nobody knows what to ask for
        return await _end(storage, record, _Gone("unreadable"))
    if record.attempts >= _TRIES:  # whoever tried did not live to tell
        return await _end(storage, record, _Gone("tries"))
    return await _settle(storage, record, now, await _got(channel, record))


async def _got(channel: Channel, record: AttachmentRecord) -> Kept | Refused | _Gone | _Later:
    """Fetch a file, and have another process say what is kept of it."""
    try:
        data, _ = await channel.fetch(record.reference, MOST_BYTES)
        return await examined(record.kind, data)
    except FileTooLargeError:
        return Refused("too_large")
    except FileUnavailableError as error:
        return _Later(counts=error.counts) if error.retryable else _Gone("unavailable")
    except OSError:  # no way to the platform, or no process to look at the file
        return _Later()


async def _settle(
    storage: Storage,
    record: AttachmentRecord,
    now: Instant,
    got: Kept | Refused | _Gone | _Later,
) -> bool:
    if isinstance(got, Kept):
        return await _keep(storage, record, got)
    if not isinstance(got, _Later):
        return await _end(storage, record, got)
    if not got.counts:
        return await _postpone(storage, record, Instant(now + _ACCOUNT_OFF_MS), counted=False)
    if record.attempts + 1 >= _TRIES:
        return await _end(storage, record, _Gone("tries"))
    delay = _FIRST_DELAY_MS * _GROWTH**record.attempts
    return await _postpone(storage, record, Instant(now + delay))


async def _claim(storage: Storage, record: AttachmentRecord, until: Instant) -> None:
    unit = UnitOfWork()
    storage.attachments.claim(unit, record, until)
    await storage.commit(unit)


async def _keep(storage: Storage, record: AttachmentRecord, kept: Kept) -> bool:
    digest = await asyncio.to_thread(lambda: sha256(kept.data).hexdigest())
    unit = UnitOfWork()
    storage.attachments.store(
        unit, record.id, kept.data, media_type=kept.media_type, sha256=digest
    )
    await storage.commit(unit)
    return True


async def _postpone(
    storage: Storage, record: AttachmentRecord, until: Instant, *, counted: bool = True
) -> bool:
    unit = UnitOfWork()
    storage.attachments.postpone(unit, record.id, until, counted=counted)
    await storage.commit(unit)
    return False


async def _end(storage: Storage, record: AttachmentRecord, why: Refused | _Gone) -> bool:
    _log.info("file_not_kept", channel=record.channel, kind=record.kind, reason=why.reason)
    state = "refused" if isinstance(why, Refused) else "gone"
    unit = UnitOfWork()
    storage.attachments.end(unit, record.id, state, why.reason)
    await storage.commit(unit)
    return True
