"""Triggers: the database itself refuses to change history, and notes what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

__all__ = [
    "append_only_postgresql",
    "append_only_sqlite",
    "collect_new_rows",
    "keep_history",
    "when_changed",
]


def keep_history(table: Table, *, erasable: str | None = None) -> None:
    """Let a table come with the triggers that let rows be added to it, and nothing else.

    Rows with `demo` set may be deleted: they are example data. The column `erasable` may be
    emptied: who asks for it has their words removed, and the line stays (invariant I22).
    """
    keys = [column.name for column in table.primary_key]
    fixed = [] if erasable is None else [name for name in table.c.keys() if name != erasable]  # noqa: SIM118 – of columns
    has_demo = "demo" in table.c
    _on_creation(
        table,
        sqlite=append_only_sqlite(table.name, keys, fixed, erasable, demo=has_demo),
        postgresql=append_only_postgresql(table.name, fixed, erasable, demo=has_demo),
    )


def collect_new_rows(table: Table, waiting: Table) -> None:
    """Let a table come with a trigger that puts the id of each new row into `waiting`, in the
    same transaction; example rows are left out.
    """
    insert = f"INSERT INTO {waiting.name} VALUES (NEW.id) ON CONFLICT DO NOTHING"  # noqa: S608 – ours
    when_changed(table, "waits", "INSERT", insert, "NOT NEW.demo")


def when_changed(table: Table, name: str, moment: str, statement: str, rows: str = "") -> None:
    """Let a table come with a trigger that does `statement` after a `moment` (`INSERT`, `UPDATE OF
    area`), for each of its rows, or for those of which `rows` holds.
    """
    name = f"{table.name}_{name}"
    sqlite, which = (f" WHEN {rows}", f" WHEN ({rows})") if rows else ("", "")
    begin = f"CREATE TRIGGER {name} AFTER {moment} ON {table.name}"
    head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    _on_creation(
        table,
        sqlite=[f"{begin}{sqlite} BEGIN {statement}; END"],
        postgresql=[
            f"{head} AS $$ BEGIN {statement}; RETURN NULL; END $$",
            f"{begin} FOR EACH ROW{which} EXECUTE FUNCTION {name}()",
        ],
    )


def _on_creation(table: Table, **statements: Sequence[str]) -> None:
    """Let a table come with statements, each for its own dialect."""
    for dialect, texts in statements.items():
        for text in texts:
            event.listen(table, "after_create", _only_for(dialect, text))


def _only_for(dialect: str, text: str) -> ExecutableDDLElement:
    return DDL(text).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # untyped there


def append_only_sqlite(
    table: str,
    keys: Sequence[str],
    fixed: Sequence[str] = (),
    erasable: str | None = None,
    *,
    demo: bool = True,
) -> list[str]:
    """Return the statements for SQLite. `fixed` names the columns that are never changed: all of
    them, if it is empty. The insert trigger closes the way round by INSERT OR REPLACE, whose
    hidden delete fires no delete trigger.
    """
    taken = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    found = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 – names of ours, no input
    spared = " WHEN NOT OLD.demo" if demo else ""
    moments = {
        "no_update": f"UPDATE{_of(fixed)} ON {table}",
        "no_delete": f"DELETE ON {table}{spared}",
        "no_replace": f"INSERT ON {table} WHEN EXISTS ({found})",
    }
    if erasable is not None:
        moments["only_erase"] = f"UPDATE OF {erasable} ON {table} WHEN NEW.{erasable} IS NOT NULL"
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {moment} BEGIN {refuse}; END"
        for name, moment in moments.items()
    ]


def append_only_postgresql(
    table: str,
    fixed: Sequence[str] = (),
    erasable: str | None = None,
    *,
    demo: bool = True,
) -> list[str]:
    """Return the same for PostgreSQL, which needs a function to refuse; here TRUNCATE is the
    way round that has to be closed.
    """
    function = f"{table}_is_append_only"
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'"
    head = f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
    spared = " WHEN (NOT OLD.demo)" if demo else ""
    moments = {
        "no_update": f"UPDATE{_of(fixed)} ON {table} FOR EACH ROW",
        "no_delete": f"DELETE ON {table} FOR EACH ROW{spared}",
        "no_truncate": f"TRUNCATE ON {table} FOR EACH STATEMENT",
    }
    if erasable is not None:
        filled = f"WHEN (NEW.{erasable} IS NOT NULL)"
        moments["only_erase"] = f"UPDATE OF {erasable} ON {table} FOR EACH ROW {filled}"
    return [
        f"{head} AS $$ BEGIN {refuse}; END $$",
        *(
            f"CREATE TRIGGER {table}_{name} BEFORE {moment} EXECUTE FUNCTION {function}()"
            for name, moment in moments.items()
        ),
    ]


def _of(columns: Sequence[str]) -> str:
    return f" OF {', '.join(columns)}" if columns else ""
