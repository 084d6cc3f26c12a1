"""The dialogue with the mail server (RFC 5321): a few connections, each used for many letters."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import Final

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from bot.channels.base import Outcome, Permanent, Retry, Sent, Unknown
from bot.channels.email.answers import Stage, outcome_of
from bot.settings import Mail

__all__ = ["Client"]

_CONNECTIONS: Final = 4
"""At once; relays commonly allow ten from one machine."""
_REST_S: Final = 20.0
"""How long a connection is kept for the next letter; servers end theirs after minutes."""
_DEADLINE_S: Final = 30.0
"""For each answer. RFC 5321 §4.5.3.2 allows minutes: who takes so long is asked again later."""
_LOST: Final = (SMTPServerDisconnected, SMTPTimeoutError, SMTPConnectError, OSError)
_STAGES: Final[dict[type[SMTPResponseException], Stage]] = {
    SMTPAuthenticationError: "login",
    SMTPSenderRefused: "sender",
    SMTPRecipientRefused: "recipient",
    SMTPDataError: "content",
}


class Client:
    """Hands letters to one server. `tls` is the machine's own trust unless given."""

    def __init__(
        self, settings: Mail, tls: ssl.SSLContext | None = None, deadline: float = _DEADLINE_S
    ) -> None:
        self._settings = settings
        self._tls = tls
        self._deadline = deadline
        self._seats = asyncio.Semaphore(_CONNECTIONS)
        self._resting: list[tuple[float, aiosmtplib.SMTP]] = []

    async def greet(self) -> Outcome:
        """Connect and log in, and keep the connection for the first letter."""
        async with self._seats:
            smtp = self._new()
            try:
                await smtp.connect()
            except (SMTPException, OSError) as fault:
                smtp.close()
                return _before_content(fault)
            self._rest(smtp)
        return Sent()

    async def deliver(self, sender: str, recipient: str, message: bytes) -> Outcome:
        """Hand over one letter. An answer that is lost once its content may have left is
        `Unknown`: it may be on its way (I9).
        """
        async with self._seats:
            smtp = self._rested() or self._new()
            try:
                outcome = await self._converse(smtp, sender, recipient, message)
            except BaseException:  # given up in the middle: what the server says next is not ours
                smtp.close()
                raise
            self._rest(smtp)
        return outcome

    async def close(self) -> None:
        """Say goodbye on all connections."""
        while self._resting:
            _, smtp = self._resting.pop()
            try:
                await smtp.quit(timeout=1.0)
            except (SMTPException, OSError):
                smtp.close()

    async def _converse(
        self, smtp: aiosmtplib.SMTP, sender: str, recipient: str, message: bytes
    ) -> Outcome:
        try:
            if not smtp.is_connected:
                await smtp.connect()
            refused = await _address(smtp, sender, recipient, len(message))
        except (SMTPException, OSError) as fault:
            smtp.close()
            return _before_content(fault)
        if refused is not None:
            return refused
        return await _hand_over(smtp, message)

    # -- connections

    def _new(self) -> aiosmtplib.SMTP:
        given = self._settings
        return aiosmtplib.SMTP(
            hostname=given.host,
            port=given.port,
            username=given.user,
            password=given.password,
            # Our own name would have to be asked of the network; the domain is what we stand for.
            local_hostname=given.sender.rpartition("@")[2],
            timeout=self._deadline,
            use_tls=given.security == "tls",
            start_tls=given.security == "starttls",
            tls_context=self._tls,
        )

    def _rested(self) -> aiosmtplib.SMTP | None:
        while self._resting:
            since, smtp = self._resting.pop()
            if smtp.is_connected and time.monotonic() - since < _REST_S:
                return smtp
            smtp.close()
        return None

    def _rest(self, smtp: aiosmtplib.SMTP) -> None:
        if smtp.is_connected:
            self._resting.append((time.monotonic(), smtp))


async def _address(
    smtp: aiosmtplib.SMTP, sender: str, recipient: str, size: int
) -> Outcome | None:
    """Name both ends; return why the letter cannot be handed over, if so. The connection stays
    fit for the next one.
    """
    if smtp.is_ehlo_or_helo_needed:
        await smtp.ehlo()  # what it can do; nothing is known before
    options = [f"SIZE={size}"] if smtp.supports_extension("size") else []
    plain = recipient.isascii()
    if not plain and not smtp.supports_extension("smtputf8"):
        return Permanent("no SMTPUTF8")
    if not plain:
        options.append("SMTPUTF8")
    encoding = "ascii" if plain else "utf-8"
    try:
        await smtp.mail(sender, options=options, encoding=encoding)
        await smtp.rcpt(recipient, encoding=encoding)
    except (SMTPSenderRefused, SMTPRecipientRefused) as refusal:
        await _start_over(smtp)
        return outcome_of(_STAGES[type(refusal)], refusal.code, refusal.message)
    return None


async def _start_over(smtp: aiosmtplib.SMTP) -> None:
    """Forget the letter that was begun; a connection that cannot is not used again."""
    try:
        await smtp.rset()
    except (SMTPException, OSError):
        smtp.close()


async def _hand_over(smtp: aiosmtplib.SMTP, message: bytes) -> Outcome:
    try:
        answer = await smtp.data(message)
    except SMTPDataError as refusal:
        await _start_over(smtp)
        return outcome_of("content", refusal.code, refusal.message)
    except (SMTPException, OSError) as fault:
        smtp.close()
        return Unknown(type(fault).__name__)
    return outcome_of("content", answer.code, answer.message)


def _before_content(fault: SMTPException | OSError) -> Outcome:
    """Return what a fault means before any content has left: nothing was sent."""
    if isinstance(fault, SMTPResponseException):
        stage = _STAGES.get(type(fault), "greeting")
        return outcome_of(stage, fault.code, fault.message)
    if isinstance(fault, _LOST):
        return Retry(reason=type(fault).__name__)
    # What remains is a promise that the server does not make: TLS, or a way to log in.
    return Permanent(_unmet(str(fault)), account=True)


def _unmet(words: str) -> str:
    """Return which promise is missing; the library's words hold nobody's data."""
    return "no STARTTLS" if "STARTTLS" in words.upper() and "AUTH" not in words else "no AUTH"
