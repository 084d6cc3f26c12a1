"""What a citizen experiences of their case: when it is told, where, and what they can reply."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk import follow_calendar
from bot.jobs.fire_timers import fire_timers
from bot.web.site import create_site
from flows.desk.case_acts import Answer, Ask, Take
from flows.desk.cases import CaseRefusedError
from flows.messages import Commanded
from flows.workdays import local_date
from storage.desk_records import SwapRecord
from tests.bot.desk_scene import CASE, MILD, MINUTE, Citizen, DeskScene, Officer, citizen
from tests.storage.records import put

ANSWER = "Tiền đã chuyển cho ông Nguyễn Văn An ngày 3/11."


# -- in the middle of something else


async def test_news_tears_nobody_out_of_a_survey(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene, form="mc")
    await person.say(Commanded("complaint"))
    code = await person.fill(CASE, until="G1")
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    assert await person.texts() == [], "still at the survey"

    scene.wait(31 * MINUTE)  # nobody answers any more
    assert await fire_timers(scene.services.runner) == 1
    told = await person.texts()
    assert ANSWER in told[0]
    assert "đồng ý" in told[1]
    assert await fire_timers(scene.services.runner) == 0
    await person.type("ok rồi")
    closed, survey = await person.texts()
    assert "đã khép lại" in closed
    assert survey.startswith("Xin chào"), "and the survey goes on"


async def test_erased_cases_are_told_to_nobody(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await person.heard()
    await person.type(f"XÓA {code}")
    await person.press(await person.asked(), "Xóa")
    await person.heard()
    await scene.act(lan, code, Answer(ANSWER))
    assert await person.texts() == []
    stored = await scene.storage.sessions.load(person.session_id)
    assert stored is not None
    assert ANSWER not in repr(stored.session)


async def test_a_reply_from_a_second_tab_counts_once(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    asked = await person.asked()
    await person.press(asked, "Đồng ý")
    scene.wait(MINUTE)
    await person.press(asked, "Chưa đồng ý")
    assert (await scene.case(code)).state == "closed"
    assert (await scene.history(code)).count("citizen closed") == 1


async def test_who_replies_too_late_is_told_how_it_stands(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill(MILD)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    scene.until_workday(30)
    await person.type("chưa được, tôi vẫn chưa nhận tiền")
    assert "Nếu việc chưa xong" in (await person.texts())[-1]


# -- abroad


@pytest.fixture
async def abroad(scene: DeskScene) -> Citizen:
    """Somebody on Telegram, which carries no text of cases."""
    runner = scene.services.runner
    discreet = replace(
        runner.turns.renderer,
        discreet=frozenset({"telegram"}),
        base_url="https://khaosat.example.gov.vn",
    )
    runner.turns = replace(runner.turns, renderer=discreet)
    return await citizen(scene, channel="telegram")


async def test_abroad_a_link_stands_for_the_answer(
    scene: DeskScene, lan: Officer, abroad: Citizen
) -> None:
    code = await abroad.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    taken, answered, _ = await abroad.texts()
    assert "đang xử lý" in taken.lower()
    assert "https://khaosat.example.gov.vn/case/" in answered
    assert "Nguyễn" not in answered


async def test_the_page_shows_the_answer_and_takes_one_reply(
    scene: DeskScene, lan: Officer, abroad: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.own_case.now_ms", scene.clock)
    code = await abroad.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    path = _path_in((await abroad.texts())[1])
    async with TestClient(TestServer(create_site(scene.services))) as browser:
        page = await (await browser.get(path)).text()
        assert ANSWER in page
        assert (await scene.case(code)).state == "answered", "looking changes nothing"
        said = {"number": "3", "reply": "disagreed", "text": "Tôi chưa nhận được tiền"}
        shown = await (await browser.post(path, data=said)).text()
        assert "Tôi chưa nhận được tiền" in shown
        assert "Đã mở lại" in shown
        again = await browser.post(path, data={**said, "reply": "agreed"})
        assert again.status == 409
    assert (await scene.case(code)).state == "reopened"
    assert "Đã mở lại" in (await abroad.texts())[-1]


async def test_a_question_is_answered_on_the_page(
    scene: DeskScene, lan: Officer, abroad: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.own_case.now_ms", scene.clock)
    code = await abroad.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Ask("Tài khoản nào?"))
    path = _path_in((await abroad.texts())[1])
    async with TestClient(TestServer(create_site(scene.services))) as browser:
        empty = await browser.post(path, data={"number": "3", "reply": "supplied", "text": " "})
        assert empty.status == 409
        said = {"number": "3", "reply": "supplied", "text": "Ngân hàng A"}
        await browser.post(path, data=said)
    assert (await scene.history(code))[-1] == "citizen supplied"


@pytest.mark.parametrize("days", [0, 31])
async def test_a_page_without_a_good_link_is_not_there(
    scene: DeskScene, lan: Officer, abroad: Citizen, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr("bot.web.own_case.now_ms", scene.clock)
    code = await abroad.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer(ANSWER))
    path = _path_in((await abroad.texts())[1]) if days else "/case/" + "A" * 22
    scene.wait(days * 24 * 60 * MINUTE)
    async with TestClient(TestServer(create_site(scene.services))) as browser:
        for response in (await browser.get(path), await browser.post(path, data={})):
            assert response.status == 404
            assert "Nguyễn" not in await response.text()


def _path_in(text: str) -> str:
    return text.rpartition("https://khaosat.example.gov.vn")[2]


# -- the calendar


async def test_a_swap_counts_from_the_next_turn_on(scene: DeskScene) -> None:
    turns = scene.services.runner.turns
    await follow_calendar(scene.services)
    day = local_date(scene.now)
    swap = SwapRecord(day=day, works=False, decision="1/QĐ", at=scene.now, by="lan")
    await put(scene.storage, lambda unit: scene.storage.swaps.add(unit, swap))
    assert await follow_calendar(scene.services)
    assert not await follow_calendar(scene.services), "known already"
    calendar = scene.services.runner.turns.renderer.rules.calendar
    assert not calendar.is_workday(day)
    assert calendar.version.endswith("swaps 1")
    assert turns.renderer.rules.calendar.is_workday(day), "what was begun goes by the old one"


async def test_a_case_left_at_a_kiosk_is_told_to_no_tablet(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene, channel="kiosk")
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    with pytest.raises(CaseRefusedError) as refused:
        await scene.act(lan, code, Ask("Tài khoản nào?"))
    assert refused.value.key == "desk.refused.out_of_reach"
    await scene.act(lan, code, Answer(ANSWER))
    assert await person.texts() == []


async def test_what_people_write_executes_nothing_on_the_page(
    scene: DeskScene, lan: Officer, abroad: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.own_case.now_ms", scene.clock)
    code = await abroad.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer('<script>alert("1")</script>'))
    path = _path_in((await abroad.texts())[1])
    said = {"number": "3", "reply": "disagreed", "text": "<img src=x onerror=alert(1)>"}
    async with TestClient(TestServer(create_site(scene.services))) as browser:
        shown = await (await browser.post(path, data=said)).text()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown
