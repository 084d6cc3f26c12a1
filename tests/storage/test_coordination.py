"""Coordination: one contract for both kinds, and what its parts do on a clock of their own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from storage.coordination import Coordination, LocalCoordination
from storage.coordination_breaker import Breaker
from storage.coordination_bulletins import Bulletin, Mailbox, decoded, encoded
from storage.coordination_presence import LEASE_S, Presence
from storage.coordination_redis import RedisCoordination
from tests.valkey_server import Valkey
from tests.waiting import until

SECRET = b"of this installation"


@dataclass
class Heard:
    """Everything that one process hears."""

    rings: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, key: str, times: int) -> None:
        self.rings.append((key, times))

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.rings]


# -- the contract of both


@pytest.fixture(params=["local", "redis"])
async def two(
    request: pytest.FixtureRequest, valkey: Valkey
) -> AsyncIterator[tuple[Coordination, Coordination]]:
    one: Coordination
    other: Coordination
    if request.param == "local":
        local = LocalCoordination(SECRET)
        one, other = local, local.twin()
    else:
        one, other = (RedisCoordination(valkey.url, SECRET) for _ in range(2))
    one.processes = other.processes = 2
    for process in (one, other):
        await process.start()
    await until(lambda: one.joined and other.joined)
    yield one, other
    for process in (one, other):
        await process.close()


class TestContract:
    async def test_a_ring_reaches_the_others_and_not_oneself(
        self, two: tuple[Coordination, Coordination]
    ) -> None:
        here, there, elsewhere = Heard(), Heard(), Heard()
        two[0].listen("session", here)
        two[1].listen("session", there)
        two[1].listen("outbox", elsewhere)
        two[0].ring("session", "s1")
        await until(lambda: there.keys == ["s1"], 0.3)
        await asyncio.sleep(0.05)
        assert (here.rings, elsewhere.rings) == ([], [])

    async def test_merged_rings_are_counted(self, two: tuple[Coordination, Coordination]) -> None:
        there = Heard()
        two[1].listen("guess", there)
        for _ in range(1000):
            two[0].ring("guess", "a")
        await until(lambda: sum(times for _, times in there.rings) == 1000, 1)
        assert set(there.keys) == {"a"}

    async def test_what_is_opaque_is_the_same_everywhere_and_tells_nothing(
        self, two: tuple[Coordination, Coordination]
    ) -> None:
        keys = {process.opaque("203.0.113.9") for process in two}
        assert len(keys) == 1
        assert "203" not in keys.pop()
        assert two[0].opaque("203.0.113.8") != two[0].opaque("203.0.113.9")

    async def test_one_that_is_not_there_is_missed(
        self, two: tuple[Coordination, Coordination]
    ) -> None:
        assert two[0].joined
        two[0].processes = 3
        assert not two[0].joined

    async def test_one_alone_needs_nobody(self, two: tuple[Coordination, Coordination]) -> None:
        await two[1].close()
        two[0].processes = 1
        assert two[0].joined

    async def test_ringing_costs_its_caller_next_to_nothing(
        self, two: tuple[Coordination, Coordination]
    ) -> None:
        loop = asyncio.get_running_loop()
        best = 1.0
        for _ in range(20):
            began = loop.time()
            for number in range(100):
                two[0].ring("session", f"s{number}")
            best = min(best, (loop.time() - began) / 100)
        assert best < 5e-6


async def test_alone_without_redis_nothing_is_shared() -> None:
    alone = LocalCoordination()
    assert (alone.state, alone.joined, alone.pooled, alone.settled) == ("local", True, 0, True)
    assert await alone.evaluate("return {1}", [], []) is None


# -- its parts


def test_the_breaker_opens_after_three_failures_and_longer_each_time() -> None:
    breaker, now = Breaker(), 100.0
    for _ in range(2):
        breaker.failed(now)
    assert breaker.is_closed
    breaker.failed(now)
    waits: list[float] = []
    for _ in range(6):
        assert not breaker.is_closed
        assert not breaker.may_try(now)
        began = now
        while not breaker.may_try(now):
            now += 0.5
        waits.append(now - began)
        breaker.failed(now)
    assert waits == [2, 4, 8, 16, 30, 30]
    breaker.succeeded()
    assert breaker.is_closed
    breaker.failed(now)
    breaker.succeeded()
    for _ in range(2):
        breaker.failed(now)
    assert breaker.is_closed, "only failures in a row count"


def test_a_sign_that_redis_is_back_allows_a_trial_at_once() -> None:
    breaker = Breaker()
    for _ in range(3):
        breaker.failed(0.0)
    breaker.forgive(0.5)
    assert breaker.may_try(0.5)
    assert not breaker.is_closed, "a trial first"
    breaker.failed(0.5)
    assert not breaker.may_try(4.0)


def test_a_process_is_there_for_as_long_as_its_last_sign_counts() -> None:
    presence = Presence()
    presence.hear("a", 10.0, pools=True)
    presence.hear("b", 11.0, pools=True)
    presence.hear("c", 11.0, pools=False)
    assert (presence.here(12.9), presence.pooling(12.9, besides="-")) == (3, 2)
    assert presence.pooling(12.9, besides="a") == 1
    assert (presence.here(10 + LEASE_S), presence.hears("a", 10 + LEASE_S)) == (2, False)
    presence.hear("b", 13.0, pools=False)
    assert presence.pooling(13.1, besides="-") == 0
    presence.forget()
    assert presence.here(13.1) == 0


def test_a_mailbox_is_bounded_and_says_that_it_lost_something() -> None:
    box = Mailbox()
    for number in range(10_500):
        box.put("session", str(number))
    assert len(box) == 10_000
    box.put("session", "0")
    said: list[Bulletin] = []
    while len(box):
        said.append(box.take("p", pools=True))
    assert [bulletin.gap for bulletin in said] == [True] + [False] * (len(said) - 1)
    assert max(len(bulletin.rings) for bulletin in said) == 500
    rings = {key: times for bulletin in said for _, key, times in bulletin.rings}
    assert len(rings) == 10_000
    assert (rings["0"], rings["1"]) == (2, 1)


def test_what_could_not_be_told_is_told_later() -> None:
    box = Mailbox()
    box.put("session", "a")
    lost = box.take("p", pools=True)
    box.put("session", "a")
    box.put_back(lost)
    assert box.take("p", pools=False) == Bulletin("p", False, False, (("session", "a", 2),))


def test_bulletins_keep_their_meaning_and_nonsense_has_none() -> None:
    bulletin = Bulletin("p", True, True, (("session", "a", 2), ("new-topic", "b", 1)))
    assert decoded(encoded(bulletin)) == bulletin
    assert decoded(b"\x94\xa1q\xc3\xc2\x90") == Bulletin("q", True)
    longer = b"\x95\xa1q\xc3\xc2\x90\xa6future"
    assert decoded(longer) == Bulletin("q", True), "a later version may say more"
    for nonsense in (b"", b"hello", b"\x90", b"\x81\xa1a\x01", b"\x92\x01\x02", b"\xc1"):
        assert decoded(nonsense) is None
