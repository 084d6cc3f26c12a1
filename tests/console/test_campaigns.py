"""Campaigns at the desk: made, completed, approved by a second person, copied, put aside."""

import re

import pytest

from tests.console.case_room import Answer, CaseRoom, Officer

PATH = "/console/campaigns"
TERMS = {
    "title": "Khảo sát quý IV/2026", "plan_number": "3500/KH-BHXH", "plan_date": "2026-09-30",
    "from_day": "2026-01-01", "to_day": "2026-09-30", "opens_on": "2026-10-05",
    "closes_on": "2026-10-31", "languages": "vi", "min_evidence": "0", "quiet_from": "20:00",
    "quiet_to": "07:30", "quiet_days": "1", "reminders": "5", "approve_above": "500",
}  # fmt: skip
GROUP = {
    "title": "Một cửa", "form": "mc", "frame": "person", "modes": "direct", "margin": "5",
    "response_rate": "50", "floor": "30", "reserve_share": "50",
}  # fmt: skip


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


async def made(admin: Officer, **changes: str) -> Answer:
    fields = {**TERMS, "unit_id": admin.account.grants[0].unit_id, **changes}
    return await admin.press(f"{PATH}/new", **fields)


def path_of(page: Answer) -> str:
    return page.url.partition("?")[0]


async def pressed(who: Officer, path: str, act: str, **fields: str) -> Answer:
    """Press a button of the campaign's page as it is now."""
    version = (await who.see(path)).field("version")
    return await who.press(f"{path}/{act}", version=version, **fields)


async def complete(admin: Officer, **group: str) -> str:
    path = path_of(await made(admin))
    await pressed(admin, path, "group", **{**GROUP, **group})
    return path


async def test_the_first_campaign_is_asked_for(admin: Officer) -> None:
    page = await admin.see(PATH)
    assert "Chưa có đợt khảo sát nào" in page.text
    assert "Lập đợt khảo sát" in page.text


async def test_a_draft_says_what_is_missing_until_it_is_complete(admin: Officer) -> None:
    page = await made(admin, closes_on="", opens_on="")
    assert "Ngày bắt đầu khảo sát: chưa có" in page.text
    assert "Nhóm khảo sát: chưa có" in page.text
    path = path_of(page)
    assert (await pressed(admin, path, "submit")).status == 422
    await pressed(admin, path, "edit", **TERMS, unit_id=admin.account.grants[0].unit_id)
    page = await pressed(admin, path, "group", **GROUP)
    assert "Đã đủ nội dung" in page.text
    assert "Một cửa" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "chưa có"),
        ({"to_day": "2025-01-01"}, "ngày cuối không được trước ngày đầu"),
        ({"opens_on": "2025-12-01"}, "không được bắt đầu trước kỳ"),
        ({"approve_above": "9999"}, "từ 0 đến 500"),
        ({"quiet_from": "nửa đêm"}, "từ 0 đến 1439"),
        ({"reminders": "99"}, "từ 1 đến 60"),
        ({"languages": "tlh"}, "không có mục này"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    admin: Officer, changes: dict[str, str], words: str
) -> None:
    page = await made(admin, **changes)
    assert page.status == 422
    assert words in page.text
    assert 'value="3500/KH-BHXH"' in page.html


async def test_many_invitations_need_a_second_person(room: CaseRoom, admin: Officer) -> None:
    path = await complete(admin)
    assert "chờ duyệt" in (await pressed(admin, path, "submit")).text
    assert (await pressed(admin, path, "approve")).status == 422
    leader = await room.officer("provincial_leader")
    assert "đã duyệt" in (await pressed(leader, path, "approve")).text


async def test_few_invitations_are_approved_at_once(admin: Officer) -> None:
    path = await complete(admin, size="100")
    assert "đã duyệt" in (await pressed(admin, path, "submit")).text


async def test_what_one_approved_alone_a_second_person_approves_for_more(
    room: CaseRoom, admin: Officer
) -> None:
    path = await complete(admin, size="100")
    await pressed(admin, path, "submit")
    words = "Duyệt để được mời nhiều hơn"
    assert words not in (await admin.see(path)).text
    leader = await room.officer("provincial_leader")
    assert words in (await leader.see(path)).text
    assert words not in (await pressed(leader, path, "approve")).text


async def test_it_is_sent_back_with_a_reason_without_numbers(
    room: CaseRoom, admin: Officer
) -> None:
    path = await complete(admin)
    await pressed(admin, path, "submit")
    leader = await room.officer("provincial_leader")
    assert (await pressed(leader, path, "back", reason="sửa")).status == 422
    await pressed(leader, path, "back", reason="xem lại nhóm, gọi 0912345678")
    page = await admin.see(path)
    assert "xem lại nhóm" in page.text
    assert "0912345678" not in page.text
    assert "đang soạn" in page.text


async def test_a_change_after_the_approval_voids_it_a_new_name_does_not(
    admin: Officer,
) -> None:
    path = await complete(admin, size="100")
    await pressed(admin, path, "submit")
    unit = admin.account.grants[0].unit_id
    named = {**TERMS, "title": "Tên khác", "unit_id": unit}
    assert "đã duyệt" in (await pressed(admin, path, "edit", **named)).text
    page = await pressed(admin, path, "edit", **{**named, "closes_on": "2026-11-15"})
    assert "trở lại bản nháp" in page.text
    assert "đang soạn" in page.text


async def test_a_copy_waits_for_its_own_days(admin: Officer) -> None:
    path = await complete(admin)
    copy = await admin.press(f"{path}/copy")
    assert 'value="Khảo sát quý IV/2026 (bản sao)"' in copy.html
    page = await admin.see(path_of(copy).removesuffix("/edit"))
    assert "Một cửa" in page.text
    assert "Giao dịch từ ngày: chưa có" in page.text
    assert "Sao chép từ" in page.text


async def test_what_is_discarded_comes_back(admin: Officer) -> None:
    path = path_of(await made(admin))
    assert "đã bỏ" in (await pressed(admin, path, "discard")).text
    assert "1 đợt đã bỏ" in (await admin.see(PATH)).text
    assert "đang soạn" in (await pressed(admin, path, "reopen")).text


async def test_who_saw_an_older_one_changes_nothing(admin: Officer) -> None:
    path = await complete(admin)
    page = await admin.press(f"{path}/discard", version="1")
    assert page.status == 409
    assert "đang soạn" in (await admin.see(path)).text


async def test_quotas_and_targets_are_kept_as_they_were_typed(admin: Officer) -> None:
    path = await complete(admin)
    page = await admin.see(f"{path}/quotas")
    [cell] = re.findall(r'name="(\w+\.rural\.direct)"', page.html)
    version = page.field("version")
    wrong = await admin.press(f"{path}/quotas", version=version, **{cell: "nhiều"})
    assert wrong.status == 422
    await admin.press(f"{path}/quotas", version=version, **{cell: "60"})
    assert 'value="60"' in (await admin.see(f"{path}/quotas")).html
    target = {"indicator": "overall", "percent": "85", "source": "38/QĐ-TTg"}
    page = await pressed(admin, path, "targets", **target)
    assert "Chỉ số hài lòng chung: 85 %" in page.text
    assert "38/QĐ-TTg" in page.text


async def test_another_units_campaign_is_not_there(room: CaseRoom, admin: Officer) -> None:
    path = await complete(admin)
    stranger = await room.officer("survey_admin", unit="elsewhere")
    assert (await stranger.see(path)).status == 404
    assert (await stranger.press(f"{path}/discard", version="2")).status == 404
    assert (await made(stranger, unit_id=admin.account.grants[0].unit_id)).status == 404


async def test_each_act_is_written_down(room: CaseRoom, admin: Officer) -> None:
    path = await complete(admin)
    await pressed(admin, path, "submit")
    rows = await room.installation.storage.audit.listed()
    acts = [row["action"] for row in rows if row["target"] == path.rpartition("/")[2]]
    assert acts == ["campaign.submitted", "campaign.changed", "campaign.made"]
