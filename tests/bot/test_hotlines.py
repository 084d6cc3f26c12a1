"""Whom people can call: kept in the database, named at the end of each chat."""

import pytest
from msgspec.structs import replace

from bot.hotlines import Hotlines, keep_office_line
from storage.catalogue_records import OFFICE, HotlineRecord
from tests.bot.desk_scene import CASE, DeskScene, citizen
from tests.storage.records import put_each
from tests.web.installation import PLACE

NUMBER = "1900 9068"
SHOWN = "1900\N{NO-BREAK SPACE}9068"
UNIT_LINE = HotlineRecord(
    id="h1", label="BHXH cơ sở Đà Lạt", number="02633", hours="7–17 giờ",
    unit_id=PLACE.unit_id, position=1,
)  # fmt: skip


async def test_the_setting_keeps_the_first_number(scene: DeskScene) -> None:
    storage = scene.storage
    await keep_office_line(storage, None)
    assert await storage.hotlines.listed() == []
    await keep_office_line(storage, "1900 1111")
    [first] = await storage.hotlines.listed()
    assert (first.id, first.number, first.position) == (OFFICE, "1900 1111", 0)
    named = replace(first, label="Tổng đài", hours="24/7")
    await put_each(storage, storage.hotlines.keep, named)
    await keep_office_line(storage, NUMBER)
    assert await storage.hotlines.listed() == [replace(named, number=NUMBER)]


async def test_a_unit_has_numbers_of_its_own_and_what_has_ended_is_not_shown(
    scene: DeskScene,
) -> None:
    gone = replace(UNIT_LINE, id="h2", unit_id=None, ended_on="2026-01-01")
    await keep_office_line(scene.storage, NUMBER)
    await put_each(scene.storage, scene.storage.hotlines.keep, UNIT_LINE, gone)
    lines = Hotlines()
    assert await lines.follow(scene.storage)
    assert not await lines.follow(scene.storage), "nothing has changed"
    assert lines.written() == [SHOWN]
    assert lines.written("elsewhere") == [SHOWN]
    assert lines.written(PLACE.unit_id) == [SHOWN, "BHXH cơ sở Đà Lạt 02633 (7–17 giờ)"]


@pytest.mark.parametrize("channel", ["web", "telegram"])
async def test_each_chat_ends_with_whom_to_call(scene: DeskScene, channel: str) -> None:
    await keep_office_line(scene.storage, NUMBER)
    await put_each(scene.storage, scene.storage.hotlines.keep, UNIT_LINE)
    await scene.services.hotlines.follow(scene.storage)
    person = await citizen(scene, channel=channel)
    await person.fill(CASE)
    await person.type("cảm ơn")
    person.read = 0
    said = await person.texts()
    named = [text for text in said if SHOWN in text]
    assert len(named) == 1, "once, and not again afterwards"
    assert named[0].endswith(f"Cần hỏi thêm, xin gọi {SHOWN}; BHXH cơ sở Đà Lạt 02633 (7–17 giờ).")


async def test_who_refuses_is_told_too(scene: DeskScene) -> None:
    await keep_office_line(scene.storage, NUMBER)
    await scene.services.hotlines.follow(scene.storage)
    person = await citizen(scene)
    await person.fill({**CASE, "KEEP": "no"}, until="KEEP")
    await person.type("thôi, không làm nữa")
    said = await person.texts()
    assert said[-1].endswith(f"xin gọi {SHOWN}.")


async def test_without_a_number_nothing_is_added(scene: DeskScene) -> None:
    person = await citizen(scene)
    await person.fill(CASE)
    person.read = 0
    assert not [text for text in await person.texts() if "xin gọi" in text]
