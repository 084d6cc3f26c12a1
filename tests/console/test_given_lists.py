"""Lists that are handed in as files: units, rosters, procedures. Each is looked through first, and
entered as a whole or not at all.
"""

import io
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest

from bot.turns import now_ms
from bot.units import known_units
from tests.console.case_room import PROVINCE, Answer, CaseRoom, Officer, console_over
from tests.web.installation import PLACE, installed

Rows: TypeAlias = list[list[str]]

HERE = PLACE.unit_id
PROCEDURES, ROSTER = "/console/procedures/paste", f"/console/places/{PLACE.id}/roster/paste"
UNITS = "/console/unit-events/import"
TITLE = ["BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG"]
CATALOGUE: Rows = [
    TITLE,
    [],
    ["Mã thủ tục", "Tên thủ tục", "Thời hạn"],
    ["9.1", "Chuyển nơi hưởng", "3"],
]
EVENTS: Rows = [
    TITLE,
    [],
    ["Ngày", "Sự kiện", "Đơn vị", "Tên", "Loại", "Cấp trên", "Địa bàn"],
    ["01/07/2025", "Đổi tên", HERE, "BHXH cơ sở Lâm Viên", "Văn phòng"],
    ["01/07/2025", "Nhận địa bàn", HERE, "", "", "", "xã Một; xã Hai"],
]


def workbook(rows: Rows) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def box(page: Answer) -> str:
    """Return what stands in the box of the page."""
    found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page.html, re.DOTALL)
    assert found is not None
    return unescape(found.group(1))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[CaseRoom]:
    """An installation of its own: its lists are changed."""
    async with installed(tmp_path) as own, console_over(own.services) as client:
        yield CaseRoom(own, client, HERE)
        own.services.live.close()


@pytest.fixture
async def admin(house: CaseRoom) -> Officer:
    return await house.officer("survey_admin", unit="*")


async def looked_at(officer: Officer, path: str, rows: Rows) -> Answer:
    return await officer.upload(path, "danh sách.xlsx", workbook(rows))


async def entered(officer: Officer, path: str, looked: Answer) -> Answer:
    """Press the button below what was looked at, as a browser does: without a file now."""
    return await officer.upload(path, "", b"", rows=box(looked), step="save")


async def test_what_a_file_holds_is_entered_once_it_was_looked_at(
    admin: Officer, house: CaseRoom
) -> None:
    looked = await looked_at(admin, PROCEDURES, CATALOGUE)
    assert "Sẽ nhập 1 thủ tục." in looked.text
    lines = house.installation.storage.procedures.lines
    assert await lines() == []

    done = await entered(admin, PROCEDURES, looked)

    assert "Đã nhập" in done.text
    assert [(line.code, line.term_days) for line in await lines()] == [("9.1", 3)]


async def test_a_fault_of_a_file_stands_at_its_row_and_column(admin: Officer) -> None:
    faulty = [*CATALOGUE, ["9.2", "Trợ cấp", "nhanh"]]

    looked = await looked_at(admin, PROCEDURES, faulty)

    assert looked.status == 422
    assert "5 Thời hạn nhanh" in looked.text
    assert "Nhập vào hệ thống" not in looked.text


async def test_a_roster_comes_as_a_file(admin: Officer, house: CaseRoom) -> None:
    rows = [["Mã cán bộ", "Họ tên", "Từ ngày"], ["CB1", "Trần Thị Mới", "05/01/2026"]]

    looked = await looked_at(admin, ROSTER, rows)
    await entered(admin, ROSTER, looked)

    assert "CB1 – Trần Thị Mới" in looked.text
    [officer] = await house.installation.storage.roster.officers()
    assert (officer.name, officer.unit_id) == ("Trần Thị Mới", HERE)


async def test_events_of_units_come_as_a_file_and_the_same_file_again_is_nothing_new(
    admin: Officer, house: CaseRoom
) -> None:
    looked = await looked_at(admin, UNITS, EVENTS)
    assert "Sẽ ghi 2 sự kiện." in looked.text

    done = await entered(admin, UNITS, looked)

    assert "Đã ghi 2 sự kiện." in done.text
    known = await known_units(house.installation.storage, now_ms())
    state = known.tree.as_of(known.today).units[HERE]
    assert (state.name, state.type) == ("BHXH cơ sở Lâm Viên", "office")
    assert known.tree.communes(HERE, known.today) == ("xã Hai", "xã Một")
    again = await looked_at(admin, UNITS, EVENTS)
    assert "Sẽ ghi 0 sự kiện. 2 sự kiện đã có từ trước." in again.text
    assert "Nhập vào hệ thống" not in again.text


async def test_events_that_do_not_fit_are_told_by_row_and_column(admin: Officer) -> None:
    faulty = [*EVENTS, ["02/07/2025", "Đổi tên", "khong-co", "Mới"]]

    looked = await looked_at(admin, UNITS, faulty)

    assert looked.status == 422
    assert "6 Đơn vị – Không có đơn vị nào là “khong-co”" in looked.text


async def test_a_list_that_ends_a_unit_says_where_its_work_goes(
    admin: Officer, house: CaseRoom
) -> None:
    await house.case()
    rows = [["Ngày", "Sự kiện", "Đơn vị", "Thành"], ["01/07/2025", "Hợp nhất", HERE, PROVINCE]]

    looked = await looked_at(admin, UNITS, rows)

    assert "1 phản ánh đang mở và 1 nơi giao dịch về “BHXH tỉnh Lâm Đồng”" in looked.text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_what_units_give_back_is_known(admin: Officer, ending: str) -> None:
    looked = await looked_at(admin, UNITS, EVENTS)
    await entered(admin, UNITS, looked)

    path = f"/console/unit-events/export?format={ending}"
    file = await admin.client.get(path, headers={"Cookie": f"desk={admin.cookie}"})
    again = await admin.upload(UNITS, f"units.{ending}", await file.read())

    assert "Sẽ ghi 0 sự kiện. 4 sự kiện đã có từ trước." in again.text


async def test_who_does_not_shape_the_tree_has_no_list_of_it(house: CaseRoom) -> None:
    head = await house.officer("unit_head")

    for path in (UNITS, "/console/unit-events/export"):
        assert (await head.see(path)).status == 404
    assert (await head.upload(UNITS, "a.xlsx", workbook(EVENTS))).status == 404


async def test_a_hostile_file_is_refused_in_words(admin: Officer) -> None:
    for path in (PROCEDURES, ROSTER, UNITS):
        looked = await admin.upload(path, "a.xlsx", b"PK\x03\x04 no archive")
        assert looked.status == 422
        assert "hỏng" in looked.text


async def test_rows_keep_their_numbers_and_cells_their_columns_in_the_box(admin: Officer) -> None:
    rows = [[], ["", "Mã thủ tục", "Tên thủ tục", "Từ ngày"], ["1", "9.1", "Hưu trí", "mai"]]
    looked = await looked_at(admin, PROCEDURES, rows)

    again = await entered(admin, PROCEDURES, looked)

    assert "3 Từ ngày mai" in looked.text
    assert "3 Từ ngày mai" in again.text


async def test_a_quotation_mark_that_nothing_closes_is_told_with_its_row(admin: Officer) -> None:
    rows = 'Mã thủ tục;Tên thủ tục\n9.1;"' + "x" * 140_000

    page = await admin.upload(PROCEDURES, "", b"", rows=rows, step="look")

    assert page.status == 422
    assert "Dòng 2 có một ô dài bất thường" in page.text


async def test_a_list_of_two_thousand_lines_goes_through_the_box(admin: Officer) -> None:
    rows = [[f"9.{number}", "Giải quyết hưởng chế độ ốm đau", "3"] for number in range(1900)]

    looked = await looked_at(admin, PROCEDURES, [CATALOGUE[2], *rows])
    done = await entered(admin, PROCEDURES, looked)

    assert "Đã nhập 1900 thủ tục" in done.text, done.text[:300]


async def test_a_file_of_separated_values_is_read_in_its_encoding(admin: Officer) -> None:
    text = "\n".join(";".join(row) for row in CATALOGUE)

    looked = await admin.upload(PROCEDURES, "cu.csv", text.encode("utf-16"))

    assert "Sẽ nhập 1 thủ tục." in looked.text
