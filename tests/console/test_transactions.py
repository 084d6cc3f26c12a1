"""Lists of transactions at the desk: handed in, mapped, tried, mended, counted, taken back."""

import io
import re
import zipfile

import pytest
from msgspec.structs import replace

from bot.imports.staging import Staging
from bot.jobs.forget_transactions import forget_transactions
from bot.jobs.import_transactions import import_transactions
from bot.turns import now_ms
from flows.desk.policy import Scope
from flows.desk.roles import Role
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.transaction_records import ImportRecord
from tests.console.case_room import Answer, CaseRoom, Officer

PATH = "/console/transactions"
HEADERS = "Mã hồ sơ;Ngày trả kết quả;Số điện thoại;Thủ tục"
GOOD = ["HS-1;05/10/2026;0912345678;Thai sản", "HS-2;06/10/2026;0987654321;Thai sản"]
BAD = ["HS-1;35/10/2026;0912345678;Thai sản", "HS-2;06/10/2026;0912;Thai sản"]
WHOLE = Scope(account_id="a", units=None)


def a_list(rows: list[str], headers: str = HEADERS) -> bytes:
    return "\r\n".join((headers, *rows)).encode("utf-8-sig")


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    """Somebody who may hand lists in, in a unit of the test's own."""
    return await room.officer("survey_admin")


async def handed_in(
    officer: Officer, unit: str, content: bytes, name: str = "thang10.csv", **changes: str
) -> Answer:
    fields = {
        "unit": unit,
        "frame": "person",
        "legal_basis": "Kế hoạch 3500/KH-BHXH",
        "purge_on": "2099-12-31",
        **changes,
    }
    return await officer.upload(f"{PATH}/new", name, content, **fields)


async def newest(room: CaseRoom) -> ImportRecord:
    found = await room.installation.storage.imports.listed(WHOLE, size=1)
    return found[0]


async def tried(room: CaseRoom, admin: Officer, content: bytes) -> Answer:
    """Hand a list in, say that the columns are right, and let the job read it."""
    page = await handed_in(admin, room.unit, content)
    assert "Cột nào là gì?" in page.text, page.text
    columns = {f"column-{n}": field for n, field in enumerate(chosen(page))}
    await admin.press(f"{page.url}/columns", **columns)
    await import_transactions(room.installation.services)
    return await admin.see(page.url)


def chosen(page: Answer) -> list[str]:
    """What the columns are proposed to be."""
    boxes = re.findall(r'<select id="column-\d+".*?</select>', page.html, re.DOTALL)
    found = [re.search(r'value="(\w*)" selected', box) for box in boxes]
    return [one.group(1) if one else "" for one in found]


async def test_columns_are_proposed_with_what_stands_below_them(
    room: CaseRoom, admin: Officer
) -> None:
    page = await handed_in(admin, room.unit, a_list(GOOD))

    assert chosen(page) == ["code", "done_on", "phone", "procedure"]
    assert "05/10/2026 · 06/10/2026" in page.text
    assert "Bảng mã của tệp: UTF-8." in page.text


async def test_a_list_is_tried_counted_and_taken_back(room: CaseRoom, admin: Officer) -> None:
    page = await tried(room, admin, a_list(GOOD))
    assert "2 giao dịch sẵn sàng để ghi nhận" in page.text

    done = await admin.press(f"{page.url}/apply")
    assert "Đã ghi nhận 2 giao dịch." in done.text
    assert f'action="{page.url}/undo"' in done.html
    record = await newest(room)
    assert record.state == "applied"
    assert [
        row["action"] for row in await room.audited("transaction.applied", f"import:{record.id}")
    ]

    undone = await admin.press(f"{page.url}/undo")
    assert "Không dòng nào của nó còn được tính" in undone.text
    await import_transactions(room.installation.services)
    assert await room.installation.storage.transactions.count(record.id) == 0
    assert "(đã xóa)" in (await admin.see(PATH)).text


async def test_faults_are_said_by_row_and_column_and_can_be_downloaded(
    room: CaseRoom, admin: Officer
) -> None:
    page = await tried(room, admin, a_list(BAD))

    assert "2 dòng có lỗi." in page.text
    assert "2 Ngày trả kết quả 35/10/2026 Không phải một ngày." in page.text
    assert "3 Số điện thoại 0912 Không phải số điện thoại" in page.text
    assert "Ghi nhận 2 giao dịch" not in page.text
    csv = await admin.see(f"{page.url}/faults?format=csv")
    assert '2,Ngày trả kết quả,35/10/2026,"Không phải một ngày. ' in csv.html
    response = await admin.client.get(f"{page.url}/faults?format=xlsx", headers=admin._headers())
    assert zipfile.is_zipfile(io.BytesIO(await response.read()))


async def test_a_list_with_faults_is_not_counted_by_a_hand_made_request(
    room: CaseRoom, admin: Officer
) -> None:
    page = await tried(room, admin, a_list(BAD))

    assert (await admin.press(f"{page.url}/apply")).status == 409
    assert (await newest(room)).state == "checked"


async def test_the_same_file_leads_to_the_earlier_one(room: CaseRoom, admin: Officer) -> None:
    first = await handed_in(admin, room.unit, a_list(GOOD))
    second = await handed_in(admin, room.unit, a_list(GOOD), name="other.csv")

    assert second.url == first.url
    assert "không có gì thay đổi" in second.text


async def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    room: CaseRoom, admin: Officer
) -> None:
    page = await handed_in(admin, room.unit, b"%PDF-1.7", name="danhsach.pdf")

    assert "Không đọc được" in page.text
    assert "Excel (.xlsx, .xls) hoặc CSV" in page.text


async def test_columns_that_nothing_can_be_made_of_are_said(
    room: CaseRoom, admin: Officer
) -> None:
    page = await handed_in(admin, room.unit, a_list(GOOD))

    none = await admin.press(f"{page.url}/columns")
    assert (none.status, "Cần chọn cột cho: Ngày giao dịch" in none.text) == (422, True)
    twice = {"column-0": "phone", "column-1": "done_on", "column-2": "phone"}
    again = await admin.press(f"{page.url}/columns", **twice)
    assert (again.status, "Hai cột cùng được chọn" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"legal_basis": " "}, "Ông/Bà vui lòng ghi căn cứ"),
        ({"purge_on": "2020-01-01"}, "một ngày trong tương lai"),
        ({"unit": ""}, "Ông/Bà vui lòng chọn đơn vị"),
    ],
)
async def test_what_is_missing_is_said_beside_its_box(
    room: CaseRoom, admin: Officer, changes: dict[str, str], says: str
) -> None:
    fields = {"unit": room.unit, **changes}
    page = await handed_in(admin, fields.pop("unit"), a_list(GOOD), **fields)

    assert page.status == 422
    assert says in page.text


async def test_a_form_without_a_file_asks_for_one(room: CaseRoom, admin: Officer) -> None:
    page = await admin.press(f"{PATH}/new", unit=room.unit, frame="person",
                             legal_basis="Kế hoạch 1", purge_on="2099-12-31")  # fmt: skip

    assert page.status == 422
    assert "Ông/Bà vui lòng chọn tệp" in page.text


async def test_after_faults_the_form_is_filled_in_as_before(
    room: CaseRoom, admin: Officer
) -> None:
    page = await tried(room, admin, a_list(BAD))
    [link] = re.findall(r'href="(/console/transactions/new\?like=[^"]+)"', page.html)

    form = await admin.see(link)

    assert 'value="Kế hoạch 3500/KH-BHXH"' in form.html
    assert 'value="2099-12-31"' in form.html


async def test_lists_of_other_units_cannot_be_handed_in_nor_seen(
    room: CaseRoom, admin: Officer
) -> None:
    page = await handed_in(admin, "unit-of-others", a_list(GOOD))
    assert page.status == 404
    own = await handed_in(admin, room.unit, a_list(GOOD))
    stranger = await room.officer("survey_admin", unit="unit-of-others")
    assert (await stranger.see(own.url)).status == 404


@pytest.mark.parametrize("role", ["collector", "national_viewer", "verifier"])
async def test_a_reader_sees_how_much_but_not_whom(
    room: CaseRoom, admin: Officer, role: Role
) -> None:
    page = await tried(room, admin, a_list(BAD))
    reader = await room.officer(role)

    seen = await reader.see(page.url)

    assert seen.status == 200
    assert "2 dòng có lỗi" in seen.text
    assert "35/10/2026" not in seen.text
    assert (await reader.see(f"{page.url}/faults")).status == 404


async def test_while_it_is_read_the_page_tells_how_far(room: CaseRoom, admin: Officer) -> None:
    page = await handed_in(admin, room.unit, a_list(GOOD))
    columns = {f"column-{n}": field for n, field in enumerate(chosen(page))}
    reading = await admin.press(f"{page.url}/columns", **columns)

    assert "Đang đọc: 0 dòng." in reading.text
    await Staging(room.installation.storage, await newest(room), now_ms).run()
    assert "2 giao dịch sẵn sàng" in (await admin.see(page.url)).text


async def test_time_takes_what_was_left_lying_and_numbers_whose_day_has_come(
    room: CaseRoom, admin: Officer
) -> None:
    storage, unit, month = room.installation.storage, UnitOfWork(), 31 * 86_400_000
    page = await tried(room, admin, a_list(GOOD))
    await admin.press(f"{page.url}/apply")
    old = ImportRecord(
        id="0" * 26, state="mapping", frame="person", unit_id=room.unit, name="cũ.csv",
        sha256="x", size=9, by="account:1", at=Instant(now_ms() - month),
    )  # fmt: skip
    storage.imports.add(unit, old)
    due = await newest(room)
    storage.imports.save(unit, replace(due, purge_on="2026-01-01"), due)
    await storage.commit(unit)

    await forget_transactions(room.installation.services)

    kept = await storage.transactions.page(due.id)
    assert [(row.phone, row.done_on) for row in kept] == [
        (None, "2026-10-05"), (None, "2026-10-06"),
    ]  # fmt: skip
    left = await storage.imports.by_id(old.id)
    assert left is not None
    assert left.state == "undone"
    assert "đã xóa lúc" in (await admin.see(page.url)).text
    assert await room.audited("transaction.purged", f"import:{due.id}")
