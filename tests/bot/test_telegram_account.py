"""What is wrong with the bot's account shows: to the doctor, the sender, whoever starts it."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import serving
from bot.channels.base import NotReadyError
from bot.channels.telegram import TelegramChannel, examining
from bot.channels.telegram.examining import Found, examine
from bot.sender.account import Account, Figures
from bot.sender.rates import LocalRates
from bot.settings import Telegram
from bot.simulator.telegram import TelegramServer
from tests.bot.operator import Command
from tests.bot.telegram_account import SECRET, channel_for

TOKEN = "123456:" + "a" * 35
OFFICE = "http://127.0.0.1:9/webhooks/telegram"


def settings(telegram: TelegramServer, token: str | None = None) -> Telegram:
    return Telegram(token=token or telegram.token, api_url=telegram.base_url)


async def test_the_account_is_examined_and_nothing_changed(
    unused_tcp_port_factory: Any,  # noqa: ANN401
) -> None:
    async with TelegramServer() as telegram:
        channel = channel_for(telegram.base_url, telegram.token)
        await channel.open(OFFICE)
        found = await examine(settings(telegram))
        assert (found.fault, found.bot, found.host) == (None, channel.username, "127.0.0.1")
        assert (found.pending, found.complaint) == (0, None)
        await channel.close()
        assert (await examine(settings(telegram, TOKEN))).fault == "refused"
        assert len(telegram.ledger.calls("setWebhook")) == 1
    nowhere = Telegram(token=TOKEN, api_url=f"http://127.0.0.1:{unused_tcp_port_factory()}")
    assert (await examine(nowhere)).fault == "unreachable"


@pytest.mark.parametrize(
    ("found", "secret", "words", "code"),
    [
        (Found(bot="khao_sat_bot", pending=4), None, "@khao_sat_bot; 4 tin", 0),
        (Found(fault="refused"), None, "TELEGRAM_TOKEN: token sai", 1),
        (Found(fault="unreachable"), None, "Chưa liên lạc được với Telegram", 0),
        (Found(bot="b", host="cu.example.vn"), None, "TELEGRAM_TAKE_OVER=yes", 0),
        (Found(bot="b", host="cu.example.vn"), SECRET, "giao cho: cu.example.vn", 0),
        (Found(bot="b", complaint="Wrong response: 503"), None, "bị lỗi: Wrong response", 0),
    ],
    ids=["sound", "refused", "unreachable", "taken", "elsewhere", "complaint"],
)
def test_the_doctor_tells_of_it(
    planted: Command,
    monkeypatch: pytest.MonkeyPatch,
    found: Found,
    secret: str | None,
    words: str,
    code: int,
) -> None:
    async def examined(_: Telegram) -> Found:
        return found

    monkeypatch.setattr(examining, "examine", examined)
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    if secret is not None:
        monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
        monkeypatch.setenv("PUBLIC_URL", "https://khaosat.example.vn")
    result = planted("doctor")
    assert words in result.output
    assert "doctor." not in result.output
    assert result.exit_code == code, result.output


@pytest.mark.parametrize("half", ["web", "worker"])
def test_of_several_processes_none_would_fetch(
    command: Command, monkeypatch: pytest.MonkeyPatch, half: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    result = command(half)
    assert result.exit_code != 0
    assert "TELEGRAM_WEBHOOK_SECRET" in result.output


class Shut(TelegramChannel):
    """A channel that opens only after so many faults."""

    def __init__(self, *faults: Exception) -> None:
        super().__init__(Telegram(token=TOKEN), SimpleNamespace())
        self.faults = list(faults)
        self.seen: list[str | None] = []

    async def open(self, webhook_url: str | None = None) -> None:
        del webhook_url
        self.seen.append(Account(self, LocalRates({}), Figures()).trouble())
        if self.faults:
            raise self.faults.pop(0)


async def test_a_channel_that_is_not_open_says_why_until_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it is: a fault that nobody thought of must not end the trying unseen."""
    monkeypatch.setattr(serving, "_OPEN_AGAIN_S", (0.01, 0.02))
    refused = NotReadyError("Telegram refuses the token", retryable=False)
    channel = Shut(refused, RuntimeError(TOKEN))
    with capture_logs() as logs:
        async with asyncio.timeout(5):
            await serving._open(channel, None)
    assert channel.seen == [
        None,
        "not open: Telegram refuses the token",
        "not open: RuntimeError",
    ]
    assert channel.trouble is None
    assert [line["event"] for line in logs] == ["channel_not_open"] * 2
    assert TOKEN not in str(logs)


def test_the_setting_to_take_over_is_explained() -> None:
    text = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    assert "TELEGRAM_TAKE_OVER=yes" in text
