"""Links of recipients, derived and never stored: each time the same for the same transaction."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final

from flows.identifiers import code_from

__all__ = ["Links", "Pass"]

_TOKEN_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Pass:
    """What lets one person in. `seed` is what else of their invitation is derived from."""

    token: str
    code: str
    seed: bytes


@dataclass(frozen=True, slots=True)
class Links:
    """Who holds `key` (the ring's signing key) can make the links of all recipients; who has the
    database alone can make none. A second try, a reminder and a printed list carry the same link.
    """

    key: bytes = field(repr=False)

    def of(self, campaign_id: str, transaction_id: str) -> Pass:
        """Return the token (128 bits in 22 characters, design §5) and the printed code."""
        name = f"invitation|{campaign_id}|{transaction_id}"
        seed = hmac.digest(self.key, name.encode(), "sha256")
        token = urlsafe_b64encode(seed[:_TOKEN_BYTES]).rstrip(b"=").decode()
        return Pass(token, code_from(seed[_TOKEN_BYTES:], "code"), seed[_TOKEN_BYTES:])
