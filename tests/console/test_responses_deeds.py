"""What is done to responses: set aside and taken back in with a reason, and given as a file."""

import csv
import io
import re

import pytest

from bot.console import response_file
from bot.reports.wording import counting_of
from storage.base import ResponseRecord
from tests.console.case_room import Answer, CaseRoom, Officer
from tests.console.response_shelf import answer, response


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


async def page_of(officer: Officer, record: ResponseRecord) -> Answer:
    return await officer.see(f"/console/responses/{record.id}")


async def judged(officer: Officer, record: ResponseRecord, deed: str, reason: str) -> Answer:
    return await officer.press(f"/console/responses/{record.id}/{deed}", reason=reason)


# -- out of the figures, and back in


async def test_a_response_is_set_aside_with_a_reason_and_taken_back_in(room: CaseRoom) -> None:
    record = await response(room)
    one = await room.officer("survey_admin", name="Bùi Thị Loại")
    two = await room.officer("survey_admin", name="Cao Văn Xét")

    out = await judged(one, record, "set-aside", "trả lời trùng của cùng một người")
    kept = await room.installation.storage.responses.load(record.id)
    back = await judged(two, record, "restore", "đã xem lại, hai người khác nhau")

    assert kept is not None
    assert counting_of(kept) == "set_aside"
    assert "Không tính: đã loại" in out.text
    assert "Mới chỉ có Ông/Bà xem xét" in out.text
    assert re.search(r"Loại khỏi số liệu – Bùi Thị Loại.* trả lời trùng", back.text)
    assert re.search(r"Đưa trở lại số liệu – Cao Văn Xét.* đã xem lại", back.text)
    assert "Mới chỉ có Ông/Bà" not in back.text


async def test_both_are_written_down_without_the_reason(room: CaseRoom) -> None:
    record, admin = await response(room), await room.officer("survey_admin")
    await judged(admin, record, "set-aside", "ông Nam trả lời hai lần")
    await judged(admin, record, "restore", "nhầm, không phải ông Nam")

    for action in ("response.set_aside", "response.restored"):
        (row,) = await room.audited(action, record.id)
        assert row["actor"] == f"account:{admin.account.id}"
        assert row["detail"] == {"form": "mc"}


async def test_nothing_is_set_aside_without_a_reason(room: CaseRoom) -> None:
    record, admin = await response(room), await room.officer("survey_admin")

    page = await judged(admin, record, "set-aside", "vì")

    assert page.status == 422
    assert "Xin nêu lý do" in page.text
    kept = await room.installation.storage.responses.load(record.id)
    assert kept is not None
    assert not kept.set_aside


async def test_what_somebody_else_has_done_meanwhile_is_not_done_again(room: CaseRoom) -> None:
    record, admin = await response(room), await room.officer("survey_admin")
    await judged(admin, record, "set-aside", "trả lời trùng")

    assert (await judged(admin, record, "set-aside", "trả lời trùng")).status == 409


async def test_who_may_only_read_sets_nothing_aside(room: CaseRoom, head: Officer) -> None:
    record = await response(room)

    assert "set-aside" not in (await page_of(head, record)).html
    assert (await judged(head, record, "set-aside", "trả lời trùng")).status == 404


# -- a file


async def test_what_is_seen_is_given_as_a_file_once_it_is_written_down(
    room: CaseRoom, head: Officer
) -> None:
    record = await response(room)
    await answer(room, record, "MC5", "2", comment="=cmd|' /C calc'!A0")
    await response(room, unit_id="elsewhere")

    query = f"form=mc&unit={room.unit}"
    page = await head.press(
        "/console/responses/export", query=query, format="csv", reason="báo cáo quý IV"
    )

    header, *rows = csv.reader(io.StringIO(page.html.removeprefix("\ufeff")))
    assert header[0] == "Mã phiếu"
    assert [row[0] for row in rows] == [record.code]
    noted, *_ = await room.audited("response.export", "response")
    assert noted["detail"] == {
        "form": "mc", "format": "csv", "reason": "báo cáo quý IV", "rows": "1",
        "query": query,
    }  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [{"query": ""}, {"query": "form=intake"}, {"reason": "x"}, {"format": "exe"}],
)
async def test_no_file_without_one_form_a_kind_and_a_reason(
    head: Officer, fields: dict[str, str]
) -> None:
    given = {"query": "form=mc", "format": "csv", "reason": "báo cáo quý", **fields}

    assert (await head.press("/console/responses/export", **given)).status == 422


async def test_more_than_one_file_holds_is_not_given_in_part(
    room: CaseRoom, head: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_file, "_MOST", 1)
    await response(room)
    await response(room)

    given = {"query": "form=mc", "format": "csv", "reason": "báo cáo quý"}
    page = await head.press("/console/responses/export", **given)

    assert page.status == 422
    assert "dài hơn một tệp" in page.text
