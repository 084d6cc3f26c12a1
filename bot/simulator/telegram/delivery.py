"""Telegram's way with webhooks: a queue a chat and a person's buttons, retries, lives, repeats."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.simulator.telegram.ledger import Attempt, Delivery
from bot.simulator.telegram.state import State
from bot.simulator.telegram.webhook import (
    Line,
    Webhook,
    called_method,
    encode,
    is_allowed_in_answer,
)
from bot.simulator.wire import CutOffError, Reply, Wire

__all__ = ["Deliverer", "Duplication", "Reordering"]

_FOREVER = 1e7  # s: the patience is the clock's business here, not the wire's
_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplication:
    """Updates that come more than once: `after` one another before anything else of the queue,
    `together` on several connections, or `late`, after `delay` seconds and out of order.
    """

    probability: float = 0.1
    copies: int = 1
    how: Literal["after", "together", "late"] = "after"
    delay: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordering:
    """Queues that start up to so many seconds late. What comes of one chat, or of one person's
    buttons, stays in order, as with Telegram; everything else may overtake it.
    """

    probability: float = 0.2
    upto: float = 2.0


class Deliverer:
    """Delivers while a webhook is set. `obey` is given the methods in a webhook's answers."""

    def __init__(self, state: State, rng: random.Random) -> None:
        self._backlog = state.backlog
        self._clock = state.clock
        self._ledger = state.ledger
        self._limits = state.limits
        self._rng = rng
        self.obey: Callable[[str, Mapping[str, Any]], None] = lambda _method, _parameters: None
        self._line: Line | None = None
        self._gone_since: float | None = None
        self._strays: set[asyncio.Task[None]] = set()
        self.duplication: Duplication | None = None
        self.reordering: Reordering | None = None
        self.last_error: tuple[float, str] | None = None
        state.backlog.watch(self._load)

    # -- setting up

    @property
    def hook(self) -> Webhook | None:
        """The webhook that is set."""
        return self._line.hook if self._line else None

    def set(self, hook: Webhook | None) -> None:
        """Set, change or remove the webhook. What was not taken yet is tried anew."""
        if self._line is not None:
            self._line.stop()
        self._gone_since = self.last_error = None
        self._line = Line(hook, self._serve) if hook else None
        self._load()

    async def close(self) -> None:
        """Stop delivering.

        Raises:
            Exception: whatever went wrong in here before; nothing is hidden.

        """
        tasks = [*self._strays, *(self._line.stop() if self._line else ())]
        self._line = None
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way at this moment."""
        return bool(self._strays) or (self._line is not None and self._line.is_busy)

    def send_again(self, delivery: Delivery) -> None:
        """Deliver an update once more, whatever became of it, beside all queues."""
        if self._line is not None:
            task = asyncio.create_task(self._stray(delivery, self._line))
            self._strays.add(task)
            task.add_done_callback(self._strays.discard)

    # -- queues

    def _load(self) -> None:
        line = self._line
        if line is None:
            return
        # As many as Telegram's server loads: many failing chats hold up the others there too.
        most = line.hook.max_connections * 2
        while line.loaded < most and line.cursor < self._backlog.next_id:
            delivery = self._backlog.pending.get(line.cursor)
            if delivery is None:
                later = (number for number in self._backlog.pending if number > line.cursor)
                line.cursor = next(later, self._backlog.next_id)
            else:
                line.cursor += 1
                line.add(delivery, self._holdup(), self._clock)

    def _holdup(self) -> float:
        plan = self.reordering
        if plan is None or self._rng.random() >= plan.probability:
            return 0.0
        return self._rng.uniform(0, plan.upto)

    async def _serve(self, line: Line, queue: deque[Delivery], wire: Wire) -> None:
        """Try the head of a queue, and say when the queue is to be served again."""
        head = queue[0]
        if head.state != "pending" or self._clock.now() > head.expires:
            self._backlog.expire(head)
            line.shift(queue)
        elif (retry_after := await self._deliver(head, line, wire)) is None:
            self._backlog.take(head)
            await self._repeat(head, line, wire)
            line.shift(queue)
        elif self._put_off(head, retry_after):
            line.later(queue, head.wakes, self._clock)
        else:
            self._backlog.expire(head)
            line.shift(queue)
        self._load()

    def _put_off(self, head: Delivery, retry_after: float) -> bool:
        """Set the time of the next try as Telegram's server does. Return whether the update
        lives that long.
        """
        wait = min(retry_after, self._limits.retry_after_cap)
        if not wait and not head.fails:
            wait = self._rng.random()
        elif not wait:
            cap = self._rng.uniform(self._limits.retry_cap, self._limits.retry_cap * 2)
            wait = head.delay = min(cap, head.delay * 2)
        head.fails += 1
        head.wakes = self._clock.now() + wait
        return head.wakes <= head.expires

    # -- repeats

    async def _deliver(self, head: Delivery, line: Line, wire: Wire) -> float | None:
        plan = self.duplication
        if plan is None or plan.how != "together" or self._rng.random() >= plan.probability:
            return await self._try(head, line, wire, "webhook")
        tries = [self._try(head, line, wire, "webhook")]
        tries += [self._try_apart(head, line) for _ in range(plan.copies)]
        return (await asyncio.gather(*tries))[0]

    async def _repeat(self, head: Delivery, line: Line, wire: Wire) -> None:
        plan = self.duplication
        if plan is None or plan.how == "together" or self._rng.random() >= plan.probability:
            return
        for _ in range(plan.copies):
            if plan.how == "late":
                when = self._clock.now() + plan.delay
                self._clock.call_at(when, lambda: self.send_again(head))
            else:
                await self._try(head, line, wire, "duplicate")

    async def _stray(self, delivery: Delivery, line: Line) -> None:
        await self._try_apart(delivery, line)

    async def _try_apart(self, delivery: Delivery, line: Line) -> float | None:
        wire = Wire(line.endpoint)
        try:
            return await self._try(delivery, line, wire, "duplicate")
        finally:
            wire.close()

    # -- one try

    async def _try(
        self, delivery: Delivery, line: Line, wire: Wire, how: Literal["webhook", "duplicate"]
    ) -> float | None:
        """Return None when the bot took it, else the seconds that it asked to wait, or 0."""
        body = encode(delivery.update).encode()
        started = self._clock.now()
        self._backlog.offer(delivery)
        request = b"%b%d\r\n\r\n%b" % (line.head, len(body), body)
        timer = self._clock.call_at(started + self._limits.webhook_patience, wire.close)
        try:
            reply = await wire.request(request, None, _FOREVER)
        except CutOffError as error:
            delivery.attempts.append(Attempt(started, 0, how, str(error)))
            self._note_failure(started, str(error))
            return 0.0
        finally:
            timer.cancel()
        delivery.attempts.append(Attempt(started, reply.status, how))
        return self._judge(reply, delivery)

    def _note_failure(self, started: float, error: str) -> None:
        now = self._clock.now()
        self.last_error = (now, error)
        if now - started >= self._limits.webhook_patience:
            self._ledger.breach("webhook_timed_out", now, error)

    def _judge(self, reply: Reply, delivery: Delivery) -> float | None:
        now = self._clock.now()
        if 200 <= reply.status <= 299:
            self._gone_since = None
            self._obey(reply, now)
            return None
        phrase = reply.head[9 : reply.head.find(b"\r\n")].decode("ascii", "replace")
        self.last_error = (now, f"Wrong response from the webhook: {phrase}")
        if reply.status != _GONE:
            self._gone_since = None
        else:
            self._ledger.breach("webhook_gone", now, f"update {delivery.update_id}")
            self._gone_since = now if self._gone_since is None else self._gone_since
            if now - self._gone_since > self._limits.webhook_gone:
                self.set(None)
        return _seconds(reply.header("retry-after"))

    def _obey(self, reply: Reply, now: float) -> None:
        if not reply.body or (called := called_method(reply)) is None:
            return
        method, parameters, is_read = called
        if not is_read:
            self._ledger.breach("wrong_content_type", now, f"{method} in a webhook's answer")
        elif is_allowed_in_answer(method):
            self.obey(method, parameters)
        else:
            self._ledger.breach("webhook_reply_ignored", now, method)


def _seconds(header: str | None) -> float:
    return float(header) if header and header.strip().isdecimal() else 0.0
