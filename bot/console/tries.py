"""What a wrong proof leaves behind, wherever it was typed: a count, a lock, a line in the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from bot.accounts import By, note, save
from bot.console.gate import refused
from bot.console.routes import Guest
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord

__all__ = ["Where", "means_of", "store_refusal"]

Where: TypeAlias = Literal["door", "link", "own_page"]
"""Where somebody tried: the sign-in page, a one-time link, the page of who is signed in."""


async def store_refusal(guest: Guest, account: AccountRecord, actor: str, where: Where) -> None:
    """Count a wrong try and note it; nothing happens while the account is locked anyway.

    Raises:
        StaleSessionError: another try was stored meanwhile.

    """
    changes = refused(account, guest.now)
    if changes is None:
        return
    storage, unit = guest.services.storage, UnitOfWork()
    saved = save(storage, unit, account, **changes)
    action = "account.refused" if saved.locked_until is None else "account.locked"
    detail = {"tries": str(saved.failures), "where": where}
    note(storage, unit, saved, By(actor, guest.now), action, detail)
    await storage.commit(unit)


def means_of(changes: Mapping[str, object]) -> str:
    """Return by which of the two somebody was admitted, as the audit log names it."""
    return "recovery_code" if "recovery" in changes else "authenticator"
