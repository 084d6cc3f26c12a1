"""A platform by script, and a corridor that only says things: for the tests of the sender."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from bot.channels.base import (
    Arrival,
    Call,
    Capabilities,
    Channel,
    Outcome,
    Outgoing,
    Sent,
    Taken,
    Unknown,
)
from bot.sender import Limit, LocalRates, Sender
from bot.sender.life import Kind
from flows.identifiers import Instant, SessionId
from storage.base import ConversationRecord, OutboxRecord, Storage, UnitOfWork
from storage.coordination import LocalCoordination

NO_LIMITS = Capabilities(
    as_of="2026-11-22",
    buttons=8,
    label_chars=30,
    payload_bytes=64,
    text_chars=4096,
    edits=True,
    asks_contact=True,
    receives_files=True,
    abroad=True,
)

_encode = msgspec.json.Encoder().encode


def now_ms() -> Instant:
    return Instant(time.time_ns() // 1_000_000)


@dataclass
class Scripted(Channel):
    """A platform that does what `script` says, after `latency` seconds. `delivered` is its own
    ledger: (address, text) of what got there, whatever it answered.
    """

    script: Callable[[Call], Outcome] = lambda _: Sent()
    latency: Callable[[], float] = lambda: 0.0
    name: str = "telegram"
    capabilities: Capabilities = NO_LIMITS
    is_open: bool = True
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    delivered: list[tuple[str, str]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    """Texts of which an answer was lost."""
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    answer: asyncio.Event | None = None
    """Calls hang until it is set."""
    is_quick: bool = False
    """It has a message before it takes its time to answer, not after."""
    unrenderable: frozenset[str] = frozenset()

    def render(self, message: Outgoing, address: str) -> list[Call]:
        if message.text in self.unrenderable:
            raise ValueError(message.text)
        return [
            Call("say", {"to": address, "text": part}) for part in message.text.split("|") if part
        ]

    async def send(self, call: Call) -> Outcome:
        to, text = call.fields["to"], call.fields["text"]
        self.asked.append((to, text, time.monotonic()))
        self.at_once[to] += 1
        self.most_at_once = max(self.most_at_once, self.at_once[to])
        try:
            if self.is_quick:
                self.delivered.append((to, text))
                await asyncio.sleep(self.latency())
                return Sent(str(len(self.delivered)))
            if pause := self.latency():
                await asyncio.sleep(pause)
            if self.answer is not None:
                await self.answer.wait()
            outcome = self.script(call)
            if isinstance(outcome, Sent) or (isinstance(outcome, Unknown) and text in self.lost):
                self.delivered.append((to, text))
                if isinstance(outcome, Sent) and outcome.number is None:
                    return Sent(str(len(self.delivered)))
            return outcome
        finally:
            self.at_once[to] -= 1

    def texts(self, address: str) -> list[str]:
        """What got to an address, in order."""
        return [text for to, text in self.delivered if to == address]

    # -- the rest of the contract is nobody's business here

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        raise NotImplementedError

    def parse(self, body: bytes) -> list[Arrival]:
        raise NotImplementedError

    def acknowledge(self, arrival: Arrival, *, taken: Taken, answered: bool) -> list[Call]:
        raise NotImplementedError

    def redraw(self, arrival: Arrival, message: Outgoing) -> list[Call]:
        raise NotImplementedError

    def reply(self, arrival: Arrival, taken: Taken) -> bytes | None:
        raise NotImplementedError

    def link(self, parameter: str) -> str | None:
        raise NotImplementedError

    async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
        raise NotImplementedError

    async def open(self, webhook_url: str | None = None) -> None: ...

    async def close(self) -> None: ...


def once(*outcomes: Outcome) -> Callable[[Call], Outcome]:
    """These outcomes in turn, then success."""
    left = list(outcomes)
    return lambda _: left.pop(0) if left else Sent()


class Talk:
    """The corridor of one process, reduced to what it says: rows in a transaction, then `take`."""

    def __init__(self, storage: Storage, sender: Sender, channel: str = "telegram") -> None:
        self.storage = storage
        self.sender = sender
        self.channel = channel
        self.said: Counter[str] = Counter()

    async def meet(self, *sessions: str) -> None:
        """Let people have a chat."""
        unit = UnitOfWork()
        for name in sessions:
            person = ConversationRecord(
                channel=self.channel,
                user_key=f"key-{name}",
                session_id=SessionId(name),
                created_at=now_ms(),
                address=f"at-{name}",
            )
            self.storage.conversations.point(unit, person)
        await self.storage.commit(unit)

    async def say(self, session: str, *texts: str, check: bool = False) -> list[OutboxRecord]:
        """Say something in one turn. `check`: ask the database about others, as scaled out."""
        claimer = self.sender.claim(session)
        outbox = self.storage.outbox
        if check and claimer and await outbox.has_open(SessionId(session), not_by=claimer):
            claimer = None
        unit = UnitOfWork()
        rows: list[OutboxRecord] = []
        said = [Outgoing(kind="say", text=text) for text in texts]
        for message in said:
            self.said[session] += 1
            row = OutboxRecord(
                session_id=SessionId(session),
                seq=self.said[session],
                body=_encode(message),
                created_at=now_ms(),
                state="claimed" if claimer else "queued",
                channel=self.channel,
                user_key=f"key-{session}",
                claimed_by=claimer,
            )
            rows.append(row)
            outbox.add(unit, row)
        await self.storage.commit(unit)
        self.sender.take(rows, said)
        return rows


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[Sender]:
    """A sender that runs, and is closed in the end."""
    await sender.start()
    try:
        yield sender
    finally:
        await sender.close()


def sending(storage: Storage, channel: Scripted) -> AbstractAsyncContextManager[Sender]:
    """A sender that is alone on its database, and runs."""
    return running(new_sender(storage, channel))


def new_sender(
    storage: Storage,
    channel: Scripted,
    *,
    alone: bool = True,
    kind: Kind = "run",
    coordination: LocalCoordination | None = None,
    limit: Limit | None = None,
    clock: Callable[[], Instant] = now_ms,
    monotonic: Callable[[], float] = time.monotonic,
) -> Sender:
    """A sender that is not started yet."""
    return Sender(
        storage,
        {channel.name: channel},
        LocalRates({channel.name: limit or Limit()}),
        coordination or LocalCoordination(),
        kind=kind,
        alone=alone,
        clock=clock,
        monotonic=monotonic,
    )


def drop(sender: Sender) -> None:
    """Let a sender die as its process would: nothing is finished, nothing written."""
    tasks = [*sender._tasks, *(lane.task for lane in sender._lanes._lanes.values() if lane.task)]
    tasks += [*sender._lanes._asides._tasks, *sender._marks._batches]
    sender._delivery.halted = True
    sender._marks._unit = UnitOfWork()
    sender._marks.settle = lambda *_: None  # type: ignore[method-assign]
    for task in tasks:
        task.cancel()


async def until(
    true: Callable[[], bool],
    timeout: float = 30.0,  # noqa: ASYNC109 – of a test, not of the product
    pause: float = 0.005,
) -> None:
    """Wait until something is so."""
    end = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < end, "it never came to be"
        await asyncio.sleep(pause)


async def rows_of(storage: Storage, session: str) -> list[OutboxRecord]:
    """All that was said in a session."""
    return await storage.outbox.after(SessionId(session), 0, 10_000)


async def states_of(storage: Storage, session: str) -> list[str]:
    return [row.state for row in await rows_of(storage, session)]


async def settled(storage: Storage, timeout: float = 30.0) -> None:  # noqa: ASYNC109 – of a test, not of the product
    """Wait until nothing waits to be sent."""
    end = time.monotonic() + timeout
    while (await storage.outbox.backlog()).messages:
        assert time.monotonic() < end, "something is stuck"
        await asyncio.sleep(0.01)


def chance(seed: int | None = None) -> tuple[random.Random, int]:
    """A fresh, printed seed, so that a failure can be played again."""
    seed = random.randrange(2**32) if seed is None else seed
    print(f"seed {seed}")  # noqa: T201 – shown where a test fails
    return random.Random(seed), seed
