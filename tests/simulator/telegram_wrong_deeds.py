"""Bad behaviour, each against one rule: of chats, messages, buttons, rates, updates and files."""

import asyncio

from aiohttp import web

from bot.simulator.telegram import Limits
from tests.simulator.telegram_bots import CONTACT_KEYBOARD, inline, waiting_poll
from tests.simulator.telegram_scene import LAN, MINH, Scene, Wrongs

WRONGS = Wrongs()

# -- chats


@WRONGS.note("chat_unknown", 400)
async def _to_a_stranger(s: Scene) -> None:
    await s.send(chat_id=1)


@WRONGS.note("chat_not_started", 403)
async def _first_word(s: Scene) -> None:
    s.sim.person(MINH)
    await s.send(chat_id=MINH)


@WRONGS.note("chat_blocked", 403)
async def _not_listening(s: Scene) -> None:
    s.lan.block()
    assert (await s.send())[0] == 403  # so the bot was told
    await s.sim.advance(1)
    await s.send()


@WRONGS.note("chat_deactivated", 403)
async def _to_who_is_gone(s: Scene) -> None:
    s.lan.deactivate()
    assert (await s.send())[0] == 403
    await s.sim.advance(1)
    await s.send()


# -- messages


@WRONGS.note("message_unknown", 400)
async def _edit_of_nothing(s: Scene) -> None:
    await s.call("editMessageText", chat_id=LAN, message_id=10**6, text="Xin chào")


@WRONGS.note("message_unknown", 400)
async def _deleted_twice(s: Scene) -> None:
    message_id = await s.bot.say(LAN)
    assert (await s.call("deleteMessage", chat_id=LAN, message_id=message_id))[0] == 200
    await s.call("deleteMessage", chat_id=LAN, message_id=message_id)


@WRONGS.note("message_not_ours", 400)
async def _words_in_the_mouth(s: Scene) -> None:
    said = s.lan.type("Tôi chờ lâu quá")
    await s.call("editMessageText", chat_id=LAN, message_id=said.id, text="Tôi hài lòng")


@WRONGS.note("message_not_editable", 400)
async def _edit_of_a_prompt(s: Scene) -> None:
    message_id = await s.bot.say(LAN, reply_markup=CONTACT_KEYBOARD)
    await s.call("editMessageText", chat_id=LAN, message_id=message_id, text="Cảm ơn")


@WRONGS.note("message_not_modified", 400)
async def _the_same_again(s: Scene) -> None:
    message_id = await s.bot.say(LAN, "Xin chào", reply_markup=inline("Có"))
    await s.call(
        "editMessageReplyMarkup", chat_id=LAN, message_id=message_id, reply_markup=inline("Có")
    )


@WRONGS.note("message_too_old", 400)
async def _deleted_on_the_third_day(s: Scene) -> None:
    message_id = await s.bot.say(LAN)
    await s.sim.advance(48 * 3600 + 1)
    await s.call("deleteMessage", chat_id=LAN, message_id=message_id)


@WRONGS.note("action_unknown", 400)
async def _sleeping(s: Scene) -> None:
    await s.call("sendChatAction", chat_id=LAN, action="sleeping")


@WRONGS.note("command_invalid", 400)
async def _shouted_command(s: Scene) -> None:
    await s.call("setMyCommands", commands=[{"command": "START", "description": "Bắt đầu"}])


# -- callbacks


@WRONGS.note("callback_unknown", 400)
async def _invented(s: Scene) -> None:
    await s.call("answerCallbackQuery", callback_query_id="1")


@WRONGS.note("callback_answered_twice", 400)
async def _answered_again(s: Scene) -> None:
    query = await s.press()
    assert (await s.call("answerCallbackQuery", callback_query_id=query))[0] == 200
    await s.call("answerCallbackQuery", callback_query_id=query)


@WRONGS.note("callback_answered_late", 400)
async def _after_a_coffee(s: Scene) -> None:
    query = await s.press()
    await s.call("getUpdates")
    await s.sim.advance(20)
    await s.call("answerCallbackQuery", callback_query_id=query)


@WRONGS.note("callback_unanswered", 200)
async def _never_answered(s: Scene) -> None:
    await s.press()
    _, answer = await s.call("getUpdates")
    await s.call("getUpdates", offset=answer["result"][-1]["update_id"] + 1)
    await s.sim.advance(20)
    s.sim.close_books()


@WRONGS.note("callback_text_too_long", 400)
async def _speech_in_a_bubble(s: Scene) -> None:
    await s.call("answerCallbackQuery", callback_query_id=await s.press(), text="a" * 201)


# -- rates


@WRONGS.note("too_fast_for_chat", 429)
async def _a_flood(s: Scene) -> None:
    for _ in range(Limits().chat_burst):
        await s.bot.say(LAN)
    await s.send()
    assert s.answer[1]["parameters"] == {"retry_after": 1}


@WRONGS.note("too_fast_overall", 429)
async def _a_broadcast(s: Scene) -> None:
    for number in range(31):
        s.sim.person(6000 + number).start()
        await s.send(chat_id=6000 + number)


@WRONGS.note("call_before_retry_after", 429)
async def _impatient(s: Scene) -> None:
    s.sim.faults.flood(35, times=1)
    await s.send()
    await s.sim.advance(34)
    await s.send(chat_id=s.sim.person(MINH).id)  # the whole bot has to wait, not one chat


# -- getting updates


@WRONGS.note("polling_with_webhook", 409)
async def _both_ways(s: Scene) -> None:
    await s.webhook(lambda _: web.Response())
    await s.call("getUpdates")


@WRONGS.note("two_pollers", 409)
async def _two_at_the_door(s: Scene) -> None:
    await s.call("getUpdates", offset=-1)
    _, answer = await s.call("getUpdates")
    offset = answer["result"][-1]["update_id"] + 1
    first = await waiting_poll(s.sim, s.bot.call("getUpdates", offset=offset, timeout=30))
    second = asyncio.create_task(s.bot.call("getUpdates", offset=offset, timeout=30))
    s.answer = await first
    s.lan.type("một")
    assert [u["message"]["text"] for u in (await second)[1]["result"]] == ["một"]


@WRONGS.note("webhook_set_too_often", 429)
async def _set_and_set(s: Scene) -> None:
    hook = await s.webhook(lambda _: web.Response())
    await s.call("setWebhook", url=hook.url)


@WRONGS.note("webhook_url_invalid", 400)
async def _plain_http(s: Scene) -> None:
    await s.call("setWebhook", url="http://bot.example.vn/hook")


@WRONGS.note("webhook_url_invalid", 400)
async def _odd_port(s: Scene) -> None:
    await s.call("setWebhook", url="https://bot.example.vn:8080/hook")


@WRONGS.note("secret_token_invalid", 400)
async def _secret_with_spaces(s: Scene) -> None:
    await s.call("setWebhook", url="http://127.0.0.1:1/hook", secret_token="bí mật")


@WRONGS.note("webhook_gone", 200)
async def _gone(s: Scene) -> None:
    hook = await s.webhook(lambda _: web.Response(status=410))
    await hook.wait(1)
    await s.sim.settle()


@WRONGS.note("webhook_timed_out", 200)
async def _silent(s: Scene) -> None:
    async def never(_update: object) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    hook = await s.webhook(never)
    await hook.wait(1)
    await s.sim.advance(60)


@WRONGS.note("webhook_reply_ignored", 200)
async def _asks_in_an_answer(s: Scene) -> None:
    hook = await s.webhook(lambda _: web.json_response({"method": "getMe"}))
    await hook.wait(1)
    await s.sim.settle()


@WRONGS.note("wrong_content_type", 200)
async def _mumbled_answer(s: Scene) -> None:
    body = f'{{"method":"sendMessage","chat_id":{LAN},"text":"Xin chào"}}'
    hook = await s.webhook(lambda _: web.Response(text=body, content_type="text/plain"))
    await hook.wait(1)
    await s.sim.settle()
    assert s.lan.texts == []


# -- files


@WRONGS.note("file_unknown", 400)
async def _invented_file(s: Scene) -> None:
    await s.call("getFile", file_id="AgAC")


@WRONGS.note("file_too_big", 400)
async def _a_film(s: Scene) -> None:
    said = s.lan.document(name="phim.mp4", size=20 * 1024 * 1024 + 1)
    await s.call("getFile", file_id=said.extra["document"]["file_id"])


@WRONGS.note("file_path_expired", 404)
async def _fetched_late(s: Scene) -> None:
    voice = s.lan.voice().extra["voice"]
    _, answer = await s.call("getFile", file_id=voice["file_id"])
    await s.sim.advance(3601)
    url = f"{s.sim.base_url}/file/bot{s.sim.token}/{answer['result']['file_path']}"
    async with s.bot.session.get(url) as response:
        s.answer = (response.status, await response.json())
