"""Reports and figures in real browsers: written, approved and issued by the pages' words."""

import pytest
from playwright.async_api import ViewportSize

from bot.accounts import By
from bot.reporting import Press, ReportDesk
from bot.turns import now_ms
from flows.desk.roles import WHOLE
from flows.identifiers import ResponseId
from storage.report_records import ReportRecord
from survey.editions import Period, Scope
from tests.bot.reporting.office import Simulated
from tests.console.case_room import CaseRoom, Officer
from tests.console.response_shelf import answer
from tests.console.test_figures import survey
from tests.e2e.case_desks import Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.test_console_campaigns import fill, follow, press
from tests.e2e.test_console_records import LOOKS, looks_well
from tests.survey.editions import province
from tests.web.installation import PLACE

QUARTER = Period(span="quarter", from_day="2026-07-01", to_day="2026-09-30")
LETTERHEAD = {
    "Cơ quan ban hành *": "BẢO HIỂM XÃ HỘI TỈNH", "Địa danh *": "Đà Lạt",
    "Ngày ký *": "2026-10-12", "Chức vụ người ký *": "GIÁM ĐỐC",
    "Họ tên người ký *": "Nguyễn Văn An", "Nơi nhận *": "BHXH Việt Nam\nSở Nội vụ",
}  # fmt: skip


async def drafted(room: CaseRoom, writer: Officer) -> ReportRecord:
    """A draft of the room's unit with figures worth reading."""
    services = room.installation.services
    desk = ReportDesk(services.storage, Simulated(csat=province().csat), Press(services.texts),
                      By.of(writer.account, now_ms()))  # fmt: skip
    return await desk.make(Scope(unit_id=room.unit, unit_name="BHXH cơ sở Đà Lạt"), QUARTER)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("size", "scheme", "name"), [LOOKS[0], LOOKS[3]])
async def test_a_report_is_completed_by_one_and_approved_and_issued(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    writer = await room.officer("intake_officer", name="Lê Thị Soạn")
    record = await drafted(room, writer)
    desk = await desks(writer, size, scheme)
    await desk.open("/console/reports")
    await looks_well(desk, picture, f"reports-{name}")
    await desk.open(f"/console/reports/{record.id}")
    await looks_well(desk, picture, f"report-draft-{name}")
    await follow(desk, "Sửa thể thức")
    await fill(desk, **LETTERHEAD)
    await looks_well(desk, picture, f"report-letterhead-{name}")
    await press(desk, "Lưu")
    await follow(desk, "Sửa đoạn này")
    await fill(desk, **{"Nội dung đoạn": "Khảo sát được thực hiện theo kế hoạch đã duyệt."})
    await looks_well(desk, picture, f"report-text-{name}")
    await press(desk, "Lưu")
    await press(desk, "Trình duyệt")
    await desk.sees("chờ người khác duyệt")

    head = await desks(await room.officer("unit_head", name="Trần Văn Duyệt"), size, scheme)
    await head.open(f"/console/reports/{record.id}")
    await press(head, "Duyệt")
    await head.sees("đã duyệt lúc")
    await press(head, "Ban hành")
    await head.sees("Đã ban hành, số 01")
    await press(head, "Kiểm tra bản lưu")
    await head.sees("giống từng byte")
    await looks_well(head, picture, f"report-issued-{name}")


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_the_schedule_and_ones_standing_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    desk = await desks(await room.officer("survey_admin", unit=WHOLE), size, scheme)
    for part in ("reports/new", "reports/schedule", "standing"):
        await desk.open(f"/console/{part}")
        await looks_well(desk, picture, f"{part.replace('/', '-')}-{name}")


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_the_dashboard_is_accessible_and_fits(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    for number in range(12):
        comment = "Chờ lâu quá, ghế ngồi thiếu" if number == 0 else None
        rating, days_ago = 2 if number == 0 else 4 + number % 2, 35 * (number % 3)
        await survey(room, rating, comment, days_ago)
    desk = await desks(await room.officer("unit_head"), size, scheme)
    await desk.open(f"/console/figures?unit={room.unit}&by=place&value={PLACE.id}")
    await looks_well(desk, picture, f"figures-{name}")
    await desk.open(f"/console/figures/comments?unit={room.unit}&find=cho+lau")
    await looks_well(desk, picture, f"figures-comments-{name}")


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_themes_of_open_words_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    for number in range(6):
        given = await survey(room, 4, "Ghế ngồi thiếu" if number == 0 else None)
        record = await room.installation.storage.responses.load(ResponseId(given))
        assert record is not None
        words = "Cán bộ nhiệt tình, hướng dẫn dễ hiểu nhưng tôi phải chờ lâu quá"
        await answer(room, record, "O1", words, private=True)
    desk = await desks(await room.officer("unit_head"), size, scheme)
    await desk.open(f"/console/figures/comments?unit={room.unit}&theme=PA03.criticised")
    await desk.sees("Khen: Thái độ tận tình")
    await looks_well(desk, picture, f"figures-comments-themes-{name}")
    await desk.open(f"/console/figures/choices?unit={room.unit}")
    await desk.sees("Ý kiến tự viết, khen")
    await looks_well(desk, picture, f"figures-choices-{name}")
