"""The stream of figures: fresh when something changes, silent otherwise, over with the session."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from typing import cast

import pytest
import time_machine
from aiohttp import ClientResponse
from yarl import URL

from bot.accounts import ADMIN
from bot.console import counters as figures
from bot.console.routes import Visit
from bot.live import CASES
from bot.web.doors import LIMITS
from flows.desk.roles import Grant
from tests.console.entry_hall import EntryHall, Person

INTAKE = Grant("intake_officer", "bhxh-dalat")


@asynccontextmanager
async def stream(person: Person) -> AsyncIterator[ClientResponse]:
    url = person.browser.base.join(URL("/console/events"))
    async with asyncio.timeout(30), person.browser.http.get(url) as response:
        yield response


async def event(response: ClientResponse) -> tuple[str, str]:
    """Return the next event and its data."""
    name = ""
    async for line in response.content:
        if line.startswith(b"event: "):
            name = line[7:].decode().strip()
        if line.startswith(b"data: "):
            return name, line[6:].decode()
    return "end", ""


async def test_the_figures_come_at_once(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    async with stream(person) as response:
        name, data = await event(response)
    assert name == "counts"
    assert json.loads(data)["mine"] == 0


async def test_who_sees_no_cases_gets_no_figures_of_them(hall: EntryHall) -> None:
    person = await hall.person(ADMIN, inside=True)
    async with stream(person) as response:
        name, data = await event(response)
    assert (name, list(json.loads(data))) == ("counts", ["notices"])


async def test_a_session_that_is_ended_elsewhere_ends_the_stream(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    async with stream(person) as response:
        await event(response)
        await hall.change(person, state="disabled")
        hall.installation.services.live.wake(CASES)
        assert (await event(response))[0] == "bye"
        assert (await event(response))[0] == "end"


async def test_who_is_outside_is_told_not_to_come_back(hall: EntryHall) -> None:
    assert (await hall.browser().see("/console/events")).status == 401


async def test_the_stream_keeps_nobody_signed_in(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    sessions = hall.installation.storage.desk_sessions
    (before,) = await sessions.of_account(person.account.id)
    with time_machine.travel((before.seen_at + 120_000) / 1000, tick=True):
        async with stream(person) as response:
            await event(response)
        assert await sessions.of_account(person.account.id) == [before]
        await person.browser.see("/console")
    (after,) = await sessions.of_account(person.account.id)
    assert after.seen_at >= before.seen_at + 120_000


async def test_the_newest_stream_ends_the_oldest_of_its_person(hall: EntryHall) -> None:
    person, other = [await hall.person(INTAKE, inside=True) for _ in range(2)]
    async with AsyncExitStack() as opened:
        beside = await opened.enter_async_context(stream(other))
        assert (await event(beside))[0] == "counts"
        streams = [await opened.enter_async_context(stream(person)) for _ in range(4)]
        assert [(await event(one))[0] for one in streams] == ["counts"] * 4
        assert await event(streams[0]) == ("end", "")
        for one in (beside, *streams[1:]):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await event(one)


async def test_a_full_house_asks_to_come_back_later(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    streams = hall.site[LIMITS].streams
    whole, streams.in_all = streams.in_all, 0
    try:
        async with stream(person) as response:
            assert (response.status, await response.read()) == (200, b"retry: 5000\n\n")
    finally:
        streams.in_all = whole


async def test_counting_takes_a_fifth_of_the_time_at_most(
    hall: EntryHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[float] = []

    async def slowly(_visit: object) -> dict[str, int]:
        counted.append(time.perf_counter())
        await asyncio.sleep(0.05)
        return {}

    monkeypatch.setattr(figures, "figures_for", slowly)
    counting = figures.Counting()
    visit = cast("Visit", hall)  # nobody looks at it
    await asyncio.gather(*(counting.figures(visit) for _ in range(3)))
    between = [later - sooner for sooner, later in pairwise(counted)]
    assert all(seconds >= 0.25 for seconds in between)
