"""Signs of life and readiness."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.web.health import Readiness
from bot.web.site import create_site
from flows.identifiers import SessionId
from storage.base import StorageUnavailableError
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed


async def test_a_living_process_says_so(citizen: Citizen) -> None:
    reply = await citizen.get("/live")
    assert (reply.status, await reply.text()) == (200, "ok")


async def test_ready_means_that_a_write_was_durable(citizen: Citizen) -> None:
    reply = await citizen.get("/ready")
    assert (reply.status, await reply.text()) == (200, "ready")


async def test_many_probes_make_few_writes(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = []

    async def write(_storage: object) -> None:
        writes.append(1)

    monkeypatch.setattr(type(trial.storage), "durable_write", write)
    readiness = Readiness(trial.services)
    assert [await readiness.fault() for _ in range(5)] == [None] * 5
    assert len(writes) == 1


async def test_a_full_disk_is_not_ready(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_storage: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(type(trial.storage), "durable_write", full)
    assert await Readiness(trial.services).fault() == "storage"


async def test_a_backlog_is_not_ready(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def many(_inbox: object, _before: int, limit: int) -> list[SessionId]:
        return [SessionId(str(n)) for n in range(limit)]

    monkeypatch.setattr(type(trial.storage.inbox), "waiting_sessions", many)
    assert await Readiness(trial.services).fault() == "backlog"


async def test_a_stopping_process_is_not_ready(tmp_path: Path) -> None:
    async with installed(tmp_path) as own, TestServer(create_site(own.services)) as server:
        own.services.live.close()
        citizen = Citizen(server.make_url("/"))
        reply = await citizen.get("/ready")
        assert (reply.status, await reply.text()) == (503, "stopping")
        assert (await citizen.get("/live")).status == 200
        await citizen.http.close()
