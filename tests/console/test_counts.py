"""Counts at the desk: the table of a period within one's units, and tables from elsewhere."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.i18n import start_of
from bot.turns import now_ms
from flows.workdays import local_date
from storage.base import UnitOfWork
from survey.validity import Weight
from tests.console.case_room import Answer, CaseRoom, Officer
from tests.console.response_shelf import answer, response

PATH = "/console/counts"
REPORT = (Path(__file__).parents[1] / "data" / "report_2020.csv").read_bytes()
YEAR = {"title": "Khảo sát 2020", "from": "2019-11-01", "to": "2020-10-31"}
FULL = Weight(shown=15, answered=15, rated=15, lowest=2, highest=5)


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


async def survey(room: CaseRoom, weight: Weight | None = FULL, **changes: object) -> None:
    """Store a response that was opened just now."""
    record = await response(room, **changes)
    storage, unit = room.installation.storage, UnitOfWork()
    if weight is not None:
        await answer(room, record, "MC1", 4)
        storage.counting.weigh(unit, record.id, weight)
        await storage.commit(unit)


def row(page: Answer, name: str) -> list[int]:
    """The numbers of the line that begins with a name."""
    [found] = re.findall(
        rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', page.html, re.DOTALL
    )[:1]
    return [int(number) for number in re.findall(r">(\d+)</td>", found)]


# -- what was counted here


async def test_the_table_reconciles_and_says_why_forms_are_invalid(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room)
    await survey(room, Weight(shown=15, answered=3, rated=3, lowest=1, highest=4))
    await survey(room, None, state="declined")
    await survey(room, None, state="in_progress", completed_at=None, code=None)
    page = await head.see(PATH)
    assert row(page, "Tổng cộng") == [4, 3, 1, 2, 1]
    assert "trả lời chưa đủ 1" in page.text
    assert "không đồng ý tham gia 1" in page.text


async def test_each_reason_leads_to_its_responses(room: CaseRoom, head: Officer) -> None:
    short = Weight(shown=15, answered=3, rated=3, lowest=1, highest=4)
    await survey(room)
    await survey(room, short)
    await survey(room, short, unit_id="elsewhere")
    links = re.findall(r'href="(/console/figures/responses\?[^"]+)"', (await head.see(PATH)).html)
    [listed] = [await head.see(link.replace("&amp;", "&")) for link in links]
    assert "trả lời chưa đủ" in listed.text
    assert len(re.findall(r'href="/console/responses/[0-9a-z]{26}"', listed.html)) == 1
    strange = await head.see(links[0].replace("&amp;", "&").replace("unfinished", "no.such"))
    assert strange.status == 200
    assert "/console/responses/" not in strange.html
    leader = await room.officer("national_viewer")
    assert "/console/figures/responses" not in (await leader.see(PATH)).html


async def test_one_sees_the_counts_of_ones_own_units_only(room: CaseRoom, head: Officer) -> None:
    await survey(room)
    await survey(room, unit_id="elsewhere")
    assert row(await head.see(PATH), "Tổng cộng")[0] == 1


async def test_kinds_of_invitations_are_counted_apart(room: CaseRoom, head: Officer) -> None:
    await survey(room, invitation_kind="place")
    await survey(room, invitation_kind="assisted")
    page = await head.see(PATH)
    assert row(page, "mã tại điểm giao dịch") == [1, 1, 1, 0, 0]
    assert row(page, "có viên chức hỗ trợ") == [1, 1, 1, 0, 0]


async def test_a_period_holds_both_its_days(room: CaseRoom, head: Officer) -> None:
    today = local_date(now_ms())
    await survey(room, started_at=start_of(today))
    day = today.isoformat()
    assert row(await head.see(f"{PATH}?from={day}&to={day}"), "Tổng cộng")[0] == 1
    assert "Không có phiếu nào" in (await head.see(f"{PATH}?from=2020-01-01&to=2020-12-31")).text


async def test_days_the_wrong_way_round_are_turned(room: CaseRoom, head: Officer) -> None:
    await survey(room)
    day = local_date(now_ms()).isoformat()
    page = await head.see(f"{PATH}?from={day}&to=2025-01-01")
    assert "đã được đổi chỗ" in page.text
    assert row(page, "Tổng cộng")[0] == 1


async def test_the_table_is_given_as_a_file_and_written_down(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room)
    page = await head.see(PATH)
    fields = {"query": page.field("query"), "format": "csv", "reason": "họp giao ban quý"}
    given = await head.press(f"{PATH}/export", **fields)
    assert given.status == 200
    assert "Phát ra,Thu về,Hợp lệ,Không hợp lệ" in given.html
    rows = await room.installation.storage.audit.listed()
    assert "count.exported" in {row["action"] for row in rows}


# -- tables from elsewhere


async def take_in(head: Officer, content: bytes = REPORT, **changes: str) -> Answer:
    fields = {**YEAR, "unit": head.account.grants[0].unit_id, **changes}
    return await head.upload(f"{PATH}/tables/new", "bao cáo 2020.csv", content, **fields)


async def test_a_report_is_taken_in_noted_on_and_approved(head: Officer) -> None:
    page = await take_in(head)
    assert "nguồn ghi “03”" in page.text
    assert "BHXX huyện Tuy Đức" in page.text
    path = page.url.partition("?")[0]
    assert "Còn" in page.text
    refused = await head.press(f"{path}/approve")
    assert refused.status == 422
    while "chỗ cần ghi chú" in (page := await head.see(path)).text:
        open_flags = [
            part.split('name="flag" value="')[1].split('"')[0]
            for part in page.html.split('<li class="card">')[1:]
            if 'class="noted"' not in part
        ]
        await head.press(f"{path}/note", flag=open_flags[0], note="đã kiểm tra lại")
    approved = await head.press(f"{path}/approve")
    assert "đã duyệt" in approved.text


async def test_a_table_is_taken_back_and_back_again(head: Officer) -> None:
    path = (await take_in(head)).url.partition("?")[0]
    assert "đã rút" in (await head.press(f"{path}/withdraw")).text
    assert "nháp" in (await head.press(f"{path}/restore")).text


async def test_the_same_file_is_not_taken_in_twice(head: Officer) -> None:
    await take_in(head)
    again = await take_in(head)
    assert again.status == 422
    assert "đã được nhập" in again.text


@pytest.mark.parametrize(
    ("changes", "content", "words"),
    [
        ({"title": ""}, REPORT, "tên bảng"),
        ({"from": ""}, REPORT, "ngày đầu"),
        ({"to": "2018-01-01"}, REPORT, "không được trước"),
        ({}, b"", "chọn một tệp"),
        ({}, b"a;b\n1;2\n", "Còn thiếu"),
        ({}, b"PK\x03\x04 no workbook", "Tệp"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    head: Officer, changes: dict[str, str], content: bytes, words: str
) -> None:
    page = await take_in(head, content, **changes)
    assert page.status == 422
    assert words in page.text
    if "title" not in changes:
        assert 'value="Khảo sát 2020"' in page.html


async def test_another_units_table_is_not_there(room: CaseRoom, head: Officer) -> None:
    path = (await take_in(head)).url.partition("?")[0]
    stranger = await room.officer("unit_head", unit="elsewhere")
    assert (await stranger.see(path)).status == 404
    assert (await stranger.press(f"{path}/withdraw")).status == 404
    assert (await take_in(stranger, unit=head.account.grants[0].unit_id)).status == 404


async def test_a_flag_that_is_not_there_cannot_be_noted_on(head: Officer) -> None:
    path = (await take_in(head)).url.partition("?")[0]
    page = await head.press(f"{path}/note", flag="missing/1/valid", note="không có gì")
    assert page.status == 422
    assert "không còn trong bảng" in page.text


async def test_hostile_names_stay_words(head: Officer) -> None:
    name = "<script>alert(1)</script>"
    content = f"Đơn vị,Phát ra,Thu về,Hợp lệ,Không hợp lệ\n{name},1,1,1,0\n".encode()
    page = await take_in(head, content, title=name)
    assert name not in page.html
    assert quote(name) not in page.html
