"""Prints how many units of five writes SQLite makes durable a second, alone and in groups.

    python -m tests.benchmarks.durable_writes [SECONDS] [MICROSECONDS OF WORK A STEP]

The second figure keeps the event loop busy between two steps, as the engine will: it shows what
the writing thread costs when it has to share the interpreter.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from flows.identifiers import Instant, ResponseId, SessionId
from flows.session import Session, State
from storage.base import (
    AnswerRecord,
    InboxRecord,
    OutboxRecord,
    ResponseRecord,
    Storage,
    StoredSession,
    UnitOfWork,
)
from storage.opening import open_storage
from storage.secrets import KeyRing

BODY = b'{"kind":"question","text":"' + b"x" * 400 + b'"}'
CLIENTS = (1, 32, 200)


def step(storage: Storage, name: str, number: int) -> UnitOfWork:
    """What one answer writes: inbox, answer, session, two messages."""
    unit = UnitOfWork()
    session_id, at = SessionId(name), Instant(number)
    record = InboxRecord(
        id=f"{name}/{number}",
        channel="web",
        dedupe_key=f"{name}/{number}",
        session_id=session_id,
        body=b"",
        received_at=at,
        state="applied",
    )
    storage.inbox.add(unit, record)
    answer = AnswerRecord(
        response_id=ResponseId(name),
        question="MC5",
        revision=number,
        value="4",
        method="button",
        confidence=1.0,
        comment=None,
        private=False,
        flags=(),
        at=at,
    )
    storage.answers.record(unit, answer)
    session = Session(session_id, State.ASKING, "vi", (), facts={"place": "p" * 200})
    stored = StoredSession(session=session, version=number + 1, last_seq=number * 2, channel="web")
    storage.sessions.save(unit, stored)
    for seq in (number * 2 - 1, number * 2):
        row = OutboxRecord(session_id=session_id, seq=seq, body=BODY, created_at=at)
        storage.outbox.add(unit, row)
    return unit


async def begin(storage: Storage, name: str) -> None:
    """Make the rows that steps build upon."""
    unit = UnitOfWork()
    session = Session(SessionId(name), State.ASKING, "vi", ())
    first = StoredSession(session=session, version=1, last_seq=0, channel="web")
    storage.sessions.add(unit, first)
    response = ResponseRecord(
        id=ResponseId(name),
        session_id=SessionId(name),
        form="mc",
        version=1,
        channel="web",
        language="vi",
        state="in_progress",
        started_at=Instant(0),
    )
    storage.responses.add(unit, response)
    await storage.commit(unit)


def work(microseconds: float) -> None:
    """Keep the interpreter busy."""
    end = time.perf_counter() + microseconds / 1e6
    while time.perf_counter() < end:
        pass


async def client(storage: Storage, name: str, until: float, busy: float) -> list[float]:
    """Take steps one after the other; return how long each took."""
    await begin(storage, name)
    took: list[float] = []
    while time.perf_counter() < until:
        began = time.perf_counter()
        work(busy)
        await storage.commit(step(storage, name, len(took) + 1))
        took.append(time.perf_counter() - began)
    return took


def cpu() -> float:
    """Processor seconds used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def syncs_a_second(folder: Path, seconds: float = 0.5) -> int:
    """How often this disk makes 4 KiB durable: every figure stands beside it."""
    with (folder / "sync").open("wb", buffering=0) as file:
        end, count = time.perf_counter() + seconds, 0
        while time.perf_counter() < end:
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            count += 1
    return int(count / seconds)


async def measure(folder: Path, clients: int, seconds: float, busy: float) -> str:
    """Run some clients against a new database; return one line of figures."""
    ring = KeyRing.create(folder / f"keys-{clients}")
    storage = await open_storage(f"sqlite:///{folder}/{clients}.db", ring)
    until, before = time.perf_counter() + seconds, cpu()
    runs = [client(storage, f"c{n}", until, busy) for n in range(clients)]
    took = sorted(one for run in await asyncio.gather(*runs) for one in run)
    used = (cpu() - before) / len(took) * 1e6
    await storage.close()
    p50, p99 = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.99))
    return (
        f"{clients:>4} at once: {len(took) / seconds:>8,.0f} units/s  "
        f"p50 {p50:.2f} ms  p99 {p99:.2f} ms  CPU {used:.0f} µs/unit"
    )


async def main(seconds: float, busy: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        rate = syncs_a_second(folder)
        sys.stdout.write(f"disk: {rate:,} syncs/s of 4 KiB; {busy:.0f} µs of work a step\n")
        for clients in CLIENTS:
            sys.stdout.write(await measure(folder, clients, seconds, busy) + "\n")


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*[*given, 2.0, 0.0][:1], *[*given[1:], 0.0][:1]))
