"""Telephone numbers in the words of a response: hidden on the page and in files, shown once with
a reason.
"""

import pytest

from flows.redaction import HIDDEN
from storage.base import ResponseRecord
from tests.console.case_room import CaseRoom, Officer
from tests.console.response_shelf import answer, response

COMMENT = "Gọi tôi 0987 650 321, CCCD 068090001234 nhé"
MASKED = "098•••321"


@pytest.fixture
async def shelved(room: CaseRoom) -> ResponseRecord:
    record = await response(room)
    await answer(room, record, "MC5", "2", comment=COMMENT)
    return record


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


async def test_they_are_hidden_until_somebody_says_why(
    room: CaseRoom, head: Officer, shelved: ResponseRecord
) -> None:
    path = f"/console/responses/{shelved.id}"
    page = await head.see(path)
    assert MASKED in page.text
    assert "650 321" not in page.text
    whole = await head.press(f"{path}/reveal", reason="gọi lại để xác minh")
    assert "0987 650 321" in whole.text
    assert "650 321" not in (await head.see(path)).text, "for one answer only"
    (row,) = await room.audited("response.reveal", shelved.id)
    assert row["detail"] == {"form": "mc", "reason": "gọi lại để xác minh"}


async def test_without_a_reason_nothing_is_shown_and_nothing_noted(
    room: CaseRoom, head: Officer, shelved: ResponseRecord
) -> None:
    page = await head.press(f"/console/responses/{shelved.id}/reveal", reason="gọi")
    assert page.status == 422
    assert "650 321" not in page.text
    assert await room.audited("response.reveal", shelved.id) == []


async def test_what_must_not_be_kept_is_not_shown_with_a_reason_either(
    head: Officer, shelved: ResponseRecord
) -> None:
    path = f"/console/responses/{shelved.id}"
    for page in (await head.see(path), await head.press(f"{path}/reveal", reason="xác minh")):
        assert HIDDEN in page.text
        assert "068090001234" not in page.text


async def test_who_only_checks_reads_them_hidden(room: CaseRoom, shelved: ResponseRecord) -> None:
    verifier = await room.officer("verifier")
    page = await verifier.see(f"/console/responses/{shelved.id}")
    assert MASKED in page.text
    assert "/reveal" not in page.html
    pressed = await verifier.press(f"/console/responses/{shelved.id}/reveal", reason="xác minh")
    assert pressed.status == 404


async def test_a_response_without_numbers_offers_nothing(room: CaseRoom, head: Officer) -> None:
    record = await response(room)
    await answer(room, record, "MC5", "2", comment="Chờ lâu quá")
    assert "/reveal" not in (await head.see(f"/console/responses/{record.id}")).html


@pytest.mark.usefixtures("shelved")
async def test_a_file_holds_them_hidden(head: Officer) -> None:
    order = {"format": "csv", "reason": "báo cáo tuần", "query": "form=mc"}
    page = await head.press("/console/responses/export", **order)
    assert MASKED in page.html
    assert "650 321" not in page.html
    assert "068090001234" not in page.html
