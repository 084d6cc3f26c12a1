"""The examination: each thing that can be wrong is found, and nothing else is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from flows.identifiers import Instant
from storage import health
from storage.maintenance import Check, examine
from storage.migrations import HEAD
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.storage.records import complaint, inbox, put

NOW = Instant(1_000_000)


@pytest.fixture(autouse=True)
def _short_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_SYNC_TIME", 0.02)
    monkeypatch.setattr(health, "_LEAST_SYNCS", 0)
    monkeypatch.setattr(health, "_LEAST_FREE", 0)


@pytest.fixture
async def healthy(place: Path, ring: KeyRing) -> Path:
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    fresh = inbox(1, received_at=NOW - 500)
    await put(
        storage,
        lambda u: storage.complaints.add(u, complaint()),
        lambda u: storage.inbox.add(u, fresh),
    )
    await storage.close()
    return place


def findings(folder: Path, now: Instant = NOW) -> dict[str, Check]:
    return {check.name: check for check in examine(folder / "rows.db", folder / "keys.json", now)}


def levels(found: dict[str, Check]) -> set[str]:
    return {name for name, check in found.items() if check.level != "ok"}


def test_a_healthy_house(healthy: Path) -> None:
    found = findings(healthy)
    assert levels(found) == set()
    assert found["inbox_waiting"].figures == {"waiting": 1, "oldest_ms": 500}
    assert found["keys"].figures == {"needed": 1, "missing": 0, "fits": 1}
    assert found["sync_rate"].figures["per_second"]
    assert found["schema"].figures == {"found": HEAD, "expected": HEAD}
    names = {path.name for path in healthy.iterdir()}
    assert names <= {"rows.db", "rows.db-wal", "rows.db-shm", "keys.json"}


def change(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "rows.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(sql)


def open_to_all(folder: Path) -> None:
    (folder / "keys.json").chmod(0o644)


def lose_ring(folder: Path) -> None:
    (folder / "keys.json").unlink()


def swap_ring(folder: Path) -> None:
    lose_ring(folder)
    KeyRing.create(folder / "keys.json")


def take_newer_key(folder: Path) -> None:
    ring = KeyRing.open(folder / "keys.json")
    before = ring.path.read_bytes()
    ring.add_key()
    sealed = ring.encrypt("inbox", "body", "inbox-1", b"x").hex()
    change(folder, f"UPDATE inbox SET body = x'{sealed}'")  # noqa: S608 – hexadecimal
    ring.path.write_bytes(before)


def spoil_a_value(folder: Path) -> None:
    change(folder, "UPDATE inbox SET body = x'00'")


def forget_the_schema(folder: Path) -> None:
    change(folder, "DELETE FROM alembic_version")


def break_a_reference(folder: Path) -> None:
    change(
        folder,
        "INSERT INTO counters (place_id, id, name, position) VALUES ('nowhere', '1', 'x', 1)",
    )


def bury_a_message(folder: Path) -> None:
    change(folder, "UPDATE inbox SET state = 'dead'")


def fail_a_timer(folder: Path) -> None:
    change(folder, "INSERT INTO timers VALUES ('t', 's', 'remind', 1, 0, 6)")


def scribble(folder: Path) -> None:
    (folder / "rows.db").write_bytes(b"x" * 8192)


def lose_database(folder: Path) -> None:
    (folder / "rows.db").unlink()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (open_to_all, {"key_ring_file"}),
        (lose_ring, {"key_ring_file", "keys"}),
        (swap_ring, {"keys"}),
        (take_newer_key, {"keys"}),
        (spoil_a_value, {"keys"}),
        (forget_the_schema, {"schema"}),
        (break_a_reference, {"integrity"}),
        (bury_a_message, {"inbox_dead"}),
        (fail_a_timer, {"timers_failed"}),
        (scribble, {"database"}),
        (lose_database, {"database"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_each_harm_is_found_and_nothing_else(
    healthy: Path, harm: Callable[[Path], None], expected: set[str]
) -> None:
    harm(healthy)
    assert levels(findings(healthy)) == expected


def test_waiting_too_long_is_a_warning(healthy: Path) -> None:
    assert levels(findings(healthy, Instant(NOW + 61_000))) == {"inbox_waiting"}


def test_a_clock_that_went_back_counts_as_no_waiting(healthy: Path) -> None:
    assert findings(healthy, Instant(0))["inbox_waiting"].figures["oldest_ms"] == 0


def test_a_slow_and_full_disk_is_a_warning(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LEAST_SYNCS", 10**9)
    monkeypatch.setattr(health, "_LEAST_FREE", 1 << 60)
    assert levels(findings(healthy)) == {"sync_rate", "disk_space"}


def test_a_disk_that_takes_no_file_is_a_fault(healthy: Path) -> None:
    checks = examine(healthy / "rows.db" / "below", healthy / "keys.json", NOW)
    assert "sync_rate" in {check.name for check in checks if check.level == "fault"}


def test_an_installation_that_was_never_started(tmp_path: Path) -> None:
    found = {c.name for c in examine(tmp_path / "no" / "x.db", tmp_path / "keys.json", NOW)
             if c.level == "fault"}  # fmt: skip
    assert found == {"key_ring_file", "database"}
