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


@pytest.fixture
async def desks(browser: Browser, room: CaseRoom) -> AsyncIterator[Desks]:
    """Seat officers at browsers; whatever their pages complain of fails the test."""
    from tests.e2e.conftest import listen

    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def seated(
        officer: Officer,
        size: ViewportSize = DESKTOP,
        scheme: Scheme = "light",
        *,
        scripts: bool = True,
    ) -> Keys:
        context = await browser.new_context(
            viewport=size, locale="vi-VN", color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        base = str(room.client.make_url("")).rstrip("/")
        await context.add_cookies([{"name": "desk", "value": officer.cookie, "url": base}])
        page = await context.new_page()
        listen(page, complaints)
        return Keys(page, base)

    yield seated
    for context in contexts:
        await context.close()
    assert complaints == []
