"""Append-only tables: the triggers by which the database itself refuses to change history."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import DDL
from sqlalchemy.schema import ExecutableDDLElement

__all__ = ["append_only", "append_only_postgresql", "append_only_sqlite"]


def append_only_sqlite(table: str, keys: Sequence[str]) -> list[str]:
    """Return the statements that let rows be added to `table`, and nothing else.

    Rows with `demo` set may be deleted: they are example data. The insert trigger closes the
    way round by INSERT OR REPLACE, whose hidden delete fires no delete trigger.
    """
    taken = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    found = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 – names of ours, no input
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {moment} BEGIN {refuse}; END"
        for name, moment in (
            ("no_update", f"UPDATE ON {table}"),
            ("no_delete", f"DELETE ON {table} WHEN NOT OLD.demo"),
            ("no_replace", f"INSERT ON {table} WHEN EXISTS ({found})"),
        )
    ]


def append_only_postgresql(table: str) -> list[str]:
    """Return the same for PostgreSQL, which needs a function to refuse; here TRUNCATE is the
    way round that has to be closed.
    """
    function = f"{table}_is_append_only"
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'"
    head = f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
    return [
        f"{head} AS $$ BEGIN {refuse}; END $$",
        *(
            f"CREATE TRIGGER {table}_{name} BEFORE {moment} EXECUTE FUNCTION {function}()"
            for name, moment in (
                ("no_update", f"UPDATE ON {table} FOR EACH ROW"),
                ("no_delete", f"DELETE ON {table} FOR EACH ROW WHEN (NOT OLD.demo)"),
                ("no_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT"),
            )
        ),
    ]


def append_only(table: str, keys: Sequence[str]) -> list[ExecutableDDLElement]:
    """Return the same as schema elements, each for its own dialect."""
    by_dialect = {
        "sqlite": append_only_sqlite(table, keys),
        "postgresql": append_only_postgresql(table),
    }
    return [
        DDL(text).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        for dialect, texts in by_dialect.items()
        for text in texts
    ]
