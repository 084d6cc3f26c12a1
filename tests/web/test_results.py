"""Public results: empty, shown, kept, told to open pages, and framed by listed sites only."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from math import ceil, floor
from pathlib import Path

import msgspec
import pytest
from aiohttp import StreamReader
from aiohttp.test_utils import TestServer

from bot.i18n import start_of
from bot.publishing import publish_due
from bot.web.results_json import OpenResults
from bot.web.site import create_site
from flows.identifiers import Instant
from storage.base import StorageUnavailableError
from survey.editions import Period, Pin
from tests.storage.counted import count, counted
from tests.web.citizen import Citizen
from tests.web.installation import CONFIGURED, PLACE, Installation, installed
from tests.web.published import DONE, SAID, improve, publish, published

PAGES = ("/results", "/results/wall", "/results/embed")
FRAMES = "https://tinh.example.gov.vn"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[Installation, Citizen]]:
    """An office of its own, and somebody who looks at its results."""
    async with (
        installed(tmp_path, **CONFIGURED, results_frames=(FRAMES,)) as it,
        TestServer(create_site(it.services)) as server,
    ):
        citizen = Citizen(server.make_url("/"))
        yield it, citizen
        await citizen.http.close()
        it.services.live.close()


async def text_of(citizen: Citizen, path: str) -> str:
    reply = await citizen.get(path)
    assert reply.status == 200
    return await reply.text()


async def test_a_trial_says_so_and_has_no_results(citizen: Citizen) -> None:
    for path in PAGES:
        page = await text_of(citizen, path)
        assert "BẢN DÙNG THỬ" in page
        assert "Chưa có kết quả để công bố." in page
    found = await (await citizen.get("/results.json")).json()
    assert (found["trial"], found["publication"]) == (True, None)


PINS = (
    Pin(kind="form", name="mc", version="2", sha256="ab"),
    Pin(kind="policy", name="validity", sha256="cd",
        version='{"least_answered":0.8,"least_seconds":40.0,"straight_items":5}'),
    Pin(kind="policy", name="definition/2026-10", version="1", sha256="ef"),
)  # fmt: skip


async def test_what_a_publication_was_reckoned_with_stands_at_its_foot(
    place: tuple[Installation, Citizen],
) -> None:
    it, citizen = place
    await published(it.storage)
    assert "trước khi chúng tôi ghi lại phiên bản" in await text_of(citizen, "/results")

    async def pinned(_period: Period, _now: Instant) -> tuple[Pin, ...]:
        return PINS

    await publish_due(it.storage, it.services.live, start_of(date(2026, 12, 2)), pinned)
    page = await text_of(citizen, "/results")
    assert "phiên bản 2." in page
    assert "từ 80 % số câu trở lên" in page.replace("\xa0", " ")
    found = await (await citizen.get("/results.json")).json()
    assert [one["sha256"] for one in found["publication"]["pins"]] == ["ab", "cd", "ef"]
    assert "đến tháng 10/2026: đếm theo phiên bản 1 của cách đếm phiếu" in page


async def test_the_page_says_all_with_its_range(place: tuple[Installation, Citizen]) -> None:
    it, citizen = place
    await published(it.storage)
    await improve(it.storage)
    page = await text_of(citizen, "/results")
    assert "BẢN DÙNG THỬ" not in page
    assert "81,96\N{NO-BREAK SPACE}%" in page
    assert "Cứ 100 lượt chấm điểm thì có khoảng 80–84 lượt hài lòng." in page
    assert "Tính từ 504 phiếu hợp lệ" in page
    assert "Giải quyết góp ý, phản ánh" in page
    assert "chỉ tính từ các phiếu có chấm ít nhất một nội dung nêu trên" in page
    assert "Số phiếu ít, chưa công bố: BHXH cơ sở Bảo Lộc." in page
    assert SAID in page
    assert DONE in page
    assert "LN-TEST" not in page
    english = await text_of(citizen, "/results?lang=en")
    assert "Of 100 ratings, about 80–84 are satisfied." in english


async def test_a_factor_that_nobody_rated_keeps_its_line(
    place: tuple[Installation, Citizen],
) -> None:
    it, citizen = place
    await count(it.storage, [counted(f"r{n}", unit_id=PLACE.unit_id) for n in range(10)], at=1)
    await publish(it.storage, date(2026, 11, 20))
    page = await text_of(citizen, "/results")
    assert page.count("chưa có câu trả lời") == 6  # A2–A4, B1, B3, B5
    assert "Số phiếu còn ít" in page


async def test_only_what_was_published_of_what_was_done_is_shown(
    place: tuple[Installation, Citizen],
) -> None:
    it, citizen = place
    await improve(it.storage, "waiting", state="proposed")
    assert SAID not in await text_of(citizen, "/results")


async def test_open_data_say_what_the_page_says(place: tuple[Installation, Citizen]) -> None:
    it, citizen = place
    await published(it.storage)
    reply = await citizen.get("/results.json")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    found = msgspec.json.decode(await reply.read(), type=OpenResults)
    assert found.publication is not None
    newest = await it.storage.publications.newest()
    assert newest is not None
    assert found.publication.sha256 == newest.sha256
    assert found.publication.levels["overall"].share == 0.8196
    assert found.publication.levels["B5"].respondents < 200
    overall = newest.results.levels[0].share
    assert overall.low is not None
    assert overall.high is not None
    shown = found.publication.levels["overall"]
    assert (shown.low, shown.high) == (
        floor(overall.low * 10_000) / 10_000, ceil(overall.high * 10_000) / 10_000,
    )  # fmt: skip
    assert [unit.index.withheld for unit in found.publication.units] == [True, False, False]
    described = await (await citizen.get("/results/openapi.json")).json()
    fields = described["components"]["schemas"]["OpenPublication"]["properties"]
    given = json.loads(await reply.read())["publication"]
    assert fields.keys() == given.keys()
    assert fields["csat_forms"]["enum"] == [given["csat_forms"]]
    assert "usability alone" in fields["csat_forms"]["description"]


@pytest.mark.parametrize("path", [*PAGES, "/results.json"])
async def test_who_has_it_is_not_sent_it_again(
    place: tuple[Installation, Citizen], path: str
) -> None:
    it, citizen = place
    first = await citizen.get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] in {"no-cache", "public, max-age=60"}
    again = await citizen.get(path, headers={"If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")
    await published(it.storage, months=1)
    changed = await citizen.get(path, headers={"If-None-Match": tag})
    assert changed.status == 200


@pytest.mark.parametrize("path", [*PAGES, "/results.json"])
async def test_results_that_cannot_be_read_are_an_answer_too(
    place: tuple[Installation, Citizen], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    async def gone() -> None:
        raise StorageUnavailableError

    it, citizen = place
    monkeypatch.setattr(it.storage.publications, "newest", gone)
    reply = await citizen.get(path)
    assert (reply.status, reply.headers["Cache-Control"]) == (503, "no-store")
    assert reply.headers["Retry-After"]
    assert (reply.content_type == "application/json") == (path == "/results.json")


async def test_only_listed_sites_may_frame_one_page(place: tuple[Installation, Citizen]) -> None:
    _, citizen = place
    framed = await citizen.get("/results/embed")
    assert f"frame-ancestors {FRAMES};" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    known = {"If-None-Match": framed.headers["ETag"]}
    assert (
        FRAMES
        in (await citizen.get("/results/embed", headers=known)).headers["Content-Security-Policy"]
    )
    for path in ("/results", "/results/wall", "/results.json", "/"):
        reply = await citizen.get(path)
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Frame-Options"] == "DENY"


async def test_without_listed_sites_nobody_frames_anything(citizen: Citizen) -> None:
    reply = await citizen.get("/results/embed")
    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Frame-Options"] == "DENY"


async def test_open_pages_hear_of_each_publication(place: tuple[Installation, Citizen]) -> None:
    it, citizen = place
    async with await citizen.get("/results/events") as stream:
        assert stream.headers["Cache-Control"] == "no-store, no-transform"
        assert await _published(stream.content) == "0.0"
        await count(it.storage, [counted(f"r{n}") for n in range(10)], at=1)
        await publish(it.storage, date(2026, 11, 20), it.services.live)
        assert await _published(stream.content) == "1.0"


async def _published(content: StreamReader) -> str:
    """Return what is told next."""
    async with asyncio.timeout(10):
        while (line := await content.readline()) != b"":
            if line.startswith(b"data: "):
                return line.removeprefix(b"data: ").decode().strip()
    message = "the stream has ended"
    raise AssertionError(message)
