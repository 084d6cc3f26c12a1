"""One line of the audit log: what was before and after, who did it, and where it lies in the
chain.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.turns import now_ms
from flows.desk.roles import ROLES, Role
from storage.audit_heads import AuditHeads
from storage.base import UnitOfWork
from storage.desk_records import AuditFilter, AuditRow
from tests.console.case_room import CaseRoom, Officer


async def newest(room: CaseRoom, target: str) -> AuditRow:
    page = await room.installation.storage.audit.page(AuditFilter(target=target), reader="")
    return page.rows[0]


async def taken(room: CaseRoom) -> AuditRow:
    """The line that says who took a case."""
    case = await room.taken_by(await room.officer(name="Phạm Thị Nhận"))
    return await newest(room, case.code)


def path_of(row: AuditRow) -> str:
    return f"/console/audit?line={row.id}"


@pytest.fixture
async def auditor(room: CaseRoom) -> Officer:
    return await room.officer("data_protection", unit="*")


async def test_it_says_how_it_was_and_how_it_is(auditor: Officer, room: CaseRoom) -> None:
    row = await taken(room)
    page = await auditor.see(path_of(row))
    assert f"Dòng nhật ký {row.id}" in page.text
    assert "Phạm Thị Nhận" in page.text
    assert "Trạng thái Đã nhận Đang xử lý" in page.text
    assert f"target={row.target}" in page.html


async def test_it_is_found_from_the_list(auditor: Officer, room: CaseRoom) -> None:
    row = await taken(room)
    assert path_of(row) in (await auditor.see(f"/console/audit?target={row.target}")).html


async def test_its_place_is_shown_once_it_is_sealed(auditor: Officer, room: CaseRoom) -> None:
    storage, row = room.installation.storage, await taken(room)
    assert "đang chờ niêm phong" in (await auditor.see(path_of(row))).text
    while await storage.audit.seal(now_ms()):
        pass
    line = await storage.audit.line(row.id, reader="")
    assert line is not None
    assert line.place is not None
    page = await auditor.see(path_of(row))
    assert line.place.hash in page.text
    assert "Đã ký ngoài cơ sở dữ liệu Không" in page.text


@pytest.mark.parametrize("line", ["999999999", "0", "-1", "x", "", "9" * 40])
async def test_what_is_no_line_is_not_there(auditor: Officer, line: str) -> None:
    assert (await auditor.see(f"/console/audit?line={line}")).status == 404


@pytest.mark.parametrize("role", ROLES)
async def test_one_line_is_for_those_who_may_read_the_log(room: CaseRoom, role: Role) -> None:
    row = await taken(room)
    there, absent = [
        await (await room.officer(role)).see(f"/console/audit?line={line}")
        for line in (row.id, 999_999_999)
    ]
    assert (there.status, there.text) == (404, absent.text), "a role in one unit opens no log"


async def test_a_party_finds_no_line_about_their_case(auditor: Officer, room: CaseRoom) -> None:
    storage, unit, row = room.installation.storage, UnitOfWork(), await taken(room)
    case = await storage.complaints.by_code(row.target)
    assert case is not None
    storage.complaints.add_party(unit, case.id, auditor.account.id, "found")
    await storage.commit(unit)
    assert (await auditor.see(path_of(row))).status == 404


async def test_what_no_signature_covers_is_counted(room: CaseRoom, tmp_path: Path) -> None:
    storage = room.installation.storage
    heads = AuditHeads(tmp_path / "heads.jsonl", storage.ring)
    while await storage.audit.seal(now_ms()):
        pass
    head = await storage.audit.head()
    assert head is not None
    heads.append(head)
    assert (await storage.audit.unsigned(heads.read())).rows == 0
    row = await taken(room)
    found = await storage.audit.unsigned(heads.read())
    assert (found.rows, found.since) == (1, row.at)
    await storage.audit.seal(now_ms())
    assert await storage.audit.unsigned(heads.read()) == found, "sealed is not signed"
    forged = replace(heads.read()[0], position=head.position + 1)
    assert await storage.audit.unsigned([*heads.read(), forged]) == found, "nobody signed it"
