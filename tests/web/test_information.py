"""What the pages say about servers abroad: the truth, with Telegram and without."""

from pathlib import Path

from aiohttp.test_utils import TestServer

from bot.settings import Telegram
from bot.web.site import create_site
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed

ABROAD = "tin nhắn đi qua máy chủ của Telegram đặt ở nước ngoài. Trả lời trên trang này thì không."
NEVER_ABROAD = "không chuyển ra nước ngoài"


async def test_without_telegram_nothing_goes_abroad(citizen: Citizen, trial: Installation) -> None:
    page = await (await citizen.get("/rieng-tu")).text()
    assert NEVER_ABROAD in page
    assert "Telegram" not in page
    invitation = await trial.invite()
    assert "Telegram" not in await (await citizen.get(f"/{invitation.token}")).text()


async def test_with_telegram_the_page_says_what_does(tmp_path: Path) -> None:
    async with (
        installed(tmp_path, telegram=Telegram(token="123:abc")) as installation,
        TestServer(create_site(installation.services)) as server,
    ):
        citizen = Citizen(server.make_url("/"))
        page = await (await citizen.get("/rieng-tu")).text()
        await citizen.http.close()
    assert ABROAD in page
    assert "Trên Telegram: gõ XEM." in page
    assert NEVER_ABROAD not in page
