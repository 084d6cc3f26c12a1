"""Whoever has the database in hand, and goes round its triggers."""

from sqlalchemy import text

from storage.base import UnitOfWork
from storage.opening import SqlStorage
from storage.sqlite import SqliteDatabase


async def round_triggers(storage: SqlStorage, statement: str) -> None:
    """Run a statement that the triggers would refuse, or would note."""
    unit = UnitOfWork()
    if isinstance(storage.database, SqliteDatabase):
        found = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in await storage.database.rows(found):
            unit.add(text(f"DROP TRIGGER {name}"), {})
    else:
        unit.add(text("SET LOCAL session_replication_role = replica"), {})
    unit.add(text(statement), {})
    await storage.commit(unit)
