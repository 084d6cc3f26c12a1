"""What the console leaves with a browser for a while: sealed, so that it is read and changed by
nobody else, and too old after its time.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TypeVar

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from flows.identifiers import Instant

__all__ = ["Keeping"]

T = TypeVar("T", bound=msgspec.Struct)

_MS = 1000


class Keeping:
    """Seals small values for one purpose; what was sealed for another does not open."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(sha256(key + purpose.encode()).digest()))

    def seal(self, value: msgspec.Struct, now: Instant) -> str:
        """Return a value as a browser may keep it."""
        return self._fernet.encrypt_at_time(msgspec.json.encode(value), now // _MS).decode()

    def open(self, sealed: str, kind: type[T], now: Instant, seconds: int) -> T | None:
        """Return what was sealed at most so many `seconds` ago; None for anything else."""
        try:
            plain = self._fernet.decrypt_at_time(sealed.encode(), seconds, now // _MS)
            return msgspec.json.decode(plain, type=kind)
        except (InvalidToken, msgspec.DecodeError, UnicodeEncodeError):
            return None
