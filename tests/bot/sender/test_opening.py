"""Channels that are not open yet: what is to leave by them waits, and nothing is counted."""

from storage.base import Storage
from tests.bot.sender.platform import Scripted, Talk, new_sender, rows_of, running, settled, until


async def _left_waiting(storage: Storage) -> None:
    """Let a former process have died with a row that nobody sends."""
    early = new_sender(storage, Scripted())
    early._delivery.halted = True
    talk = Talk(storage, early)
    await talk.meet("s")
    await talk.say("s", "hello")


async def test_what_waits_is_left_alone_until_its_channel_opens(storage: Storage) -> None:
    await _left_waiting(storage)
    channel = Scripted(is_open=False)
    async with running(new_sender(storage, channel)) as sender:
        for _ in range(8):
            assert not await sender.sweep()
        [row] = await rows_of(storage, "s")
        assert (row.state, row.attempts) == ("queued", 0)
        assert sender.accounts["telegram"].breaker.is_closed
        channel.is_open = True
        await sender.beat()
        await until(lambda: channel.texts("at-s") == ["hello"])
        await settled(storage)


async def test_what_is_said_before_it_opens_waits_without_being_tried(storage: Storage) -> None:
    channel = Scripted(is_open=False)
    async with running(new_sender(storage, channel)) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "hello")
        await until(lambda: not sender.lanes)
        await sender.written()
        [row] = await rows_of(storage, "s")
        assert (row.state, row.attempts) == ("queued", 0)
    assert not channel.asked
