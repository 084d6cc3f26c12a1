"""A served installation, and pages as phones and desks show them."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
)

from bot.invitations import Invitation, Invited
from bot.web.site import create_site
from tests.e2e.case_desks import desks, room, rooms, seats
from tests.e2e.desk import LANDSCAPE, Desk, Tablets
from tests.e2e.person import PHONE, Person
from tests.web.installation import PLACE, Installation, installed
from tests.web.tablet import device

__all__ = ["desks", "room", "rooms", "seats"]

ROOT = Path(__file__).parents[2]
# Tests leave their pictures in tests/output; DOCS_IMAGES=1 renews those of the documentation.
OUTPUT, DOCS = ROOT / "tests" / "output", ROOT / "docs" / "images"
IN_DOCS = {
    "landing-360",
    "chat-360",
    "review-360",
    "code-360",
    "chat-360-dark",
    "chat-desktop",
    "kiosk-faces-landscape-light",
    "console-calendar-desktop",
    "console-cases-desktop",
    "console-response-desktop",
    "console-cases-360",
    "console-case-desktop",
    "console-case-preview-360",
    "console-case-meanwhile-desktop-dark",
    "results-360",
    "results-wall-1",
}
ABOUT = Invited(
    kind="place",
    form="mc",
    place_id=PLACE.id,
    counter_id="q1",
    service="cấp lại thẻ bảo hiểm y tế",
    period_from=date(2026, 7, 1),
    period_to=date(2026, 9, 30),
)
_NO_FAULT = (
    "net::ERR_",
    "the server responded with a status of",
    "was preloaded using link preload",  # and comes into use late, on a slow machine
)
_PATIENCE_S = 240
"""For a test that asks for no other: browsers of a busy machine are slow, not wrong."""
expect.set_options(timeout=20_000)

Picture = Callable[[Page, str], Awaitable[None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test of this folder the time that a real browser may take."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and not item.get_closest_marker(
            "timeout"
        ):
            item.add_marker(pytest.mark.timeout(_PATIENCE_S))


@pytest.fixture(scope="session")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    async with installed(tmp_path_factory.mktemp("e2e")) as it:
        yield it


@pytest.fixture(scope="session")
async def server(trial: Installation) -> AsyncIterator[BaseTestServer]:
    async with TestServer(create_site(trial.services)) as running:
        yield running
        trial.services.live.close()


@pytest.fixture
async def invitation(trial: Installation) -> Invitation:
    return await trial.invite(ABOUT)


@pytest.fixture
def address(server: BaseTestServer, invitation: Invitation) -> str:
    return str(server.make_url(f"/{invitation.token}"))


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A small phone, held by fingers."""
    context = await browser.new_context(
        viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True, locale="vi-VN"
    )
    context.set_default_timeout(30_000)
    yield context
    await context.close()


@pytest.fixture
async def complaints_of_page() -> list[str]:
    """What pages complained about; empty after every test, apart from a network that fails."""
    return []


@pytest.fixture
async def person(phone: BrowserContext, complaints_of_page: list[str]) -> AsyncIterator[Person]:
    page = await phone.new_page()
    listen(page, complaints_of_page)
    yield Person(page)
    assert complaints_of_page == []


def listen(page: Page, complaints: list[str]) -> None:
    """Gather script errors, and what the content security policy stopped."""

    def heard(message: ConsoleMessage) -> None:
        is_no_fault = any(words in message.text for words in _NO_FAULT)
        if message.type in ("error", "warning") and not is_no_fault:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.fixture
def picture() -> Picture:
    """Take a picture of what is in sight."""

    async def take(page: Page, name: str) -> None:
        folder = DOCS if os.environ.get("DOCS_IMAGES") and name in IN_DOCS else OUTPUT
        folder.mkdir(parents=True, exist_ok=True)
        await page.wait_for_timeout(250)  # let what appears come to rest
        await page.screenshot(path=folder / f"{name}.png")

    return take


@pytest.fixture
async def tablets(
    browser: Browser, server: BaseTestServer, trial: Installation
) -> AsyncIterator[Tablets]:
    """Open kiosks; whatever their pages complain of fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def opened(size: ViewportSize = LANDSCAPE, script: str = "", **options: Any) -> Desk:  # noqa: ANN401 – Playwright's
        options.setdefault("reduced_motion", "reduce")
        context = await browser.new_context(viewport=size, has_touch=True, **options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = await context.new_page()
        listen(page, complaints)
        if script:
            await page.add_init_script(script)
        token = (await device(trial)).token
        await page.goto(str(server.make_url(f"/kiosk/{token}")))
        await page.get_by_role("button", name="Dùng máy này tại đây").tap()
        one = Desk(page)
        await one.waits()
        return one

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest.fixture
async def before(trial: Installation) -> set[str]:
    """Return the ids of the responses that were there before the test."""
    return {record.id for record in await trial.storage.responses.listed()}
