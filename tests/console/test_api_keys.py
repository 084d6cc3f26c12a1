"""Keys of other systems at the desk: made, shown once, used, and taken back for good."""

import re

import pytest

from flows.desk.roles import WHOLE
from tests.console.case_room import Answer, CaseRoom, Officer

PATH = "/console/api-keys"
WISH = {"name": "Phần mềm một cửa", "legal_basis": "Quy chế phối hợp số 12/QC"}


@pytest.fixture
async def keeper(room: CaseRoom) -> Officer:
    return await room.officer("technical_admin", unit=WHOLE)


async def made(keeper: Officer, room: CaseRoom, **changes: str) -> Answer:
    return await keeper.press(PATH, **{**WISH, "unit": room.unit, **changes})


def secret_in(page: Answer) -> str:
    found = re.search(r'value="(lnk_[\w-]{43})"', page.html)
    assert found
    return found[1]


async def knock(room: CaseRoom, secret: str) -> int:
    """Send a transaction with this key; return how it was answered."""
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": secret[-12:]}
    sent = {"transactions": [{"code": "HS-1", "done_on": "2026-01-05"}]}
    async with room.client.post("/api/v1/transactions", json=sent, headers=headers) as answer:
        return answer.status


async def opened(keeper: Officer, name: str) -> Answer:
    """Go from the list to the key of this name."""
    page = await keeper.see(PATH)
    [path] = re.findall(rf'href="({PATH}/\w+)">{name}<', page.html)
    return await keeper.see(path)


async def test_a_key_opens_the_door_until_it_is_taken_back(
    room: CaseRoom, keeper: Officer
) -> None:
    page = await made(keeper, room, name="Một cửa A")
    secret = secret_in(page)
    assert "Khóa chỉ hiện lần này" in page.text
    assert await knock(room, secret) == 201

    key = await opened(keeper, "Một cửa A")
    assert "Không hoàn tác được" in key.text
    taken = await keeper.press(f"{key.url}/revoke")
    assert "Đã thu hồi khóa cho Một cửa A." in taken.text
    assert await knock(room, secret) == 401
    assert "Thu hồi khóa này" not in (await keeper.see(key.url)).text
    assert (await keeper.press(f"{key.url}/revoke")).status == 409


async def test_the_secret_is_shown_nowhere_else(room: CaseRoom, keeper: Officer) -> None:
    secret = secret_in(await made(keeper, room, name="Một cửa B"))
    pages = [await keeper.see(PATH), await opened(keeper, "Một cửa B")]
    assert not [page.url for page in pages if secret in page.html]
    log = await room.installation.storage.audit.listed()
    [line] = [row for row in log if row["detail"].get("title") == "Một cửa B"]
    assert line["action"] == "api_key.made"
    assert secret not in str(line)


async def test_the_list_tells_of_use_and_of_the_last_day(room: CaseRoom, keeper: Officer) -> None:
    secret = secret_in(await made(keeper, room, name="Một cửa C", last_day="2099-12-31"))
    assert "còn dùng Chưa dùng lần nào 31/12/2099" in (await keeper.see(PATH)).text
    await knock(room, secret)
    assert "Chưa dùng lần nào" not in (await opened(keeper, "Một cửa C")).text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "A"}, "Ông/Bà vui lòng ghi tên phần mềm"),
        ({"unit": "unit-of-nowhere"}, "Ông/Bà vui lòng chọn đơn vị"),
        ({"legal_basis": " "}, "Ông/Bà vui lòng ghi căn cứ"),
        ({"last_day": "2020-01-01"}, "hôm nay hoặc một ngày sau đó"),
        ({"last_day": "mai"}, "hôm nay hoặc một ngày sau đó"),
    ],
)
async def test_what_is_missing_is_said_beside_its_box(
    room: CaseRoom, keeper: Officer, changes: dict[str, str], says: str
) -> None:
    page = await made(keeper, room, **changes)
    assert page.status == 422
    assert says in page.text
    assert "lnk_" not in page.html


async def test_an_admin_of_one_unit_has_nothing_to_do_with_keys(room: CaseRoom) -> None:
    for role in ("technical_admin", "survey_admin", "provincial_leader"):
        assert (await (await room.officer(role)).see(PATH)).status == 404
