"""One installation and one server for most tests; those that change settings set up their own."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.web.site import create_site
from tests.web.citizen import Citizen
from tests.web.installation import CONFIGURED, Installation, installed
from tests.web.tablet import Tablet, device, responses


@pytest.fixture(scope="session")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    async with installed(tmp_path_factory.mktemp("trial"), guesses_per_hour=100_000) as it:
        yield it


@pytest.fixture(scope="session")
async def server(trial: Installation) -> AsyncIterator[BaseTestServer]:
    async with TestServer(create_site(trial.services)) as running:
        yield running


@pytest.fixture(scope="session")
async def office(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[Installation, BaseTestServer]]:
    """Serve an installation whose office has configured its name, domain and hotline."""
    async with (
        installed(tmp_path_factory.mktemp("office"), **CONFIGURED) as it,
        TestServer(create_site(it.services)) as running,
    ):
        yield it, running


@pytest.fixture
async def citizen(server: BaseTestServer) -> AsyncIterator[Citizen]:
    one = Citizen(server.make_url("/"))
    yield one
    await one.http.close()


@pytest.fixture
async def neighbour(server: BaseTestServer) -> AsyncIterator[Citizen]:
    one = Citizen(server.make_url("/"))
    yield one
    await one.http.close()


@pytest.fixture
async def tablet(trial: Installation, server: BaseTestServer) -> AsyncIterator[Tablet]:
    """Give a kiosk that is bound to the place of the tests."""
    one = Tablet(server.make_url("/"))
    await one.bind((await device(trial)).token)
    yield one
    await one.http.close()


@pytest.fixture
async def before(trial: Installation) -> set[str]:
    """Return the ids of the responses that were there before the test."""
    return {record.id for record in await responses(trial)}
