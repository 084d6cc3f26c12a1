"""A broadcast to thousands through a whole installation, in the midst of kills and restarts."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import time
from array import array
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.simulator.meter import Meter, percentile
from bot.simulator.playing import Plan, play
from bot.simulator.telegram import Limits
from bot.simulator.telegram_site import TelegramSite
from storage.base import StorageUnavailableError
from storage.broadcast_records import BroadcastRecord
from storage.opening import SqlStorage
from tests.reliability.costs import Costs
from tests.reliability.installations import Installation, now, opened
from tests.reliability.invited import MARK, Invited, Row, confirm, rows_of

__all__ = ["Big", "Figures", "send"]

_CITIZENS = 20_000
"""More than come to their turn while the broadcast lasts."""
_AT_ONCE = 60
"""Enough for the pace, though some wait long: an update that met a dead process comes again later
and later, as the platform has it.
"""
_STEPS = 15.0
"""What those who answer a survey at any moment say together in a second."""
_SLOWEST = 60
"""People a second: a run that is slower is given up."""
_LEASES_S = 90.0
"""So long at the most until what the dead held is found and ended."""
_BY_DEATHS = ("webhook_set_too_often", "callback_answered_twice", "callback_answered_late")
"""Each process sets the webhook as it starts: a 429 makes the others wait, and what is on its way
to one web process comes to another once more, which cannot know whether the first one answered.
And a button that is pressed while the only process is dead waits until it is there again.
"""
_BY_DEATH = "call_before_retry_after"
"""Whoever is killed after the platform asked everybody to wait, and before it told the others,
takes that with it: they find out by calling. Once for each such death, and not more.
"""
_SENDERS = ("worker", "process")


@dataclass(frozen=True, slots=True, kw_only=True)
class Big:
    """What is tried. `rate`: messages a second that the account may send."""

    people: int
    rate: int
    seed: str


@dataclass
class Figures:
    """What a run has shown. Seconds, MiB, messages a second."""

    accepted_in: float = 0.0
    sent_in: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    peak: int = 0
    """Messages of broadcast and replies together in the worst second."""
    floods: int = 0
    waits: array[float] = field(default_factory=lambda: array("d"))
    """Of live replies."""
    memory: list[float] = field(default_factory=list)
    doubts: int = 0
    """Rows of which nobody knows whether they left, for a process died."""
    kills: int = 0
    deaths: int = 0
    """Those of the kills that befell a process which sends."""
    costs: dict[str, float] = field(default_factory=dict)
    """Seconds of CPU, while it was sent."""

    @property
    def p95(self) -> float:
        """Of live replies; without those that came to a process which was dead just then."""
        return percentile(self.waits, 0.95)

    @property
    def grown(self) -> float:
        """How much more memory a process had at the second look than at the first."""
        return self.memory[-1] - self.memory[0]

    def __str__(self) -> str:
        total = self.states.total()
        costs = ", ".join(
            f"{part} {seconds * 1e6 / max(total, 1):,.0f}" for part, seconds in self.costs.items()
        )
        shown = ", ".join(f"{state} {n:,}" for state, n in sorted(self.states.items()))
        grown = " → ".join(f"{size:.1f}" for size in self.memory)
        return (
            f"{total:,} recipients accepted in {self.accepted_in:.2f} s, "
            f"done in {self.sent_in:.0f} s ({total / max(self.sent_in, 1e-9):.0f} a second)\n"
            f"{shown}; {self.doubts} of the unknown by {self.kills} kills\n"
            f"missed or doubled: {len(self.faults)}; at most {self.peak} messages in a second; "
            f"told to wait {self.floods} times; broken rules: {dict(self.broken)}\n"
            f"{len(self.waits):,} live replies: p50 {percentile(self.waits, 0.5):.3f} s, "
            f"p95 {self.p95:.3f} s; memory {grown} MiB\n"
            f"µs of CPU a recipient, surveys and starts included: {costs}"
        )


# -- the run


async def send(big: Big, to: Installation) -> Figures:
    """Let a broadcast go to all, with citizens answering surveys and parts dying meanwhile."""
    # No more than a quarter of a second's worth at once, whatever the average is.
    limits = Limits(
        chat_rate=None, group_rate=None, overall_rate=big.rate, overall_burst=big.rate // 4
    )
    async with TelegramSite(big.seed, big.people, faults=False, limits=limits) as site:
        invited = Invited(site.sim, big.people)
        await to.open(invited, {**site.settings, "TELEGRAM_PER_SECOND": str(big.rate)})
        site.knows(to.key_ring)
        _plan_faults(site)
        async with opened(to.url, to.key_ring) as storage, _unhurried():
            return await _Run(big, to, site, invited, storage).whole()


@asynccontextmanager
async def _unhurried() -> AsyncIterator[None]:
    """Let the collector look seldom through so many chats, which all stay: that took the
    simulator three quarters of its time, and made it late.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _plan_faults(site: TelegramSite) -> None:
    """Answers get lost, calls fail, and twice everybody is told to wait."""
    faults, sends = site.sim.faults, {"sendMessage"}
    faults.withhold(methods=sends, text=MARK, probability=0.002)
    faults.malform(methods=sends, text=MARK, probability=0.001)
    faults.reset(methods=sends, text=MARK, probability=0.002)
    faults.server_error(methods=sends, text=MARK, probability=0.005)
    faults.flood(1, methods=sends, text=MARK, probability=0.001, times=2)


class _Run:
    def __init__(
        self, big: Big, to: Installation, site: TelegramSite, invited: Invited, storage: SqlStorage
    ) -> None:
        self._big, self._to, self._site = big, to, site
        self._invited, self._storage = invited, storage
        self._found = Figures()

    async def whole(self) -> Figures:
        found, meter = self._found, Meter(_STEPS)
        began = time.perf_counter()
        record = await confirm(self._storage, now())
        found.accepted_in = time.perf_counter() - began
        costs = Costs(lambda: self._to.database)
        besides = [self._live(meter), self._trouble(), self._memory(), costs.watch()]
        tasks = [asyncio.create_task(each) for each in besides]
        try:
            await self._done(record)
            found.costs = costs.spent()
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ended:
            if isinstance(end, Exception):
                raise end
        found.sent_in = time.perf_counter() - began
        found.waits = meter.waits
        self._judge(await rows_of(self._storage, record))
        return found

    async def _done(self, record: BroadcastRecord) -> None:
        async with asyncio.timeout(self._big.people / _SLOWEST + _LEASES_S):
            while True:
                with contextlib.suppress(StorageUnavailableError):
                    found = await self._storage.broadcasts.by_id(record.id)
                    if found is not None and found.state == "done":
                        return
                await asyncio.sleep(0.2)

    # -- meanwhile

    async def _live(self, meter: Meter) -> None:
        plan = Plan(_CITIZENS, self._big.seed, _AT_ONCE)
        await play(plan, self._site, self._to.tokens, meter)

    async def _trouble(self) -> None:
        rng = random.Random(f"{self._big.seed}/trouble")
        for share, part in self._to.trouble:
            await self._invited.reached(share)
            await asyncio.sleep(rng.uniform(0, 0.5))
            self._found.kills += 1
            self._found.deaths += part.startswith(_SENDERS)
            await self._to.kill(part)

    async def _memory(self) -> None:
        for share in self._to.memory:
            await self._invited.reached(share)
            self._found.memory.append(self._to.resident)

    # -- afterwards

    def _judge(self, rows: list[Row]) -> None:
        found, ledger = self._found, self._site.sim.ledger
        found.states = Counter(row.state for row in rows)
        found.doubts = sum(row.reason == "process_lost" for row in rows)
        found.faults = list(self._invited.faults(rows))
        found.broken = ledger.broken(besides=_BY_DEATHS) - Counter({_BY_DEATH: found.deaths})
        found.floods = ledger.answers["sendMessage", 429]
        found.peak = max(_within_a_second(self._accepted()), default=0)

    def _accepted(self) -> Iterator[float]:
        calls = self._site.sim.ledger.calls("sendMessage")
        return (call.at for call in calls if call.accepted)


def _within_a_second(times: Iterator[float]) -> Iterator[int]:
    """Yield, for each moment, how many there were in the second before."""
    last = deque[float]()
    for at in times:
        last.append(at)
        while last[0] <= at - 1:
            last.popleft()
        yield len(last)
