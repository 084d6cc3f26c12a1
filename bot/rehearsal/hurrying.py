"""Time that a rehearsal does not wait for: what a mail server wants in five minutes is due now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from flows.identifiers import Instant

__all__ = ["put_forward"]

_PATIENCE_MS: Final = 2_000
"""What is due so soon is waited for, as in earnest."""
_BUSY_S: Final = 10.0
_DUE_NOW: Final = (
    "UPDATE broadcast_recipients SET next_at = 1 "
    "WHERE broadcast_id = ? AND state = 'pending' AND next_at > ?"
)


def put_forward(database: Path, broadcast_id: str, now: Instant) -> int:
    """Let the rows of a wave be tried at once that wait for long; return how many. It is for
    throw-away databases alone.
    """
    with closing(sqlite3.connect(database, timeout=_BUSY_S)) as connection, connection:
        moment = now + _PATIENCE_MS
        return connection.execute(_DUE_NOW, (broadcast_id, moment)).rowcount
