"""Typed identifiers and the codes that people read aloud, derived from randomness passed in."""

from __future__ import annotations

from hashlib import blake2b
from typing import NewType

__all__ = [
    "CODE_ALPHABET",
    "ComplaintId",
    "Instant",
    "InvitationId",
    "QuestionId",
    "ResponseId",
    "SessionId",
    "check_character",
    "code_from",
    "first_identifier",
    "identifier_from",
    "normalise_code",
]

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01 00:00 UTC. One integer on every database: no time-zone trap."""

SessionId = NewType("SessionId", str)
ResponseId = NewType("ResponseId", str)
ComplaintId = NewType("ComplaintId", str)
InvitationId = NewType("InvitationId", str)
QuestionId = NewType("QuestionId", str)

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford base32: no I, L, O, U, so that a code survives being read over the telephone."""

_CODE_DIGITS = 10  # 10 × 5 = 50 random bits (design §5)
_LOOKALIKES = str.maketrans("OILU", "011V")
_SORTED_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _SORTED_ALPHABET for second in _SORTED_ALPHABET]


def _digest(seed: bytes, label: str, size: int) -> int:
    return int.from_bytes(blake2b(label.encode(), key=seed, digest_size=size).digest(), "big")


def identifier_from(seed: bytes, label: str, now: Instant) -> str:
    """Return a 26-character identifier that sorts by time (ULID layout: 48 bits time, 80 random).

    `seed` is 16 to 64 random bytes, fresh for each turn; `label` tells apart the identifiers
    that one turn makes. The same arguments always give the same identifier.
    """
    return _spelt((now << 80) | _digest(seed, label, 10))


def first_identifier(moment: Instant) -> str:
    """Return what sorts before all identifiers of a moment (from 1970), and behind all earlier."""
    return _spelt(moment << 80)


def _spelt(number: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])


def check_character(body: str) -> str:
    """Return the check character of a code body: finds every single mistyped character.

    The weights are odd multipliers, hence units modulo 32: a changed character always changes
    the sum, and so do most swaps of neighbours.
    """
    total = sum((2 * i + 3) * CODE_ALPHABET.index(c) for i, c in enumerate(body))
    return CODE_ALPHABET[total % 32]


def code_from(seed: bytes, label: str) -> str:
    """Return a printable code, `XXXXX-XXXXX-C`: 50 random bits and a check character."""
    number = _digest(seed, label, 8)
    body = "".join(CODE_ALPHABET[(number >> shift) & 31] for shift in range(45, -1, -5))
    return f"{body[:5]}-{body[5:]}-{check_character(body)}"


def normalise_code(text: str) -> str | None:
    """Return the code that a person typed in its printed form, or None if it is none.

    Case, spaces and dashes do not count; O, I, L and U are read as 0, 1, 1 and V. A code whose
    check character is wrong gives None.
    """
    plain = "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKALIKES)
    if len(plain) != _CODE_DIGITS + 1 or any(c not in CODE_ALPHABET for c in plain):
        return None
    body, check = plain[:-1], plain[-1]
    return f"{body[:5]}-{body[5:]}-{check}" if check_character(body) == check else None
