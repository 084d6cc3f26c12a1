"""What the citizen will read, shown before it is sent."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.rendering import Renderer, Voice
from tests.console.case_room import CaseRoom

Facts = Mapping[str, str]
WORDS = "Chúng tôi đã sửa ghế chờ ở quầy 2."


async def test_an_answer_is_looked_at_before_it_leaves(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(case.code, "answer", text=WORDS, step="look")

    assert "Gửi câu trả lời này?" in page.text
    assert f"Kết quả {case.code}" in page.text
    assert WORDS in page.text
    assert (await room.now(case)).state == "in_progress"


async def test_what_was_looked_at_is_what_the_citizen_reads(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)
    look = await officer.do(case.code, "answer", text=WORDS, step="look")

    fields = {"text": look.field("text"), "version": look.field("version"), "step": "sure"}
    page = await officer.press(f"/console/cases/{case.code}/answer", **fields)

    assert "Đã trả lời" in page.text
    assert (await room.now(case)).state == "answered"
    told = [said for said in await room.told(case) if WORDS in said]
    assert [" ".join(said.split()) in look.text for said in told] == [True]


async def test_for_a_chat_abroad_both_are_shown(
    room: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = Renderer.voice

    def discreet(renderer: Renderer, language: str, facts: Facts, channel: str = "") -> Voice:
        return replace(voice(renderer, language, facts), discreet=channel == "telegram")

    monkeypatch.setattr(Renderer, "voice", discreet)
    officer, case = await room.officer(), await room.case(channel="telegram")

    await officer.do(case.code, "take")
    page = await officer.do(case.code, "answer", text=WORDS, step="look")

    there = page.text.partition("máy chủ ở nước ngoài")[2]
    assert WORDS in page.text
    assert WORDS not in there
    assert case.code in there
    assert "(đường dẫn riêng)" in there


async def test_who_wrote_at_a_shared_tablet_cannot_be_asked(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case(channel="kiosk")

    page = await officer.do(case.code, "take")

    assert "máy dùng chung" in page.text
    assert f"/console/cases/{case.code}/ask" not in page.html
    assert "không gửi tin" in (await officer.do(case.code, "answer", text=WORDS, step="look")).text


async def test_a_text_can_be_changed_after_it_was_looked_at(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(case.code, "answer", text=WORDS, step="edit")

    assert page.status == 200
    assert f"{WORDS}</textarea>" in page.html


async def test_it_is_shown_in_the_citizens_language(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case(language="en")
    await officer.do(case.code, "take")

    page = await officer.do(case.code, "answer", text=WORDS, step="look")

    assert "The answer to" in page.text
    assert "Kết quả" not in page.text
    assert "Do you agree" in page.text
    assert "Ông/Bà có đồng ý" not in page.text


async def test_an_empty_line_between_paragraphs_stays_wherever_it_is_read(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)
    typed = " Chúng tôi đã sửa ghế.\r\n \r\n\r\nXin lỗi\tÔng/Bà.\r\nVăn phòng "
    kept = "Chúng tôi đã sửa ghế.\n\nXin lỗi Ông/Bà.\nVăn phòng"

    look = await officer.do(case.code, "answer", text=typed, step="look")
    await officer.do(case.code, "answer", text=typed, step="sure")

    assert kept in look.html
    assert any(kept in said for said in await room.told(case))
    for path in ("", "/print"):
        assert kept in (await officer.see(f"/console/cases/{case.code}{path}")).html
