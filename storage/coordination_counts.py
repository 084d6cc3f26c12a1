"""Counts that processes share in Redis: scripts, each bounded in time, behind a breaker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from storage.coordination_breaker import Breaker
from storage.coordination_client import AT_ONCE, COMMAND_S, FAULTS

__all__ = ["Counts"]

_SLOW_S: Final = 0.05
"""Counts that take longer are worth less than one's own part of the limit."""


class Counts:
    """Runs scripts over the keys of one installation. `works` while they answer quickly."""

    def __init__(self, redis: Redis, prefix: str, clock: Callable[[], float]) -> None:
        self._redis, self._prefix, self._clock = redis, prefix, clock
        self._breaker = Breaker()
        self._scripts: dict[str, AsyncScript] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def works(self) -> bool:
        """Whether counts can be relied upon now."""
        return self._breaker.is_closed

    async def evaluate(
        self, script: str, keys: Sequence[str], arguments: Sequence[str]
    ) -> list[int] | None:
        """Run a script; None where that does not work now."""
        run = self._scripts.get(script)
        if run is None:
            run = self._scripts[script] = self._redis.register_script(script)
        async with self._room:
            if not self.works:  # those who waited before us have found that out
                return None
            with suppress(*FAULTS):
                async with self._judged():
                    names = [f"{self._prefix}:{key}" for key in keys]
                    return list(await run(names, arguments))
        return None

    async def try_again(self) -> None:
        """Find out whether counts work again: a small write, which a full memory refuses."""
        if not self.works and self._breaker.may_try(self._clock()):
            with suppress(*FAULTS):
                async with self._judged():
                    await self._redis.set(f"{self._prefix}:trial", b"1", px=1000)

    def forgive(self) -> None:
        """Let the next trial be soon: Redis has come back."""
        self._breaker.forgive(self._clock())

    @asynccontextmanager
    async def _judged(self) -> AsyncIterator[None]:
        """Bound a command in time, and learn from how it went."""
        began = self._clock()
        try:
            async with asyncio.timeout(COMMAND_S):
                yield
        except FAULTS:
            self._breaker.failed(self._clock())
            raise
        now = self._clock()
        if now - began > _SLOW_S:
            self._breaker.failed(now)
        else:
            self._breaker.succeeded()
