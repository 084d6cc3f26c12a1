"""Places, rosters, procedures and hotlines in real browsers: how they look, and by keys."""

from datetime import timedelta

import pytest
from playwright.async_api import ViewportSize

from bot.turns import now_ms
from flows.workdays import local_date
from storage.base import PlaceRecord, UnitOfWork
from storage.staff_records import OfficerRecord, RosterRecord
from tests.console.case_room import CaseRoom
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.person import PHONE
from tests.e2e.test_console_records import LOOKS, looks_well

TODAY = local_date(now_ms())


async def furnished(room: CaseRoom) -> str:
    """A place with counters, and a week in which two sit at one of them; return its id."""
    storage, unit = room.installation.storage, UnitOfWork()
    name = f"place-{room.unit}".lower()
    place = PlaceRecord(
        id=name, name="Bộ phận Một cửa phường Mẫu", unit_id=room.unit, unit_name="",
        counters=((f"{name}-1", "Quầy số 1"), (f"{name}-2", "Quầy số 2")),
        address="Số 1 đường Mẫu",
    )  # fmt: skip
    storage.places.add_place(unit, place)
    for number, called in enumerate(("Nguyễn Văn An", "Lê Thị Bình")):
        officer = OfficerRecord(id=f"{name}-o{number}", name=called, unit_id=room.unit)
        storage.roster.add_officer(unit, officer)
        line = RosterRecord(
            id=0, officer_id=officer.id, place_id=name, counter_id=f"{name}-1",
            from_day=TODAY - timedelta(days=7), to_day=TODAY + timedelta(days=7), starts_min=420,
            ends_min=690 - 60 * number, at=now_ms(), by="account:x",
        )  # fmt: skip
        storage.roster.add(unit, line)
    await storage.commit(unit)
    return name


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_the_office_is_accessible_and_fits(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit="*"), size, scheme)
    place = await furnished(room)
    for path, shown in (
        ("/console/places", "places"),
        (f"/console/places/{place}", "place"),
        (f"/console/places/{place}/roster", "roster"),
        (f"/console/places/{place}/roster/paste", "roster-paste"),
        ("/console/officers", "officers"),
        ("/console/procedures", "procedures"),
        ("/console/procedures/paste", "procedures-paste"),
        ("/console/hotlines", "hotlines"),
    ):
        await desk.open(path)
        await looks_well(desk, picture, f"{shown}-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
)
async def test_a_head_pastes_a_roster_by_keyboard_alone(
    room: CaseRoom, desks: Desks, size: ViewportSize
) -> None:
    desk = await desks(await room.officer("unit_head"), size)
    place = await furnished(room)
    await desk.open(f"/console/places/{place}/roster")
    await desk.presses("Nhập lịch từ Excel")
    await desk.types("Hoặc dán các dòng vào đây, kể cả dòng tiêu đề", "Họ tên;Quầy;Từ ngày")
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.type(f"Lê Thị Bình;9;{TODAY:%d/%m/%Y}")
    await desk.presses("Kiểm tra")
    await desk.sees("Địa điểm này không có quầy ấy.")
    await desk.reach("Hoặc dán các dòng vào đây, kể cả dòng tiêu đề")
    await desk.page.keyboard.press("Control+A")
    await desk.page.keyboard.type("Họ tên;Quầy;Từ ngày")
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.type(f"Lê Thị Bình;2;{TODAY:%d/%m/%Y}")
    await desk.presses("Kiểm tra")
    await desk.sees("Sẽ nhập 1 dòng lịch.")
    await desk.presses("Nhập vào hệ thống")
    await desk.sees("Đã nhập 1 dòng lịch.")
