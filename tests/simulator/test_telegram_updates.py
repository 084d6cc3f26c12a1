"""What people do becomes updates in exactly the shapes that Telegram sends."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from telegram import Message, TelegramObject, Update

from bot.simulator.telegram import HandClock, Person, TelegramServer
from tests.simulator.telegram_bots import CONTACT_KEYBOARD, Caller, calling

Json = dict[str, Any]
SAMPLES: dict[str, Json] = json.loads(
    (Path(__file__).parents[1] / "data" / "telegram_updates.json").read_text("utf-8")
)
QUESTION = "Ông/bà hài lòng không?"
RATING = {"inline_keyboard": [[{"text": "Hài lòng", "callback_data": "a:7f3c:q1:5"}]]}


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    async with TelegramServer(clock=HandClock()) as sim, calling(sim) as caller:
        yield caller


@pytest.fixture
async def lan(bot: Caller) -> Person:
    person = bot.sim.person(5021, "Lan", "Nguyễn", "lan_ng")
    person.start("k7Q2mX9aZ0_bH")
    return person


def _newest(sim: TelegramServer) -> Json:
    return next(reversed(sim.ledger.deliveries.values())).update


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return type(value).__name__


def _completed(value: object) -> object:
    """Add what the samples leave out and Telegram does not: a chat has the username of its
    person, and a person's own card the last name.
    """
    if isinstance(value, dict):
        found = {key: _completed(item) for key, item in value.items()}
        if value.get("type") == "private":
            found["username"] = "lan_ng"
        if "phone_number" in value:
            found["last_name"] = "Nguyễn"
        return found
    return [_completed(item) for item in value] if isinstance(value, list) else value


DEEDS: dict[str, Callable[[Person], object]] = {
    "start": lambda lan: lan.start("k7Q2mX9aZ0_bH"),
    "text": lambda lan: lan.type("Tôi chờ lâu quá"),
    "button": lambda lan: lan.press("Hài lòng"),
    "contact": lambda lan: lan.share_contact("84912345678"),
    "photo": lambda lan: lan.photo(caption="Phòng chờ", size=183_422, album="137"),
    "voice": lambda lan: lan.voice(size=28_102),
    "document": lambda lan: lan.document(size=90_211),
    "location": lambda lan: lan.location(21.0285, 105.8542),
    "edit": lambda lan: lan.edit(lan.type("Tôi chờ lâu quá"), "Tôi chờ 2 giờ"),
    "blocked": lambda lan: lan.block(),
}


@pytest.mark.parametrize("name", SAMPLES)
async def test_what_a_person_does_has_the_shape_of_the_sample(
    bot: Caller, lan: Person, name: str
) -> None:
    if name == "button":
        await bot.say(lan.id, QUESTION, reply_markup=RATING)
    elif name == "contact":
        await bot.say(lan.id, "Bấm nút để gửi SĐT", reply_markup=CONTACT_KEYBOARD)
    DEEDS[name](lan)
    assert _shape(_newest(bot.sim)) == _shape(_completed(SAMPLES[name]))


@pytest.mark.parametrize("name", SAMPLES)
async def test_the_samples_are_read_by_the_real_library(name: str) -> None:
    update = Update.de_json(SAMPLES[name], None)
    assert update.update_id == SAMPLES[name]["update_id"]
    assert _unknown(update) == []
    assert update.effective_user is not None
    assert update.effective_user.id == 5021


@pytest.mark.parametrize("name", DEEDS)
async def test_what_people_do_is_read_by_the_real_library(
    bot: Caller, lan: Person, name: str
) -> None:
    await bot.say(lan.id, QUESTION, reply_markup=RATING)
    DEEDS[name](lan)
    update = Update.de_json(_newest(bot.sim), None)
    assert _unknown(update) == []
    assert update.effective_chat is not None
    assert update.effective_chat.username == "lan_ng"


def _unknown(found: TelegramObject) -> list[str]:
    """Return the fields that the library does not know, however deep."""
    unknown = list(found.api_kwargs)
    for name in vars(type(found)).get("__slots__", ()):
        value = getattr(found, name, None)
        for item in value if isinstance(value, tuple | list) else (value,):
            if isinstance(item, TelegramObject):
                unknown += _unknown(item)
    return unknown


async def test_cards_tell_apart_whose_they_are_and_where_from(bot: Caller, lan: Person) -> None:
    prompt_id = await bot.say(lan.id, "Số điện thoại?", reply_markup=CONTACT_KEYBOARD)
    cards: dict[str, Json] = {}
    lan.press("Gửi số điện thoại")
    cards["pressed"] = _newest(bot.sim)["message"]
    lan.forward_contact("84912345678", reply_to=lan.chat.messages[prompt_id])
    cards["forwarded"] = _newest(bot.sim)["message"]
    lan.contact_of("84987654321", 5022)
    cards["another's"] = _newest(bot.sim)["message"]
    lan.contact_without_user_id("84912345678")
    cards["nobody's"] = _newest(bot.sim)["message"]
    assert {
        name: (
            card["contact"].get("user_id"),
            "forward_origin" in card,
            card.get("reply_to_message", {}).get("message_id"),
        )
        for name, card in cards.items()
    } == {
        "pressed": (5021, False, prompt_id),
        "forwarded": (5021, True, prompt_id),
        "another's": (5022, False, None),
        "nobody's": (None, False, None),
    }
    assert isinstance(Message.de_json(cards["forwarded"], None).forward_origin, TelegramObject)


async def test_a_button_of_a_deleted_message_comes_without_the_message(
    bot: Caller, lan: Person
) -> None:
    message_id = await bot.say(lan.id, QUESTION, reply_markup=RATING)
    question = lan.chat.messages[message_id]
    await bot.call("deleteMessage", chat_id=lan.id, message_id=message_id)
    lan.press("a:7f3c:q1:5", on=question, force=True)
    query = _newest(bot.sim)["callback_query"]
    assert query["message"] == {"chat": lan.chat.json, "message_id": message_id, "date": 0}
    parsed = Update.de_json(_newest(bot.sim), None).callback_query
    assert parsed is not None
    assert parsed.message is not None
    assert not parsed.message.is_accessible


async def test_a_group_has_a_negative_id_and_its_own_type(bot: Caller, lan: Person) -> None:
    lan.type("Chào cả tổ", chat=bot.sim.group(-100, "Tổ dân phố"))
    message = _newest(bot.sim)["message"]
    assert message["chat"] == {"id": -100, "title": "Tổ dân phố", "type": "group"}
    assert message["from"]["id"] == 5021


async def test_ids_rise_and_the_same_seed_gives_the_same_world() -> None:
    worlds = []
    for _ in range(2):
        async with TelegramServer(clock=HandClock(), seed="hôm nay") as sim:
            lan = sim.person(5021)
            lan.start()
            lan.photo()
            lan.type("Xin chào")
            worlds.append([found.update for found in sim.ledger.deliveries.values()])
    assert worlds[0] == worlds[1]
    ids = [update["update_id"] for update in worlds[0]]
    assert ids == list(range(ids[0], ids[0] + 3))
