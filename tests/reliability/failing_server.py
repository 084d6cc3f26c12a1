# ruff: noqa: ANN401 - wrappers hand on whatever they get
"""A server that kills itself at a named point: `FAILPOINT=name:n`, at the n-th time there.

`python -m tests.reliability.failing_server run`. The points are put around public seams from
outside, so that the service itself carries nothing of them.

recv    a message came in, nothing is written         (fault 1 of reliability §2)
step    all is decided, nothing is written            (3)
commit  all rows of the group are written, not COMMITted
stored  COMMIT is done, nobody was told               (2, for a whole group)
acked   the message's own commit is done, no answer   (2)
code    a case was decided upon, not written          (9)
coded   a case was stored, its code not shown         (9)
"""

import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from bot import handlers
from bot.__main__ import main
from bot.runner import Accepted, Runner
from bot.simulator.running import FAILPOINT
from flows import events
from storage import opening
from storage.base import UnitOfWork
from storage.sqlite import SqliteDatabase

POINTS = ("recv", "step", "commit", "stored", "acked", "code", "coded")


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class _Fuse:
    """Burns down a little each time that its point is passed."""

    def __init__(self, wish: str) -> None:
        self._name, _, count = wish.partition(":")
        self._left = int(count or 1)

    def passes(self, name: str) -> None:
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                _die()


FUSE = _Fuse(os.environ.get(FAILPOINT, ""))


class _Connection(sqlite3.Connection):
    """The writing connection."""

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql != "COMMIT":
            return super().execute(sql, *args)
        FUSE.passes("commit")
        done = super().execute(sql, *args)
        FUSE.passes("stored")
        return done


class _Database(SqliteDatabase):
    """The database, with points before and behind each commit of the service."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, factory=_Connection)

    async def commit(self, unit: UnitOfWork) -> None:
        has_case = _CASES.pop() if _CASES else False
        FUSE.passes("step")
        if has_case:
            FUSE.passes("code")
        await super().commit(unit)
        if has_case:
            FUSE.passes("coded")


_CASES: list[bool] = []


def _noting_cases(handler: Callable[..., None]) -> Callable[..., None]:
    def noted(*args: Any) -> None:
        handler(*args)
        _CASES.append(True)  # nothing is awaited between here and the commit

    return noted


def _around_messages(accept: Callable[..., Any]) -> Callable[..., Any]:
    async def accepted(self: Runner, **message: Any) -> Accepted:
        FUSE.passes("recv")
        result: Accepted = await accept(self, **message)
        FUSE.passes("acked")
        return result

    return accepted


def plant() -> None:
    """Put the points into the service."""
    setattr(opening, "SqliteDatabase", _Database)  # noqa: B010 - it is imported there, not made
    Runner.accept = _around_messages(Runner.accept)  # type: ignore[method-assign]
    table: Any = handlers.EVENT_HANDLERS
    table[events.ComplaintSubmitted] = _noting_cases(table[events.ComplaintSubmitted])


if __name__ == "__main__":
    plant()
    main()
