"""The page of one case: what is shown, to whom, and what is masked until somebody says why."""

from datetime import UTC, datetime

import pytest
import time_machine

from bot.turns import now_ms
from flows.identifiers import Instant
from storage.base import ComplaintRecord, UnitOfWork
from tests.console.case_room import DAY, CaseRoom, Officer

PERSON = {"name": "Nguyễn Văn Ân", "address": "12 Hai Bà Trưng", "phone": "+84912345678"}


async def page_of(officer: Officer, case: ComplaintRecord) -> str:
    return (await officer.see(f"/console/cases/{case.code}")).text


async def test_a_case_shows_what_was_told_and_where(room: CaseRoom) -> None:
    case = await room.case("Tôi chờ từ 8 giờ đến trưa")

    text = await page_of(await room.officer(), case)

    for part in (
        "Chậm trễ, quá hạn",
        case.code,
        "Tôi chờ từ 8 giờ đến trưa",
        "Quầy số 1",
        "Bộ phận Một cửa BHXH cơ sở Đà Lạt",
        "MC5 –",
        "Tiếp nhận",
        "Chưa ai nhận",
    ):
        assert part in text


async def test_time_is_told_in_words(room: CaseRoom) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):  # no holiday behind it
        case = await room.case(due_at=Instant(now_ms() - 20 * DAY))

        assert "Trễ 14 ngày làm việc" in await page_of(await room.officer(), case)


async def test_who_wrote_is_masked(room: CaseRoom) -> None:
    case = await room.case(**PERSON)

    page = await (await room.officer()).see(f"/console/cases/{case.code}")

    assert "09•• ••• 678" in page.text
    for secret in ("Ân", "Hai Bà Trưng", "912345678", "0912"):
        assert secret not in page.html


@pytest.mark.parametrize(("field", "said"), [("name", "Nguyễn Văn Ân"), ("phone", "0912 345 678")])
async def test_one_thing_is_revealed_with_a_reason_and_written_down(
    room: CaseRoom, field: str, said: str
) -> None:
    case = await room.case(**PERSON)
    head = await room.officer("unit_head")

    path = f"/console/cases/{case.code}/reveal"
    page = await head.press(path, field=field, reason="gọi lại để hỏi rõ")

    assert said in page.text
    assert "Hai Bà Trưng" not in page.html
    assert said not in await page_of(head, case)
    (row,) = await room.audited("case.reveal", case.code)
    assert row["actor"] == f"account:{head.account.id}"
    assert row["detail"] == {"field": field, "reason": "gọi lại để hỏi rõ"}


async def test_numbers_in_the_texts_are_hidden_until_somebody_says_why(room: CaseRoom) -> None:
    case = await room.case("Gọi tôi số O912.345.678 nhé")
    head = await room.officer("unit_head")
    await head.do(case.code, "take")
    await head.do(case.code, "note", text="Không gặp, gọi thêm 0987 654 321")
    path = f"/console/cases/{case.code}"

    for page in (path, f"{path}/print"):
        text = (await head.see(page)).text
        assert "091•••678" in text
        assert "098•••321" in text
        assert "912.345" not in text
        assert "987 654" not in text
    whole = await head.press(f"{path}/reveal", field="story", reason="gọi lại để hỏi rõ")

    assert "O912.345.678" in whole.text
    assert "0987 654 321" in whole.text
    (row,) = await room.audited("case.reveal", case.code)
    assert row["detail"] == {"field": "story", "reason": "gọi lại để hỏi rõ"}


async def test_who_prints_a_case_is_written_down(room: CaseRoom) -> None:
    case, officer = await room.case(), await room.officer()
    await officer.see(f"/console/cases/{case.code}/print")
    (row,) = await room.audited("case.print", case.code)
    assert row["actor"] == f"account:{officer.account.id}"


async def test_where_no_number_is_hidden_the_texts_are_no_choice(room: CaseRoom) -> None:
    case = await room.case("Tôi chờ lâu", **PERSON)
    page = await (await room.officer("unit_head")).see(f"/console/cases/{case.code}")
    assert 'value="phone"' in page.html
    assert 'value="story"' not in page.html


@pytest.mark.parametrize("reason", ["", "xem", "    x    "])
async def test_nothing_is_revealed_without_a_reason(room: CaseRoom, reason: str) -> None:
    case = await room.case(**PERSON)
    head = await room.officer("unit_head")

    path = f"/console/cases/{case.code}/reveal"
    page = await head.press(path, field="name", reason=reason)

    assert page.status == 422
    assert "Ân" not in page.html
    assert await room.audited("case.reveal", case.code) == []


async def test_words_that_were_erased_are_said_to_be_gone(room: CaseRoom) -> None:
    case = await room.case(story=None, session_id=None)

    text = await page_of(await room.officer(), case)

    assert "Đã xóa theo yêu cầu" in text
    assert "không nhắn tin được nữa" in text


async def test_absent_and_forbidden_look_the_same(room: CaseRoom) -> None:
    foreign = await room.case(owner_unit_id="elsewhere")
    officer = await room.officer()

    absent = await officer.see("/console/cases/ABCDE-FGHJK-M")
    forbidden = await officer.see(f"/console/cases/{foreign.code}")

    assert absent.status == forbidden.status == 404
    assert absent.text == forbidden.text


async def test_whoever_the_case_is_about_does_not_find_it(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    storage = room.installation.storage
    unit = UnitOfWork()
    storage.complaints.add_party(unit, case.id, officer.account.id, "named")
    await storage.commit(unit)

    assert (await officer.see(f"/console/cases/{case.code}")).status == 404
    assert (await officer.see("/console/cases")).codes() == []


async def test_only_what_is_possible_now_is_offered(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    path = f"/console/cases/{case.code}"

    fresh = await officer.see(path)
    assert f'action="{path}/take"' in fresh.html
    assert f'action="{path}/answer"' not in fresh.html

    taken = await officer.do(case.code, "take")
    assert f'action="{path}/take"' not in taken.html
    assert f'action="{path}/answer"' in taken.html


async def test_on_paper_stands_the_case_and_no_person(room: CaseRoom) -> None:
    case = await room.case("Ghế hỏng", **PERSON)
    officer = await room.officer(name="Lê Thị Bình")

    page = await officer.see(f"/console/cases/{case.code}/print")

    assert "Ghế hỏng" in page.text
    assert "In bởi Lê Thị Bình" in page.text
    assert "Ân" not in page.html
    assert "<form" not in page.html.split("<main", 1)[1]


async def test_an_inspector_reads_a_restricted_case_and_can_answer_it(room: CaseRoom) -> None:
    case = await room.case("vòi tiền", category="PA05", severity=4, restricted=True)
    inspector = await room.officer("inspector")

    await inspector.do(case.code, "take")

    assert "Tin hạn chế" in await page_of(inspector, case)
    assert "vòi tiền" in await page_of(inspector, case)


@pytest.mark.parametrize("code", ["%00", "x", "ABCDE", "..%2F..", "%F0%9F%98%80", "a" * 3000])
async def test_what_is_no_code_is_not_there(room: CaseRoom, code: str) -> None:
    assert (await (await room.officer()).see(f"/console/cases/{code}")).status == 404


async def test_a_code_may_be_typed_as_it_is_read_aloud(room: CaseRoom) -> None:
    case = await room.case("Ghế hỏng")

    page = await (await room.officer()).see(f"/console/cases/{case.code.lower()}")

    assert "Ghế hỏng" in page.text


async def test_officers_may_read_english(room: CaseRoom) -> None:
    officer, case = await room.officer(language="en"), await room.case()

    page = await officer.see(f"/console/cases/{case.code}")

    assert "Take this case" in page.text
    assert "Received" in page.text
