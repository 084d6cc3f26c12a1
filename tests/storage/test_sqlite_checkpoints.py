"""The log is folded into the file beside the writer: nobody waits for it, and it stays small."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.sqlite import connect
from storage.sqlite_checkpoints import _EVERY, Checkpoints

PAGES = 300
TROUBLE = "disk I/O error"


class Broken(sqlite3.Connection):
    """Fails at every checkpoint, the way a disk does."""

    code = sqlite3.SQLITE_IOERR_FSYNC

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if "wal_checkpoint" in sql:
            error = sqlite3.OperationalError(TROUBLE)
            error.sqlite_errorcode = self.code
            raise error
        return super().execute(sql, *values)  # type: ignore[arg-type]


class Full(Broken):
    code = sqlite3.SQLITE_FULL


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "one.db")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
    yield connection
    connection.close()


def _unfolded(connection: sqlite3.Connection) -> int:
    """Return how many pages of the log are not in the file yet, without folding any."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    before = Path(path).stat().st_size
    return PAGES - before // 4096


def _fill(connection: sqlite3.Connection) -> None:
    connection.executemany("INSERT INTO t (text) VALUES (?)", [("x" * 4000,)] * PAGES)


def _wait(thread: threading.Thread | None) -> None:
    assert thread is not None
    thread.join(timeout=0.5)


def test_it_folds_the_log_when_enough_was_written(
    tmp_path: Path, writing: sqlite3.Connection
) -> None:
    folding = Checkpoints(lambda: connect(tmp_path / "one.db"), pytest.fail)
    _fill(writing)
    assert _unfolded(writing) > PAGES - 10
    folding.wrote(_EVERY - 1)
    assert folding._thread is None, "it is not worth it yet"
    folding.wrote(1)
    while _unfolded(writing) > 0:
        _wait(folding._thread)
    folding.close()
    assert writing.execute("SELECT count(*) FROM t").fetchone() == (PAGES,)


def test_a_writer_in_the_middle_of_a_transaction_does_not_wait(
    tmp_path: Path, writing: sqlite3.Connection
) -> None:
    _fill(writing)
    writing.execute("BEGIN IMMEDIATE")
    folding = Checkpoints(lambda: connect(tmp_path / "one.db"), pytest.fail)
    folding.wrote(_EVERY)
    while _unfolded(writing) > 0:
        _wait(folding._thread)
    writing.execute("INSERT INTO t (text) VALUES ('later')")
    writing.execute("COMMIT")
    folding.close()


def test_a_disk_that_lies_is_fatal(tmp_path: Path, writing: sqlite3.Connection) -> None:
    heard: list[str] = []
    folding = Checkpoints(lambda: connect(tmp_path / "one.db", factory=Broken), heard.append)
    _fill(writing)
    folding.wrote(_EVERY)
    while not heard:
        _wait(folding._thread)
    folding.close()
    assert heard == [TROUBLE]


def test_a_full_disk_is_tried_again_at_the_next_occasion(
    tmp_path: Path, writing: sqlite3.Connection
) -> None:
    folding = Checkpoints(lambda: connect(tmp_path / "one.db", factory=Full), pytest.fail)
    _fill(writing)
    folding.wrote(_EVERY)
    folding.wrote(_EVERY)
    assert folding._thread is not None
    assert folding._thread.is_alive()
    folding.close()


def test_who_wrote_little_has_nothing_to_end(tmp_path: Path) -> None:
    Checkpoints(lambda: connect(tmp_path / "one.db"), pytest.fail).close()


class Overtaken(threading.Event):
    """Another thread sets it once more, just before it is cleared for the first time."""

    def __init__(self, other: threading.Thread) -> None:
        super().__init__()
        self._other = other
        self._times = 0

    def set(self) -> None:
        super().set()
        self._times += 1

    def clear(self) -> None:
        if self._times == 1:
            self._other.start()
            while self._times == 1:
                time.sleep(0.001)
        super().clear()


def test_an_end_that_comes_with_an_occasion_is_heard(tmp_path: Path) -> None:
    folding = Checkpoints(lambda: connect(tmp_path / "one.db"), pytest.fail)
    closing = threading.Thread(target=folding.close, daemon=True)
    folding._due = Overtaken(closing)
    folding.wrote(_EVERY)
    assert folding._thread is not None
    folding._thread.join(timeout=30)
    assert not folding._thread.is_alive()
    closing.join()
