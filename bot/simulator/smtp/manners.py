"""What a mail server offers and demands, as servers differ."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Manners"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """`starttls_needed`: nothing is taken before it. `implicit_tls`: TLS from the first byte.
    `smtputf8`, `eight_bit_mime`: what RFC 6531 and RFC 6152 add. `size`: bytes of a letter.
    `mailboxes`: whom it knows; empty: everybody.
    """

    starttls_needed: bool = False
    implicit_tls: bool = False
    smtputf8: bool = False
    eight_bit_mime: bool = True
    size: int = 200_000
    mailboxes: frozenset[str] = frozenset()
