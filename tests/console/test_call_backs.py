"""Calling people back: what a call came to, by whom, and the number for one answer."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from storage.base import ResponseRecord, UnitOfWork
from survey.call_backs import OUTCOMES
from tests.console.case_room import Answer, CaseRoom, Officer
from tests.console.response_shelf import PHONE, evidence, response
from tests.console.test_judging import seat

READABLE = "0912 345 678"


@pytest.fixture
async def sent(room: CaseRoom) -> ResponseRecord:
    """A response with a declared number."""
    record = await response(room)
    await evidence(room, record, proved=False)
    return record


@pytest.fixture
async def verifier(room: CaseRoom) -> Officer:
    return await room.officer("verifier", name="Bùi Thị Gọi")


async def page_of(officer: Officer, record: ResponseRecord) -> Answer:
    return await officer.see(f"/console/responses/{record.id}")


async def record_call(
    officer: Officer, record: ResponseRecord, outcome: str, note: str = ""
) -> Answer:
    path = f"/console/responses/{record.id}/call-back"
    return await officer.press(path, outcome=outcome, note=note)


async def ask_number(officer: Officer, record: ResponseRecord) -> Answer:
    return await officer.press(f"/console/responses/{record.id}/call-number")


async def outcomes(room: CaseRoom, record: ResponseRecord) -> list[str]:
    calls = await room.installation.storage.call_backs.of(record.id)
    return [call.outcome for call in calls]


# -- who


@pytest.mark.parametrize("role", ["verifier", "inspector"])
async def test_who_verifies_says_what_a_call_came_to(
    room: CaseRoom, sent: ResponseRecord, role: str
) -> None:
    officer = await room.officer(role, name="Cao Văn Hỏi")  # type: ignore[arg-type] # a role
    before = await page_of(officer, sent)
    assert "Ghi kết quả cuộc gọi" in before.text
    page = await record_call(officer, sent, "confirmed", "nói chuyện ba phút")
    assert page.status == 200
    assert "Đã ghi kết quả cuộc gọi: phiếu được xác nhận" in page.text
    assert "Đã gọi lại và được xác nhận" in page.text
    assert re.search(r"Xác nhận – Cao Văn Hỏi.* nói chuyện ba phút", page.text)
    [row] = await room.audited("response.called_back", sent.id)
    assert row["actor"] == f"account:{officer.account.id}"
    assert row["detail"] == {"form": "mc", "outcome": "confirmed"}


@pytest.mark.parametrize("role", ["unit_head", "provincial_leader", "survey_admin", "collector"])
async def test_others_call_nobody(room: CaseRoom, sent: ResponseRecord, role: str) -> None:
    officer = await room.officer(role)  # type: ignore[arg-type] # a role
    assert "Gọi lại xác minh" not in (await page_of(officer, sent)).text
    assert (await record_call(officer, sent, "confirmed")).status == 404
    assert (await ask_number(officer, sent)).status == 404
    assert await outcomes(room, sent) == []


async def test_nobody_calls_about_other_units(room: CaseRoom, verifier: Officer) -> None:
    foreign = await response(room, unit_id="elsewhere")
    assert (await record_call(verifier, foreign, "confirmed")).status == 404
    assert (await ask_number(verifier, foreign)).status == 404


async def test_whoever_was_rated_does_not_call(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    await seat(room, verifier)
    page = await page_of(verifier, sent)
    assert "Ông/Bà có liên quan đến phiếu này" in page.text
    assert "call-number" not in page.html
    assert "call-back" not in page.html
    for refused in (
        await record_call(verifier, sent, "confirmed"),
        await ask_number(verifier, sent),
    ):
        assert refused.status == 422
        assert READABLE not in refused.html
    assert await outcomes(room, sent) == []
    assert await room.audited("response.call_number", sent.id) == []


async def test_others_read_what_came_of_it_without_the_notes(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    """Who is judged by it does not read what was said about whom."""
    await record_call(verifier, sent, "prompted", "chị Nga đứng bên cạnh")
    head = await page_of(await room.officer("unit_head"), sent)
    assert "phiếu không được xác nhận: Bị gợi ý" in head.text
    assert "chị Nga" not in head.text
    assert "call-back" not in head.html
    assert "chị Nga" in (await page_of(await room.officer("survey_admin"), sent)).text


# -- what it came to


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_every_outcome_is_taken(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer, outcome: str
) -> None:
    assert (await record_call(verifier, sent, outcome)).status == 200
    assert await outcomes(room, sent) == [outcome]


async def test_a_mistake_is_corrected_by_a_later_line(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    first = await record_call(verifier, sent, "not_reached")
    assert "chưa kết luận gì" in first.text
    wrong = await record_call(verifier, sent, "no_transaction")
    assert "phiếu không được xác nhận: Không có giao dịch" in wrong.text
    right = await record_call(verifier, sent, "confirmed")
    assert "Đã gọi lại và được xác nhận" in right.text
    last = await record_call(verifier, sent, "declined")  # says nothing of the response
    assert "Đã gọi lại và được xác nhận" in last.text
    lines = r"Không nghe máy – .* Không có giao dịch – .* Xác nhận – .* Từ chối – "
    assert re.search(lines, last.text)
    expected = ["not_reached", "no_transaction", "confirmed", "declined"]
    assert await outcomes(room, sent) == expected


@pytest.mark.parametrize(
    ("outcome", "note", "fault"),
    [
        ("", "đã nói chuyện", "Xin chọn kết quả cuộc gọi"),
        ("maybe", "đã nói chuyện", "Xin chọn kết quả cuộc gọi"),
        ("prompted", "đ" * 501, "Ghi chú dài quá 500 ký tự"),
        ("", "đ" * 501, "Ghi chú dài quá 500 ký tự"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_lost(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer, outcome: str, note: str, fault: str
) -> None:
    page = await record_call(verifier, sent, outcome, note)
    assert page.status == 422
    assert fault in page.text
    assert f"\n{note}</textarea>" in page.html
    assert (' value="prompted" required checked' in page.html) is (outcome == "prompted")
    assert await outcomes(room, sent) == []


async def test_a_note_of_five_hundred_letters_fits(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    assert (await record_call(verifier, sent, "prompted", "đ" * 500)).status == 200
    [call] = await room.installation.storage.call_backs.of(sent.id)
    assert call.note == "đ" * 500


async def test_notes_are_letters_only_and_keep_no_identity_number(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    note = "<script>alert(1)</script> CCCD 001203004567"
    page = await record_call(verifier, sent, "prompted", note)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html
    assert "001203004567" not in page.html
    [call] = await room.installation.storage.call_backs.of(sent.id)
    assert "001203004567" not in (call.note or "")


# -- the number


async def test_the_number_is_shown_in_one_answer_and_written_down(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    before = await page_of(verifier, sent)
    shown = await ask_number(verifier, sent)
    after = await page_of(verifier, sent)
    assert READABLE in shown.text
    assert f'href="tel:{PHONE}"' in shown.html
    for page in (before, after):
        assert READABLE not in page.html
        assert PHONE not in page.html
    [row] = await room.audited("response.call_number", sent.id)
    assert row["actor"] == f"account:{verifier.account.id}"
    assert row["detail"] == {"form": "mc"}


async def test_where_no_number_was_left_none_is_shown(room: CaseRoom, verifier: Officer) -> None:
    record = await response(room)
    page = await page_of(verifier, record)
    assert "Không có số để gọi" in page.text
    assert "call-number" not in page.html
    assert (await ask_number(verifier, record)).status == 422
    assert await room.audited("response.call_number", record.id) == []
    # Whoever called the office back was reached without it.
    assert (await record_call(verifier, record, "confirmed")).status == 200


# -- about what nobody is called


async def test_nobody_is_called_about_an_erased_response(
    room: CaseRoom, sent: ResponseRecord, verifier: Officer
) -> None:
    await record_call(verifier, sent, "prompted", "chị Nga đứng bên cạnh")
    storage, unit = room.installation.storage, UnitOfWork()
    storage.responses.erase(unit, sent.id)
    await storage.commit(unit)
    page = await page_of(verifier, replace(sent, state="erased"))
    assert "nên không gọi lại nữa" in page.text
    assert "Bị gợi ý – Bùi Thị Gọi" in page.text
    assert "chị Nga" not in page.text
    assert (await record_call(verifier, sent, "confirmed")).status == 422
    assert (await ask_number(verifier, sent)).status == 422
    assert await outcomes(room, sent) == ["prompted"]


async def test_nobody_is_called_before_the_form_is_sent(room: CaseRoom, verifier: Officer) -> None:
    record = await response(room, state="in_progress", completed_at=None, code=None)
    await evidence(room, record, proved=False)
    assert "chưa gọi lại được" in (await page_of(verifier, record)).text
    for page in (
        await record_call(verifier, record, "confirmed"),
        await ask_number(verifier, record),
    ):
        assert page.status == 422
        assert READABLE not in page.html
    assert await outcomes(room, record) == []


async def test_it_reads_in_english_as_well(room: CaseRoom, sent: ResponseRecord) -> None:
    officer = await room.officer("verifier", language="en")
    page = await record_call(officer, sent, "wrong_number")
    assert "nothing is concluded about the response yet" in page.text
    assert "Wrong number" in page.text
