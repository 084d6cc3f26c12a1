"""What mail servers return of letters that they could not deliver (RFC 3464), read warily.

Anybody can write to the mailbox of returns. One counts only where it carries the proof that a
letter of ours had gone to that very address: behind the `+` of the address it came to, or in the
Message-ID of the letter that it returns.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from typing import Final

import msgspec

from bot.channels.email.headers import address_proof
from flows.mail_addresses import is_mail_address

__all__ = ["Return", "read_return"]

_PROOF: Final = r"([a-z2-7]{16})"
_ENVELOPE: Final = re.compile(rf"\+{_PROOF}@")
_MESSAGE_ID: Final = re.compile(rf"<[0-9a-f]{{32}}\.{_PROOF}@")
_STATUS: Final = re.compile(r"\s*([245])\.([0-9]{1,3})\.([0-9]{1,3})")
_CAME_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_ABOUT: Final = ("Original-Recipient", "Final-Recipient")
_MOST: Final = 1 << 20  # bytes that are read of one; a return quotes a letter, ours are small
_MOST_PARTS: Final = 50


class Return(msgspec.Struct, frozen=True):
    """A letter that came back: whose address, with which enhanced status (RFC 3463). `hard`:
    nothing will ever get there; else it did not this time.
    """

    address: str
    status: str

    @property
    def hard(self) -> bool:
        """Whether the address is to be written to no more: it is wrong, closed or moved. A full
        mailbox, a refused text or a broken network may be otherwise tomorrow.
        """
        return self.status.startswith(("5.1.", "5.2.1")) and self.status != "5.1.8"


def read_return(raw: bytes, key: bytes) -> list[Return]:
    """Return what one mail says of addresses of ours; nothing where it is no report of a
    delivery that failed, or proves nothing.
    """
    message = message_from_bytes(raw[:_MOST], policy=default)
    proofs = {*_proofs(message)}
    found = []
    for report in _reports(message):
        status = _STATUS.match(_head(report, "Status"))
        if status is None or _head(report, "Action").strip().casefold() != "failed":
            continue
        address = _proved(_candidates(report, message), proofs, key)
        if address is not None:
            found.append(Return(address, ".".join(status.groups())))
    return found


def _head(part: Message, name: str) -> str:
    """Return a head as text; one that breaks the rules is as good as none."""
    try:
        return str(part.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _parts(message: Message) -> list[Message]:
    return [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False)]


def _reports(message: Message) -> Iterator[Message]:
    """Yield the groups of heads that tell of one recipient each."""
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        if isinstance(blocks, list):
            yield from (b for b in blocks if isinstance(b, Message) and _head(b, "Status"))


def _returned(message: Message) -> Iterator[Message]:
    """Yield the heads of the letters that are returned."""
    for part in _parts(message):
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list):
            yield from (one for one in payload if isinstance(one, Message))
        elif kind == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                yield message_from_bytes(raw, policy=default)


def _proofs(message: Message) -> Iterator[str]:
    for name in _CAME_TO:
        yield from _ENVELOPE.findall(_head(message, name).casefold())
    for letter in _returned(message):
        yield from _MESSAGE_ID.findall(_head(letter, "Message-ID"))


def _candidates(report: Message, message: EmailMessage) -> Iterator[str]:
    """Yield the addresses that a report may be about: where mail is passed on, the last server
    names another one than we wrote to.
    """
    for name in _ABOUT:
        yield _head(report, name).partition(";")[2].strip()
    for letter in _returned(message):
        yield from (address for _, address in getaddresses([_head(letter, "To")]))


def _proved(candidates: Iterator[str], proofs: set[str], key: bytes) -> str | None:
    for address in candidates:
        if not is_mail_address(address):
            continue
        proof = address_proof(key, address)
        if any(hmac.compare_digest(proof, given) for given in proofs):
            return address
    return None
