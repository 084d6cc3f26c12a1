"""Two web processes and a worker on PostgreSQL and Valkey: updates alternate between the webs."""

import asyncio
import io
import itertools
import sys
from collections.abc import AsyncIterator
from typing import Self

import aiohttp
import pytest
from aiohttp import web

from bot.simulator.telegram import UNLIMITED, TelegramServer
from tests.postgres_server import PostgresServer
from tests.reliability.cluster import Cluster
from tests.telegram.citizen import Citizen, update_of
from tests.telegram.service import SECRET, Service, now
from tests.telegram.survey import GIVEN, LAN, whole_survey
from tests.valkey_server import Valkey

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no PostgreSQL for tests there")


class Alternator:
    """A proxy that brings each request to another of its targets than the one before."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.taken: list[int] = []
        """Where each request went."""
        self._turns = itertools.count()
        self._http: aiohttp.ClientSession | None = None
        self._runner = web.ServerRunner(web.Server(self._pass, access_log=None))

    @property
    def port(self) -> int:
        return int(self._runner.addresses[0][1])

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        if self._http is not None:
            await self._http.close()

    async def _pass(self, request: web.BaseRequest) -> web.StreamResponse:
        assert self._http is not None
        port = self.ports[next(self._turns) % len(self.ports)]
        self.taken.append(port)
        body = io.BytesIO(await request.read())
        kept = {k: v for k, v in request.headers.items() if k.startswith(("X-", "Content-Type"))}
        url = f"http://127.0.0.1:{port}{request.path}"
        async with self._http.post(url, data=body, headers=kept) as answer:
            return web.Response(
                status=answer.status,
                body=await answer.read(),
                content_type=answer.content_type,
            )


class Installation:
    """The processes, as a `Service` that knows their rows."""

    def __init__(self, cluster: Cluster, service: Service, alternator: Alternator) -> None:
        self.cluster, self.service, self.alternator = cluster, service, alternator


def with_telegram(cluster: Cluster, telegram: TelegramServer, alternator: Alternator) -> None:
    """Give all processes the same settings; one worker is enough."""
    cluster.workers = cluster.workers[:1]
    for process in (*cluster.webs, *(worker._server for worker in cluster.workers)):
        process.extra |= {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.base_url,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_CHAT_PER_SECOND": "0",
            "PUBLIC_URL": f"http://127.0.0.1:{alternator.port}",
        }
    alternator.ports = [web.port for web in cluster.webs]


@pytest.fixture(scope="module")
async def installation(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: PostgresServer,
    valkey_process: Valkey,
) -> AsyncIterator[Installation]:
    await valkey_process.heal()
    name = await postgres_server.create()
    folder = tmp_path_factory.mktemp("cluster")
    cluster = Cluster(folder, postgres_server, valkey_process, postgres_server.url(name))
    async with TelegramServer(limits=UNLIMITED) as telegram, Alternator() as alternator:
        with_telegram(cluster, telegram, alternator)
        try:
            await cluster.start(now())
            service = Service(cluster.webs[0], telegram, cluster.tokens[0])
            yield Installation(cluster, service, alternator)
        finally:
            await cluster.stop()
    await postgres_server.drop(name)


@pytest.fixture
async def _forgetful(valkey_process: Valkey) -> AsyncIterator[None]:
    """Let Valkey forget everything twice a second."""
    async with valkey_process.forgetting(every=0.5):
        yield


@pytest.mark.usefixtures("_forgetful")
async def test_a_survey_over_two_web_processes_keeps_its_order(installation: Installation) -> None:
    service, taken = installation.service, installation.alternator.taken
    lan = await whole_survey(service)
    stored = await service.answers(LAN)
    assert {name: stored.get(name) for name in GIVEN} == GIVEN
    said = [line.came_as for line in lan.transcript() if line.who == "bot"]
    assert len(said) == len(set(said))
    first, second = (taken.count(port) for port in installation.alternator.ports)
    assert abs(first - second) <= 1
    assert min(first, second) > 15


@pytest.mark.usefixtures("_forgetful")
async def test_eight_messages_at_once_are_each_handled_once(installation: Installation) -> None:
    service = installation.service
    lan = Citizen(service.telegram, 912_800_002)
    await lan.begins(service.token)
    await lan.hears("chỗ ngồi chờ")
    webs = [Service(web, service.telegram) for web in installation.cluster.webs]
    bodies = [update_of(lan, 88_000_000 + number, "5") for number in range(8)]
    deliveries = [webs[n % 2].deliver(body) for n, body in enumerate(bodies)]
    repeated = [webs[(n + 1) % 2].deliver(body) for n, body in enumerate(bodies)]
    assert set(await asyncio.gather(*deliveries, *repeated)) == {200}
    await lan.sees("độ chính xác")
    await lan.hears_nothing(1.0)
    assert await service.ratings(lan.id) == {f"MC{number}": 5 for number in range(1, 9)}
    assert lan.positions() == list(range(1, 14))


async def test_no_rule_of_telegram_is_broken(installation: Installation) -> None:
    ledger = installation.service.telegram.ledger
    # Three processes start at once, and each sets the webhook; a 429 makes two of them wait.
    assert not ledger.broken(besides=["webhook_set_too_often"])
