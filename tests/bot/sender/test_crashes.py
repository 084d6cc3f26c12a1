"""What holds when processes die, stall or race: invariants I5, I9, I17, rows 4-7, 14 and 54."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec
import pytest

from bot.sender import Sender
from bot.sender.life import LEASE_S
from flows.identifiers import SessionId
from storage.base import OutboxRecord, Storage, UnitOfWork
from storage.coordination import LocalCoordination
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    chance,
    drop,
    new_sender,
    now_ms,
    rows_of,
    sending,
    settled,
    states_of,
    until,
)


@dataclass
class Hands:
    """A monotonic clock that is moved by hand; each process may have its own."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


async def delivered_as_promised(storage: Storage, channel: Scripted, session: str) -> None:
    """No gap, no double beyond what is counted, and first arrivals in order (I9)."""
    rows = await rows_of(storage, session)
    texts = [msgspec.json.decode(row.body)["text"] for row in rows]
    got = channel.texts(f"at-{session}")
    assert list(dict.fromkeys(got)) == [text for text in texts if text in got]
    for row, text in zip(rows, texts, strict=True):
        assert got.count(text) <= 1 + row.unknowns, (row, got)
        assert row.state == "sent" or (row.state, row.unknowns > 0) == ("unknown", True), row
        assert text in got or row.state == "unknown"


class TestOneProcess:
    async def test_what_was_claimed_and_never_left_is_sent(self, storage: Storage) -> None:
        """Killed after the commit, before the first call (rows 4 and 5)."""
        channel = Scripted()
        first = new_sender(storage, channel)
        await first.start()
        talk = Talk(storage, first)
        await talk.meet("s")
        first.take = lambda *_: None  # type: ignore[method-assign]
        await talk.say("s", "one", "two")
        drop(first)
        async with sending(storage, channel) as second:
            await settled(storage)
            assert second.claim("s") is not None
        assert channel.texts("at-s") == ["one", "two"]
        assert [row.unknowns for row in await rows_of(storage, "s")] == [1, 1]

    async def test_what_left_and_was_not_marked_is_sent_again_and_counted(
        self, storage: Storage
    ) -> None:
        """Killed after the call, before or after its answer (rows 6 and 7)."""
        channel = Scripted(is_quick=True, latency=lambda: 0.05)
        first = new_sender(storage, channel)
        await first.start()
        talk = Talk(storage, first)
        await talk.meet("s")
        await talk.say("s", "one", "two")
        await until(lambda: len(channel.delivered) == 1)
        drop(first)
        async with sending(storage, channel):
            await settled(storage)
        assert channel.texts("at-s") == ["one", "one", "two"]
        assert [(r.state, r.unknowns) for r in await rows_of(storage, "s")] == [
            ("sent", 1), ("sent", 1),
        ]  # fmt: skip

    async def test_what_is_said_after_a_crash_does_not_overtake(self, storage: Storage) -> None:
        channel = Scripted(latency=lambda: 0.02)
        first = new_sender(storage, channel)
        await first.start()
        talk = Talk(storage, first)
        await talk.meet("s")
        await talk.say("s", "one", "two", "three")
        drop(first)
        async with sending(storage, channel) as second:
            talk.sender = second
            await talk.say("s", "four")
            await settled(storage)
        assert channel.texts("at-s") == ["one", "two", "three", "four"]

    async def test_a_row_that_kills_processes_ends_as_unknown(self, storage: Storage) -> None:
        channel = Scripted(latency=lambda: 60.0)
        talk: Talk | None = None
        for life in range(4):
            sender = new_sender(storage, channel)
            await sender.start()
            if talk is None:
                talk = Talk(storage, sender)
                await talk.meet("s")
                await talk.say("s", "killer", "next")
            await asked(channel, life + 1)
            drop(sender)
        channel.latency = lambda: 0.0
        async with sending(storage, channel):
            await settled(storage)
        [killer, _] = await rows_of(storage, "s")
        assert (killer.state, killer.unknowns) == ("unknown", 4)

    @pytest.mark.parametrize("is_quick", [False, True])
    async def test_crash_after_crash_loses_nothing(
        self, storage: Storage, *, is_quick: bool
    ) -> None:
        luck, _ = chance()
        channel = Scripted(is_quick=is_quick, latency=lambda: luck.random() * 0.004)
        names = [f"s{n:02}" for n in range(25)]
        talk: Talk | None = None
        for _ in range(6):
            sender = new_sender(storage, channel)
            await sender.start()
            if talk is None:
                talk = Talk(storage, sender)
                await talk.meet(*names)
            talk.sender = sender
            await talk_for_a_while(talk, names, luck)
            drop(sender)
        async with sending(storage, channel):
            await settled(storage)
        for name in names:
            await delivered_as_promised(storage, channel, name)


async def talk_for_a_while(talk: Talk, names: list[str], luck: random.Random) -> None:
    """Let sessions go on at random, until something happens at a random moment."""
    for _ in range(luck.randrange(5, 30)):
        name = luck.choice(names)
        number = talk.said[name]
        await talk.say(name, f"{name}/{number}", f"{name}/{number}+")
        await asyncio.sleep(luck.random() * 0.003)


async def asked(channel: Scripted, times: int) -> None:
    """Wait until the platform was called so often."""
    await until(lambda: len(channel.asked) == times)


class Fleet:
    """Several processes on one database; each minute of theirs is a step of the hands."""

    def __init__(self, storage: Storage, channel: Scripted, size: int) -> None:
        self.storage = storage
        self.channel = channel
        self.hands = Hands()
        first = LocalCoordination()
        self.coordinations = [first, *(first.twin() for _ in range(size - 1))]
        self.senders: list[Sender] = []

    async def start(self) -> None:
        for coordination in self.coordinations:
            sender = new_sender(
                self.storage,
                self.channel,
                alone=False,
                kind="worker",
                coordination=coordination,
                monotonic=self.hands,
            )
            await sender.start()
            sender._tasks[-1].cancel()  # their hearts beat by the hands, not by the wall's clock
            self.senders.append(sender)

    async def pass_time(self, seconds: float, *stopped: Sender) -> None:
        """Let time pass; those who are stopped notice nothing of it until they go on."""
        for _ in range(int(seconds / 5)):
            self.hands.now += 5
            for sender in self.senders:
                if sender not in stopped:
                    await sender.beat()

    async def close(self) -> None:
        for sender in self.senders:
            await sender.close()


@pytest.fixture
def channel() -> Scripted:
    return Scripted()


@pytest.fixture
async def fleet(storage: Storage, channel: Scripted) -> AsyncIterator[Fleet]:
    fleet = Fleet(storage, channel, 4)
    await fleet.start()
    yield fleet
    await fleet.close()


class TestManyProcesses:
    async def test_each_session_is_swept_by_one(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        names = [f"s{n:03}" for n in range(300)]
        await Talk(storage, fleet.senders[0]).meet(*names)
        unit = UnitOfWork()
        for name in names:
            for seq in (1, 2, 3):
                storage.outbox.add(unit, queued(name, seq))
        await storage.commit(unit)
        took = [0] * 4
        for _ in range(10):
            swept = await asyncio.gather(*(sender.sweep() for sender in fleet.senders))
            took = [before + now for before, now in zip(took, swept, strict=True)]
        await settled(storage, 30)
        assert sum(took) == 300
        assert len(channel.delivered) == 900
        for name in names:
            assert channel.texts(f"at-{name}") == ["1", "2", "3"]

    async def test_turns_anywhere_leave_in_order(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        luck, _ = chance()
        channel.latency = lambda: luck.random() * 0.01
        talk = Talk(storage, fleet.senders[0])
        names = [f"s{n}" for n in range(10)]
        await talk.meet(*names)

        async def chat(name: str) -> None:
            own = Talk(storage, fleet.senders[0])
            for turn in range(12):
                own.sender = luck.choice(fleet.senders)
                await own.say(name, f"{name}/{turn}", f"{name}/{turn}+", check=True)
                await asyncio.sleep(luck.random() * 0.01)

        await asyncio.gather(*map(chat, names))
        for _ in range(20):
            await asyncio.gather(*(sender.sweep() for sender in fleet.senders))
            await asyncio.sleep(0.02)
        await settled(storage, 30)
        for name in names:
            expected = [f"{name}/{n}{more}" for n in range(12) for more in ("", "+")]
            assert channel.texts(f"at-{name}") == expected

    async def test_others_take_over_what_a_dead_one_held(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        victim = fleet.senders[0]
        talk = Talk(storage, victim)
        await talk.meet("s")
        channel.latency = lambda: 60.0
        await talk.say("s", "one", "two")
        await until(lambda: len(channel.asked) == 1)
        drop(victim)
        channel.latency = lambda: 0.0
        await fleet.pass_time(LEASE_S - 5, victim)
        assert await states_of(storage, "s") == ["claimed", "claimed"]
        await fleet.pass_time(10, victim)
        await settled(storage)
        fleet.senders.remove(victim)
        rows = await rows_of(storage, "s")
        assert [(r.state, r.unknowns) for r in rows] == [("sent", 1), ("sent", 1)]
        assert len(await storage.processes.all()) == 3

    async def test_who_was_stopped_for_long_sends_nothing_that_is_others(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        """SIGSTOP for three leases, then SIGCONT (row 14)."""
        victim = fleet.senders[0]
        talk = Talk(storage, victim)
        await talk.meet("s")
        channel.answer = asyncio.Event()
        await talk.say("s", "one", "two", "three")
        await until(lambda: len(channel.asked) == 1)
        hanging, channel.answer = channel.answer, None
        await fleet.pass_time(3 * LEASE_S, victim)
        await settled(storage)
        assert channel.texts("at-s") == ["one", "two", "three"]
        assert victim.claim("s") is None, "its lease is over, and it knows without asking"

        hanging.set()
        await until(lambda: len(channel.delivered) == 4)  # the call that was under way
        await asyncio.sleep(0.05)
        assert len(channel.delivered) == 4, "nothing more until it has given a sign of life"
        before = victim.life.id
        await fleet.pass_time(5)
        await asyncio.sleep(0.05)
        assert victim.life.id != before
        assert channel.texts("at-s") == ["one", "two", "three", "one"]
        rows = await rows_of(storage, "s")
        assert [(r.state, r.unknowns) for r in rows] == [("sent", 1)] * 3

    async def test_who_was_taken_for_dead_goes_on_under_another_name(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        victim = fleet.senders[0]
        talk = Talk(storage, victim)
        await talk.meet("s")
        await fleet.pass_time(3 * LEASE_S, victim)
        assert victim.life.id not in {known.id for known in await storage.processes.all()}
        await talk.say("s", "one")
        await fleet.pass_time(5)
        assert victim.life.id in {known.id for known in await storage.processes.all()}
        await talk.say("s", "two")
        await settled(storage)
        assert channel.texts("at-s") == ["one", "two"]

    async def test_the_others_hear_of_what_is_queued(
        self, storage: Storage, channel: Scripted, fleet: Fleet
    ) -> None:
        """Two processes take a session's turns while the first one sends: no poll is needed."""
        channel.latency = lambda: 0.05
        talk = Talk(storage, fleet.senders[0])
        await talk.meet("s")
        await talk.say("s", "one", check=True)
        talk.sender = fleet.senders[1]
        await talk.say("s", "two", check=True)
        await until(lambda: len(channel.delivered) == 2)
        assert channel.texts("at-s") == ["one", "two"]


def queued(session: str, seq: int) -> OutboxRecord:
    return OutboxRecord(
        session_id=SessionId(session),
        seq=seq,
        body=msgspec.json.encode({"kind": "say", "text": str(seq)}),
        created_at=now_ms(),
        state="queued",
        channel="telegram",
        user_key=f"key-{session}",
    )
