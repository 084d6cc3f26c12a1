"""Keys of other systems: how they are made, shown once, and taken back."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from flows.identifiers import Instant, identifier_from
from storage.base import Storage, UnitOfWork
from storage.inviting_records import ApiKeyRecord

__all__ = ["NewKey", "key_hash", "new_key", "revoke_key"]


@dataclass(frozen=True, slots=True)
class NewKey:
    """A new key: the row to store, and what only its holder gets to see, once."""

    record: ApiKeyRecord
    secret: str = field(repr=False)

    async def store(self, storage: Storage) -> None:
        """Store it, and who made it, in one transaction."""
        unit, record = UnitOfWork(), self.record
        storage.api_keys.add(unit, record)
        storage.audit.note(
            unit,
            at=record.created_at,
            actor=record.created_by,
            action="api_key.made",
            target=record.id,
            detail={"title": record.name, "unit": record.unit_id},
        )
        await storage.commit(unit)


def key_hash(secret: str) -> str:
    """Return what is stored of a key. 256 random bits need no salt and no slow hash."""
    return sha256(f"api {secret}".encode()).hexdigest()


def new_key(
    name: str,
    unit_id: str,
    legal_basis: str,
    expires_at: Instant | None,
    actor: str,
    now: Instant,
) -> NewKey:
    """Make a key; nothing is stored yet. `name`: which system it is for."""
    secret = f"lnk_{secrets.token_urlsafe(32)}"
    record = ApiKeyRecord(
        id=identifier_from(os.urandom(32), "api_key", now),
        name=name,
        key_hash=key_hash(secret),
        unit_id=unit_id,
        legal_basis=legal_basis,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
    )
    return NewKey(record, secret)


async def revoke_key(storage: Storage, key_id: str, actor: str, now: Instant) -> None:
    """Take a key back, and write down who did.

    Raises:
        MissingRowError: there is no such key, or it was taken back already.

    """
    unit = UnitOfWork()
    storage.api_keys.revoke(unit, key_id, now)
    storage.audit.note(
        unit, at=now, actor=actor, action="api_key.revoked", target=key_id, detail={}
    )
    await storage.commit(unit)
