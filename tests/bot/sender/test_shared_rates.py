"""The limiter of several processes: no window sees more than the limit, whatever becomes of
Redis (I12, I26).
"""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sender.rates import Lane, Limit
from bot.sender.shared_rates import SharedRates
from storage.coordination import LocalCoordination
from storage.coordination_redis import RedisCoordination
from tests.valkey_server import Valkey
from tests.waiting import until

PROCESSES = 4
BULK = 0.8
LIMIT = Limit(per_second=50.0, per_chat_second=5.0)
LATE = 0.03
"""Seconds by which a grant may come late to the one who asked for it: the loop is busy."""


def most_in_a_window(times: Sequence[float], seconds: float) -> int:
    times, most, first = sorted(times), 0, 0
    for last, at in enumerate(times):
        while at - times[first] > seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


@dataclass
class Crowd:
    """Four processes that call as fast as they are let."""

    between: list[RedisCoordination]
    rates: list[SharedRates]
    times: list[float] = field(default_factory=list)
    by: list[int] = field(default_factory=lambda: [0] * PROCESSES)

    async def call(self, number: int, chat: str, lane: Lane, until: float) -> None:
        while (now := time.monotonic()) < until:
            wait = await self.rates[number].slot("telegram", chat, lane)
            if wait:
                await asyncio.sleep(min(wait, until - now, 0.5))
            else:
                self.times.append(time.monotonic())
                self.by[number] += 1

    async def run(self, seconds: float, chat: str = "", lane: Lane = "bulk") -> None:
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for number in range(PROCESSES):
                group.create_task(self.call(number, chat, lane, until))

    def joined(self) -> bool:
        return all(one.joined and one.pooled == PROCESSES for one in self.between)

    async def gather(self) -> None:
        await until(self.joined)


@asynccontextmanager
async def crowd(valkey: Valkey, limit: Limit = LIMIT) -> AsyncIterator[Crowd]:
    between = [RedisCoordination(valkey.url, b"secret") for _ in range(PROCESSES)]
    all_of_it = Crowd(between, [SharedRates({"telegram": limit}, one) for one in between])
    for one, rates in zip(between, all_of_it.rates, strict=True):
        one.processes = PROCESSES
        rates.share(PROCESSES)
        await one.start()
    try:
        await all_of_it.gather()
        yield all_of_it
    finally:
        await asyncio.gather(*(one.close() for one in between))


def check_windows(times: Sequence[float], per_second: float, slack: int) -> None:
    """No window, short or long, sees more than the rate allows and `slack` calls."""
    for seconds in (0.2, 0.5, 1.0, 2.0, 4.0):
        allowed = per_second * (seconds + LATE) + slack
        assert most_in_a_window(times, seconds) <= allowed, seconds


# -- with Redis


async def test_four_processes_together_use_the_whole_limit_and_no_more(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        await four.run(1.2)  # a new account is taken as used to its limit just now
        four.times.clear()
        await four.run(4)
        check_windows(four.times, 50 * BULK, 2)
        assert len(four.times) >= 4 * 50 * BULK * 0.5


async def test_slots_taken_ahead_are_counted_over_all_processes(valkey: Valkey) -> None:
    limit = Limit(per_second=400.0)
    async with crowd(valkey, limit) as four:
        await asyncio.sleep(1.1)  # a fresh count lets bulk wait for a second
        times: list[float] = []

        async def take(rates: SharedRates, until: float) -> None:
            while (now := time.monotonic()) < until:
                leave, again = await rates.reserve("telegram", ["a", "b"] * 8, 0.025)
                times.extend(now + after for after in leave)
                await asyncio.sleep(again)

        until_ = time.monotonic() + 2.0
        await asyncio.gather(*(take(rates, until_) for rates in four.rates))
        check_windows(times, 400 * BULK, slack=24)
        assert len(times) > 400 * BULK


async def test_one_busy_process_gets_what_the_others_leave(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        await asyncio.sleep(1.1)
        until = time.monotonic() + 3
        await four.call(0, "", "bulk", until)
        assert len(four.times) >= 2 * 50 * BULK * 0.5, "more than a quarter"


async def test_a_chat_is_counted_over_all_processes(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        await asyncio.sleep(1.1)
        await four.run(3, chat="somebody", lane="live")
        check_windows(four.times, 5, 3)
        assert len(four.times) >= 3 * 5 * 0.5


@pytest.mark.parametrize("lane", ["bulk", "live"])
async def test_emptied_again_and_again_it_lets_through_no_more(valkey: Valkey, lane: Lane) -> None:
    async with crowd(valkey) as four:
        await four.run(1.5, chat="somebody", lane=lane)
        async with valkey.forgetting(every=0.2):
            await four.run(3, chat="somebody", lane=lane)
        check_windows(four.times, 5, 3)


async def test_a_hold_holds_in_all_processes_even_when_redis_is_emptied(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        began = time.monotonic()
        await four.rates[0].hold("telegram", 1.5)
        await until(lambda: all(rates.held("telegram") for rates in four.rates), 1)
        await valkey.flush()
        waits = [await rates.slot("telegram", "", "live") for rates in four.rates]
        assert began + 1.5 - time.monotonic() <= min(waits) <= max(waits) < 1.5
        await four.run(2.5, lane="live")
        assert min(four.times) >= began + 1.5


async def test_a_process_that_comes_later_learns_of_a_hold(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        await four.rates[0].hold("telegram", 5)
        newcomer = SharedRates({"telegram": LIMIT}, four.between[2])
        newcomer.share(PROCESSES)
        assert 4 < await newcomer.slot("telegram", "", "live") <= 5


async def test_live_goes_before_bulk(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        await asyncio.sleep(1.1)
        until = time.monotonic() + 2
        alive = Crowd(four.between, four.rates)

        async def talk() -> None:
            while time.monotonic() < until:
                wait = await alive.rates[1].slot("telegram", "", "live")
                assert not wait, "plain replies do not wait for the account's rate"
                alive.times.append(time.monotonic())
                await asyncio.sleep(0.05)

        async with asyncio.TaskGroup() as group:
            group.create_task(talk())
            group.create_task(four.call(0, "", "bulk", until))
        check_windows([*alive.times, *four.times], 50, 2)


async def test_what_is_kept_goes_away_and_tells_nothing(valkey: Valkey) -> None:
    async with crowd(valkey) as four:
        wait = await four.rates[0].slot("telegram", "a-keyed-hash", "live")
        await asyncio.sleep(wait)  # nobody remembers the chat from before this moment
        assert await four.rates[0].slot("telegram", "a-keyed-hash", "live") == 0
        await four.rates[0].hold("telegram", 1)
        async with valkey.client() as client:
            names = [name async for name in client.scan_iter()]
            lives = [await client.pttl(name) for name in names]
        assert len(names) >= 2
        assert all(life > 0 for life in lives), "a full memory may throw out what has an end"


# -- without


Event = Callable[[Valkey], Awaitable[None]]


async def _killed(valkey: Valkey) -> None:
    valkey.kill()
    await asyncio.sleep(5)
    await valkey.start()


async def _frozen(valkey: Valkey) -> None:
    valkey.freeze()
    await asyncio.sleep(5)
    valkey.thaw()


async def _filled(valkey: Valkey) -> None:
    await valkey.fill()
    await asyncio.sleep(5)
    await valkey.heal()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("trouble", [_killed, _frozen, _filled], ids=["killed", "frozen", "full"])
async def test_the_sum_holds_while_redis_goes_and_comes(valkey: Valkey, trouble: Event) -> None:
    async with crowd(valkey) as four:
        running = asyncio.create_task(four.run(15))
        await asyncio.sleep(2)
        began = time.monotonic()
        await trouble(valkey)
        ended = time.monotonic()
        await running
        check_windows(four.times, 50, PROCESSES)
        alone = [at for at in four.times if began + 4 < at < ended]
        assert alone, "each process goes on with its own part"
        await until(four.joined)
        again = [at for at in four.times if at > ended + 3]
        assert again


async def test_one_that_cannot_reach_redis_waits_until_it_is_not_counted_on(
    valkey: Valkey,
) -> None:
    async with crowd(valkey) as four:
        await asyncio.sleep(1.1)
        lost = four.between[0]
        for task in lost._tasks:
            task.cancel()
        lost._presence.forget()
        lost._decide_on_pool()
        assert await four.rates[0].slot("telegram", "", "bulk") == 0.25
        assert await four.rates[0].slot("telegram", "", "live") == 0.0
        await four.run(6)
        check_windows(four.times, 50, PROCESSES)
        assert four.by[0] > 0


# -- on a clock of its own


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


asks = st.lists(
    st.tuples(st.floats(0.0, 0.4), st.integers(0, PROCESSES - 1)), min_size=20, max_size=150
)


@settings(max_examples=60, deadline=None)
@given(asks=asks, per_second=st.sampled_from([2.0, 10.0, 30.0]), n=st.integers(1, PROCESSES))
def test_apart_the_processes_keep_to_their_parts(
    asks: list[tuple[float, int]], per_second: float, n: int
) -> None:
    clock, times = Clock(), list[float]()
    members = [
        SharedRates({"a": Limit(per_second=per_second)}, LocalCoordination(), clock)
        for _ in range(n)
    ]
    for member in members:
        member.share(n)
    for pause, number in asks:
        clock.now += pause
        for _ in range(3):
            wait = asyncio.run(_slot(members[number % n]))
            times += [clock.now] * (wait == 0.0)
    for first, last in itertools.combinations(range(len(times)), 2):
        # What comes late by up to 50 ms is caught up with.
        allowed = per_second * BULK * (times[last] - times[first] + 0.05) + n
        assert last - first + 1 <= allowed + 1e-6


async def _slot(rates: SharedRates) -> float:
    return await rates.slot("a", "", "bulk")


async def test_an_account_without_limits_is_not_limited() -> None:
    rates = SharedRates({"a": Limit()}, LocalCoordination())
    assert {await rates.slot("a", "c", lane) for lane in ("live", "bulk") for _ in range(9)} == {0}
    assert await rates.slot("unknown", "c", "bulk") == 0


async def test_a_hold_of_nonsense_is_let_go() -> None:
    here = LocalCoordination()
    rates = SharedRates({"a": LIMIT}, here.twin())
    for key in ("a", "a/", "a/x", "/5", "b/5", "a/-5", "a/²"):
        here.ring("hold", key)
    await asyncio.sleep(0.01)
    assert await rates.slot("a", "", "live") == 0
    here.ring("hold", "a/5000")
    await asyncio.sleep(0.01)
    assert 4 < await rates.slot("a", "", "live") <= 5
