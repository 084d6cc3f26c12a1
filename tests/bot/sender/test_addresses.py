"""Where people are written to: remembered, until it may be otherwise."""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from bot.channels.base import Permanent, Sent
from bot.sender.addresses import Addresses
from flows.identifiers import Instant, SessionId
from storage.base import ConversationRecord, Storage, UnitOfWork
from tests.bot.sender.platform import Scripted, Talk, sending, settled, states_of


async def _block(storage: Storage, session: str) -> None:
    unit = UnitOfWork()
    storage.conversations.block(unit, "telegram", f"key-{session}", Instant(1))
    await storage.commit(unit)


async def test_who_blocks_us_is_not_written_to_once_that_was_heard(storage: Storage) -> None:
    channel = Scripted()
    async with sending(storage, channel) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "one")
        await settled(storage)
        await _block(storage, "s")
        sender.forget("telegram", "key-s")
        await talk.say("s", "two")
        await settled(storage)
    assert channel.texts("at-s") == ["one"]
    assert await states_of(storage, "s") == ["sent", "cancelled"]


async def test_a_block_that_only_the_platform_knows_of_is_learnt_by_the_next_call(
    storage: Storage,
) -> None:
    channel = Scripted(script=lambda call: _blocked_from("two", call.fields["text"]))
    async with sending(storage, channel) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        for text in ("one", "two", "three"):
            await talk.say("s", text)
            await settled(storage)
    assert channel.texts("at-s") == ["one"]
    assert await states_of(storage, "s") == ["sent", "dead", "cancelled"]


def _blocked_from(first: str, text: str) -> Sent | Permanent:
    return Permanent("blocked", stop=True) if text == first else Sent()


class _Slow:
    """Conversations that are read while they change."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.conversations = self
        self.meanwhile = meanwhile
        self.reads = 0
        self.row = ConversationRecord(
            channel="telegram",
            user_key="u",
            session_id=SessionId("s"),
            created_at=Instant(0),
            address="a",
        )

    async def find(self, *_: str) -> ConversationRecord:
        found, self.reads = self.row, self.reads + 1
        await asyncio.sleep(0)
        self.meanwhile()
        return found


async def test_what_is_forgotten_while_it_is_read_is_not_remembered() -> None:
    slow = _Slow(lambda: addresses.forget("telegram", "u"))
    addresses = Addresses(slow)  # type: ignore[arg-type]
    await addresses.find("telegram", "u")
    slow.row, slow.meanwhile = replace(slow.row, blocked_at=Instant(1)), lambda: None
    found = await addresses.find("telegram", "u")
    assert found is not None
    assert found.blocked_at == 1
    assert slow.reads == 2
