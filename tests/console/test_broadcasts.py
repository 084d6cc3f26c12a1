"""Waves at the desk: made, foretold, confirmed by number, held, changed, ended and handed out."""

import asyncio
import re
from dataclasses import replace as rebuilt
from datetime import timedelta

import pytest

from bot.accounts import By
from bot.broadcasts import BroadcastRefusedError, Broadcasts
from bot.broadcasts.launching import Launching
from bot.i18n import day_of
from bot.turns import now_ms
from tests.console.broadcast_desk import (
    PEOPLE,
    campaign,
    confirmed,
    made,
    pressed,
    set_terms,
    sorted_out,
    typed,
)
from tests.console.case_room import CaseRoom, Officer, console_over

# -- before anything leaves


async def test_without_waves_the_page_says_what_one_is(office: CaseRoom, admin: Officer) -> None:
    page = await admin.see(f"{await campaign(office)}/broadcasts")
    assert "Chưa có lượt gửi nào" in page.text
    assert "Lập lượt gửi" in page.text


async def test_a_draft_tells_how_many_how_long_and_what_people_read(
    office: CaseRoom, admin: Officer
) -> None:
    page = await admin.see(await made(admin, await campaign(office)))
    assert "chưa xác nhận" in page.text
    assert f"Phiếu in, danh sách {PEOPLE} in hoặc giao nơi khác gửi" in page.text
    assert "Tin cuối cùng rời đi khoảng" in page.text
    assert "0 đồng" in page.text
    assert "Lời mời" in page.text
    assert "{link}" not in page.text


async def test_what_all_of_it_costs_is_said_before_it_is_confirmed(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    services = rebuilt(
        office.installation.services,
        settings=rebuilt(office.installation.services.settings, cost_list=350),
    )
    async with console_over(services) as client:
        page = await rebuilt(admin, client=client).see(await made(admin, path))
    assert "4.200 đồng" in page.text


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("", "", "Hãy ghi ngày và giờ"),
        ("2001-01-01T08:00", "", "phải nằm trong những ngày khảo sát"),
        ("2001-01-01T08:00", "tomorrow", "Hãy ghi ngày và giờ"),
    ],
)
async def test_a_time_outside_the_field_work_is_refused_beside_its_field(
    office: CaseRoom, admin: Officer, starts: str, ends: str, words: str
) -> None:
    path = await campaign(office)
    page = await admin.press(f"{path}/broadcasts", wave="0", starts=starts, ends=ends)
    assert page.status == 422
    assert words in page.text


async def test_only_who_types_the_right_number_sends(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await made(admin, path)
    wrong = await pressed(admin, path, url, "confirm", count=str(PEOPLE + 1))
    assert wrong.status == 422
    assert "chưa đúng với số người" in wrong.text
    right = await pressed(admin, path, url, "confirm", count=str(PEOPLE))
    assert "Đã xác nhận" in right.text
    name = path.rpartition("/")[2]
    campaigns = office.installation.storage.campaigns
    running = await campaigns.by_id(None, name)
    assert running is not None
    assert running.life.state == "running"
    assert await office.audited("campaign.started", name)


async def test_a_draw_above_the_limit_needs_a_second_person(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office, changed_by="b")
    await set_terms(office, path, approve_above=PEOPLE - 1)
    url = await made(admin, path)
    refused = await pressed(admin, path, url, "confirm", count=str(PEOPLE))
    assert refused.status == 422
    assert "người thứ hai phê duyệt" in refused.text
    [record] = await office.installation.storage.broadcasts.of_campaign(path.rpartition("/")[2])
    assert record.state == "draft"


async def test_a_second_press_confirms_nothing_more(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await made(admin, path)
    seen = {"number": "1", "version": (await admin.see(url)).field("version")}
    await admin.press(f"{path}/broadcast/confirm", count=str(PEOPLE), **seen)
    again = await admin.press(f"{path}/broadcast/confirm", count=str(PEOPLE), **seen)
    assert again.status == 409


async def test_a_campaign_that_is_no_longer_approved_sends_nothing(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await made(admin, path)
    seen = {"number": "1", "version": (await admin.see(url)).field("version")}
    page = await admin.see(path)
    await admin.press(f"{path}/discard", version=page.field("version"))
    refused = await admin.press(f"{path}/broadcast/confirm", count=str(PEOPLE), **seen)
    assert refused.status in {409, 422}
    [record] = await office.installation.storage.broadcasts.of_campaign(path.rpartition("/")[2])
    assert record.confirmed_at is None


# -- while it leaves


async def test_a_wave_is_held_and_goes_on(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    held = await pressed(admin, path, url, "pause")
    assert "Tiến độ đang tạm dừng" in held.text
    assert "Tiến độ đang gửi" in (await pressed(admin, path, url, "resume")).text


async def test_a_wave_is_ended_only_on_purpose(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    wrong = await pressed(admin, path, url, "cancel", recipients=str(PEOPLE - 1))
    assert f"có {PEOPLE} người nhận" in wrong.text
    done = await pressed(admin, path, url, "cancel", recipients=str(PEOPLE))
    assert "đã hủy" in done.text
    page = await admin.see(url)
    assert "Hủy lượt gửi" not in page.text
    assert "Sửa nội dung" not in page.text


async def test_what_has_not_left_says_something_else(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    bad = await typed(admin, path, url, "Không có đường dẫn nào ở đây cả")
    assert bad.status == 422
    done = await typed(admin, path, url, "Mời Ông/Bà góp ý: {link} Nếu không muốn nhận: {dung}")
    assert "Tin chưa gửi sẽ theo nội dung mới" in done.text
    assert "Mời Ông/Bà góp ý: http" in done.text


async def test_a_reminder_waits_as_many_days_as_planned(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    await confirmed(admin, path)
    offered = await admin.see(f"{path}/broadcasts")
    days = re.findall(r'name="starts" type="datetime-local" value="([0-9-]+)T', offered.html)
    soonest = (day_of(now_ms()) + timedelta(days=5)).isoformat()
    assert days == [soonest]
    services, name = office.installation.services, path.rpartition("/")[2]
    record = await services.storage.campaigns.by_id(None, name)
    assert record is not None
    launching = Launching(Broadcasts(services.storage, By("two", now_ms())), record)
    for days_later, state in ((4, "too_soon"), (5, "running")):
        day = (day_of(now_ms()) + timedelta(days=days_later)).isoformat()
        await admin.press(f"{path}/broadcasts", wave="1", starts=f"{day}T00:30", ends="")
        draft = (await launching.waves())[-1]
        if state == "running":
            assert (await launching.confirm(draft, services.texts)).state == state
        else:
            with pytest.raises(BroadcastRefusedError, match=state):
                await launching.confirm(draft, services.texts)


async def test_what_has_not_left_leaves_later(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await made(admin, path)
    day = (day_of(now_ms()) + timedelta(days=3)).isoformat()
    moved = await pressed(admin, path, url, "move", starts=f"{day}T08:00", ends=f"{day}T10:00")
    assert "rải đều đến 10:00" in moved.text
    wrong = await pressed(admin, path, url, "move", starts=f"{day}T08:00", ends=f"{day}T07:00")
    assert "phải sau giờ bắt đầu" in wrong.text


async def test_outcomes_are_listed_by_number_and_nothing_else(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    await sorted_out(office, path)
    people = url.replace("/broadcast?", "/broadcast/people?")
    page = await admin.see(people)
    assert f"{PEOPLE} Phiếu in, danh sách chờ gửi" in page.text
    assert "0900" not in page.html
    assert "example.vn" not in page.html
    assert "Không có người nhận nào như vậy" in (await admin.see(f"{people}&state=sent")).text


async def test_the_open_page_hears_the_newest_figures(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    await confirmed(admin, path)
    record = await sorted_out(office, path)
    ground = office.client.get(
        f"/console/events?wave={record.id}", headers={"Cookie": f"desk={admin.cookie}"}
    )
    newest = f'"wave.list.pending":"{PEOPLE}"'.encode()
    async with ground as stream, asyncio.timeout(20):
        async for line in stream.content:
            if newest in line:  # what the page before counted may be told first, for a moment
                break
    assert newest in line
    assert '"wave.state":"đang gửi"'.encode() in line


# -- a test message


async def test_nobody_can_be_written_to_without_their_consent(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await made(admin, path)
    assert "Chưa có địa chỉ nào để gửi thử" in (await admin.see(url)).text
    refused = await pressed(admin, path, url, "test", to="nobody@example.vn")
    assert refused.status == 422


# -- who


async def test_who_only_reads_sees_no_buttons(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    leader = await office.officer("unit_head")
    page = await leader.see(url)
    assert "Tiến độ" in page.text
    assert "Tạm dừng" not in page.text
    assert (await leader.press(f"{path}/broadcast/pause", number="1", version="2")).status == 404


async def test_a_wave_that_is_not_there_leads_to_the_list(
    office: CaseRoom, admin: Officer
) -> None:
    page = await admin.see(f"{await campaign(office)}/broadcast?number=7")
    assert "không có lượt gửi đó" in page.text
