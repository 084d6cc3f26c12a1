"""The kiosk when the network goes: nothing is lost, nothing counts twice, nobody's trace stays."""

import json
from collections.abc import Awaitable, Iterator
from itertools import islice
from random import Random

import pytest
from playwright.async_api import Page, Request, Route, expect

from storage.base import ResponseRecord
from tests.e2e.desk import Desk, Tablets, ended, given, kept_cookies, made
from tests.web.installation import Installation

FACES = {"Hài lòng": 3, "Bình thường": 2, "Chưa hài lòng": 1}
ITEMS = ("G9", "KI1", "KI2", "KI3", "KI4")
REASONS = {
    "KI1": ("Phải chờ lâu", "waiting"),
    "KI2": ("Nhiều bước", "steps"),
    "KI3": ("Bị gợi ý tiền, quà", "bribe"),
    "KI4": ("Trễ hẹn", "late"),
}
SECONDS = 1000


def plans(seed: int) -> Iterator[list[tuple[str, str, object]]]:
    """Yield visits, each as (question, what is touched, what is to be stored)."""
    chance = Random(seed)
    while True:
        plan: list[tuple[str, str, object]] = []
        has_reason = False
        for item in ITEMS:
            label = chance.choice(list(FACES))
            if item != "G9" and chance.random() < 0.15:
                plan.append((item, "Bỏ qua câu này", None))
                continue
            plan.append((item, label, FACES[label]))
            if item in REASONS and FACES[label] == 1 and not has_reason:
                has_reason = True
                plan.append((f"L1_{'B' + item[-1]}", *REASONS[item]))
        if plan[0][2] == 1 and not has_reason:
            plan.append(("L1", "Trễ hẹn", "late"))
        yield plan


async def visit(desk: Desk, plan: list[tuple[str, str, object]]) -> None:
    """Come, answer, go."""
    await desk.begin()
    for _, label, _ in plan:
        await desk.answer(label)
    await desk.sees("Cảm ơn")
    await desk.touch("Xong")
    await desk.waits()


@pytest.mark.timeout(300)  # twenty people, one after the other, in a real browser
async def test_two_minutes_without_network_during_twenty_visits(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    """The cut begins while the fourth person answers and ends while the sixteenth does; between
    them the tablet's clock goes on by more than two minutes.
    """
    desk = await tablets()
    context, page = desk.page.context, desk.page
    await desk.take_the_clock()
    fresh = await desk.left()
    coming = list(islice(plans(20261122), 20))
    began = 0
    for number, plan in enumerate(coming):
        if number == 3:
            came = ended(trial, before, *["completed"] * 3, "in_progress")
            await _interrupted(desk, plan, offline=True, after=came)
            began = await page.evaluate("Date.now()")
        elif number == 15:
            assert await page.evaluate("Date.now()") - began > 120 * SECONDS
            await expect(desk.sign).to_contain_text("Mất mạng")
            await expect(desk.sign).to_contain_text("12 lượt chờ gửi")
            assert len(await made(trial, before)) == 4, "nothing came through"
            await _interrupted(desk, plan, offline=False)
        else:
            await visit(desk, plan)
        if 3 <= number < 15:
            await page.clock.run_for(11 * SECONDS)
    await expect(desk.sign).to_have_text("Có mạng", timeout=20_000)
    records = await ended(trial, before, *["completed"] * 20)
    for record, plan in zip(records, coming, strict=True):
        await _is_stored(trial, record, plan)
    assert await desk.left() == fresh, "nothing of twenty people is left in the page's stores"
    assert await kept_cookies(context) == ["kiosk"]
    assert await _in_memory(page, "Bị gợi ý") == []


async def _is_stored(
    trial: Installation, record: ResponseRecord, plan: list[tuple[str, str, object]]
) -> None:
    assert await given(trial, record) == {question: value for question, _, value in plan}
    history = await trial.storage.answers.history(record.id)
    assert len(history) == len(plan) + 1, "each answer, and the consent, once"
    assert {row.revision for row in history} == {1}


async def _interrupted(
    desk: Desk,
    plan: list[tuple[str, str, object]],
    *,
    offline: bool,
    after: Awaitable[object] | None = None,
) -> None:
    """Visit, and have the network go, or come back, in the middle of it."""
    await desk.begin()
    for number, (_, label, _) in enumerate(plan):
        if number == 2:
            if after is not None:
                await after
            await desk.page.context.set_offline(offline)
        await desk.answer(label)
    await desk.sees("Cảm ơn")
    await desk.touch("Xong")
    await desk.waits()


async def _in_memory(page: Page, words: str) -> list[str]:
    """Return what the screen still holds of a visit, shown or hidden, outside the form itself."""
    found: list[str] = await page.evaluate(
        """(words) => Array.from(document.querySelectorAll('body *'))
          .filter((e) => !e.children.length && e.textContent.includes(words))
          .map((e) => e.outerHTML)""",
        words,
    )
    return found


async def test_replies_that_are_lost_make_nothing_count_twice(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    """Every second act is heard by the server while the tablet never learns of it."""
    desk = await tablets()
    await desk.take_the_clock()
    seen: dict[str, int] = {}

    async def lossy(route: Route) -> None:
        key = _key(route.request)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] == 1 and len(seen) % 2:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await desk.page.route("**/kiosk/acts", lossy)
    plan = next(plans(7))
    await visit(desk, plan)
    for _ in range(30):
        await desk.page.clock.run_for(2 * SECONDS)
        await desk.page.wait_for_timeout(40)
    (record,) = await ended(trial, before, "completed")
    assert max(seen.values()) >= 2, "some were sent again"
    await _is_stored(trial, record, plan)


def _key(request: Request) -> str:
    return str(json.loads(request.post_data or "{}").get("key"))


async def test_a_busy_server_is_asked_again_in_the_same_order(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    refusals = iter([503, 429, 500, 408])

    async def busy(route: Route) -> None:
        status = next(refusals, None)
        if status is None:
            await route.continue_()
        else:
            await route.fulfill(status=status, headers={"Retry-After": "1"}, body="{}")

    await desk.page.route("**/kiosk/acts", busy)
    plan = next(plans(3))
    await visit(desk, plan)
    (record,) = await ended(trial, before, "completed")
    assert await given(trial, record) == {question: value for question, _, value in plan}


async def test_a_tablet_that_is_switched_off_leaves_a_partial_response(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.asked("Nhìn chung", "Bình thường")
    await desk.sees("chỗ ngồi chờ")
    (record,) = await ended(trial, before, "in_progress")
    for _ in range(200):
        if await given(trial, record) == {"G9": 2}:
            break
        await desk.page.wait_for_timeout(50)
    await desk.page.context.close()
    assert await given(trial, record) == {"G9": 2}


async def test_without_network_more_is_not_offered_and_people_are_told(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.page.context.set_offline(offline=True)
    await desk.rate(*["Hài lòng"] * 5)
    await desk.sees("Cảm ơn")
    await expect(desk.page.get_by_text("sẽ tự gửi đi khi có mạng")).to_be_visible()
    await expect(desk.button("Trả lời thêm trên điện thoại của tôi")).to_have_count(0)
    await desk.page.context.set_offline(offline=False)
    await ended(trial, before, "completed")


async def test_the_full_form_waits_for_the_network_and_goes_on(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    await desk.page.get_by_role("button", name="Trả lời thêm tại đây").tap()
    await desk.asked("đồng ý cho lưu", "Đồng ý")
    await desk.sees("Ai đang bấm")
    await desk.page.context.set_offline(offline=True)
    await desk.touch("Tôi tự trả lời")
    await expect(desk.page.get_by_role("status").filter(has_text="Đang mất mạng")).to_be_visible()
    await desk.page.context.set_offline(offline=False)
    await desk.sees("đủ 18 tuổi")
    _, full = await made(trial, before)
    assert (await given(trial, full))["H1"] == "self"


async def test_a_new_release_is_taken_up_when_nobody_stands_before_it(tablets: Tablets) -> None:
    desk = await tablets()
    await desk.take_the_clock()
    await desk.page.evaluate("window.old = true")

    async def newer(route: Route) -> None:
        await route.fulfill(json={"release": "another", "taken": False})

    await desk.page.route("**/kiosk/pulse", newer)
    await desk.begin()
    async with desk.page.expect_response("**/kiosk/pulse"):
        await desk.page.clock.run_for(31 * SECONDS)
    await desk.sees("Nhìn chung")
    assert await desk.page.evaluate("window.old"), "not while somebody answers"
    await desk.page.unroute("**/kiosk/pulse")
    async with desk.page.expect_navigation(url="**/kiosk"):
        await desk.touch("Dừng lại")
    await desk.waits()
    assert not await desk.page.evaluate("Boolean(window.old)")


async def test_the_page_asks_no_other_host_for_anything(tablets: Tablets) -> None:
    desk = await tablets()
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    await desk.page.reload()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    origin = desk.page.url.removesuffix("/kiosk")
    assert asked
    assert [url for url in asked if not url.startswith(origin + "/")] == []


async def test_one_visit_that_cannot_be_taken_does_not_hold_up_the_others(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    first: list[str] = []

    async def broken(route: Route) -> None:
        act = json.loads(route.request.post_data or "{}")
        first.append(act["visit"])
        if act["visit"] == first[0]:
            await route.fulfill(status=500, body="{}")
        else:
            await route.continue_()

    await desk.page.route("**/kiosk/acts", broken)
    coming = list(islice(plans(5), 2))
    for plan in coming:
        await visit(desk, plan)
    await ended(trial, before, "completed")
    await expect(desk.sign).to_contain_text("1 lượt chờ gửi")
    await desk.page.unroute("**/kiosk/acts")
    later, earlier = await ended(trial, before, "completed", "completed", looks=400)
    await _is_stored(trial, later, coming[1])
    await _is_stored(trial, earlier, coming[0])


async def _answer_all(desk: Desk) -> None:
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    await desk.sees("Cảm ơn")


async def _never_begun(route: Route) -> None:
    if json.loads(route.request.post_data or "{}")["act"] == "begin":
        await route.fulfill(status=400, body="{}")
    else:
        await route.continue_()


async def test_staff_see_how_much_of_a_visit_found_no_place(tablets: Tablets) -> None:
    """All that waits of a visit which is not the tablet's is dropped with the first of it."""
    desk = await tablets()
    await desk.page.route("**/kiosk/acts", _never_begun)
    await desk.page.context.set_offline(offline=True)
    await _answer_all(desk)
    await desk.page.context.set_offline(offline=False)
    said = 1 + 5 + 1  # consent, faces, sending
    await expect(desk.sign).to_contain_text(f"{said} ý không nhận được", timeout=20_000)


async def test_who_leaves_before_saying_anything_has_lost_nothing(tablets: Tablets) -> None:
    desk = await tablets()
    await desk.page.route("**/kiosk/acts", _never_begun)
    async with desk.page.expect_response(lambda reply: reply.status == 401):
        await desk.touch("Bắt đầu")
        await desk.sees("đồng ý cho lưu")
        await desk.touch("Dừng lại")
    await expect(desk.sign).to_have_text("Có mạng")


async def test_a_form_that_was_closed_before_it_was_sent_is_seen_by_staff(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()

    async def closed_first(route: Route) -> None:
        act = json.loads(route.request.post_data or "{}")
        if act["act"] == "send":
            leave = {"act": "leave", "visit": act["visit"], "key": act["key"][::-1]}
            await route.fetch(post_data=leave)
        await route.continue_()

    await desk.page.route("**/kiosk/acts", closed_first)
    await _answer_all(desk)
    await expect(desk.sign).to_contain_text("1 ý không nhận được", timeout=20_000)
    await ended(trial, before, "stopped")
