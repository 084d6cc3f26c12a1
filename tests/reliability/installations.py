"""The installations that a big broadcast goes through: several processes, or one alone."""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.simulator.office import prepare
from bot.simulator.server import Server
from flows.identifiers import Instant
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer
from tests.reliability.cluster import Cluster, installed
from tests.reliability.invited import Invited
from tests.valkey_server import Valkey

__all__ = ["Installation", "cluster_of", "now", "opened", "server_of"]


@dataclass
class Several:
    """Two web processes and two workers on PostgreSQL, with a Redis-protocol server. `trouble`:
    what is killed when which share of the people was written to; `memory`: at which shares the
    memory is looked at of a process that lives from the first to the last of them.
    """

    cluster: Cluster
    trouble = (
        (0.03, "worker-1"), (0.12, "redis"), (0.2, "worker-2"), (0.35, "postgres"),
        (0.5, "worker-2"), (0.6, "redis"), (0.75, "postgres"), (0.85, "worker-2"),
    )  # fmt: skip
    memory = (0.25, 0.95)

    def __post_init__(self) -> None:
        self.url, self.key_ring = self.cluster.url, self.cluster.origin.key_ring
        self.tokens: list[str] = []

    async def open(self, invited: Invited, settings: Mapping[str, str]) -> None:
        """Plant the people, and start all processes."""
        cluster = self.cluster
        await cluster.furnish(now())
        self.tokens = cluster.tokens
        await _plant(cluster.origin, invited)
        public = {"PUBLIC_URL": f"http://127.0.0.1:{cluster.balancer.port}"}
        for process in cluster.processes:
            process.extra |= {**settings, **public}
        await cluster.open()

    async def kill(self, part: str) -> None:
        """Kill a part (-9), and start it again."""
        await self.cluster.kill(part)

    @property
    def resident(self) -> float:
        """Memory in MiB of a process that sends."""
        return self.cluster.workers[0].resident

    @property
    def database(self) -> int:
        """The process id of the database server; 0 where there is none."""
        return self.cluster.postgres.pid


@dataclass
class Alone:
    """One process that does everything, on SQLite; the rest as above."""

    server: Server
    database = 0
    trouble = tuple((share, "process") for share in (0.03, 0.1, 0.18, 0.8, 0.9))
    memory = (0.25, 0.75)

    def __post_init__(self) -> None:
        self.url, self.key_ring = f"sqlite:///{self.server.database}", self.server.key_ring
        self.tokens: list[str] = []

    async def open(self, invited: Invited, settings: Mapping[str, str]) -> None:
        self.tokens = await prepare(self.server, now())
        await _plant(self.server, invited)
        self.server.extra |= settings
        await self.server.start()

    async def kill(self, part: str) -> None:
        assert part == "process"
        self.server.kill()
        await self.server.start()

    @property
    def resident(self) -> float:
        return self.server.memory().now


Installation: TypeAlias = Several | Alone


async def _plant(origin: Server, invited: Invited) -> None:
    async with opened(f"sqlite:///{origin.database}", origin.key_ring) as storage:
        await invited.plant(storage)


@asynccontextmanager
async def opened(url: str, ring: Path) -> AsyncIterator[SqlStorage]:
    storage = await open_storage(url, KeyRing.open(ring))
    try:
        yield storage
    finally:
        await storage.close()


@asynccontextmanager
async def cluster_of(
    folder: Path, postgres: PostgresServer, valkey: Valkey
) -> AsyncIterator[Several]:
    """Give an installation of several processes that is not open yet."""
    async with installed(folder, postgres, valkey) as cluster:
        yield Several(cluster)


@asynccontextmanager
async def server_of(folder: Path) -> AsyncIterator[Alone]:
    """Give one of a single process."""
    server = Server(folder)
    try:
        yield Alone(server)
    finally:
        await server.stop()


def now() -> Instant:
    return Instant(time.time_ns() // 1_000_000)
