"""What an e-mail address is looked up by: one keyed hash for all ways of writing it."""

from __future__ import annotations

from typing import Final

from storage.secrets import KeyRing

__all__ = ["INDEX_BYTES", "email_index"]

INDEX_BYTES: Final = 32


def email_index(ring: KeyRing, address: str) -> bytes:
    """Return the blind index of an address. Servers may tell capitals apart in front of the `@`
    (RFC 5321 §2.4); none does, and people do not.
    """
    return ring.blind_index(f"email|{address.strip().casefold()}")
