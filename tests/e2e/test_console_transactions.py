"""Lists of transactions in a real browser: how the pages look, and a list with three faults that
is mended by somebody who follows only the page's own words.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, ViewportSize

from bot.jobs.import_transactions import import_transactions
from tests.console.case_room import CaseRoom
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE
from tests.e2e.test_console_records import LOOKS, looks_well

PATH = "/console/transactions"
HEADERS = "Mã hồ sơ;Ngày trả kết quả;Số điện thoại;Hình thức"
WRONG = ("HS-1;35/10/2025;0912345678;Trực tiếp", "HS-2;06/10/2025;0912;Trực tiếp",
         "HS-3;07/10/2025;0987654321;Bằng chim")  # fmt: skip
MENDED = ("HS-1;05/10/2025;0912345678;Trực tiếp", "HS-2;06/10/2025;0912345679;Trực tiếp",
          "HS-3;07/10/2025;0987654321;Trực tuyến")  # fmt: skip


def a_file(rows: Sequence[str]) -> FilePayload:
    content = "\r\n".join((HEADERS, *rows)).encode("utf-8-sig")
    return {"name": "thang10.csv", "mimeType": "text/csv", "buffer": content}


async def handed_in(desk: Keys, rows: Sequence[str]) -> None:
    """Fill in the form as its labels say."""
    await desk.open(PATH)
    await desk.page.get_by_role("link", name="Tải danh sách lên").first.click()
    await desk.page.get_by_label("Căn cứ được dùng số điện thoại").fill("Kế hoạch 3500/KH-BHXH")
    await desk.page.get_by_label("Tệp").set_input_files(a_file(rows))
    await desk.page.get_by_role("button", name="Tải lên và xem thử").click()
    await desk.sees("Cột nào là gì?")


async def tried(room: CaseRoom, desk: Keys) -> None:
    """Agree to the columns of a list, and see what the service makes of it."""
    await desk.page.get_by_role("button", name="Đọc thử").click()
    await desk.sees("Đang đọc")  # else the job may look before there is anything to read
    await import_transactions(room.installation.services)
    await desk.page.reload()


@pytest.mark.timeout(150)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_the_pages_of_a_list_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin"), size, scheme)
    await desk.open(f"{PATH}/new")
    await looks_well(desk, picture, f"transactions-new-{name}")
    await handed_in(desk, WRONG)
    await looks_well(desk, picture, f"transactions-columns-{name}")
    await tried(room, desk)
    await desk.sees("3 dòng có lỗi.")
    await looks_well(desk, picture, f"transactions-faults-{name}")
    await desk.open(PATH)
    await looks_well(desk, picture, f"transactions-{name}")


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, id="360"), pytest.param(DESKTOP, id="desktop")]
)
async def test_a_list_with_three_faults_is_mended_and_counts(
    room: CaseRoom, desks: Desks, size: ViewportSize, tmp_path: Path
) -> None:
    desk = await desks(await room.officer("survey_admin"), size)
    await handed_in(desk, WRONG)
    await tried(room, desk)
    for told in ("Không phải một ngày.", "Ghi đủ 10 chữ số", "Ghi trực tiếp hoặc trực tuyến."):
        await desk.sees(told)
    async with desk.page.expect_download() as download:
        await desk.page.get_by_role("link", name="Tải tệp CSV").click()
    target = tmp_path / "faults.csv"
    await (await download.value).save_as(target)
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 4

    await handed_in(desk, MENDED)
    await tried(room, desk)
    await desk.page.get_by_role("button", name="Ghi nhận 3 giao dịch").click()
    await desk.sees("Đã ghi nhận 3 giao dịch.")
    await desk.page.get_by_role("button", name="Hoàn tác").click()
    await desk.sees("Đã hủy danh sách.")
