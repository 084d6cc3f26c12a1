"""Several choices ticked in Telegram: kept one by one, shown on the message, ended once."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from bot.channels.base import Arrival, Call, Outgoing, Press
from bot.reception import Reception
from bot.turns import Turns
from flows.identifiers import SessionId
from flows.messages import Chosen, Typed
from flows.session import Frame
from tests.bot.telegram_account import WORDS, channel_for
from tests.flows.visiting import VISIT
from tests.web.installation import Installation, installed

LAN = "5021"
_WAY = (
    "C1:yes", "RULES:read", "~hôm qua", "~2/3/1990", "~30", "~4", "~2", "~3",
)  # fmt: skip


@dataclass
class Asides:
    """Remembers what was to be sent beside the outbox."""

    calls: list[Call] = field(default_factory=list)

    def aside(self, _channel: str, _address: str, calls: Sequence[Call]) -> None:
        self.calls += calls

    def is_held(self, _channel: str) -> bool:
        return False

    async def written(self) -> None:
        return

    def forget(self, channel: str, user_key: str) -> None:
        raise AssertionError((channel, user_key))


@dataclass
class Chat:
    """Lan's chat with the bot, at the question with several choices."""

    place: Installation
    asides: Asides = field(default_factory=Asides)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.channel = channel_for("http://127.0.0.1:1")
        self.reception = Reception(self.place.services.runner, WORDS, self.asides, b"k" * 32)

    @property
    def turns(self) -> Turns:
        return self.place.services.runner.turns

    async def session_id(self) -> SessionId:
        key = self.reception.user_key("telegram", LAN)
        conversation = await self.place.storage.conversations.find("telegram", key)
        assert conversation is not None
        return conversation.session_id

    async def frame(self) -> Frame:
        """What is durable: read from the database."""
        stored = await self.place.storage.sessions.load(await self.session_id())
        assert stored is not None
        return stored.session.frames[-1]

    async def said(self) -> list[Outgoing]:
        rows = await self.place.storage.outbox.after(await self.session_id(), 0)
        return [msgspec.json.decode(row.body, type=Outgoing) for row in rows]

    async def type(self, text: str) -> None:
        arrival = self._arrival(Typed(text), None)
        await self.reception.receive(self.channel, arrival)

    async def press(self, rest: str, key: str | None = None) -> list[Call]:
        """Press a button; return what shows that it was seen."""
        payload = f"{(await self.frame()).response_id[-8:]}:{rest}"
        self.asides.calls.clear()
        key = key or f"u{next(self.numbers)}"
        press = Press(f"press {key}", "77", "Câu hỏi", "nút")
        arrival = self._arrival(Chosen(payload), press, key)
        await self.reception.receive(self.channel, arrival)
        return list(self.asides.calls)

    def _arrival(self, heard: object, press: Press | None, key: str | None = None) -> Arrival:
        return Arrival(
            key=key or f"u{next(self.numbers)}",
            user=LAN,
            address=LAN,
            heard=heard,  # type: ignore[arg-type]
            press=press,
            language="vi",
        )


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with installed(tmp_path) as place:
        rules = place.services.runner.turns.renderer.rules
        rules.forms[VISIT.key] = VISIT  # type: ignore[index]
        rules.latest[VISIT.id] = VISIT.version  # type: ignore[index]
        chat = Chat(place)
        invitation = await place.invite(form="visit", counter_id=None)
        await place.services.runner.open(
            channel="telegram",
            user_key=chat.reception.user_key("telegram", LAN),
            invitation=invitation.record,
            language="vi",
            address=LAN,
        )
        for step in _WAY:
            await (chat.type(step[1:]) if step.startswith("~") else chat.press(step))
        assert (await chat.frame()).current == "PAID_BY"
        yield chat


def shown(call: Call) -> list[str]:
    """Return the buttons of a keyboard that is redrawn."""
    fields = msgspec.json.decode(call.body or b"")
    assert (call.method, fields["message_id"]) == ("editMessageReplyMarkup", 77)
    return [b["text"] for row in fields["reply_markup"]["inline_keyboard"] for b in row]


async def test_a_tick_is_durable_and_shown_where_it_was_pressed(chat: Chat) -> None:
    said = len(await chat.said())
    answer, edit = await chat.press("PAID_BY:+card")
    assert answer.method == "answerCallbackQuery"
    assert shown(edit)[:3] == ["☐ Tiền mặt", "☑ Thẻ ngân hàng", "☐ Điện thoại"]
    assert (await chat.frame()).ticked == ("card",)
    assert len(await chat.said()) == said, "nothing new is said"


async def test_ticks_of_before_are_redrawn_though_their_edit_was_lost(chat: Chat) -> None:
    await chat.press("PAID_BY:+card")
    chat.turns.recent.drop(await chat.session_id())  # another process takes the next press
    _, edit = await chat.press("PAID_BY:+cash")
    assert shown(edit)[:2] == ["☑ Tiền mặt", "☑ Thẻ ngân hàng"]


async def test_a_tick_that_is_delivered_again_changes_nothing(chat: Chat) -> None:
    await chat.press("PAID_BY:+card", key="once")
    await chat.press("PAID_BY:-card")
    calls = await chat.press("PAID_BY:+card", key="once")
    assert calls == [], "its press was answered the first time"
    assert (await chat.frame()).ticked == ()


async def test_done_stores_what_is_ticked_and_tells_it(chat: Chat) -> None:
    await chat.press("PAID_BY:+card")
    await chat.press("PAID_BY:+cash")
    calls = await chat.press("PAID_BY:=")
    assert [call.method for call in calls] == ["answerCallbackQuery", "editMessageText"]
    frame = await chat.frame()
    (answer,) = [
        found
        for found in await chat.place.storage.answers.current(frame.response_id)
        if found.question == "PAID_BY"
    ]
    assert answer.value == ("cash", "card")
    assert (await chat.said())[-1].noted == "Tiền mặt, Thẻ ngân hàng"


async def test_a_late_tick_is_answered_kindly_and_changes_nothing(chat: Chat) -> None:
    await chat.press("PAID_BY:+card")
    await chat.press("PAID_BY:=")
    (answer,) = await chat.press("PAID_BY:+cash")
    assert b"text" in (answer.body or b"")
    assert (await chat.frame()).answers["PAID_BY"].value == ("card",)
