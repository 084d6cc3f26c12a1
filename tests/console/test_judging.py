"""Odd responses: two people decide, each for themselves, and the figures follow at once."""

from __future__ import annotations

import re

import pytest

from bot.i18n import day_of
from bot.turns import now_ms
from flows.identifiers import Instant
from storage.base import ResponseRecord, UnitOfWork
from storage.judging_records import SuspicionRecord
from storage.staff_records import OfficerRecord, RosterRecord
from tests.console.case_room import Answer, CaseRoom, Officer
from tests.console.response_shelf import response
from tests.web.installation import PLACE

WHY = "các phiếu được gõ liền một mạch"


@pytest.fixture
async def odd(room: CaseRoom) -> ResponseRecord:
    """A response that was found to be odd."""
    record = await response(room)
    found = SuspicionRecord(
        response_id=record.id, reason="burst", score=2.0, at=Instant(record.started_at),
        detail={"responses": 12, "minutes": 17, "seconds": 10, "percent": 96},
    )  # fmt: skip
    storage, unit = room.installation.storage, UnitOfWork()
    storage.judging.suspect(unit, [found])
    await storage.commit(unit)
    return record


async def judge(officer: Officer, record: ResponseRecord, verdict: str, why: str = WHY) -> Answer:
    return await officer.press(
        f"/console/judging/{record.id}/verdict", verdict=verdict, reason=why
    )


async def stored(room: CaseRoom, record: ResponseRecord) -> ResponseRecord:
    found = await room.installation.storage.responses.load(record.id)
    assert found is not None
    return found


async def test_the_list_says_why_in_words(room: CaseRoom, odd: ResponseRecord) -> None:
    inspector = await room.officer("inspector")
    page = await inspector.see("/console/judging")
    assert str(odd.code) in page.text
    assert "loạt 12 phiếu gửi liền nhau trong 17 phút" in page.text
    assert "Không có phiếu nào chờ xem xét" not in page.text


async def test_while_it_waits_it_does_not_count(room: CaseRoom, odd: ResponseRecord) -> None:
    head = await room.officer("unit_head")
    listed = await head.see("/console/responses")
    assert "Chưa tính: chờ xem xét" in listed.text
    page = await head.see(f"/console/responses/{odd.id}")
    assert "chờ hai người xem xét" in page.text
    assert "Mở trang xem xét" not in page.text


async def test_two_equal_verdicts_set_it_aside(room: CaseRoom, odd: ResponseRecord) -> None:
    one = await room.officer("inspector", name="Bùi Thị Soi")
    two = await room.officer("survey_admin", name="Cao Văn Xét")

    first = await judge(one, odd, "set_aside")
    assert "Cần thêm ý kiến của người khác" in first.text
    assert not (await stored(room, odd)).set_aside

    second = await judge(two, odd, "set_aside")
    assert "phiếu bị loại khỏi kết quả" in second.text
    kept = await stored(room, odd)
    assert (kept.set_aside, kept.to_be_judged) == (True, False)
    for officer in (one, two):
        actor = f"account:{officer.account.id}"
        [row] = [r for r in await room.audited("response.judged", odd.id) if r["actor"] == actor]
        assert "'verdict': 'set_aside'" in str(row["detail"])


async def test_a_third_breaks_the_tie(room: CaseRoom, odd: ResponseRecord) -> None:
    await judge(await room.officer("inspector"), odd, "set_aside")
    await judge(await room.officer("survey_admin"), odd, "keep")
    assert (await stored(room, odd)).to_be_judged
    page = await judge(await room.officer("survey_admin"), odd, "keep")
    assert "phiếu được tính vào kết quả" in page.text
    kept = await stored(room, odd)
    assert (kept.set_aside, kept.to_be_judged) == (False, False)


async def test_the_second_does_not_read_the_first(room: CaseRoom, odd: ResponseRecord) -> None:
    one, two = await room.officer("inspector"), await room.officer("survey_admin")
    await judge(one, odd, "set_aside")
    before = await two.see(f"/console/judging/{odd.id}")
    assert "Đã có 1 người cho ý kiến" in before.text
    assert WHY not in before.text
    after = await judge(two, odd, "keep", "đã hỏi đơn vị, là một buổi họp")
    assert WHY in after.text


async def test_nobody_judges_twice_or_without_a_reason(
    room: CaseRoom, odd: ResponseRecord
) -> None:
    one = await room.officer("inspector")
    assert (await judge(one, odd, "keep", "vì")).status == 422
    assert (await judge(one, odd, "maybe")).status == 422
    await judge(one, odd, "keep")
    again = await judge(one, odd, "keep")
    assert again.status == 422
    assert "đã cho ý kiến" in again.text


async def test_whoever_was_rated_does_not_judge(room: CaseRoom, odd: ResponseRecord) -> None:
    inspector = await room.officer("inspector")
    await seat(room, inspector)
    page = await inspector.see(f"/console/judging/{odd.id}")
    assert "Ông/Bà có liên quan đến phiếu này" in page.text
    assert "verdict" not in page.html
    assert (await judge(inspector, odd, "keep")).status == 422


async def seat(room: CaseRoom, officer: Officer) -> None:
    """Let somebody sit at the counter where the response came in, on all days."""
    storage, unit = room.installation.storage, UnitOfWork()
    name = f"officer-of-{officer.account.id}"
    record = OfficerRecord(
        id=name, name=officer.account.name, unit_id=room.unit, account_id=officer.account.id
    )
    today = day_of(now_ms())
    duty = RosterRecord(
        id=0, officer_id=name, place_id=PLACE.id, counter_id="q1", from_day=today, to_day=today,
        at=now_ms(), by="account:someone",
    )  # fmt: skip
    storage.roster.add_officer(unit, record)
    storage.roster.add(unit, duty)
    await storage.commit(unit)


async def test_what_was_said_is_taken_back_with_what_it_decided(
    room: CaseRoom, odd: ResponseRecord
) -> None:
    one, two = await room.officer("inspector"), await room.officer("survey_admin")
    await judge(one, odd, "set_aside")
    await judge(two, odd, "set_aside")
    page = await two.press(f"/console/judging/{odd.id}/take-back", reason="đơn vị đã giải thích")
    assert "Đã rút lại ý kiến" in page.text
    kept = await stored(room, odd)
    assert (kept.set_aside, kept.to_be_judged) == (False, True)
    [row] = await room.audited("response.judgement_withdrawn", odd.id)
    assert row["actor"] == f"account:{two.account.id}"


async def test_nobody_alone_sets_aside_or_takes_back_what_two_judge(
    room: CaseRoom, odd: ResponseRecord
) -> None:
    admin = await room.officer("survey_admin")
    page = await admin.see(f"/console/responses/{odd.id}")
    assert "set-aside" not in page.html
    assert re.search(rf'href="/console/judging/{odd.id}"', page.html)
    refused = await admin.press(f"/console/responses/{odd.id}/set-aside", reason=WHY)
    assert refused.status == 422
    assert "một người không thể tự loại" in refused.text
    assert not (await stored(room, odd)).set_aside


async def test_what_is_not_odd_is_said_to_be_so(room: CaseRoom) -> None:
    record, inspector = await response(room), await room.officer("inspector")
    page = await inspector.see(f"/console/judging/{record.id}")
    assert "không có dấu hiệu bất thường" in page.text
    assert (await judge(inspector, record, "keep")).status == 422


async def test_other_units_and_other_roles_see_nothing(
    room: CaseRoom, odd: ResponseRecord
) -> None:
    head = await room.officer("unit_head")
    assert (await head.see("/console/judging")).status == 404
    assert (await head.see(f"/console/judging/{odd.id}")).status == 404
    far = await room.officer("inspector", unit="elsewhere")
    assert (await far.see(f"/console/judging/{odd.id}")).status == 404
