"""When Telegram fails, people wait and lose nothing; what is forged leaves nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.simulator.server import free_port
from bot.simulator.telegram import UNLIMITED, Duplication, Fault, TelegramServer
from tests.postgres_server import until
from tests.telegram.citizen import Citizen, update_of
from tests.telegram.service import SECRET, Service, running

SENDING = ("sendMessage",)
WRONG_TOKEN = "7770001234:another-token-of-35-characters-than"
FIRST, SECOND, THIRD = "chỗ ngồi chờ", "thời gian chờ tới lượt", "niêm yết công khai"


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    folder = tmp_path_factory.mktemp("trouble")
    async with running(folder, webhook=True, TELEGRAM_PER_SECOND="0") as service:
        yield service


@pytest.fixture(autouse=True)
def _all_well_again(service: Service) -> Any:  # noqa: ANN401 - a generator
    yield
    service.telegram.faults.clear()
    service.telegram.delivery.duplication = None


async def at_the_first_rating(service: Service, number: int) -> Citizen:
    lan = Citizen(service.telegram, number)
    await lan.begins(service.token)
    await lan.hears(FIRST)
    return lan


def times_seen(lan: Citizen, words: str) -> int:
    return sum(words in text for text in lan.person.texts)


# -- sending


async def test_a_429_holds_everybody_and_then_all_goes_on(service: Service) -> None:
    lan = await at_the_first_rating(service, 912_600_001)
    minh = await at_the_first_rating(service, 912_600_002)
    flood = service.telegram.faults.flood(3, methods=SENDING, chats=[lan.id], times=1)
    lan.presses("5 Rất hài lòng")

    async def has_begun() -> bool:
        return flood.hits == 1

    await until(has_begun)
    before = len(service.telegram.ledger.requests)
    began = asyncio.get_running_loop().time()
    minh.types("4")
    await asyncio.gather(lan.hears(SECOND), minh.hears(SECOND))
    assert asyncio.get_running_loop().time() - began > 2.5
    late = list(service.telegram.ledger.requests)[before:]
    assert all(request.status == 200 for request in late if request.method in SENDING)
    assert times_seen(lan, SECOND) == times_seen(minh, SECOND) == 1
    assert not service.telegram.ledger.broken()


@pytest.mark.parametrize("status", [500, 502])
async def test_a_question_that_was_refused_by_a_500_comes_once(
    service: Service, status: int
) -> None:
    lan = await at_the_first_rating(service, 912_600_000 + status)
    fault = service.telegram.faults.server_error(status, methods=SENDING, times=2)
    lan.presses("5 Rất hài lòng")
    await lan.hears(SECOND)
    assert fault.hits == 2
    lan.presses("4 Hài lòng")
    await lan.hears(THIRD)
    assert times_seen(lan, SECOND) == 1


async def test_a_connection_that_breaks_costs_no_question(service: Service) -> None:
    lan = await at_the_first_rating(service, 912_600_004)
    service.telegram.faults.reset(methods=SENDING, chats=[lan.id], times=1)
    lan.presses("5 Rất hài lòng")
    await lan.hears(SECOND)
    await lan.hears_nothing()
    assert times_seen(lan, SECOND) == 1


async def test_a_withheld_answer_shows_a_question_twice_at_most(service: Service) -> None:
    """Nobody can know whether it arrived, and the rows say so of each such call."""
    lan = await at_the_first_rating(service, 912_600_005)
    telegram = service.telegram
    telegram.faults.withhold(methods=SENDING, chats=[lan.id], times=1)
    lan.presses("5 Rất hài lòng")
    await lan.until(lambda: times_seen(lan, SECOND) == 2, "the second copy")
    telegram.faults.withhold(methods=SENDING, chats=[lan.id], times=2)
    lan.types("4")
    await lan.until(lambda: times_seen(lan, THIRD) == 2, "the second copy")
    await lan.hears_nothing(1.2)  # and no third one

    async def is_known() -> bool:
        return [row.state for row in (await service.sent_rows(lan.id))[-2:]] == ["sent", "unknown"]

    await until(is_known)
    rows = await service.sent_rows(lan.id)
    withheld = [r for r in telegram.ledger.withheld() if r.payload.get("chat_id") == lan.id]
    assert sum(row.unknowns for row in rows) == len(withheld) == 3
    assert [row.state for row in rows[-2:]] == ["sent", "unknown"]
    lan.types("5")
    await lan.hears("số lượng giấy tờ")


# -- delivery


async def test_the_same_update_five_times_at_once_has_one_effect(service: Service) -> None:
    lan = await at_the_first_rating(service, 912_600_006)
    body = update_of(lan, 77_000_001, "5")
    statuses = await asyncio.gather(*(service.deliver(body) for _ in range(5)))
    assert statuses == [200] * 5
    await lan.hears(SECOND)
    await lan.hears_nothing()
    assert await service.ratings(lan.id) == {"MC1": 5}


async def test_telegram_delivering_all_twice_changes_nothing(service: Service) -> None:
    service.telegram.delivery.duplication = Duplication(probability=1, how="together")
    lan = await at_the_first_rating(service, 912_600_007)
    lan.presses("5 Rất hài lòng")
    await lan.hears(SECOND)
    lan.types("3")
    await lan.hears(THIRD)
    await lan.hears_nothing()
    assert len(lan.person.texts) == len(set(lan.person.texts))


async def test_what_is_not_authentic_gets_401_and_leaves_nothing(service: Service) -> None:
    lan = await at_the_first_rating(service, 912_600_008)

    async def is_written() -> bool:  # what became of the last question
        return {row.state for row in await service.sent_rows(lan.id)} == {"sent"}

    await until(is_written)
    before = service.everything()
    for secret in ("", "x", SECRET[:-1], SECRET + "x", SECRET.upper()):
        assert await service.deliver(update_of(lan, 77_000_002, "1"), secret) == 401
        assert await service.deliver(b"no json", secret) == 401
    await lan.hears_nothing()
    assert service.everything() == before


@pytest.mark.parametrize(
    "body",
    [b"Toi la Ba Tu {", b"[]", b'{"update_id":"x"}', b"\xff\xfe", b"[" * 50_000],
    ids=["text", "list", "wrong_type", "no_utf8", "deep"],
)
async def test_what_nobody_can_read_is_kept_sealed_and_confirmed(
    service: Service, body: bytes
) -> None:
    before = service.everything().count("unreadable")
    assert [await service.deliver(body) for _ in range(2)] == [200, 200]
    assert service.everything().count("unreadable") == before + 1
    assert b"Ba Tu" not in (service.server.folder / "lang-nghe.db-wal").read_bytes()


async def test_a_body_beyond_a_megabyte_is_refused(service: Service) -> None:
    assert await service.deliver(b" " * (1024 * 1024 + 1)) == 413
    assert await service.deliver(b" " * (1024 * 1024)) == 200


async def test_unknown_kinds_of_updates_are_confirmed(service: Service) -> None:
    in_a_channel = {"message_id": 1, "chat": {"id": -1, "type": "channel"}}
    kinds: tuple[dict[str, object], ...] = ({"poll": {}}, {}, {"message": in_a_channel})
    for number, what in enumerate(kinds):
        body = {"update_id": 77_000_010 + number, **what}
        assert await service.deliver(json.dumps(body).encode()) == 200


# -- the account


async def metric(service: Service, name: str, **labels: str) -> float | None:
    _, text = await service.get("/metrics")
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return float(sample.value)
    return None


async def test_a_revoked_token_is_told_once_and_shown(service: Service) -> None:
    lan = await at_the_first_rating(service, 912_600_009)
    revoked = Fault(kind="refused", status=401, description="Unauthorized")
    service.telegram.faults.add(revoked)
    lan.presses("5 Rất hài lòng")
    minh = Citizen(service.telegram, 912_600_010, "Minh")
    minh.person.start(service.token)

    async def is_told() -> bool:
        return "account_refused" in service.log()

    await until(is_told)
    await asyncio.sleep(0.5)  # and not once more
    assert service.log().count("account_refused") == 1
    status, text = await service.get("/ready")
    assert (status, "account telegram: 401 Unauthorized" in text) == (200, True)
    assert await metric(service, "langnghe_account_up", channel="telegram") == 0
    assert service.telegram.token not in service.log()


@pytest.fixture
async def lonely(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Service, int]]:
    """A service whose Telegram is not there yet, and the port at which it will be."""
    port = free_port()
    folder = tmp_path_factory.mktemp("lonely")
    api = f"http://127.0.0.1:{port}"
    async with running(folder, TELEGRAM_API_URL=api) as service:
        yield service, port


async def test_without_telegram_the_web_works_and_telegram_begins_later(
    lonely: tuple[Service, int],
) -> None:
    service, port = lonely
    status, page = await service.get(f"/{service.token}")
    assert status == 200
    assert "t.me/" not in page
    assert "channel_not_open" in service.log()
    async with TelegramServer(limits=UNLIMITED, port=port) as telegram:
        lan = Citizen(telegram, 912_600_020)
        await lan.begins(service.token)
        await lan.hears(FIRST)
        assert "t.me/" in (await service.get(f"/{service.token}"))[1]


async def test_a_wrong_token_lets_the_rest_run(tmp_path: Any) -> None:  # noqa: ANN401
    async with running(tmp_path, TELEGRAM_TOKEN=WRONG_TOKEN) as it:
        status, page = await it.get(f"/{it.token}")
        assert (status, "t.me/" in page) == (200, False)
        await asyncio.sleep(0.5)
        assert it.log().count('"level": "error"') == it.log().count("Telegram refuses") == 1
        assert await metric(it, "langnghe_account_up", channel="telegram") == 0
