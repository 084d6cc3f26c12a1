"""Long polling as Telegram has it: one poller, whose offset lets go of all that is below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.simulator.telegram.backlog import Backlog
from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.clock import Clock
from bot.simulator.telegram.ledger import Attempt, Delivery
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.rules import RefusedError

__all__ = ["Poller"]

_OK = 200
_TURNS = 5
"""So many turns of the loop are enough for it to read the end of a connection that its asker has
closed (one), to close it too (two) and to end what it was about (three).
"""


class Poller:
    """Answers getUpdates."""

    def __init__(self, backlog: Backlog, clock: Clock, limits: Limits) -> None:
        self._backlog = backlog
        self._clock = clock
        self._limits = limits
        self._waiting: asyncio.Future[bool] | None = None
        self._asked: tuple[int, float] = (0, 0.0)
        backlog.watch(self._wake)

    async def supersede(self) -> bool:
        """End the poll that waits with a conflict; return whether somebody still waited for it.

        Who gave a poll up hung up before they asked again, but a loop that stood still reads both
        at once: so the end of a connection is waited for before its poll is taken for a rival's.
        """
        for _ in range(_TURNS if self._waiting is not None else 0):
            await asyncio.sleep(0)
        return self.interrupt()

    def interrupt(self) -> bool:
        """End the poll that waits with a conflict; return whether there was one."""
        waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.done():
            return False
        waiting.set_result(False)
        return True

    async def get(self, offset: int, limit: int, timeout: float) -> list[JsonObject]:  # noqa: ASYNC109 - the API's own word
        """Return up to `limit` updates from `offset` on; what is below is confirmed. A negative
        offset counts from the end, and all before that is forgotten.

        Raises:
            RefusedError: another poller came.

        """
        self._confirm(offset)
        found = self._offer(offset, limit)
        wait = self._patience(offset, timeout)
        if not found and wait:
            await self._wait(wait)
            found = self._offer(offset, limit)
        return [delivery.update for delivery in found]

    def _patience(self, offset: int, timeout: float) -> float:
        now, slow = self._clock.now(), self._limits.slow_repeated_poll
        same = self._asked[0] == offset and slow is not None and now < self._asked[1] + slow
        self._asked = (offset, now)
        return max(timeout, slow) if same and slow is not None else timeout

    def _confirm(self, offset: int) -> None:
        pending = self._backlog.pending
        if offset < 0:
            for update_id in list(pending)[:offset]:
                self._backlog.take(pending[update_id])
            return
        while pending and (first := next(iter(pending))) < offset:  # ids rise
            self._backlog.take(pending[first])

    def _offer(self, offset: int, limit: int) -> list[Delivery]:
        now = self._clock.now()
        found: list[Delivery] = []
        stale: list[Delivery] = []
        for delivery in self._backlog.pending.values():
            if len(found) >= limit:
                break
            if now > delivery.expires:
                stale.append(delivery)
            elif delivery.update_id >= offset:
                found.append(delivery)
        for delivery in stale:
            self._backlog.expire(delivery)
        for delivery in found:
            self._backlog.offer(delivery)
            delivery.attempts.append(Attempt(now, _OK, "poll"))
        return found

    async def _wait(self, seconds: float) -> None:
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        timer = self._clock.call_at(self._clock.now() + seconds, _answer(waiting))
        try:
            if not await waiting:
                raise RefusedError(
                    None,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                    409,
                )
        finally:
            timer.cancel()
            if self._waiting is waiting:
                self._waiting = None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(True)


def _answer(waiting: asyncio.Future[bool]) -> Callable[[], None]:
    def answer() -> None:
        if not waiting.done():
            waiting.set_result(True)

    return answer
