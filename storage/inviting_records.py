"""What is kept of other systems that hand in transactions, and what is known of invitations."""

from __future__ import annotations

from msgspec import Struct

from flows.identifiers import Instant

__all__ = ["ApiAnswer", "ApiKeyRecord", "Following"]


class ApiKeyRecord(Struct, frozen=True, kw_only=True):
    """A key by which another system hands in transactions of one unit and those below it. Of the
    key itself (256 random bits) only its SHA-256 is stored.
    """

    id: str
    name: str
    """Which system it is, as whoever made the key says."""
    key_hash: str
    unit_id: str
    legal_basis: str
    """By which law or agreement telephone numbers may be handed over and used."""
    created_at: Instant
    created_by: str
    expires_at: Instant | None = None
    revoked_at: Instant | None = None
    used_on: str | None = None
    """The day (ISO) on which it was used last."""

    def is_good(self, now: Instant) -> bool:
        """Tell whether it opens anything now."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not is_over


class ApiAnswer(Struct, frozen=True, kw_only=True):
    """What a request was answered. `request_hash`: a keyed hash of its body."""

    key_id: str
    idempotency_key: str
    request_hash: str
    status: int
    body: bytes
    at: Instant


class Following(Struct, frozen=True):
    """How many invitations follow the rows of a list, and what became of them."""

    invited: int = 0
    opened: int = 0
    answered: int = 0
    """Answered to the end."""
    last_row: int = 0
    """The last row that got one; 0: none has."""
    passed_over: int = 0
    """Rows up to the last one that got none."""
    asked_lately: int = 0
    """Of those: rows of people who were asked about another transaction."""
