"""What a message costs the sender, beside the platform's client and the turn's own commit."""

import asyncio
import gc
import resource
import time

import pytest

from bot.channels.base import Call, Outcome, Outgoing, Sent
from flows.identifiers import SessionId
from storage.base import OutboxRecord, Storage, UnitOfWork
from tests.bot.sender.platform import Scripted, Talk, now_ms, sending, settled, until

SESSIONS = 256
ROUNDS = 10
MOST_US = 60
CALLS = [Call("say", {})]
ANSWER = Sent("1")


class Nothing(Scripted):
    """A platform that takes everything at once."""

    def render(self, message: Outgoing, address: str) -> list[Call]:
        return CALLS

    async def send(self, call: Call) -> Outcome:
        await asyncio.sleep(0)  # as every real call gives way to others once
        return ANSWER


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_message_costs_the_sender_little(storage: Storage) -> None:
    """Claim, lane, rates, call and mark; the rows lie in the outbox already, as after a turn."""
    said = [Outgoing(kind="question", text="?")]
    async with sending(storage, Nothing()) as sender:
        names = [f"s{n}" for n in range(SESSIONS)]
        await Talk(storage, sender).meet(*names)
        best, elapsed = float("inf"), 1.0
        for part in range(3):
            rounds = []
            unit = UnitOfWork()
            for turn in range(1, ROUNDS + 1):
                rows = [row_of(name, part * ROUNDS + turn, sender.life.id) for name in names]
                for row in rows:
                    storage.outbox.add(unit, row)
                rounds.append(rows)
            await storage.commit(unit)
            gc.collect()
            before, began = cpu(), time.perf_counter()
            for rows in rounds:
                for row in rows:
                    assert sender.claim(row.session_id)
                    sender.take([row], said)
                await until(lambda: not sender.lanes, pause=0.0)
            await settled(storage)
            used = cpu() - before
            best = min(best, used / (SESSIONS * ROUNDS) * 1e6)
            elapsed = time.perf_counter() - began
        print(f"sender: {best:.0f} µs of CPU a message, {SESSIONS * ROUNDS / elapsed:.0f}/s")  # noqa: T201
        assert sender.figures.sent == 3 * SESSIONS * ROUNDS
    assert best < MOST_US


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def row_of(session: str, seq: int, claimer: str) -> OutboxRecord:
    return OutboxRecord(
        session_id=SessionId(session),
        seq=seq,
        body=b"{}",
        created_at=now_ms(),
        state="claimed",
        channel="telegram",
        user_key=f"key-{session}",
        claimed_by=claimer,
    )
