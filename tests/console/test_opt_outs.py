"""Somebody calls: an officer enters that they want no more, or takes back what was wrong."""

import pytest

from storage.base import Storage
from tests.console.case_room import CaseRoom, Officer

PATH = "/console/opt-outs"
TYPED, NUMBER = "0901 234 567", "+84901234567"
ADDRESS = "lan@example.vn"


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


async def is_out(storage: Storage) -> tuple[bool, bool]:
    """Whether the number and the address are asked no more."""
    opt_outs = storage.opt_outs
    return await opt_outs.has_number(NUMBER), await opt_outs.has_address(ADDRESS)


async def test_who_calls_is_asked_no_more_until_that_is_taken_back(
    room: CaseRoom, admin: Officer
) -> None:
    storage = room.installation.storage
    page = await admin.press(PATH, who=TYPED)
    assert "không gửi lời mời, lời nhắc tới người này nữa" in page.text
    assert await is_out(storage) == (True, False)
    await admin.press(PATH, who=ADDRESS.upper())
    assert await is_out(storage) == (True, True)
    await admin.press(PATH, who=NUMBER, back="1")  # as the button that undoes it posts
    await admin.press(PATH, who=ADDRESS, back="1")
    assert await is_out(storage) == (False, False)


async def test_what_somebody_said_before_has_no_undo(admin: Officer) -> None:
    await admin.press(PATH, who=TYPED)
    again = await admin.press(PATH, who=TYPED)
    assert "đã đề nghị không nhận tin từ trước" in again.text
    assert 'name="back" value="1"><button' not in again.text


async def test_the_log_says_that_it_was_entered_and_not_for_whom(
    room: CaseRoom, admin: Officer
) -> None:
    await admin.press(PATH, who=TYPED)
    await admin.press(PATH, who=TYPED, back="1")
    rows = await room.installation.storage.audit.listed()
    lines = [row for row in rows if row["target"] == "opt_outs"]
    assert [row["action"] for row in lines[:2]] == ["opt_out.taken_back", "opt_out.entered"]
    assert "234567" not in repr(lines).replace(" ", "")


@pytest.mark.parametrize("typed", ["", "abc", "0901", "a@", "a@b c@d"])
async def test_what_is_neither_a_number_nor_an_address_is_said_so(
    admin: Officer, typed: str
) -> None:
    page = await admin.press(PATH, who=typed)
    assert page.status == 422
    assert "Xin ghi một số điện thoại" in page.text


async def test_only_who_sends_enters_it(room: CaseRoom) -> None:
    head = await room.officer("unit_head")
    assert (await head.press(PATH, who=TYPED)).status == 404
    assert await is_out(room.installation.storage) == (False, False)
