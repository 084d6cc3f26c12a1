"""Pages and kiosks name whom to call; a unit's own number stands where people answer about it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.web.site import create_site
from storage.catalogue_records import HotlineRecord
from tests.storage.records import put_each
from tests.web.citizen import Citizen
from tests.web.installation import PLACE, Installation, installed
from tests.web.tablet import Tablet, device

OFFICE = "1900\N{NO-BREAK SPACE}9068"
OWN = HotlineRecord(
    id="h1", label="Đà Lạt", number="02633", hours="7–17 giờ", unit_id=PLACE.unit_id, position=1
)


@pytest.fixture
async def called(tmp_path: Path) -> AsyncIterator[Installation]:
    """An office with a number of its own and one of a unit."""
    async with installed(tmp_path, office_hotline="1900 9068") as it:
        await put_each(it.storage, it.storage.hotlines.keep, OWN)
        await it.services.hotlines.follow(it.storage)
        yield it


async def test_every_page_names_everybodys_number(called: Installation) -> None:
    async with TestServer(create_site(called.services)) as server:
        citizen = Citizen(server.make_url("/"))
        for path in ("/", "/c", "/that-gia", "/rieng-tu", "/nowhere"):
            page = await (await citizen.get(path)).text()
            assert f"Cần hỏi thêm, xin gọi {OFFICE}." in page, path
        english = await (await citizen.get("/?lang=en")).text()
        assert f"Questions? Please call {OFFICE}." in english
        await citizen.http.close()


async def test_a_kiosk_names_its_units_number_too(called: Installation) -> None:
    async with TestServer(create_site(called.services)) as server:
        tablet = Tablet(server.make_url("/"))
        await tablet.bind((await device(called, unit_id=PLACE.unit_id)).token)
        page = await (await tablet.get("/kiosk")).text()
        assert f"Cần giúp, xin gọi {OFFICE}; Đà Lạt 02633 (7–17 giờ)." in page
        await tablet.http.close()
