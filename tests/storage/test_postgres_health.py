"""The examination on PostgreSQL: each thing that can be wrong is found, and nothing else is."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from flows.identifiers import Instant
from storage import postgres_health
from storage.addresses import PostgresAddress
from storage.health import Check
from storage.migrations import HEAD
from storage.opening import open_storage
from storage.postgres_health import examine_postgres
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer
from tests.storage.records import complaint, inbox, put

NOW = Instant(1_000_000)
Harm = Callable[[asyncpg.Connection, Path], Awaitable[object]]


@pytest.fixture(autouse=True)
def _short_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_health, "_SYNC_TIME", 0.02)
    monkeypatch.setattr(postgres_health, "_LEAST_SYNCS", 0)
    monkeypatch.setattr(postgres_health, "_SAFE", ())  # the server for tests is quick, not safe


@pytest.fixture
async def healthy(postgres_url: str, ring: KeyRing) -> str:
    storage = await open_storage(postgres_url, ring)
    fresh = inbox(1, received_at=NOW - 500)
    await put(
        storage,
        lambda u: storage.complaints.add(u, complaint()),
        lambda u: storage.inbox.add(u, fresh),
    )
    await storage.close()
    return postgres_url


async def findings(url: str, place: Path, now: Instant = NOW) -> dict[str, Check]:
    checks = await examine_postgres(PostgresAddress(url), place / "keys.json", now)
    return {check.name: check for check in checks}


def levels(found: dict[str, Check]) -> dict[str, str]:
    return {name: check.level for name, check in found.items() if check.level != "ok"}


async def test_a_healthy_house(healthy: str, place: Path) -> None:
    found = await findings(healthy, place)
    assert levels(found) == {}
    assert found["inbox_waiting"].figures == {"waiting": 1, "oldest_ms": 500}
    assert found["keys"].figures == {"needed": 1, "missing": 0, "fits": 1}
    assert found["schema"].figures == {"found": HEAD, "expected": HEAD}
    assert found["sync_rate"].figures["per_second"]
    assert found["connections"].figures["used"]


async def lose_ring(_: asyncpg.Connection, place: Path) -> None:
    (place / "keys.json").unlink()


async def swap_ring(_: asyncpg.Connection, place: Path) -> None:
    (place / "keys.json").unlink()
    KeyRing.create(place / "keys.json")


async def take_newer_key(connection: asyncpg.Connection, place: Path) -> None:
    ring = KeyRing.open(place / "keys.json")
    before = ring.path.read_bytes()
    ring.add_key()
    sealed = ring.encrypt("inbox", "body", "inbox-1", b"x")
    await connection.execute("UPDATE inbox SET body = $1", sealed)
    ring.path.write_bytes(before)


async def spoil_a_value(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("UPDATE inbox SET body = '\\x00'")


async def forget_the_schema(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("DELETE FROM alembic_version")


async def take_an_older_schema(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("UPDATE alembic_version SET version_num = '0001'")


async def take_a_newer_schema(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")


async def break_a_reference(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute(
        "ALTER TABLE counters DROP CONSTRAINT fk_counters_place_id;"
        "INSERT INTO counters (place_id, id, name, position) VALUES ('nowhere', '1', 'x', 1);"
        "ALTER TABLE counters ADD CONSTRAINT fk_counters_place_id FOREIGN KEY (place_id) "
        "REFERENCES places (id) NOT VALID"
    )


async def bury_a_message(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("UPDATE inbox SET state = 'dead'")


async def fail_a_timer(connection: asyncpg.Connection, _: Path) -> None:
    await connection.execute("INSERT INTO timers VALUES ('t', 's', 'remind', 1, 0, 6)")


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lose_ring, {"key_ring_file": "fault", "keys": "fault"}),
        (swap_ring, {"keys": "fault"}),
        (take_newer_key, {"keys": "fault"}),
        (spoil_a_value, {"keys": "fault"}),
        (forget_the_schema, {"schema": "fault"}),
        (take_an_older_schema, {"schema": "fault"}),
        (take_a_newer_schema, {"schema": "warning"}),
        (break_a_reference, {"integrity": "fault"}),
        (bury_a_message, {"inbox_dead": "warning"}),
        (fail_a_timer, {"timers_failed": "warning"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
async def test_each_harm_is_found_and_nothing_else(
    healthy: str, place: Path, harm: Harm, expected: dict[str, str]
) -> None:
    connection = await asyncpg.connect(healthy)
    await harm(connection, place)
    await connection.close()
    assert levels(await findings(healthy, place)) == expected


async def test_a_server_that_a_power_cut_would_harm(
    healthy: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_health, "_SAFE", ("fsync", "full_page_writes"))
    found = await findings(healthy, place)
    assert levels(found) == {"durability": "fault"}
    assert found["durability"].figures == {"off": 2, "first": "fsync"}


async def test_a_slow_and_crowded_server_is_a_warning(
    healthy: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_health, "_LEAST_SYNCS", 10**9)
    monkeypatch.setattr(postgres_health, "_FULL", 0)
    found = levels(await findings(healthy, place))
    assert found == {"sync_rate": "warning", "connections": "warning"}


async def test_a_server_that_is_away(place: Path) -> None:
    found = await findings("postgresql://who:geheim@127.0.0.1:9/rows", place)
    assert levels(found) == {"database": "fault"}
    assert "geheim" not in str(found)


async def test_a_database_that_nobody_began(postgres_server: PostgresServer, place: Path) -> None:
    found = await findings(postgres_server.url(), place)
    assert levels(found) == {"schema": "fault"}
