"""Texts of a large wave at the desk: proposed by one, taken or refused by another."""

import pytest

from storage.broadcast_records import BroadcastRecord
from tests.console.broadcast_desk import PEOPLE, campaign, confirmed, pressed, set_terms, typed
from tests.console.case_room import CaseRoom, Officer

NEW = "Mời Ông/Bà góp ý: {link} Nếu không muốn nhận: {dung}"
NOTICES = "/console/notices?unread=1"


@pytest.fixture
async def leader(office: CaseRoom) -> Officer:
    return await office.officer("provincial_leader")


async def large(office: CaseRoom, admin: Officer, **life: object) -> tuple[str, str]:
    """The paths of a campaign, and of its wave, which no one person rewrites."""
    path = await campaign(office, **life)
    url = await confirmed(admin, path)
    await set_terms(office, path, approve_above=PEOPLE - 1)
    return path, url


async def wave_of(office: CaseRoom, path: str) -> BroadcastRecord:
    first, *_ = await office.installation.storage.broadcasts.of_campaign(path.rpartition("/")[2])
    return first


def says_new(record: BroadcastRecord) -> bool:
    return any("Mời Ông/Bà góp ý" in one.text for one in record.texts)


async def test_a_second_person_takes_what_one_proposed(
    office: CaseRoom, admin: Officer, leader: Officer
) -> None:
    path, url = await large(office, admin)
    page = await admin.see(url.replace("/broadcast?", "/broadcast/texts?"))
    assert "phải có người thứ hai duyệt" in page.text
    assert "Đã trình duyệt nội dung mới" in (await typed(admin, path, url, NEW)).text
    waits = await wave_of(office, path)
    assert (says_new(waits), waits.state) == (False, "running")
    assert "đề nghị đổi nội dung tin" in (await leader.see(NOTICES)).text
    assert "Duyệt nội dung mới" not in (await admin.see(url)).text
    assert (await pressed(admin, path, url, "take")).status in {403, 404, 422}
    assert "Đã duyệt" in (await pressed(leader, path, url, "take")).text
    taken = await wave_of(office, path)
    assert says_new(taken)
    assert taken.texts_by == f"account:{leader.account.id}"
    assert "đã duyệt nội dung mới" in (await admin.see(NOTICES)).text
    assert await office.audited("broadcast.propose", taken.id)
    assert await office.audited("broadcast.take", taken.id)


async def test_whoever_made_the_campaign_is_second_to_what_another_proposes(
    office: CaseRoom, admin: Officer, leader: Officer
) -> None:
    """In a small office there may be nobody else: who may take it is told of it."""
    path, url = await large(office, admin, changed_by=f"account:{leader.account.id}")
    await typed(admin, path, url, NEW)
    assert "đề nghị đổi nội dung tin" in (await leader.see(NOTICES)).text
    assert "Đã duyệt" in (await pressed(leader, path, url, "take")).text


async def test_it_is_held_meanwhile_where_the_old_texts_are_wrong(
    office: CaseRoom, admin: Officer, leader: Officer
) -> None:
    path, url = await large(office, admin)
    await typed(admin, path, url, NEW, hold="1")
    assert (await wave_of(office, path)).state == "paused"
    await pressed(leader, path, url, "take")
    await pressed(admin, path, url, "resume")
    assert (await wave_of(office, path)).state == "running"


async def test_it_is_refused_with_a_reason_that_its_author_reads(
    office: CaseRoom, admin: Officer, leader: Officer
) -> None:
    path, url = await large(office, admin)
    await typed(admin, path, url, NEW)
    assert (await pressed(leader, path, url, "refuse", reason="")).status == 422
    await pressed(leader, path, url, "refuse", reason="câu mời chưa nói tự nguyện")
    assert "câu mời chưa nói tự nguyện" in (await admin.see(NOTICES)).text
    record = await wave_of(office, path)
    assert (says_new(record), record.proposed) == (False, ())


async def test_its_author_withdraws_it(office: CaseRoom, admin: Officer) -> None:
    path, url = await large(office, admin)
    await typed(admin, path, url, NEW)
    assert "Đã rút lại" in (await pressed(admin, path, url, "withdraw")).text
    assert (await wave_of(office, path)).proposed == ()


async def test_a_planned_reminder_can_be_rewritten_so_too(
    office: CaseRoom, admin: Officer, leader: Officer
) -> None:
    path, url = await large(office, admin)
    reminder = url.replace("number=1", "number=2")
    await typed(admin, path, reminder, NEW)
    await pressed(leader, path, reminder, "take")
    _, second, _ = await office.installation.storage.broadcasts.of_campaign(
        path.rpartition("/")[2]
    )
    assert (second.planned, second.state, says_new(second)) == (True, "draft", True)
