"""What a database file says about itself: its schema, its rows, the keys it needs, its damage."""

from __future__ import annotations

import sqlite3

from storage.key_check import KEY_CHECK, opens
from storage.secrets import KeyRing, key_id_of
from storage.tables import metadata, sealed_columns

__all__ = ["damage", "key_ids_needed", "proves", "row_counts"]

# Format, key id and the shortest body: enough to tell the key (see `secrets`).
_BEGINNING = 31


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return (table, column) of all that is there: an older file lacks the newest tables."""
    rows = connection.execute(
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, "
        "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
    )
    return set(rows)


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    there = {table for table, _ in _columns(connection)} & set(metadata.tables)
    return {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 – ours
        for name in sorted(there)
    }


def key_ids_needed(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of all keys that sealed a value in the file; reads every sealed column."""
    found: set[int] = set()
    for table, column in _columns(connection) & set(sealed_columns()):
        rows = connection.execute(
            f"SELECT min(substr({column}, 1, {_BEGINNING})) FROM {table} "  # noqa: S608 – ours
            f"WHERE {column} IS NOT NULL GROUP BY substr({column}, 1, 3)"
        )
        found.update(key_id_of(beginning) for (beginning,) in rows)
    return sorted(found)


def proves(connection: sqlite3.Connection, ring: KeyRing) -> bool:
    """Return whether this ring is the one that sealed the file (an empty file takes any)."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY_CHECK,)).fetchone()
    return row is None or opens(ring, row[0])


def damage(connection: sqlite3.Connection) -> list[str]:
    """Return what is broken: pages, indexes, references between rows."""
    messages = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
    broken = [message for message in messages if message != "ok"]
    lost = [f"{row[0]} -> {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return broken + lost
