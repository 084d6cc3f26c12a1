"""Following a campaign in real browsers: read at every size, and true while the page is open."""

import pytest
from msgspec.structs import replace
from playwright.async_api import ViewportSize, expect

from bot.console import events
from bot.console.following_figures import FOLLOWED, FOLLOWS
from bot.console.navigation import NAVIGATION
from flows.desk.roles import WHOLE, Grant, Role
from storage.base import UnitOfWork
from tests.console.case_room import CaseRoom
from tests.e2e.busy_campaign import busy_campaign, one_more
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.test_console_records import LOOKS, looks_well

MOST_TASKS: tuple[Role, ...] = ("survey_admin", "data_protection")
"""Roles that one person may have together, with more tasks between them than any others."""
ONE_ROW = 60
"""Pixels: a row of tasks is 44 high, and its frame."""


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_a_busy_campaign_is_read_at_every_size(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    path = await busy_campaign(room)
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    await desk.open(f"{path}/following")
    await looks_well(desk, picture, f"following-{name}")
    await desk.page.get_by_role("link", name="Xem phiếu bất thường").click()
    await desk.sees("Chỉ gồm phiếu của đợt khảo sát")
    await looks_well(desk, picture, f"judging-{name}")
    await desk.page.locator("th a").first.click()
    await desk.sees("Dấu hiệu")
    await looks_well(desk, picture, f"judging-one-{name}")


async def test_an_open_page_goes_on_counting(
    room: CaseRoom, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(events._WATCHED_S, FOLLOWS, 0.2)
    monkeypatch.setattr(room.client.app[FOLLOWED], "seconds", 0.1)
    path = await busy_campaign(room)
    desk = await desks(await room.officer("survey_admin", unit=WHOLE))
    await desk.open(f"{path}/following")
    returned = desk.page.locator('[data-count="follow.returned"]')
    of_unit = desk.page.locator(f'[data-count="follow.unit.{room.unit}-0.returned"]')
    before = int(await returned.inner_text())
    await expect(of_unit).to_have_text("96")
    await one_more(room, path)
    await expect(of_unit).to_have_text("97", timeout=15_000)
    await expect(returned).to_have_text(str(before + 1))


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_tasks_of_who_may_do_all_are_one_row(
    room: CaseRoom, desks: Desks, picture: Picture, language: str
) -> None:
    officer = await room.officer("survey_admin", unit=WHOLE, language=language)
    unit, storage = UnitOfWork(), room.installation.storage
    grants = tuple(Grant(role, WHOLE) for role in MOST_TASKS)
    storage.accounts.save(
        unit, replace(officer.account, grants=grants, version=officer.account.version + 1)
    )
    await storage.commit(unit)
    desk = await desks(officer)
    for entry in NAVIGATION:
        await desk.open(entry.path)
        row = await desk.page.locator(".tasks > ul").bounding_box()
        assert row is not None
        assert row["height"] < ONE_ROW, entry.path
    await desk.open("/console/opt-outs")
    await desk.page.locator(".tasks summary").first.click()
    await picture(desk.page, f"tasks-{language}")
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator(".tasks [open]")).to_have_count(0)
