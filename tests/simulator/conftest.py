"""One visit of some citizens to a service in this process, for all tests that look at it."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import build
from bot.settings import load_settings
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.office import prepare
from bot.simulator.playing import Plan, play
from bot.simulator.server import Server
from bot.simulator.snapshot import Snapshot, take_snapshot
from bot.simulator.talking import WebSite
from bot.simulator.wire import Endpoint
from bot.web.site import create_site
from flows.identifiers import Instant

CITIZENS = 40
SEED = "a quiet morning"


@dataclass(frozen=True, slots=True)
class Visit:
    """What is left of a visit."""

    database: Path
    key_ring: Path
    ledgers: list[Ledger]
    meter: Meter

    def snapshot(self) -> Snapshot:
        return take_snapshot(self.database, self.key_ring)


@pytest.fixture(scope="session")
async def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    server = Server(tmp_path_factory.mktemp("visit"))
    tokens = await prepare(server, Instant(time.time_ns() // 1_000_000))
    async with build(load_settings(server.settings, None)) as (services, _):
        runner = web.AppRunner(create_site(services), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", server.port)
        await site.start()
        meter = Meter()
        plan = Plan(CITIZENS, SEED, CITIZENS)
        endpoint = Endpoint("127.0.0.1", server.port)
        ledgers = await play(plan, WebSite(endpoint), tokens, meter)
        services.live.close()
        await runner.cleanup()
    return Visit(server.database, server.key_ring, ledgers, meter)
