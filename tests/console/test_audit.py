"""The audit page: who did what, filtered, whole or tampered with, and given as a file."""

import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from bot.i18n import day_of
from bot.turns import now_ms
from flows.identifiers import Instant
from storage.audit_heads import AuditHeads
from storage.base import UnitOfWork
from tests.console.case_room import (
    DAY,
    PROVINCE,
    Answer,
    CaseRoom,
    Officer,
    case_room,
    console_over,
    served,
)
from tests.console.response_shelf import response
from tests.storage.tampering import round_triggers


async def noted(room: CaseRoom, action: str, target: str, **more: object) -> None:
    """Write a line into the log, as some part of the service would."""
    storage, unit = room.installation.storage, UnitOfWork()
    line: dict[str, object] = {"at": now_ms(), "actor": "citizen", "detail": {}, **more}
    storage.audit.note(unit, action=action, target=target, **line)  # type: ignore[arg-type] # by name
    await storage.commit(unit)


def targets(page: Answer) -> list[str]:
    label = re.escape("Đối tượng")
    return re.findall(rf'<td data-label="{label}">([^<]*)</td>', page.html)


@pytest.fixture
async def auditor(room: CaseRoom) -> Officer:
    return await room.officer("data_protection", unit="*")


async def test_a_line_says_who_did_what_to_which_thing(auditor: Officer, room: CaseRoom) -> None:
    officer, case = await room.officer(name="Phạm Thị Nhận"), await room.case()
    await officer.do(case.code, "take")

    page = await auditor.see(f"/console/audit?target={case.code}")

    assert targets(page) == [case.code]
    assert "Phạm Thị Nhận Nhận hoặc trả lại phản ánh" in page.text
    assert "Trạng thái Đang xử lý" in page.text


async def test_each_filter_leaves_only_its_own(auditor: Officer, room: CaseRoom) -> None:
    name, now = room.unit, now_ms()
    await noted(room, "opted_out", f"{name}-a", at=Instant(now - 40 * DAY))
    await noted(room, "opted_out", f"{name}-b", actor="system")
    await noted(room, "place_added", f"{name}-c", actor="system")

    async def found(query: str) -> set[str]:
        page = await auditor.see(f"/console/audit?{query}")
        return {target for target in targets(page) if target.startswith(name)}

    assert await found("who=citizen") == {f"{name}-a"}
    assert await found("who=system") == {f"{name}-b", f"{name}-c"}
    assert await found("what=opted_out") == {f"{name}-a", f"{name}-b"}
    assert await found(f"target={name}-c") == {f"{name}-c"}
    between = day_of(Instant(now - 20 * DAY)).isoformat()
    assert await found(f"what=opted_out&since={between}") == {f"{name}-b"}
    assert f"{name}-b" not in await found(f"until={between}")


async def test_pages_go_on_and_show_each_line_once(auditor: Officer, room: CaseRoom) -> None:
    action = f"{room.unit}.done"
    for number in range(120):
        await noted(room, action, f"t{number}")
    page, seen = await auditor.see(f"/console/audit?what={action}"), []
    while True:
        seen += targets(page)
        older = re.search(r'href="([^"]+)" rel="next"', page.html)
        if older is None:
            break
        page = await auditor.see(older[1].replace("&amp;", "&"))

    assert seen == [f"t{number}" for number in reversed(range(120))]


async def test_numbers_that_officers_typed_are_not_shown(auditor: Officer, room: CaseRoom) -> None:
    case = await room.case(name="Nguyễn Văn Ân", phone="+84912345678")
    head = await room.officer("unit_head")
    path = f"/console/cases/{case.code}/reveal"
    await head.press(path, field="name", reason="gọi 0912 345 678 để hỏi rõ")

    page = await auditor.see(f"/console/audit?target={case.code}")

    assert "gọi [đã ẩn] để hỏi rõ" in page.text
    for secret in ("0912", "345 678", "Ân"):
        assert secret not in page.html


async def test_a_party_reads_nothing_of_their_case(auditor: Officer, room: CaseRoom) -> None:
    survey, storage, unit = await response(room), room.installation.storage, UnitOfWork()
    told = await response(room, form="intake", session_id=survey.session_id)
    case = await room.case(response_id=told.id, session_id=survey.session_id)
    await (await room.officer()).do(case.code, "take")
    for one in (survey, told):
        await noted(room, "response.export", one.id)
    other = await room.officer("data_protection", unit="*")
    storage.complaints.add_party(unit, case.id, other.account.id, "found")
    await storage.commit(unit)

    for target in (case.code, told.id, survey.id):
        assert targets(await auditor.see(f"/console/audit?target={target}"))
        assert not targets(await other.see(f"/console/audit?target={target}"))


async def test_the_log_is_not_for_a_leader_of_one_unit(room: CaseRoom) -> None:
    assert (await (await room.officer("provincial_leader")).see("/console/audit")).status == 404
    leader = await room.officer("provincial_leader", PROVINCE)
    assert (await leader.see("/console/audit")).status == 200


@pytest.fixture
async def quiet_room(database_url: str, tmp_path: Path) -> AsyncIterator[CaseRoom]:
    """An installation of its own: what the log holds is what this test wrote."""
    async with served(tmp_path, database_url) as (installation, client):
        yield await case_room(installation, client)


async def test_the_log_is_found_whole_and_the_look_is_written_down(quiet_room: CaseRoom) -> None:
    auditor, case = await quiet_room.officer("data_protection", "*"), await quiet_room.case()
    await (await quiet_room.officer()).do(case.code, "take")
    before = await auditor.see("/console/audit")
    await quiet_room.installation.storage.audit.seal(now_ms())

    page = await auditor.press("/console/audit/verify")

    assert "Chưa có dòng nào" in before.text
    assert "Nhật ký nguyên vẹn" in page.text
    assert re.search(r"Đã niêm phong \d dòng, đến", page.text)
    (row,) = await quiet_room.audited("audit.verified", "audit")
    assert row["detail"] == {"faults": "0"}
    assert row["actor"] == f"account:{auditor.account.id}"


async def test_a_line_that_was_changed_is_found(quiet_room: CaseRoom) -> None:
    auditor, storage = (
        await quiet_room.officer("data_protection", "*"),
        quiet_room.installation.storage,
    )
    await noted(quiet_room, "place_added", "before")
    await storage.audit.seal(now_ms())
    await round_triggers(storage, "UPDATE audit SET target = 'after'")

    page = await auditor.press("/console/audit/verify")

    assert "Nhật ký đã bị sửa" in page.text
    assert "vị trí 1, dòng số 1" in page.text


async def test_the_newest_signed_head_is_shown(quiet_room: CaseRoom, tmp_path: Path) -> None:
    storage = quiet_room.installation.storage
    heads = AuditHeads(tmp_path / "heads.jsonl", storage.ring)
    signed = replace(quiet_room.installation.services, audit_heads=heads)
    async with console_over(signed) as client:
        auditor = replace(await quiet_room.officer("data_protection", "*"), client=client)
        await noted(quiet_room, "place_added", "x")
        await storage.audit.seal(now_ms())
        before = await auditor.see("/console/audit")
        head = await storage.audit.head()
        assert head is not None
        forged = msgspec.structs.replace(heads.append(head), position=head.position + 99)
        with heads.path.open("ab") as file:
            file.write(msgspec.json.encode(forged))
        after = await auditor.see("/console/audit")

    assert "Chưa ký lần nào" in before.text
    assert f"đến dòng {head.position}, niêm phong lúc" in after.text


async def test_the_chosen_lines_are_given_as_a_file_once_it_is_written_down(
    auditor: Officer, room: CaseRoom
) -> None:
    action = f"{room.unit}.exported"
    await noted(room, action, "=cmd()", detail={"reason": "gọi 0912345678"})

    page = await auditor.press(
        "/console/audit/export", query=f"what={action}", format="csv", reason="thanh tra quý IV"
    )

    header, row = csv.reader(io.StringIO(page.html.removeprefix("\ufeff")))
    assert header[2:5] == ["Người làm", "Mã người làm", "Việc đã làm"]
    assert row[2:] == ["Người gửi", "citizen", action, action, "'=cmd()", "Lý do: gọi [đã ẩn]"]
    (noted_row, *_) = await room.audited("audit.export", "audit")
    assert noted_row["detail"] == {
        "rows": "1",
        "query": f"what={action}",
        "format": "csv",
        "reason": "thanh tra quý IV",
    }


@pytest.mark.parametrize("fields", [{"reason": "xem"}, {"format": "exe"}, {}])
async def test_no_file_without_a_reason(
    auditor: Officer, room: CaseRoom, fields: dict[str, str]
) -> None:
    before = await room.audited("audit.export", "audit")

    given = {"query": "", "format": "csv", "reason": "", **fields}
    page = await auditor.press("/console/audit/export", **given)

    assert page.status == 422
    assert await room.audited("audit.export", "audit") == before


async def test_nonsense_in_the_address_does_no_harm(auditor: Officer) -> None:
    for query in (
        "after=%00",
        f"after=newest.1.{'9' * 40}",
        f"after=newest.-{'9' * 15}.1",
        "who=%00",
        "since=9999-12-31&until=9999-12-31",
        "since=0001-01-01",
        "what=%27%3B--",
    ):
        assert (await auditor.see(f"/console/audit?{query}")).status == 200, query


async def test_an_empty_choice_says_so(auditor: Officer) -> None:
    page = await auditor.see("/console/audit?target=never-there")

    assert "Không có dòng nào khớp" in page.text


async def test_who_may_not_read_it_finds_no_audit_page(room: CaseRoom) -> None:
    assert (await (await room.officer()).see("/console/audit")).status == 404
