"""The pages of units: the tree on a day, a unit through time, events looked at and entered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.jobs.apply_units import apply_units
from bot.turns import now_ms
from flows.workdays import local_date
from storage.base import UnitOfWork
from survey.unit_events import Dissolve, UnitEvent
from tests.console.case_room import PROVINCE, Answer, CaseRoom, Officer, console_over
from tests.web.installation import PLACE, installed

HERE = PLACE.unit_id
LOOK, ENTER = "/console/unit-events/look", "/console/unit-events"
TODAY = local_date(now_ms()).isoformat()


@pytest.fixture(scope="module")
async def reader(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Officer]:
    """Somebody in an installation whose tree no test changes."""
    async with installed(tmp_path_factory.mktemp("units")) as own:
        async with console_over(own.services) as client:
            yield await CaseRoom(own, client, HERE).officer("survey_admin", unit="*")
        own.services.live.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[CaseRoom]:
    """An installation of its own: its tree is changed."""
    async with installed(tmp_path) as own, console_over(own.services) as client:
        yield CaseRoom(own, client, HERE)
        own.services.live.close()


@pytest.fixture
async def planner(house: CaseRoom) -> Officer:
    return await house.officer("survey_admin", unit="*", name="Trần Thị Cây")


async def looked_at(officer: Officer, kind: str, unit: str = HERE, **fields: str) -> Answer:
    """Ask what an event would change."""
    return await officer.press(LOOK, kind=kind, unit=unit, **{"day": TODAY, **fields})


async def entered(officer: Officer, kind: str, unit: str = HERE, **fields: str) -> Answer:
    """Look at an event, and press the button below."""
    page = await looked_at(officer, kind, unit, **fields)
    assert page.status == 200, page.text
    given = {"day": TODAY, **fields}
    return await officer.press(ENTER, kind=kind, unit=unit, version=page.field("version"), **given)


async def found(officer: Officer, unit: str, name: str, **fields: str) -> Answer:
    return await entered(officer, "found", unit, name=name, **{"other": PROVINCE, **fields})


async def test_the_tree_of_today_leads_to_each_unit(reader: Officer) -> None:
    tree = await reader.see("/console/units")
    page = await reader.see(f"/console/units/{HERE}")

    assert f'href="/console/units/{HERE}"' in tree.html
    assert "BHXH cơ sở Đà Lạt" in page.text
    assert "BHXH tỉnh Lâm Đồng" in page.text


async def test_a_change_is_shown_before_it_is_entered(reader: Officer) -> None:
    page = await looked_at(reader, "rename", name="BHXH cơ sở Lâm Viên", decision="QĐ 9")

    assert "“BHXH cơ sở Đà Lạt” đổi tên thành “BHXH cơ sở Lâm Viên”" in page.text
    assert "BHXH cơ sở Lâm Viên" not in (await reader.see("/console/units")).text


async def test_a_rename_counts_from_its_day_with_who_and_why(planner: Officer) -> None:
    done = await entered(planner, "rename", name="BHXH cơ sở Lâm Viên", decision="QĐ 9/QĐ-BHXH")

    assert "Đã ghi sự kiện số 3" in done.text
    assert "Theo QĐ 9/QĐ-BHXH" in done.text
    assert "Trần Thị Cây nhập lúc" in done.text
    assert "BHXH cơ sở Lâm Viên" in (await planner.see("/console/units")).text
    before = await planner.see("/console/units?on=2020-01-01")
    assert "BHXH cơ sở Đà Lạt" in before.text


async def test_the_flash_takes_an_event_back(planner: Officer) -> None:
    done = await entered(planner, "rename", name="BHXH cơ sở Lâm Viên")
    assert done.field("kind") == "withdraw"

    undone = await planner.press(
        ENTER, kind="withdraw", event=done.field("event"), version=done.field("version")
    )

    assert "Đã rút lại sự kiện số 3" in undone.text
    assert "Đã rút lại" in undone.text
    assert "BHXH cơ sở Lâm Viên" not in (await planner.see("/console/units")).text


async def test_a_merger_says_what_goes_where_and_does_it(
    planner: Officer, house: CaseRoom
) -> None:
    await house.case()
    await house.officer("unit_head")
    await found(planner, "moi", "BHXH cơ sở Mới")

    page = await looked_at(planner, "merge", other="moi")
    said = "1 phản ánh đang mở và 1 nơi giao dịch về “BHXH cơ sở Mới”. 1 vai trò"
    assert f"“BHXH cơ sở Đà Lạt” kết thúc: {said}" in page.text

    done = await entered(planner, "merge", other="moi")
    assert "Từ ngày" in done.text
    assert 'href="/console/units/moi"' in done.html
    place = await house.installation.storage.places.place(PLACE.id)
    assert place is not None
    assert place.unit_id == "moi"


async def test_a_merger_is_headed_by_the_unit_that_ends_and_tells_its_communes_at_once(
    planner: Officer,
) -> None:
    await entered(planner, "cover", communes="xã Một\nxã Hai")
    await found(planner, "moi", "BHXH cơ sở Mới")

    page = await looked_at(planner, "merge", other="moi")

    assert "Hợp nhất: BHXH cơ sở Đà Lạt" in page.text
    said = "Địa bàn từ “BHXH cơ sở Đà Lạt” sang “BHXH cơ sở Mới”: xã Hai, xã Một."
    assert said in page.text


async def test_a_unit_becomes_one_of_another_type(planner: Officer) -> None:
    name = "BHXH cơ sở Đà Lạt"
    page = await looked_at(planner, "rename", name=name, new_type="interdistrict")
    assert f"“{name}” đổi loại từ “Cơ sở” thành “Liên huyện”" in page.text

    done = await entered(planner, "rename", name=name, new_type="interdistrict")
    faulty = await looked_at(planner, "rename", name=name, new_type="?")

    assert "Loại Liên huyện" in done.text
    assert "không có loại đơn vị nào tên là “?”" in faulty.text


async def test_an_ended_unit_is_given_nothing_new(planner: Officer, house: CaseRoom) -> None:
    await found(planner, "moi", "BHXH cơ sở Mới")
    await entered(planner, "merge", other="moi")
    admin = await house.officer("technical_admin", unit="*")

    invite = await admin.see("/console/accounts/invite")

    lists = await planner.see("/console/transactions/new")
    assert '<option value="moi">' in lists.html
    assert f'<option value="{HERE}">' not in lists.html
    assert 'value="moi"' in invite.html
    assert f'value="{HERE}"' not in invite.html
    given = await admin.press(
        "/console/accounts/invite", login="an.nguyen", name="An", role="collector", unit=HERE
    )
    leader = await house.officer("provincial_leader", unit=PROVINCE)
    case = await house.case(owner_unit_id=PROVINCE)
    page = await leader.see(f"/console/cases/{case.code}")
    assert '<option value="moi">' in page.html
    assert f'<option value="{HERE}">' not in page.html
    assert given.status == 422
    assert "chỉ giao được vai trò trong đơn vị" in given.text


async def test_a_split_needs_a_part_for_each_commune(planner: Officer) -> None:
    await entered(planner, "cover", communes="xã Một\nxã Hai")
    for name in ("Nam", "Bắc"):
        await found(planner, name.lower().replace("ắ", "a"), f"BHXH cơ sở {name}")
    parts = "BHXH cơ sở Nam\nbac"

    open_one = await looked_at(planner, "split", into=parts, communes="xã Một = bac")
    done = await entered(
        planner, "split", into=parts, communes="xã Một = bac\nxã Hai = BHXH cơ sở Nam"
    )

    assert open_one.status == 422
    assert "Chưa nói địa bàn “xã Hai”" in open_one.text
    assert "Việc của đơn vị nay do: BHXH cơ sở Nam , BHXH cơ sở Bắc" in done.text
    assert "xã Một" in (await planner.see("/console/units/bac")).text


async def test_an_event_of_another_day_says_when_it_counts(reader: Officer) -> None:
    later = await looked_at(reader, "rename", name="Sau", day="2099-01-01")
    past = await looked_at(reader, "rename", name="Trước", day="2020-01-01")

    assert "chưa tới: đến 0 giờ ngày đó" in later.text
    assert "sẽ được tính lại" in past.text


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("rename", {"name": ""}, "Cần một tên"),
        ("rename", {"name": "Mới", "day": "2026-02-30"}, "một ngày có thật"),
        ("rename", {"name": "Mới", "day": "1990-01-01"}, "chưa có “BHXH cơ sở Đà Lạt”"),
        ("rename", {"name": "Mới", "decision": "x" * 121}, "dài quá 120 ký tự"),
        ("rename", {"name": "BHXH cơ sở Đà Lạt"}, "vốn đã như vậy"),
        ("move", {"other": "ở đâu"}, "không có đơn vị nào là “ở đâu”"),
        ("move", {"other": PROVINCE}, "vốn đã như vậy"),
        ("merge", {"other": HERE}, "hợp nhất cần ít nhất một đơn vị khác"),
        ("split", {"into": ""}, "ô này còn trống"),
        ("cover", {"communes": "a; b"}, "không có dấu “;”"),
        ("uncover", {"communes": "xã Lạ"}, "không do “BHXH cơ sở Đà Lạt” phụ trách"),
        ("found", {"name": "Mới", "other": PROVINCE}, "đã được dùng"),
        ("withdraw", {"event": "99"}, "Không có sự kiện số 99"),
        ("withdraw", {"event": "9" * 5000}, "Không có sự kiện"),
        ("bạ", {}, "không có sự kiện nào tên là “bạ”"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    reader: Officer, kind: str, fields: dict[str, str], said: str
) -> None:
    page = await looked_at(reader, kind, **fields)

    assert page.status == 422
    assert said in page.text


async def test_what_was_looked_at_before_somebody_else_changed_the_tree_is_not_entered(
    planner: Officer,
) -> None:
    page = await looked_at(planner, "rename", name="BHXH cơ sở Một")
    await entered(planner, "rename", name="BHXH cơ sở Hai")

    late = await planner.press(
        ENTER, kind="rename", unit=HERE, name="BHXH cơ sở Một", day=TODAY,
        version=page.field("version"),
    )  # fmt: skip

    assert late.status == 409


async def test_whoever_only_reads_sees_their_own_part_and_no_forms(
    house: CaseRoom, planner: Officer
) -> None:
    await found(planner, "xa", "BHXH cơ sở Xa")
    head = await house.officer("unit_head")

    tree, own = await head.see("/console/units"), await head.see(f"/console/units/{HERE}")

    assert "BHXH cơ sở Đà Lạt" in tree.text
    assert "BHXH tỉnh Lâm Đồng" in tree.text  # above it, without a link
    assert "BHXH cơ sở Xa" not in tree.text
    assert '<form method="post" action="/console/unit-events' not in own.html
    assert (await head.see("/console/units/xa")).status == 404
    assert (await head.press(LOOK, kind="rename", unit=HERE, name="x")).status == 404


async def test_an_event_that_does_not_fit_is_told_and_the_page_opens(
    house: CaseRoom, planner: Officer
) -> None:
    storage, unit = house.installation.storage, UnitOfWork()
    stray = UnitEvent(number=1, day=local_date(now_ms()), body=Dissolve("nowhere"))
    storage.units.add(unit, stray)
    await storage.commit(unit)

    page = await planner.see("/console/units")

    assert "không được tính: Không có đơn vị nào là “nowhere”" in page.text


async def test_the_history_of_a_case_says_that_a_reorganisation_moved_it(
    planner: Officer, house: CaseRoom
) -> None:
    case = await house.case()
    await found(planner, "moi", "BHXH cơ sở Mới")
    await entered(planner, "merge", other="moi")
    await apply_units(house.installation.services)
    leader = await house.officer("provincial_leader", unit=PROVINCE)

    page = await leader.see(f"/console/cases/{case.code}")

    assert "do sắp xếp tổ chức, về BHXH cơ sở Mới" in page.text
