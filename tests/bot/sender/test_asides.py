"""Answers to presses: a 429 holds them up, and none is lost to it while somebody looks at it."""

import asyncio
from itertools import pairwise

import pytest

from bot.channels.base import Call, Outcome, Retry, Sent
from storage.base import Storage
from tests.bot.sender.platform import Scripted, Talk, sending, until

ANSWER = Call("answer", {"to": "at-s", "text": "answer"}, counted=False)
EDIT = Call("edit", {"to": "at-s", "text": "edit"})
HELD = Retry(0.2, everybody=True)


class Flooding(Scripted):
    """A platform that tells all to wait, as often as `floods` says, whatever is asked."""

    floods: list[float]

    def outcome(self, _: Call) -> Outcome:
        return Retry(self.floods.pop(0), everybody=True) if self.floods else Sent()


def _flooding(*floods: float) -> Flooding:
    channel = Flooding()
    channel.floods, channel.script = list(floods), channel.outcome
    return channel


@pytest.mark.parametrize("floods", [(0.2,), (0.2, 0.2, 0.2)])
async def test_an_answer_that_is_told_to_wait_leaves_after_it(
    storage: Storage, floods: tuple[float, ...]
) -> None:
    channel = _flooding(*floods)
    async with sending(storage, channel) as sender:
        sender.aside("telegram", "at-s", [ANSWER, EDIT])
        await until(lambda: sender.figures.asides_sent == 2)
    assert channel.texts("at-s") == ["answer", "edit"]
    times = [at for _, text, at in channel.asked if text == "answer"]
    assert len(times) == len(floods) + 1
    assert all(after - before >= 0.2 for before, after in pairwise(times))


async def test_another_429_while_it_waits_is_waited_for_as_well(storage: Storage) -> None:
    channel = Scripted()
    async with sending(storage, channel) as sender:
        account = sender.accounts["telegram"]
        await account._rates.hold("telegram", 0.2)
        sender.aside("telegram", "at-s", [ANSWER])
        await asyncio.sleep(0.1)
        await account._rates.hold("telegram", 0.4)
        await until(lambda: sender.figures.asides_sent == 1)
    assert len(channel.asked) == 1


async def test_it_does_not_go_down_with_rows_that_wait_long(storage: Storage) -> None:
    """The next question is put back into the database; the press before it is still answered."""
    channel = _flooding(2.5)
    async with sending(storage, channel) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        sender.accounts["telegram"].seats = asyncio.Semaphore(0)  # nothing leaves for now
        await talk.say("s", "one", "two")
        sender.aside("telegram", "at-s", [ANSWER, EDIT])
        await until(lambda: bool(sender._lanes._lanes["s"].asides))
        sender.accounts["telegram"].seats.release()
        await until(lambda: sender.figures.asides_sent == 1)
        assert sender.figures.asides_dropped == 1, "the edit is let go"
        await until(lambda: "answer" in channel.texts("at-s"))


async def test_in_the_end_it_is_let_go(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sender.delivery._ANSWER_LIFE_S", 0.59)
    channel = Scripted(script=lambda _: HELD)
    async with sending(storage, channel) as sender:
        sender.aside("telegram", "at-s", [ANSWER])
        await until(lambda: sender.figures.asides_dropped == 1)
    assert len(channel.asked) == 3
