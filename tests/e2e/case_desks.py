"""A console for the browsers of officers, and what seats them there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal, TypeAlias

import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize

from tests.console.case_room import CaseRoom, Officer, case_room, served
from tests.e2e.officer import Keys

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
Scheme: TypeAlias = Literal["light", "dark"]

Rooms = Callable[[], Awaitable[CaseRoom]]


@pytest.fixture(scope="session")
async def rooms(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rooms]:
    async with served(tmp_path_factory.mktemp("console")) as (installation, client):
        yield lambda: case_room(installation, client)


@pytest.fixture
async def room(rooms: Rooms) -> CaseRoom:
    return await rooms()


Desks = Callable[..., Awaitable[Keys]]
"""Seats somebody at a browser: an officer of the room, or `base` and cookie of any console."""


@pytest.fixture
async def seats(browser: Browser) -> AsyncIterator[Desks]:
    """Seat people at browsers; whatever their pages complain of fails the test."""
    from tests.e2e.conftest import listen

    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def seated(
        base: str,
        cookie: str,
        size: ViewportSize = DESKTOP,
        scheme: Scheme = "light",
        *,
        scripts: bool = True,
        https: bool = False,
    ) -> Keys:
        context = await browser.new_context(
            viewport=size, locale="vi-VN", color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        # Of an office with a public address the cookie is bound to its host; Chromium sends it
        # without https, too, to this machine alone.
        name, url = ("__Host-desk", base.replace("http:", "https:")) if https else ("desk", base)
        await context.add_cookies([{"name": name, "value": cookie, "url": url, "secure": https}])
        page = await context.new_page()
        listen(page, complaints)
        return Keys(page, base)

    yield seated
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest.fixture
async def desks(room: CaseRoom, seats: Desks) -> Desks:
    """Seat officers of the room."""
    base = str(room.client.make_url("")).rstrip("/")

    async def seated(officer: Officer, *how: ViewportSize | Scheme, **options: bool) -> Keys:
        return await seats(base, officer.cookie, *how, **options)

    return seated
