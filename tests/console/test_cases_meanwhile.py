"""Two officers at one case: who comes second sees what happened, and loses no word."""

import pytest
from msgspec.structs import replace

from storage.base import ComplaintEvent, UnitOfWork
from tests.console.case_room import Answer, CaseRoom

WORDS = "Chúng tôi đã sửa ghế chờ ở quầy 2."


async def see_then_other_answers(room: CaseRoom, deed: str, **fields: str) -> Answer:
    """Let an officer read a case and do something after another one wrote a note."""
    one, other = await room.officer(), await room.officer()
    case = await room.taken_by(one)
    page = await one.see(f"/console/cases/{case.code}")
    await other.do(case.code, "note", text="Đã gọi cho công dân")
    seen = {"version": page.field("version"), "seen": page.field("seen")}
    return await one.press(f"/console/cases/{case.code}/{deed}", **seen, **fields)


async def test_a_case_that_changed_meanwhile_is_shown_and_the_text_stays(room: CaseRoom) -> None:
    page = await see_then_other_answers(room, "answer", text=WORDS, step="sure")

    assert page.status == 409
    assert "Đã gọi cho công dân" in page.text
    assert "Tiếp nhận" not in page.text
    assert f"{WORDS}</textarea>" in page.html


async def test_from_there_it_can_be_sent_all_the_same(room: CaseRoom) -> None:
    stale = await see_then_other_answers(room, "note", text="Ghi chú của tôi")
    path = stale.url
    officer = await room.officer()

    page = await officer.press(
        path, text="Ghi chú của tôi", version=stale.field("version"), seen=stale.field("seen")
    )

    assert "Đã lưu ghi chú" in page.text


@pytest.mark.parametrize("version", ["", "0", "99", "-1", "x", "9" * 40])
async def test_a_version_that_nobody_saw_changes_nothing(room: CaseRoom, version: str) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.press(f"/console/cases/{case.code}/note", text="x", version=version)

    assert page.status == 409
    assert (await room.now(case)).version == 1


async def test_two_presses_of_one_button_answer_once(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)
    page = await officer.see(f"/console/cases/{case.code}")
    fields = {"text": WORDS, "version": page.field("version"), "step": "sure"}

    first = await officer.press(f"/console/cases/{case.code}/answer", **fields)
    second = await officer.press(f"/console/cases/{case.code}/answer", **fields)

    assert (first.status, second.status) == (200, 409)
    assert sum(WORDS in said for said in await room.told(case)) == 1


async def test_a_reminder_that_came_meanwhile_stops_nobody(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    page = await officer.see(f"/console/cases/{case.code}")
    unit, storage = UnitOfWork(), room.installation.storage
    storage.complaints.save(unit, replace(case, version=2, noticed=1))
    reminder = ComplaintEvent(
        complaint_id=case.id, number=2, kind="reminded", at=case.created_at, actor="clock"
    )
    storage.complaints.append(unit, reminder)
    await storage.commit(unit)

    seen = {"version": page.field("version"), "seen": page.field("seen")}
    page = await officer.press(f"/console/cases/{case.code}/note", text="Đã gọi", **seen)

    assert "Đã lưu ghi chú" in page.text


async def test_bookkeeping_without_a_line_stops_nobody(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    page = await officer.see(f"/console/cases/{case.code}")
    unit, storage = UnitOfWork(), room.installation.storage
    storage.complaints.save(unit, replace(case, version=2, look_at=case.created_at))
    await storage.commit(unit)

    seen = {"version": page.field("version"), "seen": page.field("seen")}
    page = await officer.press(f"/console/cases/{case.code}/note", text="Đã gọi", **seen)

    assert "Đã lưu ghi chú" in page.text
