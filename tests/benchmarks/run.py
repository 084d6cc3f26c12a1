"""One run: a bot of its own, a crowd that talks to it in one way, and the figures of that."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks.bots import SECRET, Bot, base_environment
from tests.benchmarks.crowd import Citizen, Crowd
from tests.benchmarks.figures import Figures, judge
from tests.benchmarks.plan import Plan
from tests.benchmarks.process import BotProcess, cores, free_port, resident_mib
from tests.benchmarks.questionnaire import QUESTIONS
from tests.benchmarks.window import Window
from tests.benchmarks.wire import ApiServer, Webhook

__all__ = ["ANSWERED", "play"]

ANSWERED = 7
"""Answers of a conversation that is open from the start; the eighth question takes a number."""
_STUCK_S = 30.0
_PACED_WARM_UP_S = 3.0
_LONGEST_FINISH_S = 90.0
_SETTLE_S = 8.0
_STEADY_S = 1.0  # after the delay of the API has changed
_AGAIN_S = 0.5  # until the platform delivers again what got no 2xx


class Run:
    """Plays one plan against one bot."""

    def __init__(
        self, bot: Bot, plan: Plan, process: BotProcess, api: ApiServer, crowd: Crowd
    ) -> None:
        self.bot = bot
        self.plan = plan
        self.process = process
        self.crowd = crowd
        self._api = api
        self.figures = Figures(bot=bot.name)
        self._numbers = itertools.count(plan.open_conversations)
        self._ready: deque[Citizen] = deque()
        self._goes_on = True
        self._done = 0
        self._warm = asyncio.Event()
        self._in_flight: set[Citizen] = set()
        self._restarted_at = 0.0
        self._leaving: dict[Citizen, int] = {}
        self._window: Window | None = None
        self._copies = random.Random(7)

    def begin(self) -> None:
        """Let the first citizens come."""
        if self.plan.duplicates:
            self.crowd.sent = self._maybe_copied
        for number in range(self.plan.open_conversations):
            self._ready.append(self.crowd.join(number, ANSWERED))
        random.Random(11).shuffle(self._ready)
        for number in range(0 if self.plan.rate else self.plan.citizens):
            citizen = self._come()
            if not self.plan.surveys:
                # They leave after 1, 2, 3, … answers: else all would march in step for ever.
                self._leaving[citizen] = number % len(QUESTIONS) + 1

    def _come(self) -> Citizen:
        citizen = self.crowd.join(next(self._numbers))
        self.crowd.answer(citizen)
        return citizen

    def _maybe_copied(self, body: bytes) -> None:
        if self._copies.random() >= self.plan.duplicates:
            return
        if self._copies.random() < 0.5:
            self.crowd.send_copy(body)
        else:
            pause = self._copies.uniform(0.005, 0.3)
            asyncio.get_running_loop().call_later(pause, self.crowd.send_copy, body)

    def stepped(self, citizen: Citizen, seconds: float) -> None:
        """Note a step, and let the citizen answer now or when it is due."""
        self._done += 1
        if citizen in self._in_flight:
            self._in_flight.remove(citizen)
            self.figures.recovered_in = time.perf_counter() - self._restarted_at
        if self._done == self.plan.warm_up:
            self._warm.set()
        if self._window is not None:
            self._window.latencies.append(seconds)
        leaves = self._leaving.get(citizen) == citizen.position
        if citizen.has_finished or leaves:
            if self._goes_on and not self.plan.rate and self._wants_more():
                self._come()
        elif self.plan.rate:
            self._ready.append(citizen)
        elif self._goes_on or self._plays_out:
            self.crowd.answer(citizen)

    @property
    def _plays_out(self) -> bool:
        """Whether everybody is to come to the end of the survey."""
        return self.plan.kill or self.plan.surveys > 0

    def _wants_more(self) -> bool:
        return not self.plan.surveys or len(self.crowd.citizens) < self.plan.surveys

    async def whole(self) -> None:
        """Play the plan."""
        self.figures.started_in = self.process.started_in
        self.figures.rss_at_start = resident_mib(self.process.pid)
        self.begin()
        if self.plan.kill:
            await self.kill_and_go_on()
        elif self.plan.surveys:
            await self.play_out()
        else:
            await self.measure()

    # -- measuring

    async def measure(self) -> None:
        """Warm up, measure, let everybody end."""
        pacing = asyncio.create_task(self._pace()) if self.plan.rate else None
        await self._until_warm()
        if self.plan.api_delay:
            self._api.delay = self.plan.api_delay
            await asyncio.sleep(_STEADY_S)
        self._window = Window.open(self.bot, self.process.pid, self.crowd)
        await asyncio.sleep(self.plan.seconds)
        self._window.close(self.figures)
        self._window = None
        self._api.delay = 0
        await self.finish()
        if pacing is not None:
            pacing.cancel()

    async def _until_warm(self) -> None:
        with contextlib.suppress(TimeoutError):
            # A bot that cannot keep up with a rate must not pile up more before it is measured.
            async with asyncio.timeout(_PACED_WARM_UP_S if self.plan.rate else _STUCK_S):
                await self._warm.wait()

    async def _pace(self) -> None:
        began, offered = time.perf_counter(), 0
        while self._goes_on:
            due = int((time.perf_counter() - began) * self.plan.rate)
            for _ in range(due - offered):
                if self._ready:
                    self.crowd.answer(self._ready.popleft())
                else:
                    self._come()
            offered = due
            await asyncio.sleep(0.001)

    # -- other ways

    async def play_out(self) -> None:
        """Play the surveys to their end."""
        self._window = Window.open(self.bot, self.process.pid, self.crowd)
        await self.finish()
        self._window.close(self.figures)

    async def finish(self) -> None:
        """Let everybody who is under way come to the end, or prove to be stuck."""
        self._goes_on = bool(self.plan.surveys)
        progress, since = -1, time.perf_counter()
        end = since + _LONGEST_FINISH_S
        patience = _SETTLE_S if self.plan.duplicates else _STUCK_S
        while any(citizen.waits for citizen in self.crowd.citizens):
            if self._done != progress:
                progress, since = self._done, time.perf_counter()
            if time.perf_counter() > min(since + patience, end):
                break
            await asyncio.sleep(0.05)
        if self.plan.duplicates:
            await asyncio.sleep(0.5)  # late copies
        self.figures.stuck = sum(citizen.waits for citizen in self.crowd.citizens)

    async def kill_and_go_on(self) -> None:
        """Kill the bot under load, start it again, deliver again, see who goes on."""
        await self._until_warm()
        await asyncio.sleep(self.plan.seconds)
        await self.process.kill()
        await asyncio.sleep(0.1)
        self._in_flight = {citizen for citizen in self.crowd.citizens if citizen.waits}
        self.figures.in_flight = len(self._in_flight)
        self._goes_on = False
        await self.process.start()
        self._restarted_at = time.perf_counter()
        again = asyncio.create_task(self._deliver_again())
        await asyncio.sleep(_AGAIN_S)
        await self.finish()
        again.cancel()

    async def _deliver_again(self) -> None:
        while True:
            self.crowd.deliver_again()
            await asyncio.sleep(_AGAIN_S)


async def play(bot: Bot, plan: Plan, folder: Path) -> Figures:
    """Play a plan against a bot in a folder of its own, and judge it."""
    before, (ours, _) = os.sched_getaffinity(0), cores()
    await bot.prepare(folder, plan.open_conversations, ANSWERED)
    os.sched_setaffinity(0, ours)
    try:
        return await _played(bot, plan, folder)
    finally:
        os.sched_setaffinity(0, before)
        await bot.close()


async def _played(bot: Bot, plan: Plan, folder: Path) -> Figures:
    run: Run | None = None
    port = free_port()

    def stepped(citizen: Citizen, seconds: float) -> None:
        if run is not None:
            run.stepped(citizen, seconds)

    crowd = Crowd(Webhook(port, bot.webhook_path, SECRET), bot.start_text, stepped)
    api = ApiServer(crowd.api.answer)
    async with _started(bot, folder, api, port) as process:
        run = Run(bot, plan, process, api, crowd)
        await run.whole()
    crowd.webhook.close()
    judge(run.figures, crowd, await bot.stored(folder))
    return run.figures


@asynccontextmanager
async def _started(bot: Bot, folder: Path, api: ApiServer, port: int) -> AsyncIterator[BotProcess]:
    environ = {**base_environment(folder, await api.start(), port), **bot.environment(folder)}
    process = BotProcess(bot.command(), environ, port, folder / "bot.log", cores()[1])
    try:
        await process.start()
        yield process
    finally:
        await process.stop()
        api.close()
