"""The examination of an installation on PostgreSQL: the same findings, and the server's own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import asyncpg

from flows.identifiers import Instant
from storage.addresses import PostgresAddress
from storage.base import StorageError
from storage.health import Check, Figure, key_ring_file, keys_fit, level_of, queue_checks
from storage.key_check import KEY_CHECK, opens
from storage.migrations import HEAD
from storage.migrations.postgres import schema_of_postgres
from storage.postgres_connections import connect
from storage.postgres_faults import DRIVER, translated
from storage.secrets import CiphertextError, KeyRing, KeyRingError, key_id_of
from storage.tables import sealed_columns
from storage.timers import TIMER_TRIES

__all__ = ["examine_postgres"]

_LEAST_SYNCS: Final = 100  # durable commits a second; below, the disk is too slow
_SYNC_TIME: Final = 0.5  # seconds of measuring
_BEGINNING: Final = 31  # bytes of a sealed value that tell its key (see `inspection`)
_FULL: Final = 0.8  # share of the server's connections in use
_SAFE: Final = ("fsync", "full_page_writes")

# Writes a durable record of nothing: no table changes.
_SYNC: Final = "SELECT pg_logical_emit_message(true, 'langnghe', '')"
_BROKEN: Final = """
SELECT 'index ' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated
UNION ALL SELECT 'checksum failures: ' || checksum_failures FROM pg_stat_database
    WHERE datname = current_database() AND checksum_failures > 0
"""
_CONNECTIONS: Final = """
SELECT count(*), current_setting('max_connections')::int
FROM pg_stat_activity WHERE backend_type = 'client backend'
"""
_QUEUES: Final = """
SELECT count(*) FILTER (WHERE state = 'pending'),
       min(received_at) FILTER (WHERE state = 'pending'),
       count(*) FILTER (WHERE state = 'dead'),
       (SELECT count(*) FROM timers WHERE attempts >= $1)
FROM inbox WHERE state IN ('pending', 'dead')
"""


async def examine_postgres(address: PostgresAddress, key_ring: Path, now: Instant) -> list[Check]:
    """Examine a database and its key ring, beside running processes or not.

    Reads every sealed column once and makes durable records of nothing for half a second;
    changes no table.
    """
    checks = [key_ring_file(key_ring)]
    try:
        connection = await connect(address, patient=True)
    except StorageError as error:
        return [*checks, Check("database", "fault", {"error": str(error)})]
    try:
        checks += await _examine(connection, key_ring, now)
    except DRIVER as error:
        checks.append(Check("database", "fault", {"error": str(translated(error))}))
    finally:
        await connection.close()
    return checks


async def _examine(connection: asyncpg.Connection, key_ring: Path, now: Instant) -> list[Check]:
    schema = await schema_of_postgres(connection)
    checks = [
        _schema(schema),
        await _durability(connection),
        await _syncs(connection),
        await _connections(connection),
        await _integrity(connection),
    ]
    if schema is not None:
        checks.append(await _keys(connection, key_ring))
        checks += queue_checks(now, *await connection.fetchrow(_QUEUES, TIMER_TRIES))
    return checks


def _schema(found: str | None) -> Check:
    """Judge the step: an older one is a fault, a newer one may be a version being rolled out."""
    old = found is None or found < HEAD
    level = level_of(fault=old, warning=found != HEAD)
    return Check("schema", level, {"found": found, "expected": HEAD})


async def _durability(connection: asyncpg.Connection) -> Check:
    """Look for settings by which a crash of the machine loses what was acknowledged."""
    off = [
        name
        for name in _SAFE
        if await connection.fetchval("SELECT current_setting($1)", name) == "off"
    ]
    figures: dict[str, Figure] = {"off": len(off), "first": off[0] if off else None}
    return Check("durability", level_of(fault=bool(off)), figures)


async def _syncs(connection: asyncpg.Connection) -> Check:
    began, count = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < _SYNC_TIME:
        await connection.execute(_SYNC)
        count += 1
    rate = round(count / spent)
    return Check("sync_rate", level_of(warning=rate < _LEAST_SYNCS), {"per_second": rate})


async def _connections(connection: asyncpg.Connection) -> Check:
    used, most = await connection.fetchrow(_CONNECTIONS)
    figures: dict[str, Figure] = {"used": used, "most": most}
    return Check("connections", level_of(warning=used > most * _FULL), figures)


async def _integrity(connection: asyncpg.Connection) -> Check:
    broken = [row[0] for row in await connection.fetch(_BROKEN)]
    first = broken[0] if broken else None
    return Check(
        "integrity", level_of(fault=bool(broken)), {"faults": len(broken), "first": first}
    )


async def _keys(connection: asyncpg.Connection, key_ring: Path) -> Check:
    try:
        ring = KeyRing.open(key_ring)
        needed = await _key_ids_needed(connection)
        check = await connection.fetchval("SELECT value FROM meta WHERE key = $1", KEY_CHECK)
        return keys_fit(ring, needed, fits=check is None or opens(ring, check))
    except (OSError, KeyRingError, CiphertextError) as error:
        return Check("keys", "fault", {"error": str(error)})


async def _key_ids_needed(connection: asyncpg.Connection) -> set[int]:
    """Return the ids of all keys that sealed a value; reads every sealed column."""
    found: set[int] = set()
    for table, column in sealed_columns():
        rows = await connection.fetch(
            f'SELECT DISTINCT ON (substr("{column}", 1, 3)) substr("{column}", 1, {_BEGINNING}) '  # noqa: S608 – ours
            f'FROM {table} WHERE "{column}" IS NOT NULL'
        )
        found.update(key_id_of(beginning) for (beginning,) in rows)
    return found
