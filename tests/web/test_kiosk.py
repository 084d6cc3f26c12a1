"""The kiosk's doors: a tablet is bound to a place, and what it says counts once and in order."""

import asyncio
import html
import json
import re

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.web.site import create_site
from flows.identifiers import Instant
from tests.web.citizen import Citizen
from tests.web.installation import CONFIGURED, PLACE, Installation, installed
from tests.web.tablet import HAPPY, Tablet, device, new_key, responses

# -- the tablet


async def test_a_tablet_is_bound_by_a_press_never_by_opening_the_link(
    trial: Installation, server: BaseTestServer
) -> None:
    made, one = await device(trial), Tablet(server.make_url("/"))
    page = await (await one.get(f"/kiosk/{made.token}")).text()
    assert PLACE.name in page
    assert "Quầy số 1" in page
    unbound = await (await one.get("/kiosk")).text()
    assert "chưa được gắn với quầy nào" in unbound
    await one.bind(made.token)
    assert "data-kiosk=" in await (await one.get("/kiosk")).text()
    await one.http.close()


async def test_the_only_cookie_is_the_tablets_own(
    trial: Installation, server: BaseTestServer
) -> None:
    made, one = await device(trial), Tablet(server.make_url("/"))
    await one.bind(made.token)
    visit = await one.begin()
    await one.answer(visit, "C1", "yes")
    await one.get("/kiosk")
    kept = {cookie.key: cookie for cookie in one.http.cookie_jar}
    assert list(kept) == ["kiosk"]
    assert kept["kiosk"].value == made.token
    assert kept["kiosk"]["httponly"]
    assert kept["kiosk"]["samesite"] == "Strict"
    await one.http.close()


async def test_neither_a_poster_binds_a_tablet_nor_a_tablets_link_opens_a_survey(
    trial: Installation, server: BaseTestServer
) -> None:
    poster, made, one = await trial.invite(), await device(trial), Tablet(server.make_url("/"))
    assert (await one.get(f"/kiosk/{poster.token}")).status == 404
    assert (await one.get(f"/{made.token}")).status == 404
    reply = await one.http.post(f"{one.base}kiosk/device", data={"token": poster.token})
    assert reply.status == 404
    await one.http.close()


async def test_a_revoked_tablet_says_nothing_more(
    trial: Installation, server: BaseTestServer, before: set[str]
) -> None:
    made, one = await device(trial), Tablet(server.make_url("/"))
    await one.bind(made.token)
    await trial.revoke(made, Instant(1))
    body = {"act": "begin", "visit": new_key(), "key": new_key()}
    assert (await one.post("/kiosk/acts", body)).status == 403
    assert (await one.post("/kiosk/pulse", {})).status == 403
    assert "chưa được gắn" in await (await one.get("/kiosk")).text()
    assert await responses(trial, before) == []
    await one.http.close()


async def test_the_page_knows_the_whole_form_beforehand(tablet: Tablet) -> None:
    reply = await tablet.get("/kiosk")
    assert "manifest-src 'self'" in reply.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in reply.headers["Content-Security-Policy"]
    assert reply.headers["Cache-Control"] == "no-store"
    found = re.search(r"data-kiosk='(.*?)'", await reply.text(), re.DOTALL)
    assert found
    data = json.loads(html.unescape(found[1]))
    questions = {q["id"]: q for q in data["script"]["questions"]}
    assert list(questions) == ["C1", "G9", "KI1", "KI2", "KI3", "KI4", "L1"]
    assert [c["label"]["vi"] for c in questions["G9"]["choices"]] == [
        "Hài lòng",
        "Bình thường",
        "Chưa hài lòng",
    ]
    assert questions["C1"]["ends"][0]["when"] == [{"C1": "no"}]
    assert "{" not in json.dumps(questions["C1"]["choices"], ensure_ascii=False).replace(
        '{"', ""
    ).replace(": {", "")
    assert set(data["script"]["reasons"]) == {"B1", "B2", "B3", "B4"}
    assert set(data["texts"]) == {"vi", "en"}


# -- many at once


async def test_a_busy_kiosk_is_not_held_up_by_the_limit_for_strangers(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("busy")
    async with (
        installed(folder, sessions_per_minute=2, messages_per_minute=10) as it,
        TestServer(create_site(it.services)) as running,
    ):
        one = Tablet(running.make_url("/"))
        await one.bind((await device(it)).token)
        for _ in range(20):
            visit = await one.begin()
            for question, value in HAPPY.items():
                await one.answer(visit, question, value)
            await one.act("send", visit)
        made = await it.storage.responses.listed()
        assert [record.state for record in made] == ["completed"] * 20
        await one.http.close()


async def test_ten_kiosks_that_ask_and_answer_leave_room_for_others(
    trial: Installation, server: BaseTestServer, citizen: Citizen
) -> None:
    tablets = [Tablet(server.make_url("/")) for _ in range(10)]
    for one in tablets:
        await one.bind((await device(trial)).token)

    async def works(one: Tablet) -> bool:
        visit = await one.begin()
        for question, value in HAPPY.items():
            await one.answer(visit, question, value)
            assert not await one.taken(visit)
        return bool((await one.act("send", visit))["status"] == "applied")

    working = asyncio.gather(*map(works, tablets))
    for _ in range(5):
        assert (await citizen.get("/live")).status == 200
    assert sum(await working) == 10
    for one in tablets:
        await one.http.close()


async def test_under_https_the_cookie_is_bound_to_the_host(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with (
        installed(tmp_path_factory.mktemp("secure"), **CONFIGURED) as it,
        TestServer(create_site(it.services)) as running,
    ):
        one = Tablet(running.make_url("/"))
        token = (await device(it)).token
        reply = await one.http.post(
            running.make_url("/kiosk/device"), data={"token": token}, allow_redirects=False
        )
        assert reply.headers["Set-Cookie"].startswith(f"__Host-kiosk={token}; ")
        assert "; Secure" in reply.headers["Set-Cookie"]
        await one.http.close()
