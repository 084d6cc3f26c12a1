"""Prints what one step of the survey costs: the server's CPU a message, and where it goes.

    python -m tests.benchmarks.step_cost [CITIZENS] [ROUNDS]

First whole: a server of its own, 32 citizens at once who press one button after the other, so
many rounds; the median counts. Then by parts, in this process, on one session in mid-survey.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from bot.app import build
from bot.channels.webchat import numbered, parse
from bot.invitations import token_hash
from bot.services import Services
from bot.settings import load_settings
from bot.simulator.office import prepare
from bot.simulator.outcome import Figures
from bot.simulator.personas import Persona, plain_persona
from bot.simulator.playing import Plan
from bot.simulator.running import run_with_server
from bot.simulator.server import Server, fsyncs_per_second
from flows.engine import resume
from flows.identifiers import Instant
from flows.messages import Chosen
from flows.talk import Turn
from storage.base import StoredSession, UnitOfWork

AT_ONCE = 32
REPEATS = 2000
WAY = ("G1:start", "G2:understood", "C1:yes", "H1:self", "SC1:yes", "SC2:done", "SC3:self",
       "MC1:5", "MC2:4")  # fmt: skip
ANSWER = "MC3:5"
USER = "a person in mid-survey"


def _plain(_: random.Random) -> Persona:
    return plain_persona()


def _now() -> Instant:
    return Instant(time.time_ns() // 1_000_000)


# -- whole


async def whole(citizens: int, number: int) -> Figures:
    """One round on a fresh server."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(citizens, f"cost/{number}", AT_ONCE, _plain)
        outcome = await run_with_server(plan, Server(Path(folder)))
        assert not outcome.violations, outcome.violations[:3]
        return outcome.figures


# -- by parts


class Parts:
    """Times the parts of one step, each by itself, in microseconds of CPU."""

    def __init__(self, services: Services, stored: StoredSession, payload: str) -> None:
        self._services = services
        self._turns = services.runner.turns
        self._storage = services.storage
        self._stored = stored
        self._payload = payload
        self._seed = os.urandom(32)
        self._person = USER

    def _sync(self, name: str, work: Callable[[], object]) -> None:
        for _ in range(200):
            work()
        began = time.process_time()
        for _ in range(REPEATS):
            work()
        _show(name, (time.process_time() - began) / REPEATS)

    async def _async(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        for _ in range(200):
            await work()
        began = time.process_time()
        for _ in range(REPEATS):
            await work()
        _show(name, (time.process_time() - began) / REPEATS)

    async def show(self) -> None:
        """Print all parts."""
        storage, session_id = self._storage, self._stored.session.id
        said = {"id": "c12345678", "choice": self._payload, "after": 9, "talk": session_id[-8:]}
        body = msgspec.json.encode(said)
        self._sync("read the page's JSON", lambda: parse(body))
        await self._async(
            "find the conversation", lambda: storage.conversations.find("web", self._person)
        )
        await self._async("look for a duplicate", lambda: storage.inbox.seen("web", "x"))
        await self._async("look for older messages", lambda: storage.inbox.pending(session_id))
        await self._async("load the session", lambda: storage.sessions.load(session_id))
        self._sync("decide (engine)", self._decide)
        turn = self._decide()
        self._sync("handlers, texts, outbox rows", lambda: self._turns.play(
            self._stored, turn, _now(), self._seed))  # fmt: skip
        self._sync("seal the session", lambda: storage.sessions.save(UnitOfWork(), self._stored))
        rows = await storage.outbox.after(session_id, self._stored.last_seq - 1)
        await self._async(
            "read the reply's rows",
            lambda: storage.outbox.after(session_id, self._stored.last_seq - 1),
        )
        self._sync("write the reply", lambda: [numbered(row.seq, row.body) for row in rows])

    def _decide(self) -> Turn:
        rules = self._turns.renderer.rules
        return resume(rules, self._stored.session, Chosen(self._payload), _now(), self._seed)


def _show(name: str, seconds: float) -> None:
    sys.stdout.write(f"  {name:<32} {seconds * 1e6:8.1f} µs\n")


async def corridor(services: Services, tokens: list[str]) -> None:
    """The whole way of a message without HTTP, commits grouped as they come."""
    runner, invitations = services.runner, services.storage.invitations
    invitation = await invitations.by_token_hash(token_hash(tokens[0]))
    assert invitation is not None

    async def one(number: int) -> int:
        user, steps = f"person {number}", 0
        session_id = await runner.open(
            channel="web", user_key=user, invitation=invitation, language="vi"
        )
        for step in (*WAY, ANSWER):
            stored = await services.storage.sessions.load(session_id)
            assert stored is not None
            tag = stored.session.frames[-1].response_id[-8:]
            await runner.accept(
                channel="web",
                user_key=user,
                dedupe_key=f"{number}/{steps}",
                message=Chosen(f"{tag}:{step}"),
            )
            steps += 1
        return steps

    spent = 0.0
    for group in range(2):  # the first one warms up
        began = time.process_time()
        numbers = range(group * 320, group * 320 + 320)
        door = asyncio.Semaphore(AT_ONCE)

        async def guarded(number: int, door: asyncio.Semaphore = door) -> int:
            async with door:
                return await one(number)

        steps = sum(await asyncio.gather(*map(guarded, numbers)))
        spent = (time.process_time() - began) / steps
    _show("all of it without HTTP, 32 at once", spent)


async def by_parts() -> None:
    """Take one citizen to the middle of the survey, and time the next step's parts there."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        tokens = await prepare(server, _now())
        async with build(load_settings(server.settings, None)) as (services, _):
            await corridor(services, tokens)
            stored = await _on_the_way(services, tokens[0])
            tag = stored.session.frames[-1].response_id[-8:]
            await Parts(services, stored, f"{tag}:{ANSWER}").show()


async def _on_the_way(services: Services, token: str) -> StoredSession:
    runner, storage = services.runner, services.storage
    invitation = await storage.invitations.by_token_hash(token_hash(token))
    assert invitation is not None
    user = USER
    session_id = await runner.open(
        channel="web", user_key=user, invitation=invitation, language="vi"
    )
    for step in WAY:
        stored = await storage.sessions.load(session_id)
        assert stored is not None
        payload = f"{stored.session.frames[-1].response_id[-8:]}:{step}"
        await runner.accept(channel="web", user_key=user, dedupe_key=step, message=Chosen(payload))
    stored = await storage.sessions.load(session_id)
    assert stored is not None
    assert stored.session.frames[-1].current == ANSWER.partition(":")[0]
    return stored


def main() -> None:
    """Measure and print."""
    citizens = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    out = sys.stdout.write
    out(f"durable writes a second of this disk: {fsyncs_per_second(Path('/tmp')):.0f}\n")  # noqa: S108
    found = [asyncio.run(whole(citizens, number)) for number in range(rounds)]
    for name, digits in (
        ("server_cpu", 3),
        ("own_cpu", 3),
        ("steps_per_second", 0),
        ("p50", 1),
        ("p99", 1),
    ):
        values = [getattr(figures, name) for figures in found]
        out(f"{name:<18} {statistics.median(values):8.{digits}f}  of {values}\n")
    asyncio.run(by_parts())


if __name__ == "__main__":
    main()
