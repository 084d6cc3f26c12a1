"""Bad networks: nothing is lost, nothing is sent twice, and the person is told."""

import json
import re

from playwright.async_api import BrowserContext, Request, Response, Route, expect

from tests.e2e.conftest import Picture
from tests.e2e.person import Person
from tests.waiting import until
from tests.web.installation import Installation


async def test_an_answer_pressed_without_network_arrives_when_it_is_back(
    person: Person, phone: BrowserContext, address: str
) -> None:
    await person.open(address)
    await phone.set_offline(True)
    await person.press("Bắt đầu")
    await expect(person.page.get_by_role("status")).to_contain_text("Mất mạng")
    await expect(person.page.locator(".mine.waiting")).to_have_text(re.compile("Bắt đầu"))
    await expect(person.button("Để sau")).to_be_disabled()
    await phone.set_offline(False)
    await person.sees("không bao giờ hỏi")
    await expect(person.page.get_by_role("status")).to_be_hidden()
    await expect(person.page.locator(".mine")).to_have_count(1)


async def test_a_typed_text_stays_in_the_box_until_it_has_arrived(
    person: Person, phone: BrowserContext, address: str, picture: Picture
) -> None:
    await person.open(address)
    await person.begin_rating()
    await phone.set_offline(True)
    await person.box.fill("hài lòng")
    await person.button("Gửi tin").click()
    await expect(person.page.get_by_role("status")).to_contain_text("tự gửi khi có mạng lại")
    await expect(person.box).to_have_value("hài lòng")
    await picture(person.page, "offline-360")
    await phone.set_offline(False)
    await person.sees("thời gian chờ tới lượt")
    await expect(person.box).to_have_value("")


async def test_a_lost_reply_does_not_answer_twice(person: Person, address: str) -> None:
    lost: list[str] = []
    sent: list[str] = []

    async def lose_first_reply(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        lost.append(_id_of(route.request))
        await route.fetch()  # the server hears it, the page never learns
        await route.abort()

    await person.open(address)
    await person.begin_rating()
    await person.page.route("**/chat/events*", lambda route: route.abort())
    await person.page.reload()
    await person.sees("chỗ ngồi chờ")
    await person.page.route("**/chat/messages", lose_first_reply)
    person.page.on(
        "request", lambda request: sent.extend([_id_of(request)] * (request.method == "POST"))
    )
    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ tới lượt")
    await until(lambda: len(sent) >= 2)  # the words may come by another way before it is told
    assert len(sent) == 2
    assert set(sent) == set(lost), "sent again under the same id"
    await expect(person.page.locator(".mine").last).to_contain_text("4 Hài lòng")
    await expect(person.bubbles.filter(has_text="thời gian chờ tới lượt")).to_have_count(1)


def _id_of(request: Request) -> str:
    return str(json.loads(request.post_data or "{}").get("id"))


async def test_without_streams_the_page_asks_for_news(person: Person, address: str) -> None:
    await person.page.route("**/chat/events*", lambda route: route.abort())
    async with person.page.expect_request(re.compile(r"wait=25"), timeout=15_000):
        await person.open(address)
    await person.asked("Xin chào", "Bắt đầu")
    await person.sees("không bao giờ hỏi")


async def test_a_browser_without_event_source_works(person: Person, address: str) -> None:
    await person.page.add_init_script("delete window.EventSource")
    async with person.page.expect_request(re.compile(r"wait=25"), timeout=15_000):
        await person.open(address)
    await person.begin_rating()


async def test_what_is_said_in_one_tab_is_heard_in_the_other(
    person: Person, phone: BrowserContext, address: str
) -> None:
    await person.open(address)
    other = Person(await phone.new_page())
    await other.page.goto(person.page.url)
    await other.sees("Xin chào")
    await person.press("Bắt đầu")
    await other.sees("không bao giờ hỏi")
    await other.press("Tôi hiểu")
    await person.sees("đồng ý cho lưu")


async def test_an_old_tab_turns_to_the_new_conversation(
    person: Person, phone: BrowserContext, address: str, trial: Installation
) -> None:
    await person.open(address)
    await person.press("Bắt đầu")
    await person.sees("không bao giờ hỏi")
    second = await trial.invite()
    other = (await phone.new_page()).get_by_role("button", name="Bắt đầu")
    base = address.rsplit("/", 1)[0]
    # The stream of the old tab ends now; coming back it would tell the tab before it is pressed.
    await person.page.route("**/chat/events*", _never_answer)
    await other.page.goto(f"{base}/{second.token}")
    await other.click()
    await expect(other.page).to_have_url(f"{base}/chat")
    async with person.page.expect_response(_turned_away):
        await person.press("Tôi hiểu")
    await person.sees("Xin chào")


async def _never_answer(_: Route) -> None:
    """Leave a request as it is."""


def _turned_away(reply: Response) -> bool:
    return reply.request.method == "POST" and reply.status == 409


async def test_after_a_reload_everything_is_there_and_goes_on(
    person: Person, address: str
) -> None:
    await person.open(address)
    await person.begin_rating()
    before = await person.page.locator("#log .said").all_inner_texts()
    await person.page.reload()
    await person.sees("chỗ ngồi chờ")
    assert await person.page.locator("#log .said").all_inner_texts() == before
    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ tới lượt")


async def test_a_busy_server_is_asked_again(person: Person, address: str) -> None:
    refusals = iter([429, 503])

    async def busy(route: Route) -> None:
        status = next(refusals, None)
        if status is None:
            await route.continue_()
        else:
            words = '{"error": "web.overloaded", "message": "Hệ thống đang bận."}'
            headers = {"Retry-After": "1", "Content-Type": "application/json"}
            await route.fulfill(status=status, headers=headers, body=words)

    await person.open(address)
    await person.page.route("**/chat/messages", busy)
    await person.press("Bắt đầu")
    await expect(person.page.get_by_role("status")).to_contain_text("Hệ thống đang bận.")
    await person.sees("không bao giờ hỏi")


async def test_a_text_that_is_refused_stays_to_be_shortened(person: Person, address: str) -> None:
    await person.open(address)
    long = "Tôi chờ lâu quá. " * 400
    await person.box.fill(long)
    await person.button("Gửi tin").click()
    await expect(person.page.get_by_role("status")).to_contain_text("rút ngắn")
    await expect(person.box).to_have_value(long)
    await expect(person.box).to_be_editable()
    await person.types("Bắt đầu")
    await person.sees("không bao giờ hỏi")
    await expect(person.page.get_by_role("status")).to_be_hidden()
