"""Public results in real browsers: on a telephone, on a desk, on the wall of a hall, framed."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.publishing import RESULTS
from bot.web.site import create_site
from tests.e2e.accessibility import violations
from tests.e2e.case_desks import DESKTOP, Scheme
from tests.e2e.conftest import Picture, listen
from tests.e2e.person import PHONE
from tests.storage.counted import count, counted
from tests.web.installation import CONFIGURED, Installation, installed
from tests.web.published import improve, publish, published

LOOKS = [
    pytest.param(PHONE, "light", "360", id="360"),
    pytest.param(PHONE, "dark", "360-dark", id="360-dark"),
    pytest.param(DESKTOP, "light", "desktop", id="desktop"),
    pytest.param(DESKTOP, "dark", "desktop-dark", id="desktop-dark"),
]
HALL = ViewportSize(width=1920, height=1080)
TURN_MS = 14_000
_BESIDE = "document.documentElement.scrollWidth - innerWidth"
_BELOW = "document.documentElement.scrollHeight - innerHeight"
_TURNED = (
    """(at) => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = at; })"""
)
_CUT = """() => [...document.querySelectorAll('.panel')]
  .filter((one) => getComputedStyle(one).visibility === 'visible')
  .map((one) => [one.getAttribute('aria-label'), one.scrollHeight - one.clientHeight])"""


@pytest.fixture
async def office(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[Installation, BaseTestServer]]:
    folder = tmp_path_factory.mktemp("results")
    async with (
        installed(folder, **CONFIGURED) as it,
        TestServer(create_site(it.services)) as server,
    ):
        yield it, server
        it.services.live.close()


@pytest.fixture
async def shown(office: tuple[Installation, BaseTestServer]) -> tuple[Installation, str]:
    """An office that has published, and where."""
    it, server = office
    await published(it.storage)
    await improve(it.storage)
    return it, str(server.make_url("/results"))


async def opened(browser: Browser, address: str, size: ViewportSize, **more: object) -> Page:
    context = await browser.new_context(viewport=size, **more)  # type: ignore[arg-type] # by name
    context.set_default_timeout(30_000)
    page = await context.new_page()
    await page.goto(address)
    return page


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_results_are_accessible_and_fit(
    browser: Browser,
    shown: tuple[Installation, str],
    picture: Picture,
    size: ViewportSize,
    scheme: Scheme,
    name: str,
) -> None:
    complaints: list[str] = []
    _, address = shown
    page = await opened(browser, address, size, color_scheme=scheme)
    listen(page, complaints)
    for path in ("", "/embed", "/wall"):
        await page.goto(address + path)
        await picture(page, f"results{path.replace('/', '-')}-{name}")
        assert await violations(page) == []
        assert await page.evaluate(_BESIDE) == 0
    assert complaints == []
    await page.context.close()


async def test_empty_results_say_why(
    browser: Browser, office: tuple[Installation, BaseTestServer], picture: Picture
) -> None:
    page = await opened(browser, str(office[1].make_url("/results")), PHONE)
    await picture(page, "results-empty-360")
    await expect(page.get_by_text("Cần ít nhất mười phiếu")).to_be_visible()
    assert await violations(page) == []
    await page.goto(str(office[1].make_url("/results/wall")))
    await expect(page.get_by_text("Cần ít nhất mười phiếu")).to_be_visible()
    await page.context.close()


async def test_the_wall_turns_by_itself_and_nothing_is_cut(
    browser: Browser, shown: tuple[Installation, str], picture: Picture
) -> None:
    page = await opened(browser, f"{shown[1]}/wall", HALL, java_script_enabled=True)
    seen = []
    for turn in range(5):
        await page.evaluate(_TURNED, turn * TURN_MS + 100)
        await picture(page, f"results-wall-{turn + 1}")
        [(label, cut)] = await page.evaluate(_CUT)
        assert cut == 0, label
        seen.append(label)
    assert len(set(seen)) == 5
    assert await page.evaluate(_BELOW) == 0
    await page.context.close()


async def test_the_wall_can_be_stopped(browser: Browser, shown: tuple[Installation, str]) -> None:
    page = await opened(browser, f"{shown[1]}/wall", HALL)
    await page.get_by_text("Dừng lại").click()
    states = "[...new Set(document.getAnimations().map((one) => one.playState))]"
    assert await page.evaluate(states) == ["paused"]
    await page.context.close()


async def test_results_work_without_scripts(
    browser: Browser, shown: tuple[Installation, str]
) -> None:
    page = await opened(browser, shown[1], PHONE, java_script_enabled=False)
    await expect(page.get_by_text("Cứ 100 lượt chấm điểm")).to_be_visible()
    await page.context.close()


async def test_an_open_page_shows_a_new_publication_and_what_was_newly_done(
    browser: Browser, shown: tuple[Installation, str]
) -> None:
    it, address = shown
    page = await opened(browser, address, PHONE)
    await expect(page.locator("#results")).to_have_attribute("data-shown", "1.1")
    await count(it.storage, [counted(f"new{n}", day="2026-11-19") for n in range(12)], at=1)
    await page.evaluate("Math.random = () => 0")  # its turn to ask is now
    await page.wait_for_timeout(300)
    await publish(it.storage, date(2026, 11, 21), it.services.live)
    await expect(page.locator("#results")).to_have_attribute("data-shown", "2.1")
    await page.evaluate("Math.random = () => 0")
    await page.wait_for_timeout(300)
    await improve(it.storage, "i2")
    it.services.live.wake(RESULTS)
    await expect(page.locator("#results")).to_have_attribute("data-shown", "2.2")
    await page.context.close()


async def test_a_listed_site_shows_results_in_a_frame_and_others_do_not(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with TestServer(_portal()) as listed, TestServer(_portal()) as other:
        origin = str(listed.make_url("/")).rstrip("/")
        folder = tmp_path_factory.mktemp("frames")
        async with (
            installed(folder, **CONFIGURED, results_frames=(origin,)) as it,
            TestServer(create_site(it.services)) as server,
        ):
            frame = str(server.make_url("/results/embed"))
            for portal, shows in ((listed, 1), (other, 0)):
                page = await opened(browser, f"{portal.make_url('/')}?{frame}", DESKTOP)
                text = page.frame_locator("iframe").get_by_text("Chưa có kết quả để công bố.")
                await expect(text).to_have_count(shows)
                await page.context.close()
            it.services.live.close()


def _portal() -> web.Application:
    """Another site, which shows in a frame what its address names."""

    async def page(request: web.Request) -> web.Response:
        text = f'<!doctype html><title>Cổng</title><iframe src="{request.query_string}"></iframe>'
        return web.Response(text=text, content_type="text/html")

    site = web.Application()
    site.router.add_get("/", page)
    return site
