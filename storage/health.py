"""The examination of an installation's storage, as values: commands put them into words."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec

from flows.identifiers import Instant
from storage.inspection import damage, key_ids_needed, proves
from storage.migrations import HEAD, schema_of
from storage.secrets import CiphertextError, KeyRing, KeyRingError
from storage.sqlite import connect
from storage.timers import TIMER_TRIES

__all__ = ["Check", "Figure", "examine", "key_ring_file", "keys_fit", "level_of", "queue_checks"]

Level: TypeAlias = Literal["ok", "warning", "fault"]
Figure: TypeAlias = str | int | float | None

_LEAST_SYNCS: Final = 100  # a second; below, a disk of its own is worth its money
_LEAST_FREE: Final = 1 << 30  # bytes; 1 GiB
_OLDEST: Final = 60_000  # ms that a message may wait before somebody should look
_SYNC_TIME: Final = 0.5  # seconds of measuring
_PAGE: Final = 4096  # bytes


class Check(msgspec.Struct, frozen=True):
    """One finding. `name` is stable; `figures` are what was measured or found."""

    name: str
    level: Level
    figures: dict[str, Figure] = {}


def examine(database: Path, key_ring: Path, now: Instant) -> list[Check]:
    """Examine a database and its key ring, beside a running server or not.

    Reads everything once and measures the disk for half a second; changes nothing.
    """
    checks = [key_ring_file(key_ring), _disk(database), _syncs(database)]
    try:
        with contextlib.closing(_read(database)) as connection:
            schema = schema_of(connection)
            checks.append(_schema(schema))
            checks.append(_integrity(connection))
            if schema is not None:
                checks += [_keys(connection, key_ring), *_queues(connection, now)]
    except (sqlite3.Error, OSError) as error:
        checks.append(Check("database", "fault", {"error": str(error)}))
    return checks


def _read(database: Path) -> sqlite3.Connection:
    if not database.exists():
        raise FileNotFoundError(f"{database} does not exist")
    return connect(database, read_only=True)


def level_of(*, fault: bool = False, warning: bool = False) -> Level:
    """Return the level of a finding; a fault goes before a warning."""
    if fault:
        return "fault"
    return "warning" if warning else "ok"


def key_ring_file(path: Path) -> Check:
    """Examine the file of the keys: whether it opens, and who else may read it."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        ring = KeyRing.open(path)
    except (OSError, KeyRingError) as error:
        return Check("key_ring_file", "fault", {"error": str(error)})
    others = os.name != "nt" and bool(mode & 0o077)
    figures: dict[str, Figure] = {"mode": f"{mode:04o}", "keys": len(ring.key_ids)}
    return Check("key_ring_file", level_of(fault=others), figures)


def _disk(database: Path) -> Check:
    free = shutil.disk_usage(_folder(database)).free
    return Check("disk_space", level_of(warning=free < _LEAST_FREE), {"free_bytes": free})


def _folder(database: Path) -> Path:
    return database.parent if database.parent.exists() else Path.cwd()


def _syncs(database: Path) -> Check:
    """Measure how often the disk under the database makes a page durable."""
    probe = _folder(database) / f".{database.name}.sync-{os.getpid()}"
    try:
        handle = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return Check("sync_rate", "fault", {"error": str(error)})
    try:
        rate = _rate(handle)
    finally:
        os.close(handle)
        probe.unlink()
    return Check("sync_rate", level_of(warning=rate < _LEAST_SYNCS), {"per_second": rate})


def _rate(handle: int) -> int:
    began, count = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < _SYNC_TIME:
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, bytes(_PAGE))
        os.fsync(handle)
        count += 1
    return round(count / spent)


def _schema(found: str | None) -> Check:
    return Check("schema", level_of(fault=found != HEAD), {"found": found, "expected": HEAD})


def _integrity(connection: sqlite3.Connection) -> Check:
    broken = damage(connection)
    first = broken[0] if broken else None
    return Check(
        "integrity", level_of(fault=bool(broken)), {"faults": len(broken), "first": first}
    )


def _keys(connection: sqlite3.Connection, key_ring: Path) -> Check:
    """Compare the keys that the data needs with those on the ring."""
    try:
        ring = KeyRing.open(key_ring)
        needed = key_ids_needed(connection)
        fits = proves(connection, ring)
    except (OSError, KeyRingError, CiphertextError) as error:
        return Check("keys", "fault", {"error": str(error)})
    return keys_fit(ring, needed, fits=fits)


def keys_fit(ring: KeyRing, needed: Collection[int], *, fits: bool) -> Check:
    """Compare the keys that sealed something with those on the ring."""
    missing = len(set(needed) - ring.key_ids)
    figures: dict[str, Figure] = {"needed": len(needed), "missing": missing, "fits": int(fits)}
    return Check("keys", level_of(fault=bool(missing) or not fits), figures)


def _queues(connection: sqlite3.Connection, now: Instant) -> list[Check]:
    waiting, oldest = connection.execute(
        "SELECT count(*), min(received_at) FROM inbox WHERE state = 'pending'"
    ).fetchone()
    (dead,) = connection.execute("SELECT count(*) FROM inbox WHERE state = 'dead'").fetchone()
    (failed,) = connection.execute(
        "SELECT count(*) FROM timers WHERE attempts >= ?", (TIMER_TRIES,)
    ).fetchone()
    return queue_checks(now, waiting, oldest, dead, failed)


def queue_checks(
    now: Instant, waiting: int, oldest: int | None, dead: int, failed: int
) -> list[Check]:
    """Judge what waits and what was set aside; `oldest` is when the first of them came."""
    age = 0 if oldest is None else max(0, now - oldest)
    figures: dict[str, Figure] = {"waiting": waiting, "oldest_ms": age}
    return [
        Check("inbox_waiting", level_of(warning=age > _OLDEST), figures),
        Check("inbox_dead", level_of(warning=dead > 0), {"dead": dead}),
        Check("timers_failed", level_of(warning=failed > 0), {"failed": failed}),
    ]
