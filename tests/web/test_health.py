"""Signs of life and readiness."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from aiohttp.test_utils import TestServer, make_mocked_request

from bot.sender import Sender
from bot.web.health import Readiness, ready
from bot.web.site import create_site
from flows.identifiers import SessionId
from storage.base import StorageUnavailableError
from storage.coordination import LocalCoordination, State
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


async def test_probes_at_the_same_time_make_one_write(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = []

    async def write(_storage: object) -> None:
        writes.append(1)
        await asyncio.sleep(0.05)

    monkeypatch.setattr(type(trial.storage), "durable_write", write)
    readiness = Readiness(trial.services)
    faults = await asyncio.gather(*(readiness.fault() for _ in range(20)))
    assert set(faults) == {None}
    assert len(writes) == 1


async def test_a_database_that_goes_and_comes_is_noticed_within_five_seconds(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_there = True

    async def write(_storage: object) -> None:
        if not is_there:
            await asyncio.sleep(60)  # as a database does whose machine has gone

    monkeypatch.setattr(type(trial.storage), "durable_write", write)
    readiness = Readiness(trial.services)
    assert await readiness.fault() is None
    is_there, gone_at = False, time.monotonic()
    while await readiness.fault() is None:  # noqa: ASYNC110 - a probe comes again and again
        await asyncio.sleep(0.2)
    assert time.monotonic() - gone_at < 15  # a busy machine; the write hangs for 60 s
    is_there = True
    assert await readiness.fault() is None


async def test_a_database_that_cannot_be_read_is_not_ready(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> list[SessionId]:
        raise StorageUnavailableError

    monkeypatch.setattr(type(trial.storage.inbox), "waiting_sessions", gone)
    assert await Readiness(trial.services).fault() == "storage"


async def test_only_a_new_process_can_mend_what_is_fatal(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial.storage.database, "fatal", "fsync failed")
    assert await Readiness(trial.services).fault() == "storage"


async def test_what_is_amiss_without_being_in_the_way_is_a_line_of_its_own(
    trial: Installation,
) -> None:
    class Between(LocalCoordination):
        @property
        def state(self) -> State:
            return "down"

    sender = SimpleNamespace(troubles=lambda: {"telegram": "Unauthorized"})
    services = replace(trial.services, sender=cast("Sender", sender), coordination=Between())
    request = make_mocked_request("GET", "/ready", app=create_site(services))
    reply = await ready(request)
    assert reply.status == 200
    assert reply.text == "ready\naccount telegram: Unauthorized\nredis: down"


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
