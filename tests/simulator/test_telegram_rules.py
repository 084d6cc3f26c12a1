"""Each rule of the Bot API is broken once by a tiny wrong bot, and caught by its own name."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TypedDict

import pytest
from aiohttp import FormData, ServerDisconnectedError

from bot.simulator.telegram import RULES, HandClock, Limits, TelegramServer
from tests.simulator import telegram_wrong_deeds, telegram_wrong_requests
from tests.simulator.telegram_bots import calling, inline, listening
from tests.simulator.telegram_scene import LAN, Deed, Scene

WRONGS = [*telegram_wrong_requests.WRONGS, *telegram_wrong_deeds.WRONGS]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with (
        TelegramServer(clock=HandClock()) as sim,
        calling(sim) as bot,
        AsyncExitStack() as stack,
    ):
        lan = sim.person(LAN)
        lan.start()
        yield Scene(sim, bot, lan, stack)


# -- the verdict


@pytest.mark.parametrize(
    ("rule", "status", "deed"), [pytest.param(*w, id=w[2].__name__.strip("_")) for w in WRONGS]
)
async def test_each_wrong_is_caught_by_its_own_rule(
    scene: Scene, rule: str, status: int, deed: Deed
) -> None:
    await deed(scene)
    assert set(scene.sim.ledger.broken()) == {rule}
    said, answer = scene.answer
    assert said == status
    if status != 200:
        assert answer["ok"] is False
        assert answer["error_code"] == status
        assert answer["description"]


def test_no_rule_is_only_written_down() -> None:
    assert {rule for rule, _, _ in WRONGS} == set(RULES)


# -- what is right stays unpunished


async def test_a_bot_that_could_not_know_is_not_to_blame(scene: Scene) -> None:
    sim, bot = scene.sim, scene.bot
    scene.lan.block()
    assert (await scene.send())[0] == 403  # nobody had told it yet
    assert (await scene.send())[0] == 403  # under way at the same time
    scene.lan.start()
    query = await scene.press()
    sim.faults.withhold(methods={"answerCallbackQuery"}, times=1)
    with pytest.raises(ServerDisconnectedError):
        await bot.call("answerCallbackQuery", callback_query_id=query)
    assert (await bot.call("answerCallbackQuery", callback_query_id=query))[0] == 400
    late = await scene.press()
    await sim.advance(100)  # the bot was down, and gets the press only now
    await bot.call("getUpdates")
    assert (await bot.call("answerCallbackQuery", callback_query_id=late))[0] == 400
    assert sim.ledger.broken() == {}


async def test_a_bot_that_died_with_a_press_in_hand_may_answer_late(scene: Scene) -> None:
    sim = scene.sim
    async with listening(scene.bot) as hook:
        url = hook.url
    await sim.advance(2)
    assert (await scene.call("setWebhook", url=url))[0] == 200  # nobody is there any more
    query = await scene.press()
    await sim.advance(20)
    assert (await scene.call("answerCallbackQuery", callback_query_id=query))[0] == 400
    sim.close_books()
    assert sim.ledger.broken() == {}


class Ways(TypedDict, total=False):
    json: object
    data: FormData
    params: dict[str, str]


@pytest.mark.parametrize("how", ["json", "strings", "form", "query", "multipart"])
async def test_a_request_may_have_any_form_that_telegram_reads(scene: Scene, how: str) -> None:
    markup = '{"inline_keyboard":[[{"text":"Có","callback_data":"a"}]]}'
    strings = {"chat_id": str(LAN), "text": "Hài lòng không?", "reply_markup": markup}
    form = FormData(strings)
    if how == "multipart":
        form = FormData(strings, default_to_multipart=True)
    ways: dict[str, Ways] = {
        "json": {"json": {**strings, "chat_id": LAN, "reply_markup": inline("Có")}},
        "strings": {"json": strings},
        "form": {"data": form},
        "query": {"params": strings},
        "multipart": {"data": form},
    }
    status, answer = await scene.bot.post("sendmessage", **ways[how])
    assert (status, answer["ok"]) == (200, True)
    assert scene.lan.texts == ["Hài lòng không?"]
    assert scene.lan.labels == ["Có"]
    assert scene.sim.ledger.broken() == {}


@pytest.mark.parametrize(
    ("mode", "text", "shown"),
    [
        ("HTML", "<b>Xin <i>chào</i></b> &lt;3", "Xin chào <3"),
        ("Markdown", "*Xin* _chào_ file\\_name [đây](https://a.vn)", "Xin chào file_name đây"),
        ("MarkdownV2", "*Xin _chào_* 2\\.5 [đây](https://a.vn/x_y) `a.b`", "Xin chào 2.5 đây a.b"),
    ],
)
async def test_an_escaped_text_is_shown_as_it_is_meant(
    scene: Scene, mode: str, text: str, shown: str
) -> None:
    await scene.send(text, parse_mode=mode)
    assert scene.answer[1]["result"]["text"] == shown
    assert scene.sim.ledger.broken() == {}


@pytest.mark.parametrize(
    ("mode", "text", "why"),
    [
        ("Markdown", "2 * 3", "Can't find end of the entity starting at byte offset 2"),
        ("Markdown", "chờ _lâu", "Can't find end of the entity starting at byte offset 6"),
        ("Markdown", "[đây](a.vn", "Can't find end of the entity"),
        ("MarkdownV2", "*đậm", "Can't find end of the entity starting at byte offset 0"),
        ("MarkdownV2", "1 + 1", "Character '+' is reserved and must be escaped"),
        ("HTML", "a < b", "Unclosed start tag at byte offset 2"),
        ("HTML", "<đ>", 'Unsupported start tag "đ" at byte offset 0'),
        ("HTML", "<table>", 'Unsupported start tag "table" at byte offset 0'),
        ("HTML", "<b>đậm", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "đậm</b>", "Unexpected end tag at byte offset 6"),
        ("HTML", "<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
    ],
)
async def test_what_cannot_be_parsed_is_told_as_telegram_does(
    scene: Scene, mode: str, text: str, why: str
) -> None:
    status, answer = await scene.send(text, parse_mode=mode)
    assert status == 400
    assert answer["description"].startswith("Bad Request: can't parse entities: ")
    assert why in answer["description"]
    assert set(scene.sim.ledger.broken()) == {"markup_unparsable"}


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"chat_id": True, "text": "a"}),
        ("sendMessage", {"chat_id": "năm", "text": "a"}),
        ("sendMessage", {"chat_id": LAN, "text": ["a"]}),
        ("sendMessage", {"chat_id": LAN, "text": "a", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": LAN, "text": "a", "reply_markup": []}),
        ("sendMessage", {"chat_id": LAN, "text": "a", "disable_notification": "maybe"}),
        ("getUpdates", {"allowed_updates": "message"}),
        ("getUpdates", {"allowed_updates": [1]}),
        ("editMessageText", {"chat_id": LAN, "message_id": 1.5, "text": "a"}),
    ],
)
async def test_wrong_types_are_told_apart_from_right_ones(
    scene: Scene, method: str, parameters: dict[str, object]
) -> None:
    status, answer = await scene.call(method, **parameters)
    assert (status, set(scene.sim.ledger.broken())) == (400, {"wrong_type"})
    assert "must be of type" in answer["description"]


async def test_null_is_as_good_as_absent(scene: Scene) -> None:
    assert (await scene.send(reply_markup=None, parse_mode=None))[0] == 200
    assert scene.sim.ledger.broken() == {}


async def test_a_reply_shows_what_it_replies_to(scene: Scene) -> None:
    said = scene.lan.type("Tôi chờ lâu quá")
    await scene.send("Vì sao?", reply_parameters={"message_id": said.id})
    assert scene.answer[1]["result"]["reply_to_message"]["text"] == "Tôi chờ lâu quá"
    gone = {"message_id": 10**6, "allow_sending_without_reply": True}
    assert (await scene.send("Vì sao?", reply_parameters=gone))[0] == 200
    assert (await scene.send("Vì sao?", reply_parameters={"message_id": 10**6}))[0] == 400
    assert scene.sim.ledger.broken() == {"message_unknown": 1}


async def test_who_took_the_news_of_a_block_is_told(scene: Scene) -> None:
    scene.lan.block()
    _, answer = await scene.call("getUpdates")
    await scene.call("getUpdates", offset=answer["result"][-1]["update_id"] + 1)
    await scene.sim.advance(1)
    await scene.send()
    assert scene.sim.ledger.broken() == {"chat_blocked": 1}


async def test_limits_hold_to_the_last_character_and_byte(scene: Scene) -> None:
    data = "ế" * 21 + "a"  # 64 bytes
    await scene.send(
        "ố" * 4096, reply_markup={"inline_keyboard": [[{"text": "Có", "callback_data": data}]]}
    )
    scene.lan.press("Có")
    query = next(iter(scene.sim.ledger.presses))
    await scene.call("answerCallbackQuery", callback_query_id=query, text="ố" * 200)
    assert scene.answer[0] == 200
    assert scene.sim.ledger.broken() == {}


async def test_a_message_a_second_is_never_too_fast(scene: Scene) -> None:
    for _ in range(Limits().chat_burst + 20):
        assert (await scene.send())[0] == 200
        await scene.sim.advance(1)
    assert scene.sim.ledger.broken() == {}


async def test_two_messages_a_second_are_too_many_and_silence_saves_no_more_than_a_burst(
    scene: Scene,
) -> None:
    burst = Limits().chat_burst
    await scene.send()
    await scene.sim.advance(3600)
    statuses = []
    for _ in range(2 * burst + 1):
        statuses.append((await scene.send())[0])
        await scene.sim.advance(0.5)
    assert statuses == [200] * (2 * burst - 1) + [429, 429]
    assert scene.sim.ledger.broken() == {"too_fast_for_chat": 1}
