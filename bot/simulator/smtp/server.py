"""The mail server, put together: where it listens, what it demands, what it has seen."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.simulator.smtp.dialogue import Dialogue, HangUpError
from bot.simulator.smtp.faults import Faults
from bot.simulator.smtp.house import House
from bot.simulator.smtp.ledger import Ledger
from bot.simulator.smtp.manners import Manners

__all__ = ["SmtpServer"]

_OVER = (HangUpError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
_LINE_LIMIT = 1 << 16  # bytes of one line before the server hangs up


@dataclass(slots=True, kw_only=True)
class SmtpServer:
    """A mail server on this machine. Use it as an async context manager.

    `users`: name → password of who may send; empty: everybody. `tls` offers STARTTLS (or, with
    `manners.implicit_tls`, speaks TLS at once). `seed` decides every chance.
    """

    users: Mapping[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    manners: Manners = field(default_factory=Manners)
    ledger: Ledger = field(default_factory=Ledger)
    seed: str = "smtp"
    port: int = 0
    faults: Faults = field(init=False)
    _house: House = field(init=False)
    _server: asyncio.Server | None = field(init=False, default=None)
    _talks: set[asyncio.Task[None]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.faults = Faults(self.seed)
        self._house = House(
            users=self.users,
            tls=self.tls,
            manners=self.manners,
            ledger=self.ledger,
            faults=self.faults,
        )

    async def __aenter__(self) -> Self:
        at_once = self.tls if self.manners.implicit_tls else None
        self._server = await asyncio.start_server(
            self._talk, "127.0.0.1", self.port, ssl=at_once, limit=_LINE_LIMIT
        )
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._server is not None:
            self._server.close()
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        self._server = None

    def url(self, query: str = "") -> str:
        """Return the value for SMTP_URL, without a name or a password."""
        scheme = "smtps" if self.manners.implicit_tls else "smtp"
        return f"{scheme}://127.0.0.1:{self.port}{query}"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)
        self.ledger.connections += 1
        dialogue = Dialogue(self._house, reader, writer)
        # Cancelled only by `stop`; to asyncio's streams, a cancelled talk is a fault.
        with contextlib.suppress(*_OVER, asyncio.CancelledError):
            await dialogue.run()
        writer.close()
