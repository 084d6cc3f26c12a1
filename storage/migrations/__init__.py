"""The schema's history: numbered steps, and the way from any of them to the newest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

__all__ = ["HEAD", "schema_of", "upgrade_sqlite"]

HEAD: Final = "0027"
"""The newest step; known without importing Alembic, which costs 0.3 s at each start."""


def schema_of(connection: sqlite3.Connection) -> str | None:
    """Return the step that a database is at; None for an empty one."""
    has_versions = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(has_versions).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def upgrade_sqlite(path: Path) -> bool:
    """Bring a database file to the newest step; return whether there was anything to do."""
    with closing(sqlite3.connect(path)) as connection:
        found = schema_of(connection)
    if found == HEAD:
        return False
    from storage.migrations.steps import migrate_sqlite  # noqa: PLC0415 – see HEAD

    migrate_sqlite(path, "head")
    return True
