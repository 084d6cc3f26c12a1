"""The Telegram channel over the strict simulator: opening, sending, pressing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from structlog.testing import capture_logs

from bot.channels.base import (
    Call,
    Choice,
    FileUnavailableError,
    NotReadyError,
    Outgoing,
    Permanent,
    Retry,
    Sent,
    Unknown,
)
from bot.channels.telegram import TelegramChannel, watch, watching
from bot.channels.telegram.client import Client
from bot.settings import Telegram
from bot.simulator.telegram import UNLIMITED, Person, TelegramServer
from tests.bot.telegram_account import (
    LAN,
    QUESTION,
    SECRET,
    WORDS,
    channel_for,
    newest,
    opened,
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=UNLIMITED) as server:
        yield server


@pytest.fixture
async def channel(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    async with opened(telegram) as found:
        yield found


@pytest.fixture
def lan(telegram: TelegramServer) -> Person:
    person = telegram.person(LAN)
    person.start()
    return person


async def say(channel: TelegramChannel, message: Outgoing = QUESTION) -> str:
    """Send a message and return the number of its last part."""
    number = None
    for call in channel.render(message, str(LAN)):
        outcome = await channel.send(call)
        assert isinstance(outcome, Sent)
        number = outcome.number
    assert number is not None
    return number


# -- opening


async def test_opening_learns_the_name_for_links(channel: TelegramChannel) -> None:
    assert channel.link("k7Q2mX9aZ0_bH") == (
        f"https://t.me/{channel.username}?start=k7Q2mX9aZ0_bH"
    )


async def test_there_is_no_link_before_opening() -> None:
    assert channel_for("http://127.0.0.1:1").link("token") is None


async def test_before_opening_everything_can_be_tried_again() -> None:
    channel = channel_for("http://127.0.0.1:1")
    outcome = await channel.send(Call("sendMessage", {"chat_id": LAN, "text": "Chào"}))
    assert outcome == Retry(reason="not open")
    with pytest.raises(FileUnavailableError) as fault:
        await channel.fetch("x", 10)
    assert fault.value.retryable


@pytest.mark.parametrize("parameter", ["", "a b", "x" * 65, "ế"])
async def test_a_link_refuses_what_telegram_would_not_hand_on(parameter: str) -> None:
    with pytest.raises(ValueError, match="parameter"):
        channel_for("http://127.0.0.1:1").link(parameter)


async def test_the_webhook_is_set_with_its_secret_and_what_we_ask_for(
    telegram: TelegramServer,
) -> None:
    channel = channel_for(telegram.base_url, telegram.token)
    await channel.open("http://127.0.0.1:9/webhooks/telegram")
    await channel.close()
    (request,) = telegram.ledger.calls("setWebhook")
    wanted = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert msgspec.json.decode(_text(request.payload["allowed_updates"])) == wanted
    assert request.payload["secret_token"] == SECRET
    assert int(request.payload["max_connections"]) == 40
    assert not telegram.ledger.broken()


def _text(value: Any) -> bytes:  # noqa: ANN401
    return value.encode() if isinstance(value, str) else msgspec.json.encode(value)


OFFICE = "http://127.0.0.1:9/webhooks/telegram"


@asynccontextmanager
async def office_with_a_webhook(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    office = channel_for(telegram.base_url, telegram.token)
    await office.open(OFFICE)
    yield office
    await office.close()


async def webhook_at(telegram: TelegramServer, channel: TelegramChannel) -> str:
    assert not telegram.ledger.broken()
    return (await channel.client.bot.get_webhook_info()).url


async def test_whoever_fetches_leaves_the_offices_webhook_alone(telegram: TelegramServer) -> None:
    """A second copy with the office's token, without its secret: a laptop, a test."""
    async with office_with_a_webhook(telegram) as office:
        settings = Telegram(token=telegram.token, api_url=telegram.base_url)
        laptop = TelegramChannel(settings, WORDS)
        with pytest.raises(NotReadyError, match=r"127\.0\.0\.1.*TELEGRAM_TAKE_OVER") as fault:
            await laptop.open()
        assert not fault.value.retryable
        assert await laptop.send(Call("getMe")) == Retry(reason="not open")
        assert await webhook_at(telegram, office) == OFFICE


async def test_the_webhook_is_ended_where_that_is_wanted_and_nothing_dropped(
    telegram: TelegramServer,
) -> None:
    async with office_with_a_webhook(telegram) as office:
        settings = Telegram(token=telegram.token, api_url=telegram.base_url, take_over=True)
        heir = TelegramChannel(settings, WORDS)
        await heir.open()
        await heir.close()
        assert await webhook_at(telegram, office) == ""
    (request,) = telegram.ledger.calls("deleteWebhook")
    assert str(request.payload.get("drop_pending_updates", False)).lower() == "false"


async def test_a_webhook_that_was_taken_away_is_set_again(telegram: TelegramServer) -> None:
    async with office_with_a_webhook(telegram) as office:
        with patch.object(watching, "_EVERY", 0.02):
            watch_it = asyncio.create_task(watch(office, OFFICE))
            await asyncio.sleep(1.1)  # the webhook may be set once a second
            with capture_logs() as logs:
                await office.client.bot.delete_webhook()
                async with asyncio.timeout(5):
                    while await webhook_at(telegram, office) != OFFICE:  # noqa: ASYNC110
                        await asyncio.sleep(0.02)
            watch_it.cancel()
            await asyncio.wait([watch_it])
        assert logs[0]["event"] == "telegram_webhook_taken_away"
        assert office.pending == 0
        assert office.trouble is None


def test_numbers_of_updates_are_each_bots_own() -> None:
    """Those of another bot must not count as delivered already."""
    body = b'{"update_id":7}'
    keys = {channel_for("http://x", f"{bot}:abc").parse(body)[0].key for bot in (123, 456)}
    assert keys == {"123/7", "456/7"}


@pytest.mark.usefixtures("channel")
async def test_the_menu_speaks_both_languages(telegram: TelegramServer) -> None:
    languages = [r.payload.get("language_code") for r in telegram.ledger.calls("setMyCommands")]
    assert languages == [None, "en"]


async def test_processes_that_open_at_once_wait_for_one_another(telegram: TelegramServer) -> None:
    channels = [channel_for(telegram.base_url, telegram.token) for _ in range(2)]
    url = "http://127.0.0.1:9/webhooks/telegram"
    await asyncio.gather(*(channel.open(url) for channel in channels))
    for channel in channels:
        await channel.close()
    assert {r.status for r in telegram.ledger.calls("setWebhook")} == {200, 429}


async def test_a_wrong_token_is_told_apart_and_not_repeated(telegram: TelegramServer) -> None:
    token = "123456:a-token-that-nobody-gave"
    channel = channel_for(telegram.base_url, token)
    with pytest.raises(NotReadyError) as fault:
        await channel.open()
    assert not fault.value.retryable
    assert "nobody-gave" not in repr((fault.value, fault.value.args, fault.value.__cause__))


async def test_an_unreachable_server_may_be_tried_again(unused_tcp_port_factory: Any) -> None:  # noqa: ANN401
    channel = channel_for(f"http://127.0.0.1:{unused_tcp_port_factory()}", "123456:abc")
    with pytest.raises(NotReadyError) as fault:
        await channel.open()
    assert fault.value.retryable


async def test_a_webhook_without_a_secret_is_refused() -> None:
    channel = TelegramChannel(Telegram(token="123:abc"), WORDS)
    with pytest.raises(NotReadyError):
        await channel.open("https://example.gov.vn/webhooks/telegram")


# -- sending and pressing


async def test_a_question_arrives_with_its_buttons(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    number = await say(channel)
    shown = await lan.wait_for("hài lòng")
    assert str(shown.id) == number
    assert [[b.label for b in row] for row in shown.rows] == [
        ["1 điểm"],
        ["2 điểm"],
        ["3 điểm"],
        ["4 điểm"],
        ["5 điểm"],
        ["Quay lại"],
    ]
    assert not telegram.ledger.broken()


async def test_a_choice_that_counts_stands_in_place_of_the_buttons(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    await say(channel)
    shown = await lan.wait_for("hài lòng")
    lan.press("4 điểm")
    for call in channel.acknowledge(newest(telegram, channel), taken="counts"):
        assert isinstance(await channel.send(call), Sent)
    assert shown.text == "Câu 3/18\n\nÔng/Bà có hài lòng không?\n\n✔ 4 điểm"
    assert not shown.buttons
    assert not telegram.ledger.broken()


async def test_a_stale_press_gets_a_word_and_changes_nothing(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    await say(channel)
    shown = await lan.wait_for("hài lòng")
    lan.press("4 điểm")
    (call,) = channel.acknowledge(newest(telegram, channel), taken="stale")
    assert isinstance(await channel.send(call), Sent)
    assert shown.buttons
    (answer,) = telegram.ledger.calls("answerCallbackQuery")
    assert answer.payload["text"] == WORDS.text("vi", "telegram.stale_button")
    assert not telegram.ledger.broken()


async def test_a_press_answered_in_the_webhooks_reply_is_not_answered_again(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    await say(channel)
    lan.press("4 điểm")
    pressed = newest(telegram, channel)
    plain = {
        "method": "answerCallbackQuery",
        "callback_query_id": pressed.press and pressed.press.id,
    }
    told = {**plain, "text": WORDS.text("vi", "telegram.stale_button")}
    assert msgspec.json.decode(channel.reply(pressed, "counts") or b"") == plain
    assert msgspec.json.decode(channel.reply(pressed, "seen") or b"") == plain
    assert msgspec.json.decode(channel.reply(pressed, "stale") or b"") == told
    taken = channel.acknowledge(pressed, taken="counts", answered=True)
    assert [call.method for call in taken] == ["editMessageText"]
    assert channel.acknowledge(pressed, taken="stale", answered=True) == []


async def test_a_press_that_is_decided_upon_later_is_answered_plainly(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    await say(channel)
    lan.press("4 điểm")
    (call,) = channel.acknowledge(newest(telegram, channel), taken="seen")
    assert call.method == "answerCallbackQuery"
    assert b"text" not in (call.body or b"")


async def test_asking_for_the_phone_and_putting_the_keyboard_away(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    skip = (Choice("Bỏ qua", "!skip", "control"),)
    number = await say(
        channel, Outgoing(kind="question", text="Số điện thoại?", input="phone", controls=skip)
    )
    assert [key.label for key in lan.chat.keys][1:] == ["Bỏ qua"]
    lan.press(lan.chat.keys[0])
    heard = newest(telegram, channel).heard
    assert (heard.is_own, heard.prompt) == (True, number)  # type: ignore[union-attr]
    await say(channel, msgspec.structs.replace(QUESTION, clears=True))
    assert lan.chat.keys == ()
    assert not telegram.ledger.broken()


@pytest.mark.usefixtures("lan")
async def test_a_text_without_buttons_puts_the_keyboard_away_itself(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    calls = channel.render(Outgoing(kind="say", text="Cảm ơn", clears=True), str(LAN))
    assert len(calls) == 1
    assert isinstance(await channel.send(calls[0]), Sent)
    assert not telegram.ledger.broken()


async def test_a_call_of_fields_is_sent_as_well_as_one_of_bytes(
    channel: TelegramChannel, lan: Person
) -> None:
    call = Call("sendMessage", {"chat_id": LAN, "text": "Chào"})
    assert isinstance(await channel.send(call), Sent)
    assert lan.texts == ["Chào"]


# -- what becomes of a call


@pytest.mark.usefixtures("lan")
async def test_every_failure_of_the_server_is_one_of_the_four_outcomes(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    (call,) = channel.render(Outgoing(kind="say", text="Chào"), str(LAN))
    telegram.faults.server_error(502, times=1)
    assert await channel.send(call) == Retry(reason="502 Bad Gateway")
    telegram.faults.malform(times=1)
    assert isinstance(await channel.send(call), Unknown)
    telegram.faults.reset(times=1)
    assert isinstance(await channel.send(call), Unknown)
    telegram.faults.blocked(LAN, times=1)
    outcome = await channel.send(call)
    assert isinstance(outcome, Permanent)
    assert (outcome.stop, outcome.account) == (True, False)
    telegram.faults.refuse("Chào", "BUTTON_DATA_INVALID", times=1)
    outcome = await channel.send(call)
    assert isinstance(outcome, Permanent)
    assert (outcome.stop, outcome.account) == (False, False)
    telegram.faults.flood(35, times=1)
    outcome = await channel.send(call)
    assert isinstance(outcome, Retry)
    assert (outcome.after, outcome.everybody) == (35.0, True)


async def test_a_call_that_nobody_answers_in_time_is_unknown(
    telegram: TelegramServer, lan: Person
) -> None:
    client = Client(telegram.token, telegram.base_url, deadline=0.2)
    telegram.faults.withhold(seconds=5, times=1)
    outcome = await client.call("sendMessage", b'{"chat_id":5021,"text":"x"}')
    await client.close()
    assert isinstance(outcome, Unknown)
    assert lan.texts == ["x"]  # it did get there: so it must not be sent again blindly


async def test_without_a_connection_nothing_was_sent(unused_tcp_port_factory: Any) -> None:  # noqa: ANN401
    client = Client("123:abc", f"http://127.0.0.1:{unused_tcp_port_factory()}")
    outcome = await client.call("sendMessage", b"{}")
    await client.close()
    assert outcome == Retry(reason="ClientConnectorError")


async def test_a_revoked_token_is_a_matter_of_the_account(telegram: TelegramServer) -> None:
    client = Client("123456:revoked", telegram.base_url)
    outcome = await client.call("sendMessage", b'{"chat_id":5021,"text":"x"}')
    await client.close()
    assert isinstance(outcome, Permanent)
    assert outcome.account
