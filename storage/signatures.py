"""Signatures of the key ring: over what is kept outside the database, for anyone to check."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.secrets import KeyRing

__all__ = ["is_signed", "public_key", "signed"]

_PURPOSE = b"lang-nghe audit heads"


def signed(ring: KeyRing, message: bytes) -> str:
    """Return the signature (base64, Ed25519) of a message."""
    return base64.b64encode(_key(ring.signing_key).sign(message)).decode()


def is_signed(ring: KeyRing, message: bytes, signature: str) -> bool:
    """Return whether this key ring signed a message."""
    try:
        given = base64.b64decode(signature, validate=True)
        _key(ring.signing_key).public_key().verify(given, message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def public_key(ring: KeyRing) -> str:
    """Return what others check the signatures with (base64, 32 bytes)."""
    return base64.b64encode(_key(ring.signing_key).public_key().public_bytes_raw()).decode()


@lru_cache(maxsize=4)
def _key(secret: bytes) -> Ed25519PrivateKey:
    # Derived, not a field of its own: a ring of before signs, too, and who goes back to the
    # version before still reads the ring.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return Ed25519PrivateKey.from_private_bytes(derived)
