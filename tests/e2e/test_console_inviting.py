"""Counts, keys and slips in real browsers; and an admin's whole way from a list with faults to
slips, and to a form that changes while somebody answers it.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pypdf
import pytest
from playwright.async_api import Download, FilePayload, ViewportSize, expect

from bot.jobs.import_transactions import import_transactions
from flows.desk.roles import WHOLE
from tests.console.case_room import CaseRoom, case_room, served
from tests.console.form_papers import written
from tests.console.test_counts import survey
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE, Person
from tests.e2e.test_console_forms import CHANGED
from tests.e2e.test_console_records import LOOKS, looks_well
from tests.e2e.test_console_transactions import MENDED, WRONG, handed_in

REPORT = Path(__file__).parents[1] / "data" / "report_2020.csv"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[CaseRoom]:
    """A room of its own: who publishes the next form of the one-stop desk does it for all."""
    async with served(tmp_path) as (installation, client):
        yield await case_room(installation, client)


async def presses(desk: Keys, name: str) -> None:
    await desk.page.get_by_role("button", name=name, exact=True).click()


async def tried(room: CaseRoom, desk: Keys, rows: tuple[str, ...]) -> None:
    """Hand a list in, agree to its columns, and see what the service makes of it."""
    await handed_in(desk, rows)
    await presses(desk, "Đọc thử")
    await desk.sees("Đang đọc")
    await import_transactions(room.installation.services)
    await desk.page.reload()


# -- how it looks


async def take_in_the_report(desk: Keys) -> None:
    await desk.open("/console/counts/tables/new")
    await desk.page.get_by_label("Tên bảng").fill("Khảo sát 2020, tỉnh Đắk Nông")
    await desk.page.get_by_label("Từ ngày").fill("2019-11-01")
    await desk.page.get_by_label("Đến ngày").fill("2020-10-31")
    await desk.page.get_by_label("Tệp").set_input_files(REPORT)
    await presses(desk, "Nhập một bảng")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_counts_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    await desk.open("/console/counts")
    await looks_well(desk, picture, f"counts-empty-{name}")
    await desk.open("/console/counts/tables/new")
    await looks_well(desk, picture, f"counts-new-{name}")
    for kind in ("personal", "place", "assisted"):
        await survey(room, invitation_kind=kind)
    await survey(room, None, state="declined")
    await take_in_the_report(desk)
    await desk.sees("Krông Nô")
    await looks_well(desk, picture, f"counts-table-{name}")
    await desk.open("/console/counts")
    await looks_well(desk, picture, f"counts-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_keys_and_slips_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    keeper = await desks(await room.officer("technical_admin", unit=WHOLE), size, scheme)
    await keeper.open("/console/api-keys")
    await looks_well(keeper, picture, f"keys-empty-{name}")
    await keeper.page.get_by_label("Phần mềm", exact=True).fill("Phần mềm một cửa")
    await keeper.page.get_by_label("Căn cứ được dùng số điện thoại").fill("Quy chế phối hợp 12")
    await presses(keeper, "Tạo khóa")
    await keeper.sees("Khóa chỉ hiện lần này")
    await looks_well(keeper, picture, f"key-made-{name}")
    await keeper.page.get_by_role("link", name="Tôi đã chép khóa").click()
    await looks_well(keeper, picture, f"keys-{name}")
    await keeper.page.get_by_role("link", name="Phần mềm một cửa").click()
    await looks_well(keeper, picture, f"key-{name}")

    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    await tried(room, desk, MENDED)
    await presses(desk, "Ghi nhận 3 giao dịch")
    await looks_well(desk, picture, f"transactions-applied-{name}")
    await desk.page.get_by_role("link", name="Phiếu mời").click()
    await looks_well(desk, picture, f"slips-{name}")
    await desk.page.get_by_label("Từ dòng").fill("50")
    await presses(desk, "In phiếu mời")
    await desk.sees("không còn dòng nào")
    await looks_well(desk, picture, f"slips-nobody-{name}")


# -- the whole way


async def codes_on(download: Download, target: Path) -> list[str]:
    await download.save_as(target)
    pages = pypdf.PdfReader(target).pages
    text = " ".join(page.extract_text() for page in pages)
    return re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b", text)


async def begins_with(person: Person, base: str, code: str) -> None:
    """Type the code of a slip on the front page, and go on to the first rating."""
    await person.page.goto(base)
    await person.page.get_by_label("Mã của Ông/Bà").fill(code)
    await person.button("Tiếp tục").click()
    await person.button("Bắt đầu").click()
    await person.begin_rating()


async def hands_in(desk: Keys, version: int) -> None:
    """Hand in the form of the one-stop desk with a changed question, as a version of it."""
    file: FilePayload = {
        "name": "mot-cua.yaml",
        "mimeType": "application/yaml",
        "buffer": written("mc", version, CHANGED).encode(),
    }
    await desk.page.locator(".tasks summary", has_text="Dữ liệu").click()
    await desk.page.get_by_role("link", name="Mẫu phiếu", exact=True).click()
    await desk.page.get_by_label("Tệp mẫu phiếu").set_input_files(file)
    await presses(desk, "Đưa vào và kiểm tra")


async def publishes(desk: Keys) -> None:
    """Publish the changed form, under the number that the page asks for."""
    await hands_in(desk, 1)
    await desk.sees("Bản tiếp theo phải là version: ")
    said = re.search(r"phải là version: (\d+)", await desk.page.locator("main").inner_text())
    assert said
    await hands_in(desk, int(said[1]))
    await desk.sees("1 câu bị đứt chuỗi số liệu")
    await desk.page.get_by_label("Tôi đã xem: 1 câu").check()
    await presses(desk, f"Công bố bản {said[1]}")
    await desk.sees(f"Đã công bố bản {said[1]}")


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESKTOP, False)], ids=["360", "without scripts"]
)
async def test_from_a_list_with_faults_to_slips_and_a_form_that_changes(
    room: CaseRoom, desks: Desks, person: Person, tmp_path: Path, size: ViewportSize, scripts: bool
) -> None:
    admin = await room.officer("survey_admin", unit=WHOLE, name="Trần Thị Phiếu")
    desk = await desks(admin, size, scripts=scripts)
    await tried(room, desk, WRONG)
    await desk.sees("3 dòng có lỗi.")
    await tried(room, desk, MENDED)
    await presses(desk, "Ghi nhận 3 giao dịch")
    await desk.page.get_by_role("link", name="Phiếu mời").click()
    async with desk.page.expect_download() as printed:
        await presses(desk, "In phiếu mời")
    codes = await codes_on(await printed.value, tmp_path / "slips.pdf")
    assert len(codes) == 3

    await begins_with(person, desk.base, codes[0])
    await desk.page.reload()
    await expect(desk.page.locator("dt:has-text('Đã mở phiếu') + dd")).to_have_text("1")
    await publishes(desk)

    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ tới lượt")
