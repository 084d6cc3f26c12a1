"""Bad requests, each against one rule: bodies, types, texts and keyboards."""

import unicodedata

from tests.simulator.telegram_bots import CONTACT_KEYBOARD, inline
from tests.simulator.telegram_scene import GROUP, LAN, Scene, Wrongs

WRONGS = Wrongs()

# -- the request as such


@WRONGS.note("wrong_token", 401)
async def _another_bots_token(s: Scene) -> None:
    s.bot.token = "7770001234:another-token-of-some-35-characters"
    await s.call("getMe")


@WRONGS.note("wrong_token", 404)
async def _no_token(s: Scene) -> None:
    s.bot.token = "none"
    await s.call("getMe")


@WRONGS.note("unknown_method", 404)
async def _misspelt(s: Scene) -> None:
    await s.call("sendMesage", chat_id=LAN, text="Xin chào")


@WRONGS.note("wrong_content_type", 400)
async def _plain_body(s: Scene) -> None:
    s.answer = await s.bot.post("sendMessage", data="chat_id=5021&text=a")


@WRONGS.note("malformed_body", 400)
async def _half_a_body(s: Scene) -> None:
    headers = {"Content-Type": "application/json"}
    s.answer = await s.bot.post("sendMessage", data=b'{"chat_id":5021', headers=headers)


@WRONGS.note("not_utf8", 400)
async def _half_a_pair(s: Scene) -> None:
    headers = {"Content-Type": "application/json"}
    body = rb'{"chat_id":5021,"text":"\ud83d"}'
    s.answer = await s.bot.post("sendMessage", data=body, headers=headers)


@WRONGS.note("not_utf8", 400)
async def _latin_form(s: Scene) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    s.answer = await s.bot.post("sendMessage", data=b"chat_id=5021&text=%E9", headers=headers)


@WRONGS.note("unknown_field", 200)
async def _misspelt_parameter(s: Scene) -> None:
    await s.send(reply_mark_up=inline("Có"))


@WRONGS.note("unknown_field", 200)
async def _misspelt_in_a_button(s: Scene) -> None:
    button = {"text": "Có", "callback_data": "a", "calback_data": "b"}
    await s.keyboard(inline_keyboard=[[button]])


@WRONGS.note("unknown_field", 200)
async def _unknown_kind(s: Scene) -> None:
    await s.call("getUpdates", allowed_updates=["messages"])


@WRONGS.note("missing_field", 400)
async def _to_nobody(s: Scene) -> None:
    await s.call("sendMessage", text="Xin chào")


@WRONGS.note("wrong_type", 400)
async def _number_as_text(s: Scene) -> None:
    await s.call("sendMessage", chat_id=LAN, text=5)


@WRONGS.note("wrong_type", 400)
async def _text_as_number(s: Scene) -> None:
    await s.call("deleteMessage", chat_id=LAN, message_id="last")


@WRONGS.note("value_out_of_range", 200)
async def _poll_of_an_hour(s: Scene) -> None:
    await s.call("getUpdates", timeout=3600)


# -- texts


@WRONGS.note("text_empty", 400)
async def _white_space(s: Scene) -> None:
    await s.send(" \n")


@WRONGS.note("text_too_long", 400)
async def _a_novel(s: Scene) -> None:
    await s.send("ố" * 4097)


@WRONGS.note("text_not_nfc", 200)
async def _taken_apart(s: Scene) -> None:
    await s.send(unicodedata.normalize("NFD", "Tôi chờ lâu quá"))


@WRONGS.note("parse_mode_unknown", 400)
async def _another_markdown(s: Scene) -> None:
    await s.send(parse_mode="CommonMark")


@WRONGS.note("markup_unparsable", 400)
async def _unescaped_markdown(s: Scene) -> None:
    await s.send("file_name", parse_mode="Markdown")


@WRONGS.note("markup_unparsable", 400)
async def _unescaped_markdown_v2(s: Scene) -> None:
    await s.send("Tôi chờ 2 giờ.", parse_mode="MarkdownV2")


@WRONGS.note("markup_unparsable", 400)
async def _unescaped_html(s: Scene) -> None:
    await s.send("<b>chờ <2 giờ</b>", parse_mode="HTML")


# -- keyboards


@WRONGS.note("reply_markup_invalid", 400)
async def _no_keyboard(s: Scene) -> None:
    await s.keyboard(resize_keyboard=True)


@WRONGS.note("keyboard_shape", 400)
async def _flat(s: Scene) -> None:
    await s.keyboard(inline_keyboard=[{"text": "Có", "callback_data": "a"}])


@WRONGS.note("keyboard_shape", 400)
async def _no_rows(s: Scene) -> None:
    await s.keyboard(keyboard=[])


@WRONGS.note("keyboard_shape", 400)
async def _strings_inline(s: Scene) -> None:
    await s.keyboard(inline_keyboard=[["Có"]])


@WRONGS.note("keyboard_too_long", 400)
async def _a_wall_of_buttons(s: Scene) -> None:
    await s.keyboard(**inline(*map(str, range(101))))


@WRONGS.note("text_not_nfc", 200)
async def _label_taken_apart(s: Scene) -> None:
    await s.keyboard(**inline(unicodedata.normalize("NFD", "Hài lòng")))


@WRONGS.note("keyboards_combined", 200)
async def _two_at_once(s: Scene) -> None:
    await s.keyboard(**inline("Có"), **CONTACT_KEYBOARD)


@WRONGS.note("label_empty", 400)
async def _nameless(s: Scene) -> None:
    await s.keyboard(**inline(" "))


@WRONGS.note("button_url_invalid", 400)
async def _nowhere(s: Scene) -> None:
    await s.keyboard(inline_keyboard=[[{"text": "Có", "url": "localhost/x"}]])


@WRONGS.note("button_data_invalid", 400)
async def _sixty_five_bytes(s: Scene) -> None:
    await s.keyboard(inline_keyboard=[[{"text": "Có", "callback_data": "ế" * 21 + "ab"}]])
    assert s.answer[0] == 400  # 65 bytes in 23 characters


@WRONGS.note("button_without_action", 400)
async def _does_nothing(s: Scene) -> None:
    await s.keyboard(inline_keyboard=[[{"text": "Có"}]])


@WRONGS.note("contact_outside_private", 400)
async def _phone_in_public(s: Scene) -> None:
    s.sim.group(GROUP, "Tổ dân phố")
    await s.send(chat_id=GROUP, reply_markup=CONTACT_KEYBOARD)


@WRONGS.note("reply_keyboard_in_edit", 400)
async def _keyboard_by_edit(s: Scene) -> None:
    message_id = await s.bot.say(LAN)
    await s.call(
        "editMessageText",
        chat_id=LAN,
        message_id=message_id,
        text="Số nào?",
        reply_markup=CONTACT_KEYBOARD,
    )
