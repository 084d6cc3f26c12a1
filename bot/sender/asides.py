"""Asides: small calls beside the rows, in order for each chat, that no row ever waits for."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, TypeAlias

import msgspec
import structlog

from bot.sender.account import Figures
from bot.sender.delivery import Delivery, HaltError
from bot.sender.lane import Aside, Lane

__all__ = ["Asides"]

_log = structlog.get_logger(__name__)

_Place: TypeAlias = tuple[str, str]

_MOST_OF_A_CHAT: Final = 8
"""Asides of one chat that wait; nobody reads an edit of what lies so far back."""
_MOST_CHATS: Final = 5_000


class Asides:
    """Each chat that has asides has a task while there are any. An aside leaves when the calls of
    all rows that were said before it have begun: the next question goes first, and whether its
    answer takes long is nothing to the mark on the last one.
    """

    def __init__(self, delivery: Delivery, figures: Figures) -> None:
        self._delivery = delivery
        self._figures = figures
        self._queues: dict[_Place, deque[Aside]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, aside: Aside) -> None:
        """Take an aside behind the others of its chat; too many are dropped."""
        place = (aside.channel, aside.address)
        queue = self._queues.get(place)
        ahead = self._delivery.places.get(place)
        if queue is None and ahead is not None and ahead.is_ahead():
            queue = ahead.asides
        elif queue is None and len(self._queues) < _MOST_CHATS:
            queue = self._begin(place)
        if queue is None or len(queue) >= _MOST_OF_A_CHAT:
            self._figures.asides_dropped += len(aside.calls)
        else:
            queue.append(aside)

    def release(self, lane: Lane) -> None:
        """Let go what waited for a lane's rows; it is older than what else waits there."""
        waited, lane.asides = lane.asides, deque()
        for aside in reversed(waited):
            place = (aside.channel, aside.address)
            queue = self._queues.get(place)
            (self._begin(place) if queue is None else queue).appendleft(aside)

    def drop(self, lane: Lane) -> None:
        """Forget what waits for a lane's rows, which do not leave from here any more. Answers to
        presses are tried without them: a little clock runs, whatever is said next.
        """
        waited, lane.asides = lane.asides, deque()
        for aside in waited:
            answers = [call for call in aside.calls if not call.counted]
            if self._delivery.halted:
                answers = []
            self._figures.asides_dropped += len(aside.calls) - len(answers)
            if answers:
                self.follow(msgspec.structs.replace(aside, calls=answers))

    def _forget(self, queue: deque[Aside]) -> None:
        self._figures.asides_dropped += sum(len(aside.calls) for aside in queue)
        queue.clear()

    def _begin(self, place: _Place) -> deque[Aside]:
        queue = self._queues[place] = deque[Aside]()
        task = asyncio.create_task(self._run(place, queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return queue

    async def _run(self, place: _Place, queue: deque[Aside]) -> None:
        try:
            # Rows that were taken just now may go to the same address.
            await self._delivery.found()
            while queue:
                aside = queue.popleft()
                ahead = self._delivery.places.get(place)
                if ahead is not None and ahead.is_ahead():
                    ahead.asides.append(aside)
                else:
                    await self._try(aside)
        except HaltError:
            self._forget(queue)
        finally:
            del self._queues[place]

    async def _try(self, aside: Aside) -> None:
        try:
            await self._delivery.aside(aside)
        except HaltError:
            raise
        except Exception as error:  # noqa: BLE001 - nothing here is promised
            _log.warning("aside_dropped", error=type(error).__name__)

    async def close(self) -> None:
        """Drop what waits or is under way."""
        for queue in self._queues.values():
            self._forget(queue)
        running = list(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
