"""Whole runs: a server, its citizens, perhaps a kill, and the verdict on what is stored."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bot.simulator.checker import Violation, check, noticed
from bot.simulator.ledger import Ledger
from bot.simulator.meter import Meter
from bot.simulator.office import prepare
from bot.simulator.outcome import Outcome, figures_of, judged
from bot.simulator.platforms import Platform
from bot.simulator.playing import Plan, play
from bot.simulator.server import Server, own_cores
from bot.simulator.snapshot import copy_database, take_snapshot
from bot.simulator.talking import Site, WebSite
from bot.simulator.telegram_site import TelegramSite
from bot.simulator.wire import Endpoint
from flows.identifiers import Instant

__all__ = ["FAILPOINT", "Kill", "draw_kill", "run_with_server", "unsettled", "visit"]

FAILPOINT = "FAILPOINT"
"""Environment variable that tells a server of the tests where to die."""
# s for what was deferred to find its turn, for what failed on its way to a platform, for files.
_SETTLING = 60.0
_LOOK_EVERY = 0.2  # s
_WAITING = (
    "SELECT count(*) FROM inbox WHERE state = 'pending'",
    "SELECT count(*) FROM outbox WHERE state IN ('queued', 'claimed')",
    "SELECT count(*) FROM attachments WHERE state = 'waiting'",
)


@dataclass(frozen=True, slots=True)
class Kill:
    """When the server dies: `delay` seconds after message number `step` was acknowledged.

    Without a step it dies by itself, at the failpoint that its settings name.
    """

    step: int | None = None
    delay: float = 0.0


def draw_kill(seed: str, citizens: int) -> Kill:
    """Draw the moment of a kill: early, late, or somewhere between."""
    rng = random.Random(f"{seed}/kill")
    # A visit has some forty messages; most kills should find all citizens at it.
    return Kill(rng.randint(1, citizens * 35), rng.uniform(0, 0.02))


async def run_with_server(  # noqa: PLR0913 - what a run is made of, each by name
    plan: Plan,
    server: Server,
    telegram: TelegramSite | None = None,
    *,
    rate: float | None = None,
    kill: Kill | None = None,
    on_step: Callable[[Meter], None] = lambda _: None,
    on_done: Callable[[Ledger], None] = lambda _: None,
) -> Outcome:
    """Prepare an office, start the server, let the citizens come, and judge what is stored. They
    come by the web, or by a Telegram that is given, and entered already.

    Raises:
        ServerFailedError: the server did not come up.

    """
    server.core, ours = own_cores()
    tokens = await prepare(server, Instant(time.time_ns() // 1_000_000))
    if telegram is not None:
        server.extra |= telegram.settings
        telegram.knows(server.key_ring)
    with _on_core(ours):
        await server.start()
        run = _Run(plan, server, telegram, tokens, on_step, on_done)
        return await run.whole(rate, kill)


@contextlib.contextmanager
def _on_core(core: int | None) -> Iterator[None]:
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class _Run:
    def __init__(
        self,
        plan: Plan,
        server: Server,
        telegram: TelegramSite | None,
        tokens: Sequence[str],
        on_step: Callable[[Meter], None],
        on_done: Callable[[Ledger], None],
    ) -> None:
        self._plan = plan
        self._server = server
        self._telegram = telegram
        self._site: Site = telegram or WebSite(server.endpoint)
        self._tokens = tokens
        self._on_step = on_step
        self._on_done = on_done
        self._ledgers: list[Ledger] = []
        self._violations: list[Violation] = []
        self._killed_at: int | None = None

    async def whole(self, rate: float | None, kill: Kill | None) -> Outcome:
        server = self._server
        at_start = server.memory()
        hit = asyncio.Event()
        meter = Meter(rate, lambda steps: self._stepped(meter, steps, kill, hit))
        cpu, own = server.cpu_seconds(), time.process_time()
        killing = asyncio.create_task(self._kill(kill, hit, meter)) if kill else None
        ledgers = await play(
            self._plan, self._site, self._tokens, meter, self._on_done, self._ledgers.append
        )
        figures = replace(
            figures_of(meter),
            # A second start would be counted as work on messages.
            server_cpu=None if self._killed_at else _per_step(server.cpu_seconds() - cpu, meter),
            own_cpu=_per_step(time.process_time() - own, meter),
            started_in=server.started_in,
            memory_at_start=at_start,
            memory_at_end=server.memory(),
        )
        if killing is not None:
            killing.cancel()  # the citizens were quicker
        await self._settled()
        platform = self._noticed()
        await server.stop()
        outcome = judged(server.database, server.key_ring, ledgers, figures, platform)
        outcome.violations[:0] = self._violations
        if outcome.violations:
            _write_down(ledgers, server.folder / "ledgers.jsonl")
        outcome.killed_at = self._killed_at
        outcome.restarted_in = server.started_in if self._killed_at is not None else None
        return outcome

    def _noticed(self) -> Platform | None:
        if self._telegram is None:
            return None
        return self._telegram.platform(restarts=int(self._killed_at is not None))

    async def _settled(self) -> None:
        """Wait until nothing that was accepted is undecided, and nothing that was said unsent."""
        for _ in range(int(_SETTLING / _LOOK_EVERY)):
            is_busy = self._telegram is not None and self._telegram.is_busy
            if not is_busy and not unsettled(self._server):
                return
            await asyncio.sleep(_LOOK_EVERY)

    def _stepped(self, meter: Meter, steps: int, kill: Kill | None, hit: asyncio.Event) -> None:
        if kill is not None and kill.step is not None and steps >= kill.step:
            hit.set()
        self._on_step(meter)

    async def _kill(self, kill: Kill, hit: asyncio.Event, meter: Meter) -> None:
        """Kill -9, judge what is on the disk at that very moment, start again."""
        if kill.step is None:
            await _death_of(self._server)
            self._server.extra.pop(FAILPOINT, None)
        else:
            await hit.wait()
            await asyncio.sleep(kill.delay)
        self._server.kill()
        self._killed_at = meter.acknowledged
        copy = copy_database(self._server.database, self._server.folder / "at-the-kill")
        snapshot = take_snapshot(copy, self._server.key_ring)
        self._violations += check(snapshot, self._ledgers, settled=False)
        await self._server.start()


async def _death_of(server: Server) -> None:
    while server.is_alive:  # noqa: ASYNC110 - another process sets no event of ours
        await asyncio.sleep(_LOOK_EVERY / 10)


def _write_down(ledgers: list[Ledger], path: Path) -> None:
    """Keep the ledgers beside the database, a line each, for whoever looks for the fault."""
    path.write_bytes(b"\n".join(msgspec.json.encode(ledger) for ledger in ledgers))


def _per_step(seconds: float, meter: Meter) -> float:
    return seconds * 1000 / max(1, meter.applied)


def unsettled(server: Server) -> int:
    """Return how much a server has taken in and not dealt with, or said and not sent."""
    with contextlib.closing(sqlite3.connect(server.database)) as connection:
        return sum(int(connection.execute(sql).fetchone()[0]) for sql in _WAITING)


async def visit(
    plan: Plan,
    endpoint: Endpoint,
    tokens: Sequence[str],
    *,
    rate: float | None = None,
    on_step: Callable[[Meter], None] = lambda _: None,
    on_done: Callable[[Ledger], None] = lambda _: None,
) -> Outcome:
    """Let citizens visit a server that is not ours; only what they noticed can be judged."""
    meter = Meter(rate, lambda _: on_step(meter))
    ledgers = await play(plan, WebSite(endpoint), tokens, meter, on_done)
    return Outcome(ledgers, figures_of(meter), violations=noticed(ledgers))
