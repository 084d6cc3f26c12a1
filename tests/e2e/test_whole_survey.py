"""A woman of seventy answers the whole form on a small phone, and reports what went wrong."""

import re

from playwright.async_api import expect

from tests.e2e.conftest import Picture
from tests.e2e.person import Person
from tests.web.installation import Installation

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]")


async def _rates(person: Person) -> None:
    """She mostly presses, types twice, errs once, and is unhappy about the waiting."""
    await person.asked("chỗ ngồi chờ", "4 Hài lòng")
    await person.asked("thời gian chờ tới lượt", "1 Rất không hài lòng")
    await person.asked("điều gì làm Ông/Bà chưa hài lòng nhất", "Phải chờ lâu")
    await person.asked("chuyển ý này thành phản ánh", "Có, chuyển giúp tôi")
    await person.sees("niêm yết công khai")
    await person.types("hai long")
    await person.asked("số lượng giấy tờ", "3 Bình thường")
    await person.asked("thái độ lịch sự", "Quay lại")
    await person.asked("số lượng giấy tờ", "5 Rất hài lòng")
    await person.sees("thái độ lịch sự")
    await person.types("5")
    await person.asked("hướng dẫn dễ hiểu", "5 Rất hài lòng")
    await person.asked("thành thạo công việc", "4 Hài lòng")
    await person.asked("đúng ngày hẹn", "4 Hài lòng")
    await person.asked("độ chính xác", "5 Rất hài lòng")
    await person.asked("cách tiếp nhận góp ý", "0 Không áp dụng")
    await person.asked("đã từng gửi góp ý", "Chưa gửi")
    await person.asked("thông tin, giải thích chính sách", "4 Hài lòng")
    await person.asked("được góp ý, nêu ý kiến", "3 Bình thường")
    await person.asked("công khai, đúng quy định", "4 Hài lòng")
    await person.asked("lợi ích mà BHXH", "5 Rất hài lòng")
    await person.asked("Nhìn chung", "4 Hài lòng")


async def _tells_facts(person: Person) -> None:
    await person.asked("phải đi lại mấy lần", "2 lần")
    await person.asked("chờ khoảng bao lâu", "Trên 60 phút")
    await person.asked("kết quả đúng hẹn không", "Sớm hoặc đúng hẹn")
    await person.asked("trả thêm tiền hoặc quà", "Không")
    await person.asked("cải thiện điều gì trước tiên", "Giảm thời gian chờ")
    await person.sees("còn góp ý, mong muốn gì thêm")
    await person.types("Mong có thêm ghế ngồi cho người già.")
    await person.asked("cho số điện thoại", "Không cho số")
    await person.asked("Còn vài câu ngắn", "Trả lời tiếp")
    await person.asked("với tư cách nào", "Người hưởng chế độ")
    await person.sees("cho biết tuổi")
    await person.types("70")
    await person.asked("giới tính", "Nữ")
    await person.asked("phường hay ở xã", "Xã (nông thôn)")
    await person.asked("đã dùng dịch vụ nào", "BHYT")


async def _reports(person: Person) -> None:
    await person.asked("lưu nội dung này", "Đồng ý")
    await person.sees("kể ngắn gọn")
    await person.types("Sáng thứ hai tôi chờ hơn hai tiếng mà không ai gọi số.")
    await person.asked("để lại tên, địa chỉ", "Không cần trả lời")


async def test_the_whole_way_from_the_link_to_the_code(
    person: Person, address: str, picture: Picture, trial: Installation
) -> None:
    page = person.page
    await page.goto(address)
    await picture(page, "landing-360")
    await person.open(address)
    await person.begin_rating()
    await picture(page, "chat-360")
    await _rates(person)
    await _tells_facts(person)
    await person.sees("xem lại giúp")
    await picture(page, "review-360")
    await _corrects(person)
    await person.press("Gửi phiếu")
    await person.sees("lưu nội dung này")
    response_code = await page.locator(".ticket .code").inner_text()

    await _reports(person)
    await person.sees("xem lại giúp")
    await person.press("Gửi phiếu")
    await expect(page.locator(".ticket")).to_have_count(2)
    await expect(person.button("Gửi phiếu")).to_have_count(0)
    await expect(person.button("Quay lại")).to_have_count(0)
    await picture(page, "code-360")
    case_code = await page.locator(".ticket .code").last.inner_text()
    await _is_stored(trial, response_code, case_code)

    await _looks_codes_up(person, response_code, case_code)
    await picture(page, "case-360")


async def _looks_codes_up(person: Person, response_code: str, case_code: str) -> None:
    """A code of answers shows nothing; that of a case its state, and no word of its content."""
    page = person.page
    site = page.url.removesuffix("/chat")
    await page.goto(f"{site}/c/{response_code}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đây là mã phiếu trả lời")
    await page.get_by_role("link", name="Quay lại cuộc trò chuyện").click()
    await expect(page.locator(".ticket")).to_have_count(2)
    await page.goto(f"{site}/c/{case_code.lower()}")
    await expect(page.get_by_role("heading", name="Tiến độ phản ánh")).to_be_visible()
    await expect(page.locator("body")).not_to_contain_text("hai tiếng")


async def _corrects(person: Person) -> None:
    """She finds a line on the review page that she had meant otherwise."""
    await person.page.get_by_role("button", name="Sửa: sự thành thạo công việc").click()
    await person.asked("thành thạo công việc", "5 Rất hài lòng")
    await person.sees("xem lại giúp")
    line = person.page.locator(".review").last.locator("li", has_text="sự thành thạo công việc")
    await expect(line).to_contain_text("5 Rất hài lòng")


async def _is_stored(trial: Installation, response_code: str, case_code: str) -> None:
    assert CODE.fullmatch(response_code)
    response = await trial.storage.responses.by_code(response_code)
    assert response is not None
    assert (response.state, response.trial) == ("completed", True)
    answers = {a.question: a for a in await trial.storage.answers.current(response.id)}
    assert answers["MC2"].value == 1
    assert (answers["MC4"].value, answers["MC7"].value) == (5, 5)
    assert answers["MC7"].revision == 2
    assert answers["D2"].value == "from_60"
    case = await trial.storage.complaints.by_code(case_code)
    assert case is not None
    assert case.category == "PA03"
    assert case.story
    assert "hai tiếng" in case.story
