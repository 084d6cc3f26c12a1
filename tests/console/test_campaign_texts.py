"""Texts and the test list of a campaign at the desk: shown as they are read, inspected, kept."""

import pytest

from tests.console.case_room import CaseRoom, Officer
from tests.console.test_campaigns import made, path_of, pressed

FIRST = {"channel": "email", "wave": "0", "language": "vi"}
OWN = {"subject": "Thư mời", "text": "Mời Ông/Bà: {link}\nXin {dung}"}


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


@pytest.fixture
async def path(admin: Officer) -> str:
    return path_of(await made(admin))


async def test_every_text_is_shown_as_people_read_it(admin: Officer, path: str) -> None:
    page = await admin.see(f"{path}/texts")
    assert page.text.count("Lời mời") > page.text.count("Lời nhắc cuối")
    assert "hoàn toàn tự nguyện" in page.text
    assert "31/10/2026" in page.text
    assert "{link}" not in page.text


async def test_a_text_is_looked_at_kept_and_given_up(admin: Officer, path: str) -> None:
    look = await pressed(admin, path, "text", **FIRST, **OWN, step="look")
    assert look.status == 200
    assert "Mời Ông/Bà: http" in look.text
    assert "đã sửa" not in (await admin.see(f"{path}/texts")).text
    kept = await pressed(admin, path, "text", **FIRST, **OWN, step="save")
    assert "đã sửa" in kept.text
    back = await pressed(admin, path, "text/standard", **FIRST)
    assert "đã sửa" not in back.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": ""}, "Xin viết nội dung"),
        ({"text": "Xin {dung}"}, "Thiếu {link}"),
        ({"text": "Mời: {link}"}, "Thiếu {dung}"),
        ({"text": "{ten} {link} {dung}"}, "điền vào {ten}"),
        ({"text": "{link} {dung} https://bit.ly/1"}, "không mở đường dẫn lạ"),
    ],
)
async def test_what_is_wrong_with_a_text_is_said_and_nothing_is_kept(
    admin: Officer, path: str, changes: dict[str, str], words: str
) -> None:
    page = await pressed(admin, path, "text", **FIRST, **{**OWN, **changes}, step="save")
    assert page.status == 422
    assert words in page.text
    assert "đã sửa" not in (await admin.see(f"{path}/texts")).text


async def test_who_was_slower_keeps_what_they_wrote(admin: Officer, path: str) -> None:
    page = await admin.press(f"{path}/text", **FIRST, **OWN, step="save", version="7")
    assert page.status == 409
    assert "Có người vừa sửa" in page.text
    assert "Thư mời" in page.html


async def test_the_test_list_is_kept_and_read_as_it_was_typed(
    room: CaseRoom, admin: Officer, path: str
) -> None:
    person = {"name": "Chị Lan", "phone": "0912 345 678", "email": "Lan@vidu.vn"}
    page = await pressed(admin, path, "testers", **person)
    assert "1 người trong danh sách" in page.text
    [kept] = await room.installation.storage.campaigns.testers(path.rpartition("/")[2])
    assert (kept.phone, kept.email) == ("+84912345678", "lan@vidu.vn")
    for wrong in ({"name": ""}, {"phone": "12"}, {"email": "lan"}):
        assert (await pressed(admin, path, "testers", **{**person, **wrong})).status == 422
    await pressed(admin, path, "discard")
    assert await room.installation.storage.campaigns.testers(path.rpartition("/")[2]) == []


async def test_the_test_list_is_for_who_makes_the_campaign(room: CaseRoom, path: str) -> None:
    leader = await room.officer("provincial_leader")
    assert "Danh sách gửi thử" not in (await leader.see(path)).text
    assert (await leader.see(f"{path}/testers")).status == 404
