"""One service for each way of delivery, shared by all tests that leave it as it is."""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.service import Service, running


@pytest.fixture(scope="session")
async def polling(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service that fetches its messages."""
    async with running(tmp_path_factory.mktemp("polling")) as service:
        yield service


@pytest.fixture(scope="session")
async def webhook(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service that Telegram delivers to."""
    async with running(tmp_path_factory.mktemp("webhook"), webhook=True) as service:
        yield service


@pytest.fixture(params=["polling", "webhook"])
def either(request: pytest.FixtureRequest) -> Service:
    """Each of the two, one after the other."""
    service: Service = request.getfixturevalue(request.param)
    return service
