"""Publishing is held and goes on, with a reason; what was done is let out by a second person."""

import asyncio
from datetime import date

import pytest
from aiohttp import StreamReader
from msgspec.structs import replace

from bot.console.improvements import is_tellable
from flows.desk.roles import WHOLE
from storage.publication_records import ImprovementRecord
from tests.console.case_room import CaseRoom, Officer
from tests.storage.counted import count, counted
from tests.storage.records import put
from tests.web.published import DONE, SAID, publish

PATH = "/console/results"


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin", unit=WHOLE)


@pytest.fixture
async def closed(room: CaseRoom) -> str:
    """The code of a case that is closed."""
    return (await room.case(state="closed")).code


async def tell(officer: Officer, code: str, said: str = SAID, done: str = DONE) -> str:
    """Propose what was done; return the page that follows."""
    answer = await officer.press(f"{PATH}/improvements", code=code, said=said, done=done)
    return answer.text


async def only(room: CaseRoom) -> ImprovementRecord:
    [record] = await room.installation.storage.improvements.listed({room.unit})
    return record


async def decide(room: CaseRoom, officer: Officer, deed: str) -> str:
    record = await only(room)
    answer = await officer.press(f"{PATH}/improvements/{record.id}/{deed}")
    return answer.text


# -- holding


async def test_what_is_held_is_not_published_until_it_goes_on(
    room: CaseRoom, admin: Officer
) -> None:
    storage = room.installation.storage
    await count(storage, [counted(f"r{number}") for number in range(10)], at=1)
    page = await admin.press(f"{PATH}/hold", reason="Kiểm tra lại số liệu tháng 11", go_on="")
    assert "Đang tạm dừng" in page.text
    assert "Kiểm tra lại số liệu tháng 11" in page.text
    assert await publish(storage, date(2026, 11, 20)) == 0
    await admin.press(f"{PATH}/hold", reason="", go_on="1")
    assert await publish(storage, date(2026, 11, 20)) > 0
    page = await admin.see(PATH)
    newest = await storage.publications.newest()
    assert newest is not None
    assert newest.sha256 in page.html
    assert [row["detail"] for row in await room.audited("result.held", "results")]


async def test_nobody_holds_without_a_reason(room: CaseRoom, admin: Officer) -> None:
    page = await admin.press(f"{PATH}/hold", reason=" ", go_on="")
    assert (page.status, "Xin ghi lý do." in page.text) == (422, True)
    hold = await room.installation.storage.publications.hold()
    assert hold is None or not hold.held


async def test_heads_of_units_hold_nothing_and_see_no_publications(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    page = await head.see(PATH)
    assert "Các lần công bố" not in page.text
    assert (await head.press(f"{PATH}/hold", reason="x", go_on="")).status == 404


# -- what was done


async def test_a_second_person_lets_out_what_was_done(room: CaseRoom, closed: str) -> None:
    head, other = await room.officer("unit_head"), await room.officer("unit_head")
    assert "Đã gửi; người khác duyệt" in await tell(head, closed)
    assert (await only(room)).state == "proposed"
    assert "người khác phải duyệt" in await decide(room, head, "publish")
    assert (await only(room)).state == "proposed"
    assert "Đã đăng" in await decide(room, other, "publish")
    published = room.installation.storage.improvements.published
    assert await only(room) in await published(5)
    await decide(room, other, "withdraw")
    assert SAID not in [one.said for one in await published(5)]
    assert await room.audited("improvement.withdrawn", closed)


async def _told(stream: StreamReader) -> str:
    """What open pages are told next; soon: without being woken they look only now and then."""
    async with asyncio.timeout(5):
        while not (line := await stream.readline()).startswith(b"data: "):
            assert line, "the stream has ended"
    return line.removeprefix(b"data: ").decode().strip()


async def test_open_pages_hear_of_what_is_let_out_and_of_what_is_taken_back(
    room: CaseRoom, closed: str
) -> None:
    head, other = await room.officer("unit_head"), await room.officer("unit_head")
    await tell(head, closed)
    async with room.client.get("/results/events") as stream:
        empty = await _told(stream.content)
        await decide(room, other, "publish")
        let_out = await _told(stream.content)
        assert f'data-shown="{let_out}"' in (await head.see("/results")).html
        await decide(room, other, "withdraw")
        taken_back = await _told(stream.content)
    assert len({empty, let_out, taken_back}) == 3
    for path in ("/results", "/results/wall", "/results/embed"):
        assert f'data-shown="{taken_back}"' in (await head.see(path)).html


async def test_a_case_that_was_restricted_meanwhile_is_not_told_of(
    room: CaseRoom, closed: str
) -> None:
    storage = room.installation.storage
    head, other = await room.officer("unit_head"), await room.officer("unit_head")
    await tell(head, closed)
    case = await storage.complaints.by_code(closed)
    assert case is not None
    locked = replace(case, restricted=True, version=case.version + 1)
    await put(storage, lambda unit: storage.complaints.save(unit, locked))
    assert "chưa thể đăng" in await decide(room, other, "publish")
    assert (await only(room)).state == "proposed"


async def test_a_case_of_a_trial_is_told_of_only_where_all_is_one(room: CaseRoom) -> None:
    case = await room.case(state="closed", trial=True)
    assert is_tellable(case, trying=True)
    assert not is_tellable(case, trying=False)
    assert is_tellable(replace(case, trial=False), trying=False)


async def test_what_is_sent_back_stays_unpublished(room: CaseRoom, closed: str) -> None:
    head, other = await room.officer("unit_head"), await room.officer("unit_head")
    await tell(head, closed)
    await decide(room, other, "send-back")
    assert "Vừa có thay đổi khác" in await decide(room, other, "publish")
    assert (await only(room)).state == "returned"


async def test_who_may_write_need_not_decide(room: CaseRoom, closed: str) -> None:
    head, intake = await room.officer("unit_head"), await room.officer("intake_officer")
    await tell(head, closed)
    record = await only(room)
    answer = await intake.press(f"{PATH}/improvements/{record.id}/publish")
    assert answer.status == 404


@pytest.mark.parametrize(
    ("said", "done", "why"),
    [
        ("Chờ", DONE, "Cần từ 10 đến 200 ký tự."),
        (SAID, "x" * 201, "Cần từ 10 đến 200 ký tự."),
        (SAID, "Xin gọi số 0912 345 678 để hỏi", "Có số điện thoại trong đoạn này"),
        (SAID, "Đã trả sổ cho người có CCCD 079085001234", "Có số giấy tờ, số tài khoản"),
    ],
    ids=["short", "long", "phone", "papers"],
)
async def test_what_cannot_be_published_is_said_and_kept_on_the_page(
    room: CaseRoom, closed: str, said: str, done: str, why: str
) -> None:
    head = await room.officer("unit_head")
    page = await tell(head, closed, said, done)
    assert why in page
    assert done in page
    assert await room.installation.storage.improvements.listed({room.unit}) == []


@pytest.mark.parametrize(
    "case",
    [{"state": "in_progress"}, {"restricted": True}, {"owner_unit_id": "unit-x"}],
    ids=["open", "restricted", "elsewhere"],
)
async def test_only_of_closed_cases_that_one_may_read(
    room: CaseRoom, case: dict[str, object]
) -> None:
    head = await room.officer("unit_head")
    record = await room.case(**{"state": "closed", **case})  # type: ignore[arg-type] # by name
    page = await tell(head, record.code)
    assert "Cần mã của một vụ việc đã đóng" in page
