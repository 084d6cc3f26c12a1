"""The schema's history: equal to the tables in code, both ways, and quick when nothing is due."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine

from storage.migrations import HEAD, schema_of, upgrade_sqlite
from storage.migrations.steps import config_for, migrate_sqlite, sqlite_transaction
from storage.tables import metadata

ROW = "(7, 1, 'admin', 'export', 'all', '{}', 0)"
TRIGGERS = {
    "audit_waits",
    "complaint_events_only_erase",
    "call_backs_came",
    "call_backs_only_erase",
    "response_marks_only_erase",
    *(
        f"{table}_{what}"
        for table in (
            "audit", "audit_chain", "calendar_changes", "call_backs", "complaint_events",
            "response_marks",
        )
        for what in ("no_update", "no_delete", "no_replace")
    ),
}  # fmt: skip


def schema(path: Path) -> dict[str, object]:
    """Everything in the file by name; a table's clauses in any order."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {
        name: sorted(clauses(sql)) if kind == "table" else re.sub(r"\s+", " ", sql or "")
        for kind, name, sql in rows
        if "alembic" not in name
    }


def clauses(sql: str) -> Iterator[str]:
    """Split a table's definition at its top-level commas."""
    inside = re.sub(r"\s+", " ", sql)
    start, end = inside.index("(") + 1, inside.rindex(")")
    yield inside[:start] + inside[end:]
    depth, clause = 0, ""
    for letter in inside[start:end] + ",":
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield clause.strip()
            clause = ""
        else:
            clause += letter


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    path = tmp_path / "migrated.db"
    assert upgrade_sqlite(path)
    return path


@pytest.fixture
def created(tmp_path: Path) -> Path:
    path = tmp_path / "created.db"
    with sqlite_transaction(path) as connection:
        metadata.create_all(connection)
    return path


def test_tables_in_code_and_migrations_agree(migrated: Path, created: Path) -> None:
    assert schema(migrated) == schema(created)


def test_nothing_would_be_generated(migrated: Path) -> None:
    with sqlite_transaction(migrated) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_the_head_known_by_heart_is_the_head() -> None:
    assert ScriptDirectory.from_config(config_for()).get_current_head() == HEAD


def test_up_down_and_up_again(migrated: Path) -> None:
    before = schema(migrated)
    migrate_sqlite(migrated, "base")
    assert schema(migrated) == {}
    migrate_sqlite(migrated, "head")
    assert schema(migrated) == before


def test_triggers_are_there(migrated: Path) -> None:
    assert set(schema(migrated)) >= TRIGGERS


def test_history_cannot_be_replaced_either(migrated: Path) -> None:
    """INSERT OR REPLACE deletes without firing delete triggers: another trigger sees to it."""
    with closing(sqlite3.connect(migrated, isolation_level=None)) as connection:
        connection.execute(f"INSERT INTO audit VALUES {ROW}")  # noqa: S608 – a constant
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"INSERT OR REPLACE INTO audit VALUES {ROW}")  # noqa: S608 – a constant


def test_example_rows_may_go(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated, isolation_level=None)) as connection:
        for number, demo in ((1, 1), (2, 0)):
            connection.execute("INSERT INTO audit VALUES (?, 1, 'a', 'b', 'c', '{}', ?)",
                               (number, demo))  # fmt: skip
        assert connection.execute("DELETE FROM audit WHERE demo").rowcount == 1


def test_misreadings_of_before_are_taken_along(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate_sqlite(path, "0002")
    insert = (
        "INSERT INTO misreadings (response_id, question, text, at) VALUES ('r', 'MC1', x'00', 5)"
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(insert)
    assert upgrade_sqlite(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(insert)  # a process of the version before, still running
        rows = connection.execute("SELECT asked, guess, at FROM misreadings").fetchall()
    assert rows == [("again", None, 5)] * 2


def test_cases_and_audit_rows_of_before_are_taken_along(tmp_path: Path) -> None:
    """And a process of the version before, still running, goes on writing them."""
    path = tmp_path / "old.db"
    migrate_sqlite(path, "0003")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        write_as_before(connection, 1)
    assert upgrade_sqlite(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        write_as_before(connection, 2)
        columns = "version, reopened, noticed, due_version, officer_id, look_at"
        cases = connection.execute(f"SELECT {columns} FROM complaints").fetchall()  # noqa: S608 – names of ours
        waiting = connection.execute("SELECT audit_id FROM audit_unsealed").fetchall()
        # Example cases go, although nobody told that version of the words that they have now.
        connection.execute("INSERT INTO complaint_words VALUES (x'00', 'u', 'case 1')")
        connection.execute("DELETE FROM complaints WHERE demo")
        left = connection.execute("SELECT count(*) FROM complaint_words").fetchone()
    assert cases == [(1, 0, 0, "", None, None)] * 2
    assert waiting == [(1,), (2,)]
    assert left == (0,)


def write_as_before(connection: sqlite3.Connection, number: int) -> None:
    """Write rows with the columns of step 0003 only."""
    connection.execute(
        "INSERT INTO complaints (id, code, response_id, kind, category, severity, restricted, "
        "reply_promised, state, owner_role, created_at, trial, demo) "
        "VALUES (?, ?, 'r', 'report', 'PA01', 2, 0, 1, 'new', 'head', 5, 0, 1)",
        (f"case {number}", f"code {number}"),
    )
    connection.execute("INSERT INTO audit (at, actor, action, target, detail, demo) "
                       "VALUES (1, 'a', 'b', 'c', '{}', 0)")  # fmt: skip


def test_whose_numbers_were_asked_before_is_taken_along(tmp_path: Path) -> None:
    """And of what the version before goes on writing nothing is known: nobody is asked twice."""
    path = tmp_path / "old.db"
    migrate_sqlite(path, "0019")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executemany(
            "INSERT INTO invitations (id, kind, token_hash, code_hash, form, language, demo,"
            " created_at, transaction_id) VALUES (?1, 'personal', ?1, ?1, 'mc', 'vi', 0, 5, ?1)",
            [("family",), ("alone",)],
        )
        connection.executemany(
            "INSERT INTO transactions (id, row, source, key_index, frame, unit_id, done_on,"
            " phone_index, person_index) VALUES (?1, 1, 'api', x'00', 'person', 'u',"
            " '2026-10-05', ?1, ?2)",
            [("family", b"an"), ("alone", None)],
        )
        connection.execute("INSERT INTO asked_people SELECT id, 5, id FROM invitations")
    assert upgrade_sqlite(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO asked_people (person_index, asked_at, invitation_id) "
                           "VALUES ('later', 6, 'i')")  # fmt: skip
        found = connection.execute("SELECT person_index, shared FROM asked_people").fetchall()
    assert dict(found) == {"family": 1, "alone": 0, "later": 0}


def test_nothing_to_do_is_seen_without_alembic(migrated: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from storage.migrations import upgrade_sqlite;"
        f"assert not upgrade_sqlite(Path({str(migrated)!r}));"
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_empty_version_table_is_no_version(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        assert schema_of(connection) is None
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        assert schema_of(connection) is None


def test_a_failing_step_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "half.db"

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError):
        migrate_sqlite(path, "head")
    assert schema(path) == {}


def test_the_tables_can_be_spelt_for_postgresql() -> None:
    """The second implementation starts from the same metadata: no type is SQLite's own."""
    lines: list[str] = []
    engine = create_mock_engine(
        "postgresql+psycopg://", lambda sql, *_, **__: lines.append(str(sql))
    )
    metadata.create_all(engine, checkfirst=False)
    assert len(lines) > len(metadata.tables)


def test_two_first_starts_at_once_build_the_tables_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from storage.migrations import upgrade_sqlite;"
        f"upgrade_sqlite(Path({str(tmp_path / 'new.db')!r}))"
    )
    children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    assert set(schema(tmp_path / "new.db")) >= TRIGGERS
