"""What becomes of coordination when Redis is emptied, killed, frozen, full or never there."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import structlog
from redis.asyncio.connection import SSLConnection
from redis.exceptions import RedisError

from storage.coordination_redis import RedisCoordination
from tests.storage.test_coordination import SECRET, Heard
from tests.valkey_server import SlowWay, Valkey
from tests.waiting import until

COUNT = "return {redis.call('INCR', KEYS[1])}"


@asynccontextmanager
async def processes(url: str, count: int) -> AsyncIterator[list[RedisCoordination]]:
    members = [RedisCoordination(url, SECRET) for _ in range(count)]
    for member in members:
        member.processes = count
        await member.start()
    try:
        yield members
    finally:
        await asyncio.gather(*(member.close() for member in members))


def all_joined(members: list[RedisCoordination]) -> Callable[[], bool]:
    return lambda: all(member.joined and member.pooled == len(members) for member in members)


async def test_emptying_it_all_the_time_loses_no_ring(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        there = Heard()
        other.listen("session", there)
        async with valkey.forgetting(every=0.2):
            for number in range(300):
                one.ring("session", f"s{number}")
                await asyncio.sleep(0.005)
        # A bulletin whose answer was lost is told again: once more is heard, never less.
        await until(lambda: len(dict.fromkeys(there.keys)) == 300, 0.3)
        firsts = list(dict.fromkeys(there.keys))
        assert firsts == [f"s{number}" for number in range(300)], "and in their order"
        assert one.joined


async def test_a_server_that_dies_is_noticed_at_once_and_found_again(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        gaps = Heard()
        other.on_gap(lambda: gaps("gap", 1))
        valkey.kill()
        await until(lambda: not one.joined and not other.joined, 0.3)
        assert gaps.rings, "whoever waits is told to look"
        assert (one.state, one.pooled) == ("down", 0)
        await asyncio.sleep(1)
        gaps.rings.clear()
        await valkey.start()
        await until(all_joined([one, other]), 15)
        assert gaps.rings, "and once more when rings may have been missed"


async def test_one_that_dies_before_anybody_saw_that_all_had_joined_is_told_of(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looked in the moment between waits long for a ring, and nobody would wake them."""
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        monkeypatch.setattr(other, "_notice", lambda: None)  # it looks too late
        gaps = Heard()
        other.on_gap(lambda: gaps("gap", 1))
        await asyncio.sleep(0.1)
        assert gaps.rings == [], "nothing was missed yet"
        valkey.kill()
        await until(lambda: not other.joined, 0.3)
        assert gaps.rings
        await asyncio.sleep(1.5)
        assert len(gaps.rings) == 1, "told once, not at each try to come back"


async def test_a_frozen_server_is_noticed_within_five_seconds(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        valkey.freeze()
        await until(lambda: not one.joined and not other.joined, 5)
        await asyncio.sleep(0.5)
        valkey.thaw()
        await until(all_joined([one, other]), 15)


async def test_frozen_it_holds_up_no_crowd_either(valkey: Valkey) -> None:
    async with processes(valkey.url, 1) as (one,):
        await until(lambda: one.pooled == 1)
        valkey.freeze()
        loop = asyncio.get_running_loop()
        began = loop.time()
        answers = await asyncio.gather(*(one.evaluate(COUNT, ["n"], []) for _ in range(300)))
        assert answers == [None] * 300
        assert loop.time() - began < 1.0


async def test_frozen_it_holds_nobody_up(valkey: Valkey) -> None:
    async with processes(valkey.url, 1) as (one,):
        await until(lambda: one.pooled == 1)
        valkey.freeze()
        loop = asyncio.get_running_loop()
        began = loop.time()
        answers = [await one.evaluate(COUNT, ["n"], []) for _ in range(50)]
        assert answers == [None] * 50
        assert loop.time() - began < 1.5, "three time-outs, then the breaker is open"
        assert one.pooled == 0
        began = loop.time()
    assert loop.time() - began < 1.5, "closing takes its time-outs at most"


async def test_a_slow_server_is_good_for_rings_and_not_for_counts(valkey: Valkey) -> None:
    async with SlowWay(valkey).open() as way, processes(way.url, 2) as (one, other):
        await until(all_joined([one, other]))
        there = Heard()
        other.listen("session", there)
        way.delay = 0.07
        for _ in range(4):
            await one.evaluate(COUNT, ["n"], [])
        assert one.pooled == 0, "slower than 50 ms three times: not worth waiting for"
        one.ring("session", "a")
        await until(lambda: set(there.keys) == {"a"}, 0.5)  # slow, it may be told again
        assert one.joined
        way.delay = 0.0
        await until(all_joined([one, other]), 6)


async def test_two_seconds_a_command_hold_nobody_up(valkey: Valkey) -> None:
    async with SlowWay(valkey).open() as way, processes(way.url, 2) as (one, other):
        await until(all_joined([one, other]))
        way.delay = 2.0
        loop = asyncio.get_running_loop()
        longest = 0.0
        for number in range(100):
            began = loop.time()
            one.ring("session", str(number))
            await one.evaluate(COUNT, ["n"], [])
            longest = max(longest, loop.time() - began)
            await asyncio.sleep(0.01)
        assert longest < 0.4
        await until(lambda: not one.joined and not other.joined, 6)
        way.delay = 0.0
        await until(all_joined([one, other]), 10)


def test_over_tls_the_server_has_to_prove_who_it_is() -> None:
    client = RedisCoordination("rediss://:geheim@redis.example.gov.vn:6380/1", SECRET)._redis
    connection: object = client.connection_pool.make_connection()  # type: ignore[no-untyped-call]
    assert isinstance(connection, SSLConnection)
    assert connection.ssl_context.check_hostname
    assert connection.ssl_context.cert_reqs == ssl.CERT_REQUIRED


async def test_a_full_memory_stops_counts_and_no_rings(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        there = Heard()
        other.listen("session", there)
        await valkey.fill()
        assert [await one.evaluate(COUNT, ["n"], []) for _ in range(4)] == [None] * 4
        assert (one.pooled, one.joined, one.settled) == (0, True, False)
        await until(lambda: other.pooled == 1, 3)
        one.ring("session", "a")
        await until(lambda: there.keys == ["a"], 0.3)
        await until(lambda: one.settled, 5)
        await valkey.heal()
        await until(all_joined([one, other]), 6)
        assert not one.settled
        assert await one.evaluate(COUNT, ["n"], []) == [1]


async def test_what_was_rung_while_it_was_away_is_heard_or_known_to_be_missed(
    valkey: Valkey,
) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        valkey.kill()
        await until(lambda: not one.joined and not other.joined, 0.3)
        there = Heard()
        other.listen("session", there)
        one.ring("session", "s1")
        await asyncio.sleep(0.5)
        # Whoever comes back later than the ring has to look; whoever was there has heard it.
        other.on_gap(lambda: there("looked", 1))
        await valkey.start()
        await until(all_joined([one, other]), 15)
        await until(lambda: bool({"s1", "looked"} & set(there.keys)), 0.1)


async def test_it_starts_without_redis_and_takes_it_up_when_it_comes(valkey: Valkey) -> None:
    valkey.kill()
    with structlog.testing.capture_logs() as logs:
        async with processes(valkey.url, 2) as (one, other):
            assert (one.joined, one.state) == (False, "down")
            await until(lambda: {"event": "redis_lost", "log_level": "warning"} in logs, 10)
            await valkey.start()
            await until(all_joined([one, other]), 15)
            await until(lambda: {"event": "redis_back", "log_level": "info"} in logs, 5)


async def test_one_that_left_is_missed_and_one_that_comes_is_known(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        await other.close()
        await until(lambda: not one.joined, 15)
        async with processes(valkey.url, 2) as (third, _):
            await until(lambda: one.joined and third.joined, 5)


async def test_installations_in_one_redis_do_not_hear_one_another(valkey: Valkey) -> None:
    async with processes(valkey.url, 1) as (one,):
        stranger = RedisCoordination(valkey.url, b"another installation")
        await stranger.start()
        there = Heard()
        stranger.listen("session", there)
        await until(lambda: stranger.state == one.state == "up")
        one.ring("session", "a")
        await asyncio.sleep(0.1)
        assert there.rings == []
        assert one.opaque("x") != stranger.opaque("x")
        await stranger.close()


async def test_nonsense_on_the_channel_is_let_go(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        there = Heard()
        other.listen("session", there)
        async with valkey.client() as client:
            (channel,) = await client.pubsub_channels()
            for nonsense in (b"", b"{}", b"\xc1", b"\x92\x01\x02"):
                await client.publish(channel, nonsense)
        one.ring("session", "a")
        await until(lambda: there.keys == ["a"], 0.3)


async def test_an_address_with_a_password_is_never_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "redis://user:geheim-7f3@127.0.0.1:1/0"
    with structlog.testing.capture_logs() as logs:
        async with processes(url, 1) as (one,):
            await until(lambda: bool(logs), 3)
            assert await one.evaluate(COUNT, ["n"], []) is None
            assert "geheim" not in repr(one) + str(logs)
    assert "geheim" not in "".join(capsys.readouterr())


async def test_a_failing_listener_is_told_of_and_hearing_goes_on(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        there = Heard()

        def fails(_key: str, _times: int) -> None:
            raise ZeroDivisionError

        other.listen("inbox", fails)
        other.listen("session", there)
        with structlog.testing.capture_logs() as logs:
            one.ring("inbox", "a")
            await until(lambda: bool(logs), 1)
        assert logs[0]["error"] == "ZeroDivisionError"
        assert other.joined
        one.ring("session", "b")
        await until(lambda: there.keys == ["b"], 1)


async def test_a_script_that_is_wrong_is_a_fault_of_ours_and_stops_nobody(valkey: Valkey) -> None:
    async with processes(valkey.url, 1) as (one,):
        await until(lambda: one.pooled == 1)
        assert await one.evaluate("return redis.call('NO')", [], []) is None
        with pytest.raises(RedisError):
            async with valkey.client() as client:
                await client.eval("return redis.call('NO')", 0)


async def test_nothing_of_what_is_rung_stays_in_redis(valkey: Valkey) -> None:
    async with processes(valkey.url, 2) as (one, other):
        await until(all_joined([one, other]))
        for number in range(100):
            one.ring("session", f"s{number}")
        await asyncio.sleep(0.1)
        assert await valkey.dump() == b""
