"""A whole installation of many processes: two web, two workers, PostgreSQL, Valkey, a balancer.

Any of them can be killed (-9) and is started again; afterwards all rows are copied into a SQLite
file, so that one checker judges both kinds of installation.
"""

import asyncio
import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from bot.simulator.office import prepare
from bot.simulator.server import Server
from flows.identifiers import Instant
from storage.addresses import PostgresAddress
from storage.migrations import upgrade_sqlite
from storage.moving import move_to_postgres
from storage.secrets import KeyRing
from storage.tables import metadata
from tests.benchmarks.process import free_port, resident_mib
from tests.postgres_server import PostgresServer
from tests.valkey_server import Valkey

PARTS = ("web-1", "web-2", "worker-1", "worker-2", "postgres", "redis")
_BACK_S = 20.0
_OPEN = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'pending')"
    " + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'claimed'))"
)


class Worker:
    """A `worker` process."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._server.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._server.program, cwd=self._server.folder, env=self._server.settings,
                stdout=log, stderr=log,
            )  # fmt: skip

    @property
    def resident(self) -> float:
        """Its memory in MiB."""
        return resident_mib(self._process.pid) if self._process is not None else 0.0

    def end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(_BACK_S)


class Balancer:
    """Spreads connections over the web processes that answer, as a proxy in front of them does."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._turn = 0
        self._server: asyncio.Server | None = None
        self.port = free_port()

    async def start(self) -> None:
        at = ("127.0.0.1", self.port)
        self._server = await asyncio.start_server(self._serve, *at, backlog=1024)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            found = await self._connected()
            if found is not None:
                await asyncio.gather(_pump(reader, found[1]), _pump(found[0], writer))
        writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._ports:
            self._turn += 1
            port = self._ports[self._turn % len(self._ports)]
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(65_536):
            target.write(piece)
            await target.drain()
    target.close()


class Cluster:
    """The installation. `start` makes an office in it; `tokens` lead to its posters. Whatever
    else is to be there comes into the database of `origin` between `furnish` and `open`.
    """

    def __init__(self, folder: Path, postgres: PostgresServer, valkey: Valkey, url: str) -> None:
        self.folder = folder
        self.postgres, self.valkey, self.url = postgres, valkey, url
        self.origin = Server(folder)  # its database is moved, its key ring is everybody's
        self.webs = [self._process("web", number) for number in (1, 2)]
        behind = [self._process("worker", number) for number in (1, 2)]
        self.workers = [Worker(server) for server in behind]
        self.processes = (*self.webs, *behind)
        self.balancer = Balancer([web.port for web in self.webs])
        self.tokens: list[str] = []

    def _process(self, kind: str, number: int) -> Server:
        folder = self.folder / f"{kind}-{number}"
        folder.mkdir(parents=True)
        more = {
            "DATABASE_URL": self.url,
            "REDIS_URL": self.valkey.url,
            "KEY_RING": str(self.folder / "keys.json"),
        }
        program = (sys.executable, "-m", "bot", kind)
        return Server(folder, program=program, extra=more)

    async def start(self, now: Instant) -> None:
        """Make the office, and open it."""
        await self.furnish(now)
        await self.open()

    async def furnish(self, now: Instant) -> None:
        """Make the office, on SQLite."""
        self.tokens = await prepare(self.origin, now)

    async def open(self) -> None:
        """Move what is there to PostgreSQL, and start all processes."""
        ring = KeyRing.open(self.origin.key_ring)
        address = PostgresAddress(self.url)
        await move_to_postgres(self.origin.database, address, ring, lambda _done, _total: None)
        await self.balancer.start()
        await asyncio.gather(*(web.start() for web in self.webs))
        for worker in self.workers:
            worker.start()

    async def kill(self, part: str) -> None:
        """Kill -9 one part, leave it down for a moment, and start it again."""
        name, _, number = part.partition("-")
        match name:
            case "web":
                web = self.webs[int(number) - 1]
                web.kill()
                await web.start()
            case "worker":
                worker = self.workers[int(number) - 1]
                worker.end(signal.SIGKILL)
                worker.start()
            case "postgres":
                self.postgres.kill()
                await asyncio.sleep(0.5)
                await asyncio.to_thread(self.postgres.start)
            case _:
                self.valkey.kill()
                await asyncio.sleep(0.5)
                await self.valkey.heal()

    async def settle(self, seconds: float = 40.0) -> None:
        """Wait until nothing that was accepted is undecided or unsent; the leases of the dead
        must run out for that.
        """
        connection = await asyncpg.connect(self.url)
        try:
            async with asyncio.timeout(seconds):
                while await connection.fetchval(_OPEN):  # noqa: ASYNC110 - nobody tells us
                    await asyncio.sleep(0.2)
        except TimeoutError:
            pass  # the checker tells what is stuck
        finally:
            await connection.close()

    async def stop(self) -> None:
        """Stop all processes as an operator does."""
        for worker in self.workers:
            await asyncio.to_thread(worker.end, signal.SIGTERM)
        for web in self.webs:
            await web.stop()
        await self.balancer.close()

    async def copy(self) -> Path:
        """Copy all rows into a SQLite file and return it."""
        path = self.folder / "judged.db"
        upgrade_sqlite(path)
        source = await asyncpg.connect(self.url)
        try:
            with contextlib.closing(sqlite3.connect(path)) as target:
                target.execute("PRAGMA foreign_keys = OFF")
                # One moment for all tables: else who writes meanwhile looks like a fault.
                async with source.transaction(isolation="repeatable_read", readonly=True):
                    for table in metadata.sorted_tables:
                        await _copy_table(source, target, table.name)
                target.commit()
        finally:
            await source.close()
        return path

    def logs(self) -> str:
        """Return the ends of all logs, for who looks for the fault."""
        return "\n".join(
            f"== {log.parent.name}\n{log.read_text(errors='replace')[-1500:]}"
            for log in sorted(self.folder.glob("*/server.log"))
        )


async def _copy_table(source: asyncpg.Connection, target: sqlite3.Connection, name: str) -> None:
    rows = await source.fetch(f'SELECT * FROM "{name}"')  # noqa: S608 - names of ours
    if not rows:
        return
    columns = ", ".join(f'"{column}"' for column in dict(rows[0]))
    marks = ", ".join("?" for _ in rows[0])
    target.execute(f'DELETE FROM "{name}"')  # noqa: S608
    into = f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608
    target.executemany(into, [tuple(row) for row in rows])


@asynccontextmanager
async def running(
    folder: Path, postgres: PostgresServer, valkey: Valkey, now: Instant
) -> AsyncIterator[Cluster]:
    """Give an installation that runs; whatever happens, nothing of it is left running."""
    async with installed(folder, postgres, valkey) as cluster:
        await cluster.start(now)
        yield cluster


@asynccontextmanager
async def installed(
    folder: Path, postgres: PostgresServer, valkey: Valkey
) -> AsyncIterator[Cluster]:
    """Give one that does not run yet."""
    name = await postgres.create()
    cluster = Cluster(folder, postgres, valkey, postgres.url(name))
    try:
        yield cluster
    finally:
        await cluster.stop()
        await postgres.drop(name)
