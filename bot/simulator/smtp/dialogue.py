"""One connection's dialogue (RFC 5321): what is said, what is answered, what is taken."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from binascii import Error as NoBase64Error
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.simulator.smtp.faults import Fault, Word
from bot.simulator.smtp.house import House
from bot.simulator.smtp.inspection import inspect, message_id_of
from bot.simulator.smtp.ledger import Posted

__all__ = ["Dialogue", "HangUpError"]

_ADDRESS: Final = re.compile(r"(?:FROM|TO):<([^<>\s]*)>((?: [^\s]+)*)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.IPv]+\]")
_LONGEST_COMMAND: Final = 512


class HangUpError(Exception):
    """The conversation is over."""


class Dialogue:
    """Speaks with one client until it says goodbye, or something ends it."""

    def __init__(
        self, house: House, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._house = house
        self._reader = reader
        self._writer = writer
        self._encrypted = house.manners.implicit_tls
        self._greeted = False
        self._user: str | None = None
        self._sender: str | None = None
        self._recipient: str | None = None
        self._options: list[str] = []
        self._words: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "QUIT": self._quit,
        }

    async def run(self) -> None:
        """Talk until the end.

        Raises:
            HangUpError: always, in the end.

        """
        if not await self._failed("greeting"):
            await self._say(220, "mail.example.vn ESMTP strict")
        while True:
            line = await self._line()
            word, _, rest = line.partition(" ")
            act = self._words.get(word.upper(), self._unknown)
            await act(rest)

    # -- what is heard and said

    async def _line(self) -> str:
        raw = await self._reader.readuntil(b"\n")
        if not raw.endswith(b"\r\n") or len(raw) > _LONGEST_COMMAND:
            self._house.ledger.breach("command_line", f"{len(raw)} bytes")
        return raw.decode("utf-8", "replace").rstrip("\r\n")

    async def _say(self, code: int, *lines: str) -> None:
        if code >= 400:
            self._house.ledger.refused[code] += 1
        *first, last = lines
        text = "".join(f"{code}-{line}\r\n" for line in first) + f"{code} {last}\r\n"
        self._writer.write(text.encode())
        await self._writer.drain()

    async def _failed(self, word: Word) -> bool:
        """Let a planned failure happen; return whether it was the answer."""
        fault = self._house.faults.draw(word, self._recipient or "")
        return fault is not None and await self._befallen(fault)

    async def _befallen(self, fault: Fault) -> bool:
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.kind == "closed":
            raise HangUpError
        if fault.kind == "refused":
            await self._say(fault.code, fault.text)
        return fault.kind == "refused"

    async def _out_of_order(self, detail: str) -> None:
        self._house.ledger.breach("order", detail)
        await self._say(503, "5.5.1 Bad sequence of commands")

    def _must_encrypt(self) -> bool:
        return self._house.manners.starttls_needed and not self._encrypted

    # -- greeting

    async def _ehlo(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            self._house.ledger.breach("ehlo_name", name[:60])
        if await self._failed("EHLO"):
            return
        self._greeted = True
        self._reset()
        await self._say(250, "mail.example.vn", *self._offers(), "ENHANCEDSTATUSCODES")

    def _offers(self) -> list[str]:
        manners = self._house.manners
        offered = [f"SIZE {manners.size}"]
        offered += ["8BITMIME"] if manners.eight_bit_mime else []
        offered += ["SMTPUTF8"] if manners.smtputf8 else []
        can_start = self._house.tls is not None and not self._encrypted
        offered += ["STARTTLS"] if can_start else []
        offered += ["AUTH PLAIN"] if self._house.users and not self._must_encrypt() else []
        return offered

    async def _starttls(self, _rest: str) -> None:
        if await self._failed("STARTTLS"):
            return
        if self._house.tls is None or self._encrypted:
            await self._say(502, "5.5.1 STARTTLS not offered")
            return
        await self._say(220, "2.0.0 Ready to start TLS")
        await self._writer.start_tls(self._house.tls)
        self._encrypted, self._greeted = True, False

    async def _auth(self, rest: str) -> None:
        if not self._encrypted and self._house.tls is not None:
            self._house.ledger.breach("password_in_the_open", "AUTH before TLS")
        if await self._failed("AUTH"):
            return
        user, password = _plain_login(rest)
        if user and self._house.users.get(user) == password:
            self._user = user
            await self._say(235, "2.7.0 Authentication successful")
        else:
            await self._say(535, "5.7.8 Authentication credentials invalid")

    # -- a letter

    async def _mail(self, rest: str) -> None:
        found = _ADDRESS.fullmatch(rest)
        if not self._greeted or found is None:
            await self._out_of_order("MAIL")
        elif self._must_encrypt():
            await self._say(530, "5.7.0 Must issue a STARTTLS command first")
        elif self._house.users and self._user is None:
            await self._say(530, "5.7.0 Authentication required")
        elif not await self._failed("MAIL"):
            self._reset()
            self._sender, self._options = found[1], found[2].upper().split()
            self._check_size()
            await self._say(250, "2.1.0 Ok")

    def _check_size(self) -> None:
        given = [option for option in self._options if option.startswith("SIZE=")]
        if given and int(given[0][5:]) > self._house.manners.size:
            self._house.ledger.breach("size", given[0])

    async def _rcpt(self, rest: str) -> None:
        found = _ADDRESS.fullmatch(rest)
        if self._sender is None or found is None:
            await self._out_of_order("RCPT")
            return
        self._recipient = found[1]
        if not found[1].isascii() and "SMTPUTF8" not in self._options:
            self._house.ledger.breach("utf8_without_leave", "RCPT")
        known = self._house.manners.mailboxes
        if await self._failed("RCPT"):
            self._recipient = None
        elif known and found[1] not in known:
            self._recipient = None
            await self._say(550, f"5.1.1 <{found[1]}>: Recipient address rejected: unknown")
        else:
            await self._say(250, "2.1.5 Ok")

    async def _data(self, _rest: str) -> None:
        if self._sender is None or self._recipient is None:
            await self._out_of_order("DATA")
            return
        if await self._failed("DATA"):
            return
        await self._say(354, "End data with <CR><LF>.<CR><LF>")
        content = await self._content()
        fault = self._house.faults.draw("content", self._recipient)
        if fault is not None and await self._befallen(fault):
            self._reset()
            return
        withheld = fault is not None and fault.kind == "withheld"
        self._take(content, answered=not withheld)
        if withheld:
            raise HangUpError
        await self._say(250, "2.0.0 Ok: queued")

    async def _content(self) -> bytes:
        """Return what comes up to the line with a dot alone; doubled dots are one (§4.5.2)."""
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _take(self, content: bytes, *, answered: bool) -> None:
        sender, recipient, ledger = self._sender or "", self._recipient or "", self._house.ledger
        if len(content) > self._house.manners.size:
            ledger.breach("size", f"{len(content)} bytes")
        eight = "BODY=8BITMIME" in self._options
        for rule, detail in inspect(content, sender, recipient, eight_bits=eight):
            ledger.breach(rule, detail)
        letter = Posted(sender, recipient, content, self._user, self._encrypted, answered)
        ledger.take(letter, message_id_of(content))
        self._reset()

    # -- the rest

    def _reset(self) -> None:
        self._sender = self._recipient = None
        self._options = []

    async def _rset(self, _rest: str) -> None:
        self._reset()
        await self._say(250, "2.0.0 Ok")

    async def _noop(self, _rest: str) -> None:
        await self._say(250, "2.0.0 Ok")

    async def _quit(self, _rest: str) -> None:
        await self._say(221, "2.0.0 Bye")
        raise HangUpError

    async def _unknown(self, _rest: str) -> None:
        await self._say(500, "5.5.2 Command unrecognized")


def _plain_login(rest: str) -> tuple[str, str]:
    """Return who logs in with which password (RFC 4616), or two empty texts."""
    method, _, encoded = rest.partition(" ")
    try:
        _, user, password = b64decode(encoded, validate=True).decode().split("\0")
    except (NoBase64Error, UnicodeDecodeError, ValueError):
        return "", ""
    return (user, password) if method.upper() == "PLAIN" else ("", "")
