"""Slots of bulk, asked for many at a time: evenly, within the rate, and none that nobody takes."""

import asyncio
import time

import pytest

from bot.broadcasts.slots import Slots
from bot.sender import Limit, LocalRates
from bot.sender.account import Account, Figures
from tests.bot.sender.platform import Scripted


def _account(per_second: float) -> tuple[Account, LocalRates]:
    rates = LocalRates({"telegram": Limit(per_second=per_second)})
    return Account(Scripted(), rates, Figures()), rates


async def test_those_who_wait_leave_one_after_the_other_within_the_rate() -> None:
    account, _ = _account(1000.0)
    slots = Slots(account)
    times = await asyncio.gather(*(slots.take(f"c{number}") for number in range(100)))
    found = [at for at in times if at is not None]
    assert len(found) == 100
    assert found == sorted(found)
    assert found[-1] - found[0] >= 99 * 0.00125 - 0.06


async def test_a_hold_gives_all_back_who_would_wait_long() -> None:
    account, rates = _account(1000.0)
    await rates.hold("telegram", 30.0)
    slots = Slots(account)
    assert set(await asyncio.gather(*(slots.take(f"c{n}") for n in range(40)))) == {None}


async def test_an_account_that_rests_gives_all_back() -> None:
    account, _ = _account(1000.0)
    account.breaker.refuse(time.monotonic(), "revoked")
    assert await Slots(account).take("c") is None


async def test_who_stops_waiting_takes_no_slot_from_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.broadcasts.slots._LATE_S", 9.0)  # a late loop is no matter here
    account, _ = _account(4.0)
    slots = Slots(account)
    first = await slots.take("a")
    gone, stays = (asyncio.create_task(slots.take(chat)) for chat in "bc")
    await asyncio.sleep(0)
    gone.cancel()
    second = await stays
    assert first is not None
    assert second is not None
    assert second - first < 0.5  # 0.3125 s are one slot of bulk


async def test_who_is_late_comes_before_those_who_are_not_written_down_yet() -> None:
    account, _ = _account(40.0)
    slots = Slots(account)
    others = [asyncio.create_task(slots.take(f"c{number}")) for number in range(6)]
    await asyncio.sleep(0)
    late = asyncio.create_task(slots.take("late", late=True))
    found = [at for at in await asyncio.gather(*others) if at is not None]
    left = await late
    assert left is not None
    assert sum(at < left for at in found) <= 2, "what asked already, and no more"


async def test_closed_it_lets_nobody_wait() -> None:
    account, rates = _account(0.1)
    slots = Slots(account)
    await rates.slot("telegram", "", "bulk")
    await rates.hold("telegram", 1.5)
    waiting = asyncio.create_task(slots.take("a"))
    await asyncio.sleep(0)
    await slots.close()
    assert await waiting is None


async def test_where_the_loop_is_busy_bulk_leaves_it_to_replies() -> None:
    """Blocked for 60 ms, the one who asks stays away for twice as long."""
    account, _ = _account(1000.0)
    slots, loop = Slots(account), asyncio.get_running_loop()
    waiting = [asyncio.create_task(slots.take(f"c{number}")) for number in range(40)]
    await waiting[0]
    loop.call_soon(time.sleep, 0.06)
    blocked = loop.time()
    later = await waiting[-1]
    await asyncio.gather(*waiting)
    assert later is not None
    assert later - blocked >= 0.06 * 2


async def test_where_rows_are_written_slowly_bulk_leaves_the_disk_to_replies() -> None:
    account, _ = _account(1000.0)
    slots, loop = Slots(account), asyncio.get_running_loop()
    waiting = [asyncio.create_task(slots.take(f"c{number}")) for number in range(40)]
    await waiting[0]
    slots.written_in(0.1)
    began = loop.time()
    later = await waiting[-1]
    await asyncio.gather(*waiting)
    assert later is not None
    assert later - began >= 0.1 * 2
