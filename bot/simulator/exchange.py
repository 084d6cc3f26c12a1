"""The exchange of one citizen with the server: sent until acknowledged, heard in order, noted."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from bot.simulator.browser import Browser, Envelope, RefusedError, Told
from bot.simulator.choosing import Act
from bot.simulator.hearing import Hearing, asks, is_taken
from bot.simulator.ledger import Ledger, Sent
from bot.simulator.meter import Meter
from bot.simulator.personas import Persona
from bot.simulator.wire import CutOffError, Endpoint

__all__ = ["Exchange"]

_PATIENCE = 90.0  # s of trying again before a citizen gives up
# s until a stream must have told what a reply announced: after a kill everybody comes back at
# once, to a server that may share its core with others.
_STREAM_PATIENCE = 60.0

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode


class Exchange:
    """What goes to and fro. `prompt` is what is asked now, or None; `unheard` counts messages
    that were accepted, and nothing came of them.
    """

    def __init__(
        self, persona: Persona, rng: random.Random, endpoint: Endpoint, token: str, meter: Meter
    ) -> None:
        self.ledger = Ledger(citizen=0)
        self.prompt: Told | None = None
        self.unheard = 0
        self._persona = persona
        self._rng = rng
        self._token = token
        self._meter = meter
        self._browser = Browser(endpoint)
        self._hearing = Hearing(self.ledger)

    # -- the way in

    async def open(self) -> None:
        """Open the link: the first time, again after a pause, or as a reload."""
        before = self.ledger.opening = self.ledger.last
        await self._insist(self._start)
        await self._insist(lambda: self._browser.look("/chat"))
        envelope = await self._insist(lambda: self._browser.fetch(self.ledger.last))
        self.ledger.talk = envelope.talk
        for told in envelope.messages:
            self._hearing.hear(told)
        await self._hearing.until(envelope.last, _STREAM_PATIENCE)
        self.ledger.opened.append((before, self.ledger.last))
        self.ledger.opening = None
        self._look(self._hearing.take())
        self._listen()

    async def _start(self) -> None:
        self.ledger.opens_tried += 1
        await self._browser.start(self._token, self._persona.language)
        self.ledger.user_key = self._browser.user_key
        self.ledger.opens += 1

    def _listen(self) -> None:
        if self._browser.is_listening:
            return
        if self._persona.reads == "poll":
            self._browser.poll(self._hearing.last, self._hearing.hear)
        elif self._persona.reads == "stream":
            for _ in range(self._persona.streams):
                self._browser.stream(self._hearing.last, self._hearing.hear)

    async def _insist(self, once: Callable[[], Awaitable[T]]) -> T:
        """Try until it works, with pauses that grow; a clear no is no."""
        give_up = time.monotonic() + _PATIENCE
        pause = 0.05
        while True:
            try:
                return await once()
            except RefusedError as refusal:
                if refusal.retry_after is None or time.monotonic() > give_up:
                    raise
                pause = max(pause, min(refusal.retry_after, 1.0))
            except CutOffError:
                if time.monotonic() > give_up:
                    raise
            await asyncio.sleep(pause * self._rng.uniform(0.5, 1.0))
            pause = min(2 * pause, 1.0)

    def close(self) -> None:
        """Close the browser; its cookie stays."""
        self._browser.close()

    # -- sending

    async def say(self, act: Act, *, twice: bool = False) -> None:
        """Send something and hear what comes of it; `twice`: on two connections at once."""
        sent = self._noted(act)
        await self._meter.pace()
        began = time.perf_counter()
        if twice:
            replies = await asyncio.gather(self._send(sent), self._send(sent, aside=True))
            envelope = max(replies, key=lambda reply: reply.last)
            self._check_once(sent)
        else:
            envelope = await self._send(sent)
        wait = time.perf_counter() - began if sent.tries == 1 else None
        self._meter.took(wait, applied="applied" in sent.statuses)
        await self._hear(envelope)
        self._settle(sent)

    def _noted(self, act: Act) -> Sent:
        ledger = self.ledger
        sent = Sent(
            id=f"c{ledger.citizen}-{len(ledger.sent)}-{self._rng.getrandbits(40):010x}",
            kind=act.kind,
            said=act.said,
            prompt=self.prompt.prompt if self.prompt and act.kind == "text" else None,
            meant=act.meant,
            calm=act.calm,
            before=ledger.last,
        )
        ledger.sent.append(sent)
        return sent

    async def _send(self, sent: Sent, *, aside: bool = False) -> Envelope:
        """Send a message until the server says that it has it: always under the same id."""
        body = _encode(self._body(sent))

        async def once() -> Envelope:
            sent.tries += 1
            return await self._browser.send(body, aside=aside)

        envelope = await self._insist(once)
        sent.statuses.append(envelope.status or "")
        return envelope

    def _body(self, sent: Sent) -> dict[str, object]:
        body: dict[str, object] = {"id": sent.id, sent.kind: sent.said, "after": self.ledger.last}
        if sent.prompt is not None:
            body["prompt"] = sent.prompt
        return body | {"talk": self.ledger.talk}

    async def repeat(self) -> None:
        """Send an older message again, as a phone does that lost the network: nothing happens."""
        old = self._rng.choice(self.ledger.sent[-12:] or [None])
        if old is None or not old.is_acknowledged:
            return
        last = self.ledger.last
        envelope = await self._send(old)
        if envelope.status != "duplicate" or envelope.last > last:
            self.ledger.troubles.append(f"I2 {old.id} had an effect again: {envelope.status}")

    async def besides(self) -> bool:
        """Do nothing: whatever a browser can do, the persona does by other names."""
        return False

    def _check_once(self, sent: Sent) -> None:
        if sum(status != "duplicate" for status in sent.statuses) > 1:
            self.ledger.troubles.append(f"I2 {sent.id} was taken twice: {sent.statuses}")

    # -- hearing

    async def _hear(self, envelope: Envelope) -> None:
        sent = self.ledger.sent[-1]
        # A message that was put off by a server that died then is a duplicate when it is tried
        # again, and still to be decided upon: whoever went on would press a button of the past.
        is_open = envelope.status in {"deferred", "duplicate"}
        if is_open and envelope.last == self.ledger.last == sent.before:
            status = envelope.status
            envelope = await self._insist(lambda: self._browser.fetch(self.ledger.last, wait=10))
            if status == "deferred" and envelope.last == self.ledger.last:
                self.unheard += 1
                self.ledger.troubles.append(f"I17 nothing came of {sent.id}")
        if self._browser.is_listening:
            if await self._hearing.until(envelope.last, _STREAM_PATIENCE):
                return
            self.ledger.troubles.append(f"I3 message {envelope.last} never came by stream")
            self._browser.close()  # the replies are read from here on: once is proof enough
        for told in envelope.messages:
            self._hearing.hear(told)

    def _settle(self, sent: Sent) -> None:
        fresh = self._hearing.take()
        sent.after = self.ledger.last
        if sent.meant is not None:
            sent.given = bool(fresh) and is_taken(sent.meant, fresh)
        self._look(fresh)

    def _look(self, fresh: list[Told]) -> None:
        """Turn to what is asked now; words that ask nothing end it, for the moment."""
        if fresh:
            self.prompt = next((told for told in reversed(fresh) if asks(told)), None)
