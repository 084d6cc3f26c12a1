"""What was typed and not sent: kept by itself, found again, gone with the act."""

import pytest

from tests.console.case_room import CaseRoom


async def test_what_was_begun_is_found_again_by_its_writer_only(room: CaseRoom) -> None:
    one, other, case = await room.officer(), await room.officer(), await room.case()
    path = f"/console/cases/{case.code}"

    page = await one.press(f"{path}/draft", kind="note", text="Tôi sẽ gọi\nlúc 9 giờ\n\nQuầy 2")

    assert "Đã lưu nháp" in page.text
    assert "Tôi sẽ gọi\nlúc 9 giờ\n\nQuầy 2</textarea>" in page.html
    assert "bản nháp đã lưu" in (await one.see(path)).text
    assert "Tôi sẽ gọi" not in (await other.see(path)).html


async def test_a_script_keeps_a_draft_without_a_new_page(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    path = f"/console/cases/{case.code}"

    page = await officer.press(f"{path}/draft", kind="note", text="nháp", quiet="1")

    assert (page.status, page.html) == (204, "")
    assert "nháp</textarea>" in (await officer.see(path)).html


async def test_an_emptied_draft_is_forgotten(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    path = f"/console/cases/{case.code}"
    await officer.press(f"{path}/draft", kind="note", text="nháp")

    await officer.press(f"{path}/draft", kind="note", text=" ")

    assert "nháp</textarea>" not in (await officer.see(path)).html


async def test_a_draft_goes_when_its_act_is_done(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    await officer.press(f"/console/cases/{case.code}/draft", kind="note", text="nháp")

    page = await officer.do(case.code, "note", text="ghi chú xong")

    assert "nháp</textarea>" not in page.html


@pytest.mark.parametrize("text", ["Đã xong.", "Đã [việc đã làm]."])
async def test_what_was_only_looked_at_is_not_lost(room: CaseRoom, text: str) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)
    await officer.do(case.code, "answer", text=text, step="look")

    page = await officer.see(f"/console/cases/{case.code}")

    assert f"{text}</textarea>" in page.html


@pytest.mark.parametrize("kind", ["", "take", "nonsense"])
async def test_a_draft_of_nothing_is_refused(room: CaseRoom, kind: str) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.press(f"/console/cases/{case.code}/draft", kind=kind, text="x")

    assert page.status == 400


async def test_no_draft_is_kept_for_a_case_out_of_reach(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case(owner_unit_id="elsewhere")

    page = await officer.press(f"/console/cases/{case.code}/draft", kind="note", text="x")

    assert page.status == 404
