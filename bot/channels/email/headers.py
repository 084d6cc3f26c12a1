"""What stands above a letter: one line each, in ASCII, and nothing that anybody could slip in."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from hashlib import sha256
from typing import Final

from bot.channels.base import with_visible_turns
from bot.settings import Mail

__all__ = ["LINES", "address_proof", "heads", "message_id", "one_line", "returns_to", "unbroken"]

_LINE: Final = 76  # characters, the most that a line with an encoded word may have (RFC 2047 §2)
LINES: Final = SMTP.clone(max_line_length=_LINE, utf8=False)
"""How letters are folded."""
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST: Final = 200  # characters of a subject or a name; mailboxes show some 70
_PROOF_BYTES: Final = 10  # 80 bits: nobody guesses one of them by writing letters


def one_line(text: str) -> str:
    """Return a text as one line of what can be seen: no newline begins a header of its own, no
    mark turns the direction of writing.
    """
    visible = with_visible_turns(text.encode("utf-8", "replace")).decode()
    return " ".join(_CONTROLS.sub(" ", visible).split())[:_LONGEST].strip()


def address_proof(key: bytes, address: str) -> str:
    """Return what proves that a letter of ours went to an address: 16 small letters and digits.
    Only with it can a return say of an address that it takes no letters.
    """
    digest = hmac.digest(key, b"mail|" + address.strip().casefold().encode(), sha256)
    return b32encode(digest[:_PROOF_BYTES]).decode().casefold()


def message_id(key: bytes, row: str, address: str, domain: str) -> str:
    """Return a letter's Message-ID (RFC 5322 §3.6.4): the same for the same row, so that a letter
    which is sent again is the same letter to whoever looks for doubles.
    """
    digest = hmac.digest(key, f"letter|{row}|{address}".encode(), sha256)[:16].hex()
    return f"<{digest}.{address_proof(key, address)}@{domain}>"


def returns_to(mail: Mail, key: bytes, address: str) -> str:
    """Return the address on the envelope, to which servers return what they cannot deliver:
    with the proof behind a `+` where returns have a mailbox of their own (VERP).
    """
    if mail.returns is None:
        return mail.sender
    local, _, domain = mail.returns.rpartition("@")
    return f"{local}+{address_proof(key, address)}@{domain}"


def heads(mail: Mail, to: str, subject: str, office: str) -> bytes:
    """Return from whom, to whom and what about; and that a program wrote it, so that no program
    answers (RFC 3834 §5).

    Raises:
        ValueError: the address cannot stand in a head.

    """
    lines = [
        _from(one_line(office), mail.sender),
        unbroken("To", to) if to.isascii() else _folded("To", to),
        _subject(one_line(subject)),
        b"Auto-Submitted: auto-generated\r\n",
    ]
    if mail.reply_to is not None:
        lines.append(unbroken("Reply-To", mail.reply_to))
    return b"".join(lines)


def unbroken(name: str, value: str) -> bytes:
    """Return a head whose value stands as it is, on a line of its own if it is long: Python's
    mail package would write it as an encoded word, which these heads must not hold (RFC 2047 §5).
    """
    gap = " " if len(name) + len(value) < _LINE - 2 else "\r\n "
    return f"{name}:{gap}{value}\r\n".encode("ascii", "replace")


# Folding costs 2 ms a head, and the same two stand above all letters of a broadcast.


@lru_cache(maxsize=64)
def _from(office: str, sender: str) -> bytes:
    return _folded("From", Address(office, addr_spec=sender))


@lru_cache(maxsize=256)
def _subject(subject: str) -> bytes:
    return _folded("Subject", subject)


def _folded(name: str, value: object) -> bytes:
    message = EmailMessage(policy=LINES)
    message[name] = value
    return LINES.fold_binary(name, message[name])
