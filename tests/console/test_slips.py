"""Slips of a list at the desk: printed part by part, counted, and refused with a reason."""

import io
import re
from itertools import count

import pypdf
import pytest

from bot.invitations import code_hash
from bot.jobs.import_transactions import import_transactions
from bot.turns import now_ms
from flows.identifiers import Instant, SessionId
from storage.base import InvitationRecord, UnitOfWork
from tests.console.case_room import OWN_HEADERS, Answer, CaseRoom, Officer
from tests.console.response_shelf import response
from tests.console.test_transactions import a_list, newest, tried

_phones = count(10_000_000)


def row(number: int) -> str:
    return f"HS-{number};0{number}/10/2026;09{next(_phones)};Thai sản"


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


@pytest.fixture
async def slips(room: CaseRoom, admin: Officer) -> str:
    """The page of slips of a list of five, the third of whom was asked a short while ago."""
    page = await tried(room, admin, a_list([row(number) for number in range(1, 6)]))
    counted = await admin.press(f"{page.url}/apply")
    assert f'href="{page.url}/slips"' in counted.html
    storage, unit = room.installation.storage, UnitOfWork()
    [third] = await storage.transactions.page((await newest(room)).id, after=3, size=1)
    assert third.phone_index is not None
    storage.asked.ask(unit, third.phone_index, now_ms(), "of-before", not_since=Instant(0))
    await storage.commit(unit)
    return f"{page.url}/slips"


async def printed(officer: Officer, slips: str, first: int, count: int) -> list[str]:
    """Print slips; return the codes on them."""
    fields = {"csrf": officer.csrf, "first": str(first), "count": str(count)}
    headers = {**OWN_HEADERS, "Cookie": f"desk={officer.cookie}"}
    answer = await officer.client.post(slips, data=fields, headers=headers)
    assert answer.content_type == "application/pdf", await answer.text()
    pages = pypdf.PdfReader(io.BytesIO(await answer.read())).pages
    text = " ".join(page.extract_text() for page in pages)
    return re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b", text)


def figures(page: Answer) -> list[int]:
    """Transactions, invited, opened, answered, waiting, left out."""
    found = re.search(r'<dl class="card meta">.*?</dl>', page.html, re.DOTALL)
    assert found
    return [int(one) for one in re.findall(r"<dd>(\d+)</dd>", found[0])]


async def opened(room: CaseRoom, code: str) -> InvitationRecord:
    storage, unit = room.installation.storage, UnitOfWork()
    record = await storage.invitations.by_code_hash(code_hash(code))
    assert record is not None
    storage.invitations.claim(unit, record.id, SessionId(f"session-{record.id}"))
    await storage.commit(unit)
    return record


async def front_page(room: CaseRoom, code: str) -> str:
    """What somebody sees who types the code of a slip."""
    async with room.client.get("/c", params={"code": code}) as answer:
        return await answer.text()


async def test_a_list_is_printed_part_by_part_and_counted(
    room: CaseRoom, admin: Officer, slips: str
) -> None:
    assert figures(await admin.see(slips)) == [5, 0, 0, 0, 5, 0]

    codes = await printed(admin, slips, 2, 3)
    assert len(codes) == 2, "the third of the three was asked already"
    invitation = await opened(room, codes[0])
    await response(
        room, invitation_id=invitation.id, invitation_kind="personal", state="completed"
    )

    page = await admin.see(slips)
    assert figures(page) == [5, 2, 1, 1, 3, 0]
    assert 'value="4"' in page.html, "the row behind the last slip comes next"
    await printed(admin, slips, 4, 400)
    page = await admin.see(slips)
    assert figures(page) == [5, 4, 1, 1, 0, 1]
    assert "1 giao dịch không mời vì người đó đã được hỏi về giao dịch khác" in page.text


async def test_where_nobody_gets_a_slip_the_reason_is_said(
    room: CaseRoom, admin: Officer, slips: str
) -> None:
    await opened(room, (await printed(admin, slips, 2, 1))[0])

    again = await admin.press(slips, first="2", count="1")
    assert "1 giao dịch: phiếu in trước đã được mở" in again.text
    behind = await admin.press(slips, first="50", count="1")
    assert "không còn dòng nào từ dòng này trở đi" in behind.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"first": "hai", "count": "1"}, "số dòng, ví dụ 2"),
        ({"first": "2", "count": "401"}, "từ 1 đến 400"),
        ({"first": "2", "count": "0"}, "từ 1 đến 400"),
    ],
)
async def test_what_cannot_be_printed_is_said_beside_its_box(
    admin: Officer, slips: str, fields: dict[str, str], says: str
) -> None:
    page = await admin.press(slips, **fields)
    assert (page.status, says in page.text) == (422, True)


async def test_a_list_that_is_taken_back_has_no_slips(
    room: CaseRoom, admin: Officer, slips: str
) -> None:
    [code] = await printed(admin, slips, 2, 1)
    assert "Bắt đầu" in await front_page(room, code)
    await admin.press(slips.replace("/slips", "/undo"))
    await import_transactions(room.installation.services)

    assert "hết hạn" in await front_page(room, code)
    page = await admin.see(slips)
    assert "không được tính" in page.text
    assert "Từ dòng" not in page.text
    assert (await admin.press(slips, first="2", count="1")).status == 409


async def test_who_only_reads_sees_how_many_but_prints_nothing(room: CaseRoom, slips: str) -> None:
    reader, head = await room.officer("verifier"), await room.officer("unit_head")

    page = await reader.see(slips)
    assert figures(page) == [5, 0, 0, 0, 5, 0]
    assert "Từ dòng" not in page.text
    assert (await reader.press(slips, first="2", count="1")).status == 404
    assert len(await printed(head, slips, 2, 1)) == 1
