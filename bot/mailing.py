"""What letters are named by, and the page that ends them."""

from __future__ import annotations

from hashlib import sha256

from storage.base import Storage, UnitOfWork
from storage.mail_links import KeyedMailLinks
from storage.mail_records import BOUNCED, Bounce
from storage.secrets import KeyRing

__all__ = ["letters_key", "note_bounce", "unsubscribe_link"]


def letters_key(ring: KeyRing) -> bytes:
    """Return the key under which letters are named: it proves which returns are of ours."""
    return sha256(ring.signing_key + b"letters").digest()


def note_bounce(storage: Storage, unit: UnitOfWork, bounce: Bounce) -> None:
    """Write down that a letter came back, or was refused; no other goes there if that is for
    good.
    """
    storage.bounces.add(unit, bounce)
    if bounce.hard:
        storage.opt_outs.of_email(unit, bounce.address_index, bounce.at, BOUNCED)


def unsubscribe_link(base_url: str, ring: KeyRing, address: str) -> str:
    """Return the page on which whoever reads a letter ends them."""
    return f"{base_url}/unsubscribe/{KeyedMailLinks(ring).unsubscribe_token(address)}"
