"""The way out to Telegram: files both ways, the library's errors, the secrecy of the token."""

import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.channels.base import (
    Call,
    FileTooLargeError,
    FileUnavailableError,
    Outgoing,
)
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.client import Client
from bot.simulator.telegram import UNLIMITED, Person, TelegramServer
from flows.messages import FileSent
from tests.bot.telegram_account import (
    LAN,
    QUESTION,
    channel_for,
    connected,
    newest,
    opened,
    serving,
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


# -- the library over the shared session


async def test_the_library_sends_files_over_the_shared_session() -> None:
    seen: dict[str, Any] = {}

    async def take(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        file = next(value for name, value in form.items() if name != "chat_id")
        assert isinstance(file, web.FileField)
        seen.update(
            chat=form["chat_id"],
            name=file.filename,
            content=file.file.read(),
            type=file.content_type,
        )
        return web.json_response({"ok": True, "result": True})

    async with serving(take) as url:
        client = Client("123:abc", url)
        photo = InputFile(b"\xff\xd8\xff\x00", filename="ảnh.jpg")
        await client.bot.do_api_request("send_something", {"chat_id": 5021, "photo": photo})
        await client.close()
    assert seen == {
        "chat": "5021",
        "name": "ảnh.jpg",
        "content": b"\xff\xd8\xff\x00",
        "type": "image/jpeg",
    }


async def test_the_library_hears_of_trouble_in_its_own_words(telegram: TelegramServer) -> None:
    client = Client(telegram.token, telegram.base_url)
    with pytest.raises(BadRequest):
        await client.bot.get_file("no-such-file")
    telegram.faults.reset(times=1)
    with pytest.raises(NetworkError):
        await client.bot.get_me()
    telegram.faults.slow(2.0, times=1)
    with pytest.raises(TimedOut):
        await client.bot.get_me(read_timeout=0.1)
    await client.close()


async def test_the_library_is_not_led_elsewhere() -> None:
    asked: list[str] = []

    async def lead(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async with serving(lead) as url:
        client = Client("123:abc", url)
        with pytest.raises(NetworkError):
            await client.bot.get_me()
        await client.close()
    assert asked == ["/bot123:abc/getMe"]


# -- files


async def test_a_file_is_fetched_with_its_type(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    lan.photo(b"\xff\xd8\xff the picture")
    sent = newest(telegram, channel).heard
    assert isinstance(sent, FileSent)
    content, _ = await channel.fetch(sent.reference, 1000)
    assert content == b"\xff\xd8\xff the picture"


async def test_more_than_we_take_is_not_read_to_the_end(
    telegram: TelegramServer, channel: TelegramChannel, lan: Person
) -> None:
    lan.document(b"x" * 2000)
    sent = newest(telegram, channel).heard
    assert isinstance(sent, FileSent)
    with pytest.raises(FileTooLargeError):
        await channel.fetch(sent.reference, 1999)


async def test_a_file_that_does_not_exist_is_not_asked_for_again(
    channel: TelegramChannel,
) -> None:
    with pytest.raises(FileUnavailableError) as fault:
        await channel.fetch("no-such-file", 1000)
    assert not fault.value.retryable


async def test_trouble_on_the_way_to_a_file_passes(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    telegram.faults.server_error(502, methods={"getFile"})
    with pytest.raises(FileUnavailableError) as fault:
        await channel.fetch("whatever", 1000)
    assert fault.value.retryable


async def test_a_refused_token_says_nothing_of_the_file(
    telegram: TelegramServer, channel: TelegramChannel
) -> None:
    telegram.faults.server_error(401, methods={"getFile"})
    with pytest.raises(FileUnavailableError) as fault:
        await channel.fetch("whatever", 1000)
    assert fault.value.retryable
    assert not fault.value.counts


@pytest.mark.parametrize(
    "path",
    [
        "http://169.254.169.254/latest/meta-data",
        "//example.com/x",
        "../../bot123:abc/getMe",
        "/etc/passwd",
        "photos/%2e%2e/x",
        "photos/x?y",
        "",
    ],
)
async def test_a_path_never_leads_elsewhere(path: str) -> None:
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        file = {"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_path": path}
        return web.json_response({"ok": True, "result": file})

    async with serving(answer) as url:
        channel = connected(url)
        with pytest.raises(FileUnavailableError) as fault:
            await channel.fetch("f", 1000)
        await channel.close()
    assert not fault.value.retryable
    assert asked == ["/bot123:abc/getFile"]


async def test_a_redirect_is_not_followed_and_a_lying_size_is_found_out() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if "/file/" not in request.path:
            file = {"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_path": "a/b"}
            return web.json_response({"ok": True, "result": file})
        if lying:
            return web.Response(body=b"x" * 5000, content_type="image/png")
        raise web.HTTPFound("http://127.0.0.1:9/elsewhere")

    async with serving(answer) as url:
        channel = connected(url)
        lying = False
        with pytest.raises(FileUnavailableError, match="302"):
            await channel.fetch("f", 1000)
        lying = True
        with pytest.raises(FileTooLargeError):
            await channel.fetch("f", 1000)
        assert await channel.fetch("f", 5000) == (b"x" * 5000, "image/png")
        await channel.close()


# -- the token stays a secret


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


async def test_the_token_is_in_no_log_and_no_error(
    telegram: TelegramServer, logged: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = telegram.token.partition(":")[2]
    channel = channel_for(telegram.base_url, telegram.token)
    await channel.open()
    reasons: list[object] = [repr(channel)]
    telegram.person(LAN).start()
    (call,) = channel.render(Outgoing(kind="say", text="Chào"), str(LAN))
    telegram.faults.reset(times=1)
    reasons.append(await channel.send(call))
    telegram.faults.reset(times=1)
    with pytest.raises(FileUnavailableError) as fault:
        await channel.fetch("x", 10)
    reasons.append((fault.value, fault.value.__cause__))
    await channel.close()
    reasons.append(await _after_closing(channel.render(QUESTION, "1")[0], telegram))
    assert secret not in repr(reasons)
    assert secret not in logged.text
    assert secret not in "".join(capsys.readouterr())


async def _after_closing(call: Call, telegram: TelegramServer) -> object:
    client = Client(telegram.token, telegram.base_url)
    await client.close()
    try:
        return await client.call(call.method, call.body or b"")
    except (RuntimeError, aiohttp.ClientError) as fault:
        return fault
