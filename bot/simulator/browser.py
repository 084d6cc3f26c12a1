"""A citizen's browser: its cookies, the chat's doors, messages in order by reply or stream."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import msgspec

from bot.channels.base import Outgoing
from bot.simulator.wire import CutOffError, Endpoint, Reply, Wire

__all__ = ["Browser", "Envelope", "RefusedError", "Told"]

_FOREVER = 3600.0  # s: a stream ends when we or the server go away
_LONGEST_WAIT = 20  # s of a long poll


class Told(Outgoing, frozen=True, kw_only=True, omit_defaults=True):
    """One message of the server, with its number."""

    seq: int


class Envelope(msgspec.Struct, frozen=True):
    """What the chat's doors answer with."""

    last: int
    messages: list[Told] = []
    status: str | None = None
    talk: str = ""


class RefusedError(Exception):
    """The server said no. `retry_after` seconds are given where it is only a "not now"."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status} {reply.body[:200]!r}")
        self.status = reply.status
        waiting = reply.header("retry-after")
        self.retry_after = float(waiting) if waiting else None


_read_envelope = msgspec.json.Decoder(Envelope).decode
_read_told = msgspec.json.Decoder(Told).decode
_HOME_HEADERS = "Origin: {origin}\r\nSec-Fetch-Site: same-origin\r\n"


class Browser:
    """One browser. All methods raise CutOffError when nobody knows what was done, and
    RefusedError for an answer that is no success.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._main = Wire(endpoint)
        self._side = Wire(endpoint)
        self._streams: list[asyncio.Task[None]] = []
        self._cookies: dict[str, str] = {}
        self._common = ""
        self._set_common()

    def _set_common(self) -> None:
        host = f"{self._endpoint.host}:{self._endpoint.port}"
        pairs = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        cookie = f"Cookie: {pairs}\r\n" if pairs else ""
        home = _HOME_HEADERS.format(origin=f"http://{host}")
        self._common = f" HTTP/1.1\r\nHost: {host}\r\n{home}{cookie}"

    @property
    def user_key(self) -> str:
        """What the server stores of the cookies: the secret, and the invitation that is open."""
        return sha256("|".join(self._cookies.values()).encode()).hexdigest()

    @property
    def is_listening(self) -> bool:
        """Whether messages come by themselves."""
        return bool(self._streams)

    # -- the way in

    async def start(self, token: str, language: str) -> None:
        """Press "begin" on the landing page; the cookies stay."""
        form = urlencode({"token": token, "language": language})
        reply = await self._post("/chat/start", form.encode(), "application/x-www-form-urlencoded")
        if reply.status != 303:
            raise RefusedError(reply)
        for given in reply.headers("set-cookie"):
            cookie: SimpleCookie = SimpleCookie(given)
            self._cookies.update({name: morsel.value for name, morsel in cookie.items()})
        self._set_common()

    async def look(self, path: str) -> None:
        """Load a page and throw it away."""
        await self._get(path, self._main)

    # -- messages

    async def send(self, body: bytes, *, aside: bool = False) -> Envelope:
        """Post one message; `aside` uses a second connection."""
        reply = await self._post("/chat/messages", body, "application/json", aside=aside)
        if reply.status != 200:
            raise RefusedError(reply)
        return _read_envelope(reply.body)

    async def fetch(self, after: int, *, wait: int = 0) -> Envelope:
        """Get what came after a number; with `wait` seconds, as soon as there is something."""
        return await self._fetched(self._main, after, wait)

    async def _fetched(self, wire: Wire, after: int, wait: int) -> Envelope:
        waiting = f"&wait={wait}" if wait else ""
        reply = await self._get(f"/chat/messages?after={after}{waiting}", wire)
        return _read_envelope(reply.body)

    def stream(self, after: Callable[[], int], hear: Callable[[Told], None]) -> None:
        """Listen to the event stream until `close`; it is resumed by number after a break."""
        self._streams.append(asyncio.create_task(self._listen(after, hear)))

    def poll(self, after: Callable[[], int], hear: Callable[[Told], None]) -> None:
        """Do the same by long polls."""
        self._streams.append(asyncio.create_task(self._poll(after, hear)))

    async def _listen(self, after: Callable[[], int], hear: Callable[[Told], None]) -> None:
        wire = Wire(self._endpoint)
        try:
            while True:
                head = f"GET /chat/events?after={after()}{self._common}\r\n"
                with suppress(CutOffError):
                    await wire.request(head.encode(), _Events(hear).feed, _FOREVER)
                await asyncio.sleep(0.2)
        finally:
            wire.close()

    async def _poll(self, after: Callable[[], int], hear: Callable[[Told], None]) -> None:
        wire = Wire(self._endpoint)
        try:
            while True:
                try:
                    envelope = await self._fetched(wire, after(), _LONGEST_WAIT)
                except (CutOffError, RefusedError):
                    await asyncio.sleep(0.2)
                    continue
                for told in envelope.messages:
                    hear(told)
        finally:
            wire.close()

    def close(self) -> None:
        """Close the browser's windows; the cookies stay."""
        for task in self._streams:
            task.cancel()
        self._streams.clear()
        self._main.close()
        self._side.close()

    # -- requests

    async def _get(self, path: str, wire: Wire) -> Reply:
        reply = await wire.request(f"GET {path}{self._common}\r\n".encode())
        if reply.status != 200:
            raise RefusedError(reply)
        return reply

    async def _post(self, path: str, body: bytes, kind: str, *, aside: bool = False) -> Reply:
        sizes = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        wire = self._side if aside else self._main
        return await wire.request(f"POST {path}{self._common}{sizes}".encode() + body)


class _Events:
    """Reads an event stream, whatever pieces it comes in."""

    def __init__(self, hear: Callable[[Told], None]) -> None:
        self._hear = hear
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        *events, self._rest = (self._rest + piece).split(b"\n\n")
        for event in events:
            for line in event.split(b"\n"):
                if line.startswith(b"data: "):
                    self._hear(_read_told(line[6:]))
