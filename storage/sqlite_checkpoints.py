"""Folding SQLite's log into its file beside the writer, so that no COMMIT waits for that.

A checkpoint copies each changed page and syncs the file: with 100,000 open conversations some
10 ms, once in 2,000 pages. Done within a COMMIT, as SQLite does by itself, that is the wait of one
step in a hundred (p99 9 ms instead of 3). A passive checkpoint on a connection of its own holds up
neither readers nor the writer. What is written meanwhile stays for the next one; should the log
never be folded to its end, the writer does the rest (`wal_autocheckpoint`), which is little.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Final

from storage.sqlite_faults import is_fatal

__all__ = ["Checkpoints"]

_EVERY: Final = 800
"""Statements between two checkpoints: some 2,000 pages, 8 MB of log."""


class Checkpoints:
    """Folds the log in a thread of its own, which begins with the first need for it.

    `connect` opens the connection in that thread. `on_fatal` hears why the file cannot be
    trusted any more; whatever else fails is tried again at the next occasion.
    """

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], on_fatal: Callable[[str], None]
    ) -> None:
        self._connect = connect
        self._on_fatal = on_fatal
        self._written = 0
        self._due = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None

    def wrote(self, statements: int) -> None:
        """Note how many statements were committed; asks for a checkpoint when it is worth one."""
        self._written += statements
        if self._written < _EVERY:
            return
        self._written = 0
        self._due.set()
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="sqlite-checkpoints", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """End the thread, and wait for a checkpoint that is under way. Takes up to some 100 ms:
        not for the event loop.
        """
        self._closing = True
        self._due.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while self._is_due():
            try:
                connection = connection or self._connect()
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            except sqlite3.Error as error:
                if is_fatal(error):
                    self._on_fatal(str(error))
        if connection is not None:
            connection.close()

    def _is_due(self) -> bool:
        """Wait for the next occasion; False for the end."""
        self._due.wait()
        self._due.clear()
        # Asked last: cleared after it was asked, the end would never be heard of.
        return not self._closing
