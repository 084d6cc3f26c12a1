"""What the sender promises about order, shutdown and claims: invariants I9 and I17."""

import asyncio
import random

import msgspec
import pytest

from bot.channels.base import Call, Outcome, Permanent, Retry, Sent, Unknown
from bot.sender import Sender
from flows.identifiers import SessionId
from storage.base import Storage, UnitOfWork
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    chance,
    once,
    rows_of,
    sending,
    settled,
    states_of,
    until,
)


class TestOrder:
    async def test_what_a_turn_said_leaves_in_its_order(self, storage: Storage) -> None:
        channel = Scripted()
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two", "three")
            await settled(storage)
        assert channel.texts("at-s") == ["one", "two", "three"]
        rows = await rows_of(storage, "s")
        assert [(row.state, row.number) for row in rows] == [
            ("sent", "1"), ("sent", "2"), ("sent", "3"),
        ]  # fmt: skip

    async def test_a_row_of_several_calls_goes_on_where_it_stopped(self, storage: Storage) -> None:
        channel = Scripted(script=once(Sent(), Retry(after=0.01), Sent(), Sent()))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "a|b|c")
            await settled(storage)
        assert channel.texts("at-s") == ["a", "b", "c"]

    async def test_the_same_holds_when_it_was_given_back_in_between(
        self, storage: Storage
    ) -> None:
        channel = Scripted(script=once(Sent(), Retry(after=2.2)))
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "a|b", "c")
            await until(lambda: len(channel.asked) == 2)
            await until(lambda: sender.lanes == 0)
            assert sender.claim("s") is None
            await talk.say("s", "d")
            assert set(await states_of(storage, "s")) <= {"queued", "claimed"}
            await asyncio.sleep(2.2)
            await sender.sweep()
            await settled(storage)
            assert sender.claim("s") is not None or await _soon_claims(sender)
        assert channel.texts("at-s") == ["a", "b", "c", "d"]

    async def test_lanes_run_side_by_side(self, storage: Storage) -> None:
        answer = asyncio.Event()
        channel = Scripted(answer=answer)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            names = [f"s{n}" for n in range(20)]
            await talk.meet(*names)
            for name in names:
                await talk.say(name, "hello")
            await until(lambda: len(channel.asked) == 20)
            assert channel.delivered == [], "none is answered, and none waits for another"
            answer.set()
            await settled(storage)

    async def test_order_holds_in_200_lanes_with_random_faults(self, storage: Storage) -> None:
        luck, _ = chance()
        channel = Scripted(latency=lambda: luck.random() * 0.004)
        channel.script = lambda call: _fate(channel, luck, call)
        names = [f"s{n:03}" for n in range(200)]
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet(*names)

            async def chat(name: str) -> None:
                for turn in range(6):
                    await talk.say(name, f"{name}/{turn}/a", f"{name}/{turn}/b")
                    await asyncio.sleep(luck.random() * 0.01)

            await asyncio.gather(*map(chat, names))
            await _swept(storage, sender)
        assert channel.most_at_once == 1
        for name in names:
            await _check(storage, name, channel.texts(f"at-{name}"))


def _fate(channel: Scripted, luck: random.Random, call: Call) -> Outcome:
    dice = luck.random()
    if dice < 0.1:
        return Retry(after=luck.random() * 0.02)
    if dice < 0.11:
        return Permanent("bad text")
    if dice < 0.13:
        if luck.random() < 0.5:
            channel.lost.add(call.fields["text"])
        return Unknown("timeout")
    return Sent()


async def _swept(storage: Storage, sender: Sender) -> None:
    """Wait until all is sent, with the job that sweeps each second (a little quicker)."""
    for _ in range(60):
        await sender.sweep()
        if not (await storage.outbox.backlog()).messages:
            return
        await asyncio.sleep(0.25)
    await settled(storage)


async def _check(storage: Storage, name: str, got: list[str]) -> None:
    rows = await rows_of(storage, name)
    texts = [msgspec.json.decode(row.body)["text"] for row in rows]
    assert sorted(got, key=texts.index) == got, "out of order"
    for row, text in zip(rows, texts, strict=True):
        assert got.count(text) <= 1 + row.unknowns
        assert row.state != "sent" or text in got
        assert row.state in {"sent", "dead", "unknown"}


async def _soon_claims(sender: Sender) -> bool:
    await sender.beat()
    return sender.claim("s") is not None


class TestShutdown:
    async def test_what_did_not_leave_is_given_back(self, storage: Storage) -> None:
        channel = Scripted(latency=lambda: 0.1)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two", "three")
            await until(lambda: len(channel.asked) == 1)
        rows = await rows_of(storage, "s")
        assert [(row.state, row.unknowns) for row in rows] == [
            ("sent", 0), ("queued", 0), ("queued", 0),
        ]  # fmt: skip
        assert await storage.processes.all() == []

    async def test_a_call_that_never_ends_counts_as_unknown(
        self, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.sender.lanes._LAST_CALLS_S", 0.05)
        channel = Scripted(latency=lambda: 60.0)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two")
            await until(lambda: len(channel.asked) == 1)
        rows = await rows_of(storage, "s")
        assert [(row.state, row.unknowns) for row in rows] == [("queued", 1), ("queued", 0)]

    async def test_a_closed_sender_takes_nothing_more(self, storage: Storage) -> None:
        async with sending(storage, Scripted()) as sender:
            pass
        assert sender.claim("s") is None
        assert await sender.sweep() == 0
        sender.aside("telegram", "at-x", [Call("say", {})])
        assert sender.figures.asides_dropped == 1

    async def test_the_next_process_goes_on_in_order(self, storage: Storage) -> None:
        slow = Scripted(latency=lambda: 0.05)
        async with sending(storage, slow) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two", "three")
            await until(lambda: len(slow.asked) == 1)
        channel = Scripted()
        async with sending(storage, channel) as sender:
            talk.sender = sender
            await talk.say("s", "four")
            await settled(storage)
        assert slow.texts("at-s") + channel.texts("at-s") == ["one", "two", "three", "four"]


class TestClaims:
    async def test_a_claim_that_no_lane_knows_is_queued_again(
        self, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The answer to a commit was lost: the rows are there, and `take` was never called."""
        monkeypatch.setattr("bot.sender.sweeping._YOUNG_MS", 0)
        channel = Scripted()
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            monkeypatch.setattr(sender, "take", lambda *_: None)
            await talk.say("s", "hello")
            await asyncio.sleep(0.005)
            await sender.beat()
            assert await states_of(storage, "s") == ["claimed"], "it may be on its way"
            await sender.beat()
            await settled(storage)
        [row] = await rows_of(storage, "s")
        assert (row.state, row.unknowns) == ("sent", 1), "nobody knew whether it had left"

    async def test_erased_rows_are_no_trouble(self, storage: Storage) -> None:
        channel = Scripted(latency=lambda: 0.05)
        async with sending(storage, channel) as sender:
            talk = Talk(storage, sender)
            await talk.meet("s")
            await talk.say("s", "one", "two")
            unit = UnitOfWork()
            storage.outbox.erase(unit, SessionId("s"))
            await storage.commit(unit)
            await until(lambda: sender.lanes == 0)
        assert await rows_of(storage, "s") == []
