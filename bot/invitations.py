"""Invitations: how a link and its printed code are made, and what of them is kept."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from msgspec.structs import replace

from flows.identifiers import Instant, InvitationId, code_from, identifier_from
from storage.base import InvitationRecord

__all__ = [
    "PERSONAL_DAYS",
    "TOKEN",
    "Invitation",
    "InvitationKind",
    "Invited",
    "case_link",
    "code_hash",
    "create_invitation",
    "device_hash",
    "kiosk_link",
    "link",
    "new_token",
    "renewed",
    "state_of",
    "token_hash",
]

InvitationKind: TypeAlias = Literal["personal", "place", "assisted"]

PERSONAL_DAYS: Final = 30
"""Days for which a personal link can be used, unless its maker says otherwise."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""What a token looks like: 128 random bits in 22 characters (design §5)."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invitation: the row to store, and what only its holder gets to see, once."""

    record: InvitationRecord
    token: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """What an invitation is about. `period_from` and `period_to` are days, both included."""

    kind: InvitationKind
    form: str
    language: str = "vi"
    unit_id: str | None = None
    place_id: str | None = None
    counter_id: str | None = None
    service: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    expires_at: Instant | None = None
    label: str | None = None
    procedure: str | None = None
    transaction_id: str | None = None
    commune: str | None = None
    trial: bool = False


def new_token() -> str:
    """Return a fresh token."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """Return what is stored of a token. 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_hash(token: str) -> str:
    """Return what is stored of the token that binds a kiosk to its place. It is no token of an
    invitation: the same characters open no landing page, and no poster's token binds a kiosk.
    """
    return token_hash(f"kiosk {token}")


def code_hash(code: str) -> str:
    """Return what is stored of a printed code, given in its printed form."""
    return hashlib.sha256(code.encode()).hexdigest()


def create_invitation(
    about: Invited, now: Instant, *, token: str | None = None, demo: bool = False
) -> Invitation:
    """Make an invitation; nothing is stored yet."""
    seed = os.urandom(32)
    token = token or new_token()
    code = code_from(seed, "code")
    record = InvitationRecord(
        id=InvitationId(identifier_from(seed, "invitation", now)),
        kind=about.kind,
        token_hash=token_hash(token),
        code_hash=code_hash(code),
        form=about.form,
        language=about.language,
        created_at=now,
        expires_at=about.expires_at,
        unit_id=about.unit_id,
        place_id=about.place_id,
        counter_id=about.counter_id,
        service=about.service,
        period_from=about.period_from.isoformat() if about.period_from else None,
        period_to=about.period_to.isoformat() if about.period_to else None,
        label=about.label,
        procedure=about.procedure,
        transaction_id=about.transaction_id,
        commune=about.commune,
        trial=about.trial,
        demo=demo,
    )
    return Invitation(record, token, code)


def renewed(record: InvitationRecord, expires_at: Instant) -> Invitation:
    """Return an invitation with another link, code and end, as it was otherwise."""
    seed = os.urandom(32)
    token, code = new_token(), code_from(seed, "code")
    hashes = {"token_hash": token_hash(token), "code_hash": code_hash(code)}
    return Invitation(replace(record, **hashes, expires_at=expires_at), token, code)


def link(base_url: str, token: str) -> str:
    """Return the address of the landing page: the only address that is ever given out."""
    return f"{base_url}/{token}"


def case_link(base_url: str, token: str) -> str:
    """Return the address of the page of one case, for its citizen."""
    return f"{base_url}/case/{token}"


def kiosk_link(base_url: str, token: str) -> str:
    """Return the address that is opened once on a tablet, to bind it to its place."""
    return f"{base_url}/kiosk/{token}"


def state_of(
    record: InvitationRecord, now: Instant
) -> Literal["revoked", "expired", "claimed", "open"]:
    """Return what an invitation is good for. `claimed` ones still lead their person back."""
    if record.revoked_at is not None:
        return "revoked"
    if record.expires_at is not None and record.expires_at <= now:
        return "expired"
    return "claimed" if record.session_id else "open"
