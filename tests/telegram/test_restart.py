"""The service ends and comes back while people talk with it: nothing is lost, order is kept."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.postgres_server import until
from tests.telegram.citizen import Citizen
from tests.telegram.service import Service, running

GIVEN = {"MC1": 5, "MC2": 4, "MC3": 3, "MC4": 5, "MC5": 4, "MC6": 3}


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with running(tmp_path_factory.mktemp("restart")) as service:
        yield service


async def hurries(service: Service, number: int) -> Citizen:
    """Answer four questions at once while Telegram takes half a second for each message."""
    lan = Citizen(service.telegram, number)
    await lan.begins(service.token)
    await lan.hears("chỗ ngồi chờ")
    service.telegram.faults.slow(0.5, methods=("sendMessage",))
    for rating in list(GIVEN.values())[:4]:
        lan.types(str(rating))
    await asyncio.sleep(0.25)  # one question is on its way, the others wait
    return lan


async def goes_on(service: Service, lan: Citizen) -> None:
    """Type two more answers, one of them while nobody is there to hear it."""
    lan.types("4")
    await asyncio.sleep(0.2)
    await service.server.start()
    service.telegram.faults.clear()
    await lan.sees("thái độ lịch sự")
    await lan.sees("hướng dẫn dễ hiểu")
    lan.types("3")
    await lan.sees("thành thạo công việc")


async def test_sigterm_with_messages_waiting_repeats_nothing(service: Service) -> None:
    lan = await hurries(service, 912_700_001)
    await service.server.stop()
    await goes_on(service, lan)
    assert await service.ratings(lan.id) == GIVEN
    assert lan.positions() == list(range(1, 12))


async def test_kill_9_with_messages_waiting_repeats_each_once_at_most(service: Service) -> None:
    lan = await hurries(service, 912_700_002)
    service.server.kill()
    await goes_on(service, lan)
    assert await service.ratings(lan.id) == GIVEN
    shown = lan.positions()
    assert sorted(set(shown)) == list(range(1, 12))
    assert shown == sorted(shown)
    assert max(shown.count(number) for number in shown) <= 2

    async def all_sent() -> bool:
        return {row.state for row in await service.sent_rows(lan.id)} == {"sent"}

    await until(all_sent)


async def test_all_this_broke_no_rule_of_telegram(service: Service) -> None:
    assert not service.telegram.ledger.broken()
