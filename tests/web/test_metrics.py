"""Figures: what they say, who may see them, and what they must never hold."""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer, make_mocked_request
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Steps
from bot.reception import Reception
from bot.sender import Sender
from bot.sender.account import Figures
from bot.services import Services
from bot.web.figures import _of_steps, exposed
from bot.web.metrics import metrics
from bot.web.site import create_site
from flows.identifiers import Instant, SessionId
from storage.base import InboxRecord, OutboxRecord, StorageUnavailableError, UnitOfWork
from storage.coordination import LocalCoordination, State
from storage.opening import SqlStorage
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed


def read(text: str) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def figures(services: Services) -> dict[tuple[str, ...], float]:
    request = make_mocked_request("GET", "/metrics", app=create_site(services))
    reply = await metrics(request.clone(remote="127.0.0.1"))
    assert reply.content_type == "text/plain"
    assert isinstance(reply.body, bytes)
    return read(reply.body.decode())


# -- what a step costs and says


def test_steps_are_counted_by_channel_and_outcome_and_timed() -> None:
    steps = Steps()
    for channel, outcome, seconds in (
        ("web", "applied", 0.0004),
        ("web", "applied", 0.001),
        ("web", "duplicate", 0.003),
        ("telegram", "applied", 7.0),
    ):
        steps.note(channel, outcome, seconds)
    found = read(exposed(_of_steps(steps)).decode())
    assert found["langnghe_steps_total", "web", "applied"] == 2
    assert found["langnghe_steps_total", "web", "duplicate"] == 1
    assert found["langnghe_steps_total", "telegram", "applied"] == 1
    buckets = {key[1]: n for key, n in found.items() if key[0] == "langnghe_step_seconds_bucket"}
    assert (buckets["0.001"], buckets["0.005"], buckets["5.0"], buckets["+Inf"]) == (2, 3, 3, 4)
    assert found["langnghe_step_seconds_count",] == 4
    assert found["langnghe_step_seconds_sum",] == pytest.approx(7.0044)


def test_noting_a_step_costs_about_a_microsecond() -> None:
    steps = Steps()
    best = 1.0
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(1000):
            steps.note("telegram", "applied", 0.004)
        best = min(best, (time.perf_counter() - began) / 1000)
    assert best < 2e-6


async def test_what_a_citizen_says_is_a_step(tmp_path: Path) -> None:
    async with installed(tmp_path) as own, TestServer(create_site(own.services)) as server:
        citizen = Citizen(server.make_url("/"))
        await citizen.start((await own.invite()).token)
        await citizen.agree()
        first = await figures(own.services)
        said = {"id": "the-same-message-1", "text": "chào"}
        for _ in range(2):
            assert (await citizen.post_raw(said)).status == 200
        then = await figures(own.services)
        await citizen.http.close()
    assert first["langnghe_steps_total", "web", "applied"] == 3
    assert then["langnghe_steps_total", "web", "duplicate"] == 1
    assert then["langnghe_step_seconds_count",] == 5
    assert 0 < then["langnghe_step_seconds_sum",] < 5


# -- what waits


async def test_what_waits_is_told_with_its_age(tmp_path: Path) -> None:
    async with installed(tmp_path) as own:
        calm = await figures(own.services)
        assert calm["langnghe_inbox_pending",] == calm["langnghe_inbox_oldest_seconds",] == 0
        assert calm["langnghe_outbox_messages", "queued"] == 0
        await _leave_waiting(own.storage, Instant(int(time.time() * 1000) - 60_000))
        found = await figures(own.services)
    assert found["langnghe_inbox_pending",] == 2
    assert 60 <= found["langnghe_inbox_oldest_seconds",] < 65
    assert found["langnghe_outbox_messages", "queued"] == 3
    assert found["langnghe_outbox_messages", "claimed"] == 1
    assert 60 <= found["langnghe_outbox_oldest_seconds",] < 65
    assert found["langnghe_storage_up",] == 1


async def _leave_waiting(storage: SqlStorage, since: Instant) -> None:
    unit, session = UnitOfWork(), SessionId("s1")
    for number in range(2):
        at = Instant(since + number)
        letter = InboxRecord(
            id=str(number),
            channel="telegram",
            dedupe_key=str(number),
            session_id=session,
            body=b"{}",
            received_at=at,
        )
        storage.inbox.add(unit, letter)
    for number, claimer in enumerate((None, None, None, "p1"), 1):
        row = OutboxRecord(
            session_id=session,
            seq=number,
            body=b"{}",
            created_at=Instant(since + number),
            state="claimed" if claimer else "queued",
            channel="telegram",
            user_key="u",
            claimed_by=claimer,
        )
        storage.outbox.add(unit, row)
    await storage.commit(unit)


async def test_without_the_database_all_other_figures_are_there(
    trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> list[Any]:
        raise StorageUnavailableError

    monkeypatch.setattr(type(trial.storage.database), "rows", gone)
    found = await figures(trial.services)
    assert found["langnghe_storage_up",] == 0
    assert ("langnghe_inbox_pending",) not in found
    assert ("langnghe_open_streams",) in found


# -- the other parts


async def test_the_sender_and_what_platforms_bring_are_told(trial: Installation) -> None:
    counted = Figures()
    counted.sent, counted.unknown, counted.unknown_calls, counted.held = 7, 2, 3, 1
    sender = SimpleNamespace(
        figures=counted,
        lanes=4,
        accounts={"telegram": None, "zalo": None},
        troubles=lambda: {"zalo": "token revoked"},
    )
    counts = Counter({("telegram", "unauthorised"): 5, ("telegram", "applied"): 9})
    reception = SimpleNamespace(counts=counts)
    services = replace(
        trial.services,
        sender=cast("Sender", sender),
        reception=cast("Reception", reception),
    )
    found = await figures(services)
    assert found["langnghe_sender_messages_total", "sent"] == 7
    assert found["langnghe_sender_messages_total", "unknown"] == 2
    assert found["langnghe_sender_unknown_calls_total",] == 3
    assert found["langnghe_sender_holds_total",] == 1
    assert found["langnghe_sender_lanes",] == 4
    assert found["langnghe_account_up", "telegram"] == 1
    assert found["langnghe_account_up", "zalo"] == 0
    assert found["langnghe_account_trouble", "zalo", "token revoked"] == 1
    assert found["langnghe_webhooks_total", "telegram", "unauthorised"] == 5
    assert found["langnghe_arrivals_total", "telegram", "applied"] == 9


@pytest.mark.parametrize(("state", "shown"), [("local", None), ("up", 1), ("down", 0)])
async def test_redis_is_told_of_where_it_is_used(
    trial: Installation, state: State, shown: int | None
) -> None:
    class Between(LocalCoordination):
        @property
        def state(self) -> State:
            return state

    found = await figures(replace(trial.services, coordination=Between()))
    assert found.get(("langnghe_redis_up",)) == shown
    assert (found["langnghe_processes",], found["langnghe_joined",]) == (1, 1)


async def test_open_pages_and_the_process_itself_are_told(trial: Installation) -> None:
    with trial.services.live.watching("a"), trial.services.live.watching("a"):
        found = await figures(trial.services)
    assert found["langnghe_open_streams",] == 2
    assert found["process_resident_memory_bytes",] > 1e6


# -- who may see them


async def test_they_are_served_to_this_machine(citizen: Citizen) -> None:
    reply = await citizen.get("/metrics")
    assert (reply.status, reply.content_type) == (200, "text/plain")
    assert "langnghe_open_streams" in await reply.text()


async def test_strangers_find_no_such_page(tmp_path: Path) -> None:
    async with installed(tmp_path) as own:
        app = create_site(own.services)
        allowed = replace(own.services.settings, metrics_allow=(ip_network("192.0.2.0/24"),))
        narrow = create_site(replace(own.services, settings=allowed))
        for site, remote, forwarded, may in (
            (app, "127.0.0.1", None, True),
            (app, "::1", None, True),
            (app, "203.0.113.5", None, False),
            (app, "203.0.113.5", "127.0.0.1", False),
            (app, "127.0.0.1", "203.0.113.5", False),
            (app, "127.0.0.1", "127.0.0.1, 203.0.113.5", False),
            (app, None, None, False),
            (narrow, "127.0.0.1", None, False),
            (narrow, "192.0.2.9", None, True),
            (narrow, "127.0.0.1", "192.0.2.9", True),
        ):
            assert await _may(site, remote, forwarded) is may, (remote, forwarded)


async def _may(site: web.Application, remote: str | None, forwarded: str | None) -> bool:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/metrics", headers=headers, app=site)
    # `clone` takes None for "as it was"; an empty address is what a Unix socket has.
    try:
        return (await metrics(request.clone(remote=remote or ""))).status == 200
    except web.HTTPNotFound:
        return False


async def test_they_hold_nothing_of_a_person(server: BaseTestServer, trial: Installation) -> None:
    citizen = Citizen(server.make_url("/"))
    token = (await trial.invite()).token
    await citizen.start(token)
    await citizen.agree()
    await citizen.type("0912 345 678 Nguyễn Văn An")
    body = await (await citizen.get("/chat/messages")).json()
    request = make_mocked_request("GET", "/metrics", app=server.app)  # type: ignore[attr-defined]
    reply = await metrics(request.clone(remote="127.0.0.1"))
    text = cast("bytes", reply.body).decode()
    cookies = [cookie.value for cookie in citizen.http.cookie_jar]
    for secret in (token, body["talk"], "345 678", "912345", "Nguyễn", "127.0.0.1", *cookies):
        assert secret not in text
    await citizen.http.close()


async def test_two_processes_worth_of_parts_keep_apart(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with installed(tmp_path / "a") as one, installed(tmp_path / "b") as other:
        with one.services.live.watching("x"):
            here, there = await asyncio.gather(figures(one.services), figures(other.services))
    assert (here["langnghe_open_streams",], there["langnghe_open_streams",]) == (1, 0)
