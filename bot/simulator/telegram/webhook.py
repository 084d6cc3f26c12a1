"""One webhook: its address, its connections, the requests to it, and methods in its answers."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from bot.simulator.telegram.clock import Clock
from bot.simulator.telegram.ledger import Delivery
from bot.simulator.wire import Endpoint, Reply, Wire

__all__ = ["Line", "Webhook", "called_method", "encode", "is_allowed_in_answer"]

_NOT_IN_ANSWERS = ("setwebhook", "deletewebhook", "close", "logout")
encode = json.JSONEncoder(separators=(",", ":")).encode
"""Telegram escapes all but ASCII in its JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where updates go."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""

    @property
    def endpoint(self) -> Endpoint:
        """Whom to connect to."""
        address = urlsplit(self.url)
        return Endpoint(address.hostname or "", address.port or 80)

    @property
    def head(self) -> bytes:
        """The head of each request, up to the length of its body."""
        address = urlsplit(self.url)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        secret = f"X-Telegram-Bot-Api-Secret-Token: {self.secret_token}\r\n"
        return (
            f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"{secret if self.secret_token else ''}"
            "Content-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: "
        ).encode()


class Line:
    """The queues of a webhook, and as many connections as it allows. `serve` is given a queue
    and a connection, and calls one of `shift`, `later` when it is done with the head.
    """

    def __init__(
        self, hook: Webhook, serve: Callable[[Line, deque[Delivery], Wire], Awaitable[None]]
    ) -> None:
        self.hook = hook
        self.head = hook.head
        self.endpoint = hook.endpoint
        self.loaded = 0
        self.cursor = 0
        """Id of the next update to be loaded."""
        self._serve = serve
        self._queues: dict[tuple[str, int], deque[Delivery]] = {}
        self._ready: asyncio.Queue[deque[Delivery]] = asyncio.Queue()
        self._workers: list[asyncio.Task[None]] = []
        self._idle = 0
        self._is_stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether a queue is being served or could be."""
        return not self._ready.empty() or self._idle < len(self._workers)

    def add(self, delivery: Delivery, holdup: float, clock: Clock) -> None:
        """Put an update at the end of its queue; a new queue may start `holdup` s later."""
        self.loaded += 1
        queue = self._queues.get(delivery.queue)
        if queue is not None:
            queue.append(delivery)
            return
        queue = self._queues[delivery.queue] = deque((delivery,))
        if holdup:
            self.later(queue, clock.now() + holdup, clock)
        else:
            self._rouse(queue)

    def shift(self, queue: deque[Delivery]) -> None:
        """Let go of the head of a queue and go on with the next."""
        self.loaded -= 1
        done = queue.popleft()
        if queue:
            self._rouse(queue)
        else:
            del self._queues[done.queue]

    def later(self, queue: deque[Delivery], when: float, clock: Clock) -> None:
        """Try the head again at that time."""
        clock.call_at(when, lambda: self._rouse(queue))

    def stop(self) -> list[asyncio.Task[None]]:
        """Cut all connections; return the tasks that end now."""
        self._is_stopped = True
        for worker in self._workers:
            worker.cancel()
        return self._workers

    def _rouse(self, queue: deque[Delivery]) -> None:
        if self._is_stopped:
            return
        self._ready.put_nowait(queue)
        is_short = self._ready.qsize() > self._idle
        if is_short and len(self._workers) < self.hook.max_connections:
            self._workers.append(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        wire = Wire(self.endpoint)
        try:
            while True:
                self._idle += 1
                try:
                    queue = await self._ready.get()
                finally:
                    self._idle -= 1
                await self._serve(self, queue, wire)
        finally:
            wire.close()


# -- methods in answers


def called_method(reply: Reply) -> tuple[str, dict[str, Any], bool] | None:
    """Return the method that a webhook's answer calls, its parameters, and whether the answer's
    type was one that Telegram reads.
    """
    if b"method" not in reply.body:
        return None
    content_type = (reply.header("content-type") or "").partition(";")[0].strip().lower()
    if content_type == "application/x-www-form-urlencoded":
        found: object = dict(parse_qsl(reply.body.decode("utf-8", "replace")))
    else:
        try:
            found = msgspec.json.decode(reply.body)
        except msgspec.DecodeError:
            return None
    if not isinstance(found, dict) or not isinstance(method := found.pop("method", None), str):
        return None
    is_read = content_type in {"application/json", "application/x-www-form-urlencoded"}
    return method, found, is_read


def is_allowed_in_answer(method: str) -> bool:
    """Tell whether Telegram does what a webhook's answer asks."""
    return not method.lower().startswith("get") and method.lower() not in _NOT_IN_ANSWERS
