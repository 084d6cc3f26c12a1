"""E-mail as a channel: the contract, put together from its parts."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

import structlog

from bot.channels.base import (
    Arrival,
    Call,
    FileUnavailableError,
    NotReadyError,
    Outcome,
    Outgoing,
    Permanent,
    Retry,
    Sent,
    Taken,
    UnreadableError,
    Wording,
)
from bot.channels.email.capabilities import CAPABILITIES, NAME
from bot.channels.email.client import Client
from bot.channels.email.headers import returns_to
from bot.channels.email.letters import Letter, UnsendableError, written
from bot.settings import Mail
from flows.mail_addresses import is_mail_address
from flows.texts import text_key

__all__ = ["EmailChannel"]

_log = structlog.get_logger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class EmailChannel:
    """Letters by the office's mail server. `key` proves to ourselves which letters were ours; the
    password is in no log, exception or repr.
    """

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Mail,
        words: Wording,
        key: bytes,
        *,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._settings = settings
        self._words = words
        self._key = key
        self._tls = tls
        self._clock = clock
        self._client: Client | None = None
        self.is_open = False
        self.trouble: str | None = None
        self.pending: int | None = None

    # -- in: nothing is heard by e-mail; what servers return is read by `read_return`

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        return False

    def parse(self, body: bytes) -> list[Arrival]:
        raise UnreadableError("nothing is heard by e-mail")

    # -- out

    def render(self, message: Outgoing, address: str) -> list[Call]:
        """Return a message as a letter. Its buttons are not for letters: who is to press
        something is sent a `letter` with a link.
        """
        said = "\0".join((message.kind, message.text, message.code or ""))
        text = message.text[: CAPABILITIES.text_chars]
        letter = Letter(
            row=sha256(said.encode("utf-8", "replace")).hexdigest(),
            to=address,
            subject=self._words.text(message.language, text_key("email.subject")),
            text="\n\n".join(filter(None, (text, message.hint))),
            code=message.code,
            language=message.language,
        )
        return [self.letter(letter)]

    def letter(self, letter: Letter) -> Call:
        """Return the request that sends a letter: the same for the same letter. One to what is
        no address is refused when it is to leave.
        """
        try:
            body = self._written(letter)
        except UnsendableError:
            body = b""
        fields = {"from": returns_to(self._settings, self._key, letter.to), "to": letter.to}
        return Call("send", fields, body=body)

    def _written(self, letter: Letter) -> bytes:
        if not is_mail_address(letter.to):
            raise UnsendableError("no address")
        return written(letter, self._settings, self._key, self._words)

    async def send(self, call: Call) -> Outcome:
        if not call.body:
            return Permanent("no address", stop=True)
        if self._client is None:
            return Retry(reason="not open")
        # The day on a letter is the day it leaves, not the day somebody planned it.
        date = f"Date: {format_datetime(self._clock())}\r\n".encode()
        return await self._client.deliver(call.fields["from"], call.fields["to"], date + call.body)

    def acknowledge(self, arrival: Arrival, *, taken: Taken, answered: bool) -> list[Call]:
        return []

    def redraw(self, arrival: Arrival, message: Outgoing) -> list[Call]:
        return []

    def reply(self, arrival: Arrival, taken: Taken) -> bytes | None:
        return None

    async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
        raise FileUnavailableError("nothing is heard by e-mail", retryable=False)

    def link(self, parameter: str) -> str | None:
        return None

    # -- life

    async def open(self, webhook_url: str | None = None) -> None:
        """Log in at the server.

        Raises:
            NotReadyError: it refuses us, or does not answer.

        """
        client = self._client or Client(self._settings, self._tls)
        outcome = await client.greet()
        if not isinstance(outcome, Sent):
            raise NotReadyError(outcome.reason, retryable=not isinstance(outcome, Permanent))
        self._client = client
        self.is_open = True
        _log.info("email_open", server=self._settings.host)

    async def close(self) -> None:
        self.is_open = False
        client, self._client = self._client, None
        if client is not None:
            await client.close()
