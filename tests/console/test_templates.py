"""The office's own answer templates: written, looked at, refused, used in a case, retired."""

import re

import pytest

from flows.desk.roles import WHOLE
from tests.console.case_room import Answer, CaseRoom, Officer

TEXT = "Phản ánh {code} nhận ngày {received}.\n\nChúng tôi đã [việc đã làm]. – {office}, hạn {due}"
NEW = "/console/templates/new"


@pytest.fixture
async def writer(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin", unit=WHOLE, name="Lê Thị Soạn")


async def written(writer: Officer, title: str, **fields: str) -> Answer:
    values = {"purpose": "answer", "language": "vi", "text": TEXT, "step": "save"}
    return await writer.press(NEW, title=title, **{**values, **fields})


async def address(writer: Officer, title: str) -> str:
    """The address of the page on which the newest template of this title is changed."""
    page = await writer.see("/console/templates")
    pattern = rf'href="(/console/templates/[0-9a-z]{{26}})">Sửa<span class="unseen"> – {title}<'
    found: list[str] = re.findall(pattern, page.html)
    return max(found)


def offered(page: Answer) -> list[tuple[str, str]]:
    """The templates of an answer: id and title."""
    listed = page.html.partition('id="template-answer"')[2].partition("</select>")[0]
    return re.findall(r'value="([^"]*)"[^>]*>([^<]*)</option>', listed)


async def test_a_template_is_offered_to_officers_and_filled_in(
    writer: Officer, room: CaseRoom
) -> None:
    page = await written(writer, "Ghế chờ hỏng", category="PA06")
    own = (await address(writer, "Ghế chờ hỏng")).rpartition("/")[2]
    officer, case = await room.officer(), await room.case(category="PA06")
    await officer.do(case.code, "take")
    other = await room.case(category="PA09")
    await officer.do(other.code, "take")

    assert "Đã lưu mẫu “Ghế chờ hỏng”" in page.text
    assert "Lê Thị Soạn sửa lúc" in page.text
    assert (own, "Ghế chờ hỏng") in offered(await officer.see(f"/console/cases/{case.code}"))
    assert own not in dict(offered(await officer.see(f"/console/cases/{other.code}")))
    fields = {"template-answer": own, "text": "Chào bà.", "step": "template"}
    filled = (await officer.do(case.code, "answer", **fields)).html
    said = filled.partition('<textarea id="text-answer"')[2].partition("</textarea>")[0]
    assert f"Chào bà.\nPhản ánh {case.code} nhận ngày" in said
    assert ".\n\nChúng tôi đã [việc đã làm]. – " in said, "the paragraphs stay apart"
    assert "{" not in said


async def test_what_was_written_stands_in_the_audit_log(writer: Officer, room: CaseRoom) -> None:
    await written(writer, "Có ghi nhật ký")
    path = await address(writer, "Có ghi nhật ký")

    await writer.press(f"{path}/retire")

    detail = {"title": "Có ghi nhật ký", "used_for": "answer", "language": "Tiếng Việt"}
    for action in ("template.added", "template.retired"):
        [row] = await room.audited(action, f"template:{path.rpartition('/')[2]}")
        assert (row["actor"], row["detail"]) == (f"account:{writer.account.id}", detail)


async def test_it_is_looked_at_with_an_example_before_it_is_stored(writer: Officer) -> None:
    page = await written(writer, "Chỉ xem thử", step="look")

    assert re.search(r"Phản ánh [0-9A-Z-]{11,13} nhận ngày \d\d/\d\d/\d{4}\.", page.text)
    assert page.field("version") == "0"
    assert "Chỉ xem thử" not in (await writer.see("/console/templates")).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "Gửi {ten_nguoi}, {code}"}, "Không có chỗ tự điền nào tên {ten_nguoi}"),
        ({"text": "  "}, "Xin viết nội dung"),
        ({"text": "x" * 1801}, "nhiều nhất 1800 ký tự"),
        ({"title": "ab"}, "từ 3 đến 80 ký tự"),
        ({"title": "x" * 81}, "từ 3 đến 80 ký tự"),
        ({"language": "xx"}, "Xin chọn một ngôn ngữ"),
        ({"purpose": "shout"}, "để hỏi hay để trả lời"),
    ],
)
async def test_what_cannot_be_stored_is_given_back_with_what_was_typed(
    writer: Officer, fields: dict[str, str], said: str
) -> None:
    page = await written(writer, **{"title": "Mẫu lỗi", **fields})

    assert page.status == 422
    assert said in page.text


async def test_a_shipped_one_stays_and_can_be_copied(writer: Officer) -> None:
    copied = await writer.see(f"{NEW}?copy=delay")

    assert "Chúng tôi đã kiểm tra hồ sơ của Ông/Bà" in copied.text
    assert copied.field("version") == "0"
    kept = await written(writer, "Chậm, bản của ta", text="Hạn mới là {due}.")
    assert "Chậm, bản của ta" in kept.text
    assert "Trả lời về việc chậm trễ" in kept.text


async def test_what_somebody_else_changed_meanwhile_is_not_lost(writer: Officer) -> None:
    await written(writer, "Hai người sửa")
    path = await address(writer, "Hai người sửa")
    fields = {"purpose": "answer", "language": "vi", "title": "Hai người sửa", "step": "save"}

    first = await writer.press(path, text="Bản một", version="1", **fields)
    second = await writer.press(path, text="Bản hai", version="1", **fields)
    assert ("Đã sửa mẫu" in first.text, second.status) == (True, 409)
    assert "Có người vừa sửa mẫu này" in second.text
    assert "Bản hai" in second.text
    third = await writer.press(path, text="Bản hai", version=second.field("version"), **fields)
    assert "Đã sửa mẫu" in third.text
    assert "Bản hai" in (await writer.see(path)).text


async def test_a_retired_one_is_offered_no_more_and_comes_back(
    writer: Officer, room: CaseRoom
) -> None:
    await written(writer, "Mẫu sắp bỏ")
    path = await address(writer, "Mẫu sắp bỏ")
    officer, case = await room.officer(), await room.case()
    await officer.do(case.code, "take")

    async def is_offered() -> bool:
        page = await officer.see(f"/console/cases/{case.code}")
        return path.rpartition("/")[2] in dict(offered(page))

    assert await is_offered()
    assert "Hoàn tác" in (await writer.press(f"{path}/retire")).text
    assert not await is_offered()
    again, back = await writer.press(f"{path}/retire"), await writer.press(f"{path}/restore")
    assert (again.status, back.status, await is_offered()) == (409, 200, True)


async def test_of_two_languages_that_of_the_citizen_comes_first(
    writer: Officer, room: CaseRoom
) -> None:
    await written(writer, "Bản tiếng Việt")
    await written(writer, "English version", language="en", text="Your case {code}")
    officer, case = await room.officer(), await room.case(language="en")
    await officer.do(case.code, "take")

    page = await officer.see(f"/console/cases/{case.code}")

    titles = [title for _, title in offered(page)]
    assert titles.index("English version") < titles.index("Bản tiếng Việt (Tiếng Việt)")
    assert "Người gửi dùng English" in page.text
    fields = {"template-answer": "delay", "text": "", "step": "template"}
    assert "We have checked your papers" in (await officer.do(case.code, "answer", **fields)).text


async def test_who_runs_one_unit_only_does_not_write_for_all(room: CaseRoom) -> None:
    officer = await room.officer("intake_officer")

    assert (await officer.see("/console/templates")).status == 404
    assert (await written(officer, "Mẫu riêng")).status == 404
    assert "/console/templates" not in (await officer.see("/console")).html


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1"])
async def test_a_version_that_is_no_number_is_none(writer: Officer, version: str) -> None:
    page = await written(writer, "Mẫu có số lạ", version=version)
    assert page.status == 200
    assert "Đã lưu mẫu" in page.text
