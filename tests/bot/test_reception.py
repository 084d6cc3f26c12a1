"""What platforms deliver on its way to the corridor: once each, by whoever can be written to."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import reception as module
from bot.channels.base import Arrival, Call, Contact, Press, Reachable
from bot.channels.telegram import TelegramChannel
from bot.reception import Reception
from bot.runner import OverloadedError
from flows.identifiers import Instant
from flows.messages import Chosen, Typed
from storage.base import ConversationRecord, StorageUnavailableError, UnitOfWork
from storage.tables import inbox
from tests.bot.telegram_account import WORDS, channel_for
from tests.web.installation import Installation, installed

LAN = "5021"


class Asides:
    """Remembers what was to be sent beside the outbox."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.forgotten: list[tuple[str, str]] = []
        self.is_stuck = False
        self.held = False

    def aside(self, _channel: str, _address: str, calls: Sequence[Call]) -> None:
        self.calls += calls

    def is_held(self, _channel: str) -> bool:
        return self.held

    async def written(self) -> None:
        if self.is_stuck:
            await asyncio.Event().wait()

    def forget(self, channel: str, user_key: str) -> None:
        self.forgotten.append((channel, user_key))


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(tmp_path) as one:
        yield one


@pytest.fixture
def asides() -> Asides:
    return Asides()


@pytest.fixture
def reception(place: Installation, asides: Asides) -> Reception:
    return Reception(place.services.runner, WORDS, asides, b"k" * 32)


@pytest.fixture
def channel() -> TelegramChannel:
    return channel_for("http://127.0.0.1:1")


@pytest.fixture
async def lan(place: Installation, reception: Reception) -> str:
    """A person with an open chat; her user key."""
    key = reception.user_key("telegram", LAN)
    invitation = await place.invite()
    await place.services.runner.open(
        channel="telegram",
        user_key=key,
        invitation=invitation.record,
        language="vi",
        address=LAN,
    )
    return key


def arrival(key: str, heard: object, press: Press | None = None) -> Arrival:
    return Arrival(key=key, user=LAN, address=LAN, heard=heard, press=press, language="vi")  # type: ignore[arg-type]


async def conversation(place: Installation, key: str) -> ConversationRecord:
    found = await place.storage.conversations.find("telegram", key)
    assert found is not None
    return found


async def block(place: Installation, key: str) -> None:
    """As the sender does, maybe in another process: nobody here is told."""
    unit = UnitOfWork()
    place.storage.conversations.block(unit, "telegram", key, Instant(1))
    await place.storage.commit(unit)


async def rows(place: Installation) -> list[tuple[str, str, str | None, str]]:
    query = select(inbox.c.dedupe_key, inbox.c.state, inbox.c.reason, inbox.c.session_id)
    return [tuple(row) for row in await place.storage.database.rows(query)]


# -- who can be written to


async def test_who_writes_can_be_written_to_again(
    place: Installation, reception: Reception, channel: TelegramChannel, lan: str
) -> None:
    await reception.receive(channel, arrival("1", Typed("xin chào")))  # known here from now on
    await block(place, lan)
    await reception.receive(channel, arrival("2", Typed("xin chào")))
    assert (await conversation(place, lan)).blocked_at is None
    assert reception.counts["telegram", "applied"] == 2


async def test_an_old_message_that_comes_again_lifts_nothing(
    place: Installation, reception: Reception, channel: TelegramChannel, lan: str
) -> None:
    await reception.receive(channel, arrival("1", Typed("xin chào")))
    await block(place, lan)
    await reception.receive(channel, arrival("1", Typed("xin chào")))
    assert (await conversation(place, lan)).blocked_at == 1


async def test_old_news_of_a_block_do_not_block_again(
    place: Installation,
    reception: Reception,
    asides: Asides,
    channel: TelegramChannel,
    lan: str,
) -> None:
    kicked, let_in = Reachable(reachable=False), Reachable(reachable=True)
    await reception.receive(channel, arrival("1", kicked))
    assert (await conversation(place, lan)).blocked_at is not None
    await reception.receive(channel, arrival("2", let_in))
    await reception.receive(channel, arrival("1", kicked))
    assert (await conversation(place, lan)).blocked_at is None
    assert reception.counts["telegram", "duplicate"] == 1
    assert asides.forgotten == [("telegram", lan)] * 2


# -- what cannot be taken


async def test_what_cannot_be_taken_is_kept_sealed_and_holds_up_nobody(
    place: Installation,
    reception: Reception,
    channel: TelegramChannel,
    lan: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(**_: object) -> None:
        raise ValueError(lan)

    monkeypatch.setattr(reception.runner, "accept", broken)
    for _ in range(2):  # delivered twice, kept once
        await reception.receive(channel, arrival("7", Typed("Tôi là Bà Tư")))
    dead = [row for row in await rows(place) if row[1] == "dead"]
    assert [row[1:] for row in dead] == [("dead", "poison", "")]
    bodies = await place.storage.database.rows(select(inbox.c.body).where(inbox.c.state == "dead"))
    assert "Bà Tư".encode() not in bodies[0][0]
    assert reception.counts["telegram", "poison"] == 2


@pytest.mark.parametrize("fault", [OverloadedError(5), StorageUnavailableError("full")])
async def test_what_cannot_be_stored_now_is_to_come_again(
    reception: Reception,
    channel: TelegramChannel,
    lan: str,
    fault: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(**_: object) -> None:
        raise fault

    assert lan
    monkeypatch.setattr(reception.runner, "accept", full)
    with pytest.raises(type(fault)):
        await reception.receive(channel, arrival("7", Typed("xin chào")))


# -- presses

OLD = Chosen("aaaaaaaa:G1:yes")
PRESS = Press("9", "13", "Câu cũ", "Có")


def told(answer: bytes | None) -> str | None:
    assert answer is not None
    text: str | None = json.loads(answer).get("text")
    return text


async def test_a_stale_press_is_told_so_in_the_webhooks_answer(
    reception: Reception, asides: Asides, channel: TelegramChannel, lan: str
) -> None:
    assert lan
    answer = await reception.receive(channel, arrival("7", OLD, PRESS), riding=True)
    assert told(answer) == WORDS.text("vi", "telegram.stale_button")
    assert asides.calls == []


async def test_a_press_that_comes_again_is_answered_plainly(
    reception: Reception, channel: TelegramChannel, lan: str
) -> None:
    assert lan
    await reception.receive(channel, arrival("7", OLD, PRESS), riding=True)
    answer = await reception.receive(channel, arrival("7", OLD, PRESS), riding=True)
    assert told(answer) is None


async def test_while_the_platform_wants_no_calls_none_rides_in_the_webhooks_answer(
    reception: Reception, asides: Asides, channel: TelegramChannel, lan: str
) -> None:
    assert lan
    asides.held = True
    assert await reception.receive(channel, arrival("7", OLD, PRESS), riding=True) is None
    (call,) = asides.calls
    assert (call.method, call.counted) == ("answerCallbackQuery", False)


async def test_a_press_that_is_brought_again_is_not_answered_by_a_second_call(
    reception: Reception, asides: Asides, channel: TelegramChannel, lan: str
) -> None:
    assert lan
    for _ in range(2):
        assert await reception.receive(channel, arrival("7", OLD, PRESS)) is None
    assert [call.method for call in asides.calls] == ["answerCallbackQuery"]


async def test_what_is_fetched_is_answered_by_a_call_of_its_own(
    reception: Reception, asides: Asides, channel: TelegramChannel, lan: str
) -> None:
    assert lan
    assert await reception.receive(channel, arrival("7", OLD, PRESS)) is None
    assert [call.method for call in asides.calls] == ["answerCallbackQuery"]


# -- contact cards


async def test_a_card_does_not_wait_for_a_database_that_takes_nothing(
    reception: Reception,
    asides: Asides,
    channel: TelegramChannel,
    lan: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_WRITTEN_S", 0.1)
    asides.is_stuck = True
    card = Contact("84912345678", is_own=True, is_forwarded=False, prompt="13")
    began = time.monotonic()
    async with asyncio.timeout(5):
        await reception.receive(channel, arrival("7", card))
        shared = await reception._contact("telegram", lan, card)
    assert time.monotonic() - began < 4
    assert not shared.proves
