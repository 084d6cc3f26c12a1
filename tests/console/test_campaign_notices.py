"""Who is told of a campaign's approval, by the bell of the desk."""

import pytest
from msgspec.structs import replace

from bot.jobs.start_planned import start_planned
from bot.turns import now_ms
from storage.base import UnitOfWork
from tests.console.broadcast_desk import PEOPLE, confirmed, set_terms
from tests.console.broadcast_desk import campaign as asking
from tests.console.case_room import CaseRoom, Officer
from tests.console.test_campaigns import complete, pressed

NOTICES = "/console/notices?unread=1"


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


@pytest.fixture
async def leader(room: CaseRoom) -> Officer:
    return await room.officer("provincial_leader")


async def test_who_may_approve_is_told_that_a_campaign_waits(
    admin: Officer, leader: Officer
) -> None:
    path = await complete(admin)
    await pressed(admin, path, "submit")
    told = await leader.see(NOTICES)
    assert "trình duyệt đợt khảo sát “Khảo sát quý IV/2026”" in told.text
    assert f'href="{path}"' in told.html
    assert "trình duyệt" not in (await admin.see(NOTICES)).text


async def test_its_maker_is_told_of_the_approval(admin: Officer, leader: Officer) -> None:
    path = await complete(admin)
    await pressed(admin, path, "submit")
    await pressed(leader, path, "approve")
    assert "đã duyệt đợt khảo sát" in (await admin.see(NOTICES)).text


async def test_its_maker_is_told_why_it_came_back(admin: Officer, leader: Officer) -> None:
    path = await complete(admin)
    await pressed(admin, path, "submit")
    await pressed(leader, path, "back", reason="nhóm hộ gia đình còn thiếu, gọi 0912345678")
    told = await admin.see(NOTICES)
    assert "Lý do: nhóm hộ gia đình còn thiếu" in told.text
    assert "0912345678" not in told.html


async def test_few_invitations_disturb_nobody(admin: Officer, leader: Officer) -> None:
    path = await complete(admin, size="30")
    await pressed(admin, path, "submit")
    assert "đợt khảo sát" not in (await leader.see(NOTICES)).text


async def test_who_may_approve_is_told_of_a_reminder_that_waits_for_them(
    room: CaseRoom, admin: Officer, leader: Officer
) -> None:
    path = await asking(room, changed_by="b")
    await confirmed(admin, path)
    await set_terms(room, path, approve_above=PEOPLE - 1)
    await reminder_put_off(room, path)
    told = await leader.see(NOTICES)
    assert told.text.count("phải được người thứ hai phê duyệt") == 1
    assert f'href="{path}/broadcasts"' in told.html
    listed = await leader.see(f"{path}/broadcasts")
    assert "phải được người thứ hai phê duyệt" in listed.text


async def reminder_put_off(room: CaseRoom, path: str) -> None:
    """Let the first planned reminder be due, and not begin."""
    broadcasts, unit = room.installation.storage.broadcasts, UnitOfWork()
    _, reminder, _ = await broadcasts.of_campaign(path.rpartition("/")[2])
    due = replace(reminder.window, starts_at=now_ms())
    broadcasts.save(unit, replace(reminder, window=due))
    await room.installation.storage.commit(unit)
    for _ in range(2):
        assert await start_planned(room.installation.services) == 0


async def test_a_reminder_that_lacks_a_text_says_so_wherever_it_waits(
    room: CaseRoom, admin: Officer
) -> None:
    path = await asking(room, changed_by=f"account:{admin.account.id}")
    url = await confirmed(admin, path)
    await set_terms(room, path, languages=("vi", "en"))
    await reminder_put_off(room, path)
    for page in (NOTICES, f"{path}/broadcasts", url.replace("number=1", "number=2")):
        assert "Còn thiếu nội dung gửi bằng một ngôn ngữ" in (await admin.see(page)).text
