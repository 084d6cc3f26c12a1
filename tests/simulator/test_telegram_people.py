"""People with Telegram: what they can press and see, and what their acts set going."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.simulator.telegram import (
    UNLIMITED,
    HandClock,
    Message,
    NotOnScreenError,
    Person,
    TelegramServer,
)
from tests.simulator.telegram_bots import CONTACT_KEYBOARD, Caller, calling, inline

LAN = 5021


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    async with TelegramServer(clock=HandClock(), limits=UNLIMITED) as sim, calling(sim) as caller:
        sim.person(LAN).chat.started = True
        yield caller


@pytest.fixture
def lan(bot: Caller) -> Person:
    return bot.sim.person(LAN)


def _updates(bot: Caller) -> list[tuple[str, dict[str, Any]]]:
    made = [found.update for found in bot.sim.ledger.deliveries.values()]
    return [(kind, update[kind]) for update in made for kind in update if kind != "update_id"]


async def test_only_what_is_on_screen_can_be_pressed(bot: Caller, lan: Person) -> None:
    message_id = await bot.say(LAN, reply_markup=inline("Có", "Không"))
    lan.press("Không")
    await bot.call("editMessageText", chat_id=LAN, message_id=message_id, text="Đã chọn")
    with pytest.raises(NotOnScreenError, match="Không"):
        lan.press("Không")
    assert [update["data"] for _, update in _updates(bot)] == ["a:1"]


async def test_a_forged_client_sends_what_it_likes(bot: Caller, lan: Person) -> None:
    message_id = await bot.say(LAN, reply_markup=inline("Có"))
    lan.press("x:other:session", force=True)
    ((kind, update),) = _updates(bot)
    assert (kind, update["data"]) == ("callback_query", "x:other:session")
    assert update["message"]["message_id"] == message_id


async def test_the_newest_button_of_a_label_is_pressed_unless_an_older_is_meant(
    bot: Caller, lan: Person
) -> None:
    first = await bot.say(LAN, reply_markup=inline("Có"))
    second = await bot.say(LAN, reply_markup=inline("Không", "Có"))
    lan.press("Có")
    lan.press("Có", on=lan.chat.messages[first])
    assert [(update["message"]["message_id"], update["data"]) for _, update in _updates(bot)] == [
        (second, "a:1"),
        (first, "a:0"),
    ]


async def test_a_key_of_the_reply_keyboard_is_typed(bot: Caller, lan: Person) -> None:
    await bot.say(LAN, reply_markup={"keyboard": [["Bỏ qua"], [{"text": "Dừng"}]]})
    assert lan.labels == ["Bỏ qua", "Dừng"]
    lan.press("Bỏ qua")
    ((kind, update),) = _updates(bot)
    assert (kind, update["text"]) == ("message", "Bỏ qua")
    await bot.say(LAN, reply_markup={"remove_keyboard": True})
    with pytest.raises(NotOnScreenError):
        lan.press("Bỏ qua")


async def test_the_contact_key_shares_the_number_as_a_reply_to_its_message(
    bot: Caller, lan: Person
) -> None:
    prompt = await bot.say(LAN, reply_markup=CONTACT_KEYBOARD)
    await bot.say(LAN, "Đang chờ số điện thoại")
    lan.press("Gửi số điện thoại")
    ((_, update),) = _updates(bot)
    assert update["contact"]["user_id"] == LAN
    assert update["reply_to_message"]["message_id"] == prompt


async def test_a_link_button_tells_the_bot_nothing(bot: Caller, lan: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Mở", "url": "https://bot.example.vn"}]]}
    await bot.say(LAN, reply_markup=link)
    assert lan.press("Mở") is None
    assert _updates(bot) == []


async def test_who_blocked_the_bot_and_presses_start_lets_it_write_first(
    bot: Caller, lan: Person
) -> None:
    lan.block()
    assert (await bot.call("sendMessage", chat_id=LAN, text="Xin chào"))[0] == 403
    lan.start("k7Q2mX9aZ0_bH")
    assert [kind for kind, _ in _updates(bot)] == ["my_chat_member", "my_chat_member", "message"]
    assert _updates(bot)[1][1]["new_chat_member"]["status"] == "member"
    await bot.say(LAN)


async def test_waiting_hears_each_message_once_and_in_order(bot: Caller, lan: Person) -> None:
    for text in ("một", "hai", "ba"):
        await bot.say(LAN, text)
    assert (await lan.wait_for()).text == "một"
    assert (await lan.wait_for("ba")).text == "ba"
    with pytest.raises(TimeoutError):
        await lan.wait_for("hai", patience=0.02)
    waiting = asyncio.create_task(lan.wait_for(lambda message: bool(message.buttons)))
    await bot.say(LAN, "bốn")
    await bot.say(LAN, "năm", reply_markup=inline("Có"))
    assert (await waiting).text == "năm"


async def test_a_driver_hears_at_once(bot: Caller, lan: Person) -> None:
    heard: list[str | None] = []

    def hear(message: Message) -> None:
        heard.append(message.text)

    lan.chat.hear = hear
    message_id = await bot.say(LAN, "một")
    await bot.call("editMessageText", chat_id=LAN, message_id=message_id, text="hai")
    await bot.call("deleteMessage", chat_id=LAN, message_id=message_id)
    assert heard == ["một", "hai"]


async def test_what_happens_in_a_group_stays_there(bot: Caller, lan: Person) -> None:
    group = bot.sim.group(-100, "Tổ dân phố")
    await bot.say(-100, "Chào cả tổ", reply_markup=inline("Có"))
    assert lan.texts == []
    lan.press("Có", chat=group)
    ((_, update),) = _updates(bot)
    assert update["message"]["chat"]["id"] == -100
    assert update["from"]["id"] == LAN


async def test_files_can_be_hard_to_get(bot: Caller, lan: Person) -> None:
    voice = lan.voice(b"OggS" * 100, size=1000)
    _, answer = await bot.call("getFile", file_id=voice.extra["voice"]["file_id"])
    assert answer["result"]["file_size"] == 1000
    url = f"{bot.sim.base_url}/file/bot{bot.sim.token}/{answer['result']['file_path']}"
    bot.sim.faults.server_error(503, methods={"file"}, times=1)
    bot.sim.faults.malform(methods={"file"}, times=1)
    sizes: list[tuple[int, int]] = []
    for _ in range(3):
        async with bot.session.get(url) as response:
            sizes.append((response.status, len(await response.read())))
    assert [status for status, _ in sizes] == [503, 200, 200]
    assert [size for _, size in sizes[1:]] == [500, 1000]
    bot.sim.faults.reset(methods={"file"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.session.get(url)


async def test_real_time_cannot_be_moved() -> None:
    async with TelegramServer() as sim:
        with pytest.raises(TypeError, match="HandClock"):
            await sim.advance(1)
