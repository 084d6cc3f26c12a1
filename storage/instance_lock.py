"""The lock that keeps a second server off the same database file."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from storage.base import InstanceRunningError

__all__ = ["InstanceLock"]

_LOCKED_AT = 1 << 20  # beyond any content: on Windows a locked byte cannot be read by others


class InstanceLock:
    """A lock file beside the database. The system lets go of it when the process ends, however
    it ends; the file itself stays, with the number of the process that held it last.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            InstanceRunningError: another process has it.

        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            owner = os.pread(handle, 20, 0) if sys.platform != "win32" else os.read(handle, 20)
            os.close(handle)
            pid = int(owner) if owner.strip().isdigit() else None
            raise InstanceRunningError(str(self._database), pid) from None
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle

    def release(self) -> None:
        """Let go; without effect if the lock is not held."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
