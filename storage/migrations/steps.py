"""Alembic, set up in code: no ini file, and any connection of SQLAlchemy will do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import NullPool

__all__ = ["config_for", "migrate", "migrate_sqlite", "sqlite_transaction"]

_DOWN: Final = "-"


def config_for(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for a connection that is open already."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection, target: str) -> None:
    """Go to a step, up (`head`, `0002`) or down (`-1`, `base`), inside the transaction."""
    down = target == "base" or target.startswith(_DOWN)
    (command.downgrade if down else command.upgrade)(config_for(connection), target)


@contextmanager
def sqlite_transaction(path: Path) -> Iterator[Connection]:
    """Give a connection whose whole work is one transaction, tables included.

    The driver would begin only before a row changes; two processes that start at once must
    not both build the tables (libraries P2).
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _plain(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None
        driver.execute("PRAGMA busy_timeout = 30000")
        driver.execute("PRAGMA foreign_keys = OFF")  # a table that is rebuilt is dropped once

    @event.listens_for(engine, "begin")
    def _immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def migrate_sqlite(path: Path, target: str) -> None:
    """Go to a step on a database file."""
    with sqlite_transaction(path) as connection:
        migrate(connection, target)
