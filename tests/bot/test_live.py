"""Wake-ups within a process, between processes, and how long a page waits without them."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.live import Live, woken
from storage.coordination import LocalCoordination
from storage.coordination_redis import RedisCoordination
from tests.valkey_server import Valkey
from tests.waiting import until

POLL = (0.7, 1.0)  # s
CALM = 15.0  # s


async def test_whoever_watches_is_woken_and_nobody_else() -> None:
    live = Live()
    with live.watching("a") as first, live.watching("a") as second, live.watching("b") as third:
        assert live.watchers == 3
        live.wake("a")
        assert (first.is_set(), second.is_set(), third.is_set()) == (True, True, False)
    assert live.watchers == 0
    live.wake("a")


async def test_closing_wakes_all_and_those_who_come_later() -> None:
    live = Live()
    with live.watching("a") as early:
        live.close()
        with live.watching("b") as late:
            assert early.is_set()
            assert late.is_set()
    assert live.closing


async def test_waiting_ends_with_news_or_in_time() -> None:
    live = Live()
    with live.watching("a") as news:
        assert not await woken(news, 0.01)
        asyncio.get_running_loop().call_later(0.01, live.wake, "a")
        assert await woken(news, 5)


async def test_alone_a_page_waits_long() -> None:
    assert Live().patience() == CALM


async def test_among_processes_that_cannot_be_told_a_page_looks_each_second() -> None:
    between = LocalCoordination()
    live = Live(between)
    between.processes = 2
    waits = {live.patience() for _ in range(100)}
    assert POLL[0] <= min(waits) < max(waits) <= POLL[1]
    assert len(waits) > 50, "not all of them at the same moment"


async def test_a_wake_reaches_the_pages_of_other_processes_and_does_not_echo() -> None:
    here, there = LocalCoordination(), LocalCoordination()
    there = here.twin()
    ours, theirs = Live(here), Live(there)
    rung: list[str] = []
    here.listen("session", lambda key, _: rung.append(key))
    with ours.watching("a") as own, theirs.watching("a") as other:
        ours.wake("a")
        assert own.is_set()
        assert await woken(other, 1)
        await asyncio.sleep(0.01)
    assert rung == []


async def test_a_gap_wakes_everybody_crowd_by_crowd() -> None:
    gaps: list[Callable[[], None]] = []

    class Between(LocalCoordination):
        def on_gap(self, listener: Callable[[], None]) -> None:
            gaps.append(listener)

    live = Live(Between())
    watched = [live.watching(str(number)) for number in range(1000)]
    events = [one.__enter__() for one in watched]
    (missed,) = gaps
    missed()
    assert sum(event.is_set() for event in events) == 200
    await until(lambda: all(event.is_set() for event in events), 0.5)
    for one in watched:
        one.__exit__(None, None, None)
    missed()


# -- over Redis


async def _with_two_lives(valkey: Valkey, use: Callable[[Live, Live], Awaitable[None]]) -> None:
    between = [RedisCoordination(valkey.url, b"secret") for _ in range(2)]
    lives = [Live(one) for one in between]
    for one in between:
        one.processes = 2
        await one.start()
    try:
        await until(lambda: min(live.patience() for live in lives) >= CALM)
        await use(*lives)
    finally:
        for one in between:
            await one.close()


async def test_redis_carries_a_wake_within_a_third_of_a_second(valkey: Valkey) -> None:
    async def use(here: Live, there: Live) -> None:
        took = []
        for number in range(50):
            with there.watching(f"s{number}") as news:
                began = time.perf_counter()
                here.wake(f"s{number}")
                await until(news.is_set, 5)  # a machine that is busy may be late now and then
                took.append(time.perf_counter() - began)
        assert sorted(took)[25] < 0.25

    await _with_two_lives(valkey, use)


async def test_without_redis_pages_look_within_the_polling_interval(valkey: Valkey) -> None:
    async def use(here: Live, there: Live) -> None:
        with there.watching("s") as news:
            valkey.kill()
            began = time.perf_counter()
            here.wake("s")
            assert await woken(news, there.patience()), "who waits is told to look"
            assert time.perf_counter() - began < CALM / 2, "long before the calm look"
            assert POLL[0] <= there.patience() <= POLL[1]

    await _with_two_lives(valkey, use)


async def test_ten_thousand_wakes_hold_up_nobody(valkey: Valkey) -> None:
    async def use(here: Live, there: Live) -> None:
        with there.watching("last") as news:
            began = time.thread_time()  # not what others do on this machine meanwhile
            for number in range(9_000):
                here.wake(f"s{number}")
            here.wake("last")
            assert time.thread_time() - began < 0.5
            assert await woken(news, 2)

    await _with_two_lives(valkey, use)
