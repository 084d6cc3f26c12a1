"""Long polling with Telegram's offsets, and whole talks with the real python-telegram-bot."""

import inspect
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.ext import Application, ApplicationBuilder, TypeHandler
from telegram.request import HTTPXRequest
from yarl import URL

from bot.simulator.telegram import (
    HandClock,
    Limits,
    NotOnScreenError,
    Person,
    TelegramServer,
)
from bot.simulator.telegram.methods import METHODS
from tests.simulator.telegram_bots import (
    CONTACT_KEYBOARD,
    Caller,
    calling,
    inline,
    listening,
    waiting_poll,
)
from tests.waiting import until

Json = dict[str, Any]


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    async with TelegramServer(clock=HandClock()) as sim, calling(sim) as caller:
        sim.person(5021).chat.started = True
        yield caller


async def _poll(bot: Caller, **parameters: object) -> list[Json]:
    status, answer = await bot.call("getUpdates", **parameters)
    assert status == 200, answer
    return list(answer["result"])


def _texts(updates: list[Json]) -> list[str]:
    return [str(update["message"]["text"]) for update in updates]


# -- offsets


async def test_what_is_not_confirmed_comes_again_and_confirmed_never(bot: Caller) -> None:
    lan = bot.sim.person(5021)
    for word in ("một", "hai", "ba"):
        lan.type(word)
    first = await _poll(bot)
    assert _texts(first) == ["một", "hai", "ba"]
    assert await _poll(bot) == first
    second = await _poll(bot, offset=first[0]["update_id"] + 1)
    assert _texts(second) == ["hai", "ba"]
    assert _texts(await _poll(bot)) == ["hai", "ba"]
    assert await _poll(bot, offset=first[-1]["update_id"] + 1) == []
    assert await _poll(bot) == []
    attempts = [len(d.attempts) for d in bot.sim.ledger.deliveries.values()]
    assert attempts == [2, 4, 4]


async def test_a_limit_gives_the_oldest_first(bot: Caller) -> None:
    for word in ("một", "hai", "ba"):
        bot.sim.person(5021).type(word)
    assert _texts(await _poll(bot, limit=2)) == ["một", "hai"]


async def test_a_hundred_at_most(bot: Caller) -> None:
    for number in range(130):
        bot.sim.person(5021).type(str(number))
    first = await _poll(bot)
    assert len(first) == 100
    assert len(await _poll(bot, offset=first[-1]["update_id"] + 1)) == 30


async def test_a_negative_offset_forgets_all_but_the_last(bot: Caller) -> None:
    for word in ("một", "hai", "ba"):
        bot.sim.person(5021).type(word)
    assert _texts(await _poll(bot, offset=-1)) == ["ba"]
    assert _texts(await _poll(bot)) == ["ba"]


async def test_a_long_poll_ends_with_the_first_update(bot: Caller) -> None:
    poll = await waiting_poll(bot.sim, _poll(bot, timeout=50))
    assert not poll.done()
    bot.sim.person(5021).type("một")
    assert _texts(await poll) == ["một"]


async def test_a_long_poll_ends_empty_in_time(bot: Caller) -> None:
    poll = await waiting_poll(bot.sim, _poll(bot, timeout=50))
    await bot.sim.advance(49)
    assert not poll.done()
    await bot.sim.advance(1)
    assert await poll == []


async def test_old_updates_are_not_given_out(bot: Caller) -> None:
    lan = bot.sim.person(5021)
    await bot.say(lan.id, reply_markup=inline("Có"))
    lan.press("Có")
    lan.type("một")
    await bot.sim.advance(151)
    assert _texts(await _poll(bot)) == ["một"]
    assert bot.sim.ledger.expired == {"callback_query": 1}


async def test_kinds_are_kept_until_they_are_changed(bot: Caller) -> None:
    lan = bot.sim.person(5021)
    await _poll(bot, allowed_updates=["callback_query"])
    lan.type("một")
    assert await _poll(bot) == []
    await _poll(bot, allowed_updates=[])
    lan.type("hai")
    assert _texts(await _poll(bot)) == ["hai"]


async def test_setting_a_webhook_ends_a_poll(bot: Caller) -> None:
    poll = await waiting_poll(bot.sim, bot.call("getUpdates", timeout=50))
    async with listening(bot):
        status, answer = await poll
    assert (status, answer["error_code"]) == (409, 409)
    assert bot.sim.ledger.broken() == {}


async def test_a_poller_that_hung_up_is_no_rival(bot: Caller) -> None:
    poll = await waiting_poll(bot.sim, _poll(bot, timeout=50))
    poll.cancel()
    poller = bot.sim._serving._setting_up._poller
    await until(lambda: poller._waiting is None)
    bot.sim.person(5021).type("một")
    assert _texts(await _poll(bot, timeout=50)) == ["một"]
    assert bot.sim.ledger.broken() == {}


def _ask(sim: TelegramServer) -> socket.socket:
    """Ask for updates without the loop, which stands still meanwhile."""
    asker = socket.create_connection(("127.0.0.1", URL(sim.base_url).port or 0))
    body = b'{"timeout": 50}'
    head = f"POST /bot{sim.token}/getUpdates HTTP/1.1\r\nHost: localhost\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    asker.sendall((head + kind).encode() + body)
    return asker


@pytest.mark.parametrize("given_up", [True, False])
async def test_only_who_still_waits_is_a_rival(bot: Caller, given_up: bool) -> None:
    """Read at one go, because the loop stood still: a poll that was given up in the meantime, or
    not, and the next one.
    """
    first = _ask(bot.sim)
    if given_up:
        first.close()
    with first, _ask(bot.sim):
        await until(lambda: len(bot.sim.ledger.calls("getUpdates")) > 1)
        await until(lambda: given_up or bool(bot.sim.ledger.calls("getUpdates")[0].status))
        bot.sim.person(5021).type("một")
        await until(lambda: bool(bot.sim.ledger.calls("getUpdates")[1].status))
    statuses = [call.status for call in bot.sim.ledger.calls("getUpdates")]
    assert statuses == [0 if given_up else 409, 200]
    assert bot.sim.ledger.broken() == ({} if given_up else {"two_pollers": 1})


async def test_the_same_offset_can_be_slow_as_with_telegram() -> None:
    limits = Limits(slow_repeated_poll=3.0)
    async with TelegramServer(clock=HandClock(), limits=limits) as sim, calling(sim) as bot:
        await _poll(bot, offset=7)
        poll = await waiting_poll(sim, _poll(bot, offset=7))
        assert not poll.done()
        await sim.advance(3)
        assert await poll == []


# -- the real library

Handler = Callable[[Update], Coroutine[Any, Any, object]]
App = Application[Any, Any, Any, Any, Any, Any]


async def _talk(update: Update) -> None:
    """Ask, take the press, ask for the number, thank: as a good bot does."""
    if update.callback_query is not None:
        await update.callback_query.answer("Đã ghi nhận")
        await update.callback_query.edit_message_text("Đã chọn: Hài lòng")
        assert update.effective_chat is not None
        await update.effective_chat.send_message(
            "Số điện thoại của ông/bà?", api_kwargs={"reply_markup": CONTACT_KEYBOARD}
        )
    elif update.message is not None and update.message.contact is not None:
        card = update.message.contact
        await update.message.reply_text(
            f"Cảm ơn, {card.phone_number}", reply_markup=ReplyKeyboardRemove()
        )
    elif update.message is not None:
        markup = InlineKeyboardMarkup.de_json(inline("Hài lòng", "Không"), None)
        await update.message.reply_text("Ông/bà hài lòng không?", reply_markup=markup)


@asynccontextmanager
async def _application(sim: TelegramServer, handle: Handler) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(sim.token).updater(None)
    application = builder.base_url(f"{sim.base_url}/bot").build()
    application.add_handler(TypeHandler(Update, lambda update, _context: handle(update)))
    async with application:
        yield application


async def _visit(lan: Person) -> list[str]:
    lan.start("k7Q2mX9aZ0_bH")
    question = await lan.wait_for("hài lòng")
    with pytest.raises(NotOnScreenError):
        lan.press("Rất hài lòng")
    lan.press("Hài lòng")
    await lan.wait_for("Số điện thoại")
    assert question.text == "Đã chọn: Hài lòng"
    assert lan.labels == ["Gửi số điện thoại"]
    lan.share_contact("84912345678")
    await lan.wait_for("Cảm ơn")
    assert lan.labels == []
    return lan.texts


async def test_a_talk_reads_the_same_over_polling_and_over_webhook() -> None:
    async with TelegramServer() as sim:
        builder = ApplicationBuilder().token(sim.token).base_url(f"{sim.base_url}/bot")
        application = builder.build()
        application.add_handler(TypeHandler(Update, lambda update, _context: _talk(update)))
        async with application:
            assert application.updater is not None
            await application.start()
            await application.updater.start_polling(poll_interval=0)
            polled = await _visit(sim.person(5021))
            await application.updater.stop()
            await application.stop()
        assert sim.ledger.broken() == {}
        assert {d.state for d in sim.ledger.deliveries.values()} == {"delivered"}
        sim.close_books()
        assert sim.ledger.broken() == {}

    async with TelegramServer() as sim, calling(sim) as caller, AsyncExitStack() as stack:
        application = await stack.enter_async_context(_application(sim, _talk))

        async def take(update: Json) -> web.Response:
            await application.process_update(Update.de_json(update, application.bot))
            return web.Response()

        await stack.enter_async_context(listening(caller, take))
        hooked = await _visit(sim.person(5021))
        await sim.settle()
        assert sim.ledger.broken() == {}
    assert hooked == polled
    assert polled == [
        "Đã chọn: Hài lòng",
        "Số điện thoại của ông/bà?",
        "Cảm ơn, 84912345678",
    ]


@asynccontextmanager
async def _library(sim: TelegramServer, token: str = "") -> AsyncIterator[Bot]:
    request = HTTPXRequest(read_timeout=1.0)
    bot = Bot(
        token or sim.token,
        base_url=f"{sim.base_url}/bot",
        base_file_url=f"{sim.base_url}/file/bot",
        request=request,
    )
    await request.initialize()
    try:
        yield bot
    finally:
        await request.shutdown()


async def test_errors_reach_the_real_library_as_telegrams_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else it warns of the type to come
    async with TelegramServer(clock=HandClock()) as sim, _library(sim) as bot:
        lan = sim.person(5021)
        with pytest.raises(Forbidden, match="can't initiate conversation"):
            await bot.send_message(lan.id, "Xin chào")
        lan.start()
        with pytest.raises(BadRequest, match="Message text is empty"):
            await bot.send_message(lan.id, " ")
        sent = await bot.send_message(lan.id, "Xin chào")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text("Xin chào", lan.id, sent.message_id)
        sim.faults.withhold(seconds=5, times=1)
        with pytest.raises(TimedOut):
            await bot.send_message(lan.id, "Có ai nghe không?")
        sim.faults.flood(35, times=1)
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(lan.id, "Xin chào")
        assert caught.value.retry_after == timedelta(seconds=35)
        async with _library(sim, "7770001234:another-token-of-some-35-characters") as stranger:
            with pytest.raises(InvalidToken):
                await stranger.get_me()
    assert lan.texts == ["Xin chào", "Có ai nghe không?"]


async def test_a_file_is_fetched_by_the_real_library() -> None:
    content = bytes(range(256)) * 40
    async with TelegramServer(clock=HandClock()) as sim, _library(sim) as bot:
        photo = sim.person(5021).photo(content).extra["photo"][-1]
        file = await bot.get_file(photo["file_id"])
        assert bytes(await file.download_as_bytearray()) == content
        assert file.file_size == len(content)
        assert sim.ledger.broken() == {}


async def test_all_that_a_bot_sets_up_is_understood() -> None:
    async with TelegramServer(clock=HandClock()) as sim, _library(sim) as bot:
        me = await bot.get_me()
        assert (me.is_bot, me.username) == (True, "SimulatedBot")
        assert await bot.set_my_commands([("start", "Bắt đầu"), ("help", "Trợ giúp")])
        assert await bot.set_chat_menu_button()
        sim.person(5021).start()
        assert await bot.send_chat_action(5021, "typing")
        assert (await bot.get_webhook_info()).url == ""
        assert sim.ledger.broken() == {}


async def test_methods_know_every_parameter_that_the_real_library_sends() -> None:
    own = {
        "self",
        "read_timeout",
        "write_timeout",
        "connect_timeout",
        "pool_timeout",
        "api_kwargs",
        "disable_web_page_preview",
    }
    for name, method in METHODS.items():
        if name != method.name:
            continue
        sent = set(inspect.signature(getattr(Bot, name)).parameters) - own
        assert sent <= set(method.fields), name
