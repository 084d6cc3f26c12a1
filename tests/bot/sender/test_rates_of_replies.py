"""For a minute after a 429 replies keep to the account's rate: bulk, which takes slots ahead,
leaves them their part of it all the same.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.sender.rates import Limit, LocalRates, Rates
from tests.bot.sender.test_shared_rates import check_windows, crowd
from tests.valkey_server import Valkey

PER_SECOND = 400.0
LIMIT = Limit(per_second=PER_SECOND)
AHEAD_S = 0.025
LASTS_S = 2.0
EVERY_S = 0.04
"""A fifth of the rate is enough for three times as many."""


@asynccontextmanager
async def alone(_: Valkey) -> AsyncIterator[list[Rates]]:
    yield [LocalRates({"telegram": LIMIT})]


@asynccontextmanager
async def together(valkey: Valkey) -> AsyncIterator[list[Rates]]:
    async with crowd(valkey, LIMIT) as four:
        await asyncio.sleep(1.1)  # a fresh count lets bulk wait for a second
        yield list(four.rates)


Opening = Callable[[Valkey], AbstractAsyncContextManager[list[Rates]]]


async def send_bulk(rates: Rates, until: float, left: list[float]) -> None:
    while (now := time.monotonic()) < until:
        found = await rates.reserve("telegram", [""] * 16, AHEAD_S)
        left.extend(now + after for after in found.leave)
        await asyncio.sleep(found.again)


async def reply(rates: Rates, until: float, left: list[float]) -> list[float]:
    """Return how long each reply waited for its slot."""
    waits = []
    while (began := time.monotonic()) < until:
        wait = await rates.slot("telegram", "", "live")
        while wait > 0:
            await asyncio.sleep(wait)
            wait = await rates.slot("telegram", "", "live")
        left.append(time.monotonic())
        waits.append(left[-1] - began)
        await asyncio.sleep(EVERY_S)
    return waits


@pytest.mark.parametrize("opening", [alone, together])
async def test_bulk_leaves_replies_their_part_after_a_429(
    opening: Opening, valkey: Valkey
) -> None:
    async with opening(valkey) as processes:
        await processes[0].hold("telegram", 0.2)
        await asyncio.sleep(0.2)
        until, left = time.monotonic() + LASTS_S, list[float]()
        async with asyncio.TaskGroup() as group:
            replying = group.create_task(reply(processes[0], until, left))
            for rates in processes:
                group.create_task(send_bulk(rates, until, left))
        replies = sorted(replying.result()[1:])  # the first one meets what was reserved before it
        assert len(replies) > LASTS_S / EVERY_S / 3
        assert replies[len(replies) * 9 // 10] < 2 * AHEAD_S, replies[-10:]
        check_windows(left, PER_SECOND, slack=24)
