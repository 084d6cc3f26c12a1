"""How a person names an invitation on the command line: by its record, link or printed code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.base import InvitationRecord, Storage

__all__ = ["find_invitation"]


async def find_invitation(storage: Storage, wanted: str) -> InvitationRecord | None:
    """Return the invitation meant, whatever its state."""
    from bot.invitations import code_hash, device_hash, token_hash
    from flows.identifiers import InvitationId, normalise_code

    repository = storage.invitations
    last = wanted.strip().rstrip("/").rpartition("/")[2]
    code = normalise_code(last)
    return (
        await repository.by_id(InvitationId(last))
        or await repository.by_token_hash(token_hash(last))
        or await repository.by_token_hash(device_hash(last))
        or (await repository.by_code_hash(code_hash(code)) if code else None)
    )
