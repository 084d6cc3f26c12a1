"""Counts of waves are made once for all who look, and again when they are old or refused."""

import asyncio

from bot.console.broadcast_sharing import Kept


class Counter:
    """Counts how often it was asked, and takes its time."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> list[int]:
        self.times += 1
        await asyncio.sleep(0)
        return [self.times]


async def test_many_who_look_at_once_have_one_count_made() -> None:
    count, kept = Counter(), Kept[int](2.0, clock=lambda: 0.0)
    found = await asyncio.gather(*(kept.rows("wave", count) for _ in range(50)))
    assert found == [[1]] * 50
    assert await kept.rows("another", count) == [2]


async def test_what_is_old_or_forgotten_is_counted_anew() -> None:
    now = [0.0]
    count, kept = Counter(), Kept[int](2.0, clock=lambda: now[0])
    assert await kept.rows("wave", count) == [1]
    now[0] = 1.9
    assert await kept.rows("wave", count) == [1]
    now[0] = 2.0
    assert await kept.rows("wave", count) == [2]
    kept.forget("wave")
    assert await kept.rows("wave", count) == [3]


async def test_what_a_page_has_counted_is_what_its_stream_goes_on_from() -> None:
    count, kept = Counter(), Kept[int](2.0, clock=lambda: 0.0)
    assert await kept.rows("wave", count) == [1]
    kept.keep("wave", [12])
    assert await kept.rows("wave", count) == [12]


async def test_a_count_that_began_earlier_does_not_replace_a_later_one() -> None:
    kept = Kept[int](2.0, clock=lambda: 0.0)

    async def count() -> list[int]:
        kept.keep("wave", [12])  # by a page, while this one reads
        return [1]

    assert await kept.rows("wave", count) == [12]


async def test_what_takes_long_to_count_is_kept_longer() -> None:
    now = [0.0]

    async def slowly() -> list[int]:
        now[0] += 3.0
        return [int(now[0])]

    kept = Kept[int](2.0, rest=9.0, clock=lambda: now[0])
    assert await kept.rows("campaign", slowly) == [3]
    now[0] = 29.9
    assert await kept.rows("campaign", slowly) == [3]
    now[0] = 30.0
    assert await kept.rows("campaign", slowly) == [33]
