"""The page that ends letters: a look changes nothing, one click does, and there is a way back."""

import pytest

from bot.mailing import unsubscribe_link
from storage.email_addresses import email_index
from tests.web.citizen import Citizen
from tests.web.installation import Installation

ADDRESS = "Lan.Nguyen@example.vn"
ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n--b--\r\n'
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def path(trial: Installation) -> str:
    return unsubscribe_link("", trial.storage.ring, ADDRESS)


async def ended(trial: Installation) -> bool:
    index = email_index(trial.storage.ring, ADDRESS.lower())
    return await trial.storage.opt_outs.has_email(index)


async def post(citizen: Citizen, path: str, body: bytes | str, kind: str = FORM) -> str:
    """What a mail provider posts: no cookies, no headers of a browser."""
    reply = await citizen.post(path, data=body, headers={"Content-Type": kind})
    assert reply.status == 200
    return await reply.text()


async def test_a_look_shows_whose_letters_they_are_and_ends_nothing(
    trial: Installation, citizen: Citizen, path: str
) -> None:
    page = await (await citizen.get(path)).text()
    assert "L…@example.vn" in page
    assert ADDRESS not in page
    assert not await ended(trial)


async def test_the_button_ends_letters_and_another_brings_them_back(
    trial: Installation, citizen: Citizen, path: str
) -> None:
    page = await post(citizen, path, "act=end")
    assert "không gửi thư mời" in page
    assert await ended(trial)
    assert "Nhận thư trở lại" in await (await citizen.get(path)).text()
    await post(citizen, path, "act=again")
    assert not await ended(trial)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, FORM),
        (MULTIPART.format("List-Unsubscribe", "One-Click"), "multipart/form-data; boundary=b"),
        (MULTIPART.format("act", "again"), "multipart/form-data; boundary=b"),
        ("", FORM),
    ],
)
async def test_a_mail_programs_one_click_means_the_end_however_often(
    trial: Installation, citizen: Citizen, path: str, body: str, kind: str
) -> None:
    await post(citizen, path, body, kind)
    await post(citizen, path, body, kind)
    assert await ended(trial)
    await post(citizen, path, "act=again")


async def test_a_link_that_is_none_of_ours_looks_like_one_that_never_was(
    citizen: Citizen, path: str
) -> None:
    other = path[:-9] + ("A" if path[-9] != "A" else "B") + path[-8:]
    for wrong in (other, path[:-1], "/unsubscribe/" + "A" * 100, path + "A"):
        assert (await citizen.get(wrong)).status == 404


async def test_another_site_cannot_post_for_somebody(citizen: Citizen, path: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Content-Type": FORM}
    assert (await citizen.post(path, data="act=end", headers=headers)).status == 403
