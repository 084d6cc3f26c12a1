"""Coordination over Redis: rings on one channel, counts by script; every fault costs speed only.

Everybody subscribes to one channel, says a word there each second, and hears their own words too:
that alone shows that both connections live and who else is there.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final
from uuid import uuid4

import structlog
from redis.asyncio.client import PubSub

from storage.coordination import Listener, Listeners, State, Topic, opaque
from storage.coordination_breaker import Breaker
from storage.coordination_bulletins import Bulletin, Mailbox, decoded, encoded
from storage.coordination_client import COMMAND_S, CONNECT_S, FAULTS, client
from storage.coordination_counts import Counts
from storage.coordination_presence import BEAT_S, LEASE_S, Presence

__all__ = ["RedisCoordination"]

_log = structlog.get_logger(__name__)

_PAUSE_S: Final = 0.005
"""Between two messages: rings of that time go together, instead of one message a step."""
_SETTLE_S: Final = LEASE_S + 0.5
"""After this nobody counts on a process that takes from shared counts no more."""
_RECONNECT_S: Final = (0.25, 2.0)
"""First and longest pause between two tries to listen."""


class RedisCoordination:
    """Coordination of the processes that share one Redis and one installation's secret.

    `url` is `redis://`, `rediss://` or `unix://`; what it holds (a password, perhaps) is never
    logged. `secret` (1 to 64 bytes) names the keys and hides what must not be told: processes
    with the same one belong together, others may use the same Redis unharmed.
    """

    def __init__(
        self, url: str, secret: bytes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.processes = 1
        self._id = uuid4().hex
        self._secret, self._clock = secret, clock
        self._name = f"langnghe:{opaque(secret, 'namespace')[:12]}"
        self._redis = client(url)
        self._listeners, self._presence, self._mail = Listeners(), Presence(), Mailbox()
        self._speaking = Breaker()
        self._counts = Counts(self._redis, self._name, clock)
        self._rung = asyncio.Event()
        self._beat_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []
        self._pools, self._left_pool_at = False, clock()
        self._was_joined, self._was_up = True, True
        self._warns_from = clock() + CONNECT_S

    # -- what others see

    @property
    def state(self) -> State:
        return "up" if self._presence.hears(self._id, self._clock()) else "down"

    @property
    def joined(self) -> bool:
        now = self._clock()
        hears_all = self._presence.here(now) >= self.processes
        return self.processes <= 1 or (hears_all and self._presence.hears(self._id, now))

    @property
    def pooled(self) -> int:
        if not self._pools:
            return 0
        return 1 + self._presence.pooling(self._clock(), besides=self._id)

    @property
    def settled(self) -> bool:
        return not self._pools and self._clock() >= self._left_pool_at + _SETTLE_S

    def ring(self, topic: Topic, key: str) -> None:
        self._mail.put(topic, key)
        self._rung.set()

    def listen(self, topic: Topic, listener: Listener) -> None:
        self._listeners.add(topic, listener)

    def on_gap(self, listener: Callable[[], None]) -> None:
        self._listeners.add_of_gaps(listener)

    def opaque(self, text: str) -> str:
        return opaque(self._secret, text)

    # -- counts

    async def evaluate(
        self, script: str, keys: Sequence[str], arguments: Sequence[str]
    ) -> list[int] | None:
        if not self._pools:
            return None
        answer = await self._counts.evaluate(script, keys, arguments)
        self._decide_on_pool()
        return answer

    def _decide_on_pool(self) -> None:
        """Take from shared counts exactly while they work and others can know that we do."""
        pools = self._counts.works and self.state == "up"
        if self._pools and not pools:
            self._left_pool_at = self._clock()
        self._pools = pools

    # -- speaking

    async def start(self) -> None:
        self._warns_from = self._clock() + CONNECT_S
        self._tasks = [
            asyncio.create_task(_for_ever(self._speak)),
            asyncio.create_task(_for_ever(self._hear)),
        ]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._pools = False
        with suppress(*FAULTS):
            async with asyncio.timeout(COMMAND_S):
                await self._publish(self._mail.take(self._id, pools=False))
                while len(self._mail):
                    await self._publish(self._mail.take(self._id, pools=False))
        with suppress(*FAULTS):
            await self._redis.aclose()

    async def _speak(self) -> None:
        """Say what was rung, or that we are here; for ever."""
        while True:
            if self._has_to_say():
                self._beat_at = self._clock() + BEAT_S
                await self._say()
                await self._counts.try_again()
            self._notice()
            await asyncio.sleep(_PAUSE_S)
            self._rung.clear()
            if not self._has_to_say():
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT_S / 2):
                        await self._rung.wait()

    def _has_to_say(self) -> bool:
        now = self._clock()
        return (len(self._mail) > 0 or now >= self._beat_at) and self._speaking.may_try(now)

    def _greet(self) -> None:
        """Give the next sign of life now: somebody has come who waits for it."""
        self._beat_at = 0.0
        self._rung.set()

    async def _say(self) -> None:
        bulletin = self._mail.take(self._id, pools=self._pools)
        try:
            async with asyncio.timeout(COMMAND_S):
                await self._publish(bulletin)
        except FAULTS:
            self._mail.put_back(bulletin)
            self._speaking.failed(self._clock())
        else:
            self._speaking.succeeded()

    async def _publish(self, bulletin: Bulletin) -> None:
        await self._redis.publish(self._name, encoded(bulletin))

    def _notice(self) -> None:
        """Tell of what has changed since the last look."""
        self._decide_on_pool()
        joined, is_up = self.joined, self.state == "up"
        if self._was_joined and not joined:
            self._listeners.miss()
        if not is_up and self._clock() < self._warns_from:
            return  # just started: nobody could have answered yet
        if self._was_up and not is_up:
            _log.warning("redis_lost")
        elif is_up and not self._was_up:
            _log.info("redis_back")
        self._was_joined, self._was_up = joined, is_up

    # -- hearing

    async def _hear(self) -> None:
        """Listen, and listen again when the connection has gone or is silent; for ever."""
        shortest, longest = _RECONNECT_S
        pause = shortest
        while True:
            listened = False
            with suppress(*FAULTS):
                async with self._redis.pubsub() as ear:
                    async with asyncio.timeout(CONNECT_S):
                        await ear.subscribe(self._name)
                    self._listeners.miss()  # what was said before now, nobody told us
                    pause, listened = shortest, True
                    await self._listen(ear)
            self._presence.forget()
            if listened:  # `_notice` tells only of what it has seen: they may just have joined
                self._listeners.miss()
            self._notice()
            # Spread: all processes lost the same server at the same time.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(2 * pause, longest)

    async def _listen(self, ear: PubSub) -> None:
        """Hear until nothing was heard for too long: not even our own words."""
        heard_at = self._clock()
        while self._clock() < heard_at + LEASE_S:
            message = await ear.get_message(timeout=BEAT_S)
            if message is not None:
                heard_at = self._clock()
                if message["type"] == "subscribe":
                    self._speaking.forgive(heard_at)
                    self._counts.forgive()
                    self._greet()
                elif message["type"] == "message":
                    self._take(message["data"])

    def _take(self, message: bytes) -> None:
        bulletin = decoded(message)
        if bulletin is None:
            return
        now = self._clock()
        if not self._presence.hears(bulletin.process, now):
            self._greet()
        self._presence.hear(bulletin.process, now, pools=bulletin.pools)
        if bulletin.process == self._id:
            return
        if bulletin.gap:
            self._listeners.miss()
        for topic, key, times in bulletin.rings:
            self._listeners.hear(topic, key, times)


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - a worker loop outlives any fault
            # The name only: a message may repeat an address with its password.
            _log.error("coordination_failed", error=type(error).__name__)
            await asyncio.sleep(BEAT_S)
