"""Rows of a wave that wait for their slots: one of them asks for many."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import chain, islice
from typing import Final, TypeAlias

from bot.sender.account import Account

__all__ = ["Slots"]

_PATIENCE_S: Final = 2.0
"""Rows whose turn is farther off than this (a 429, an account that rests) wait in the database."""
_AT_ONCE: Final = 16
_AHEAD_S: Final = 0.025
"""So far ahead slots are taken: what departs meanwhile shares a transaction, and who has a slot
need not ask again. It is short beside what a row's own transaction may take.
"""
_LATE_S: Final = 0.02
"""Whoever is woken so late shares a busy machine with people who wait for their next question."""
_SLOW_S: Final = 0.05
"""And whose rows are written down so slowly, a busy disk."""
_YIELD: Final = 2.0
_LONGEST_YIELD_S: Final = 0.5

_Waiting: TypeAlias = tuple[str, asyncio.Future[float | None]]


class Slots:
    """Slots of an account's lane for bulk, for the rows of one run. `close` it in the end."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._waiting: deque[_Waiting] = deque()
        self._late: deque[_Waiting] = deque()
        self._asking: asyncio.Task[None] | None = None
        self._slowest = 0.0

    async def take(self, chat: str, *, late: bool = False) -> float | None:
        """Return when, on the loop's clock, a call to a chat may leave, which is soon; None: its
        slot is too far off. `late`: it is written down already that it leaves, so that it comes
        before the others: whoever stops the wave, or wants no more, is not heard by it.
        """
        may: asyncio.Future[float | None] = asyncio.get_running_loop().create_future()
        (self._late if late else self._waiting).append((chat, may))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await may

    def written_in(self, seconds: float) -> None:
        """Hear how long it took until a row was written down."""
        self._slowest = max(self._slowest, seconds)

    async def close(self) -> None:
        """Let nobody wait any more."""
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        self._give_up()  # it may not even have begun

    async def _ask(self) -> None:
        try:
            while asked := self._in_front():
                again = await self._some(asked)
                if again > _PATIENCE_S or self._account.rests():
                    return
                await self._rest(again)
        finally:
            self._asking = None
            self._give_up()

    def _in_front(self) -> list[_Waiting]:
        """Return who asks next; who has a slot, or waits no more, is forgotten."""
        self._late = deque(one for one in self._late if not one[1].done())
        self._waiting = deque(one for one in self._waiting if not one[1].done())
        return list(islice(chain(self._late, self._waiting), _AT_ONCE))

    async def _some(self, asked: Sequence[_Waiting]) -> float:
        """Take slots for those in front; return after how many seconds it is worth asking on."""
        taken, again = await self._account.reserve([chat for chat, _ in asked], _AHEAD_S)
        now = asyncio.get_running_loop().time()
        for (_, may), after in zip(asked, taken, strict=False):
            if not may.done():  # else nobody waits for it any more
                may.set_result(now + after)
        return again

    async def _rest(self, seconds: float) -> None:
        """Wait; and longer, the later the loop comes back and the slower rows are written: where
        the machine and not the platform is the limit, bulk leaves it to live replies.
        """
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        await asyncio.sleep(seconds)
        late, slow = loop.time() - due, self._slowest
        self._slowest = 0.0
        behind = max(late if late > _LATE_S else 0.0, slow if slow > _SLOW_S else 0.0)
        if behind:
            await asyncio.sleep(min(behind * _YIELD, _LONGEST_YIELD_S))

    def _give_up(self) -> None:
        for _, may in chain(self._late, self._waiting):
            if not may.done():
                may.set_result(None)
        self._late.clear()
        self._waiting.clear()
