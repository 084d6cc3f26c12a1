"""Who works where, read as of now."""

from __future__ import annotations

from flows.desk.recusals import Company
from storage.base import Storage

__all__ = ["company_of"]


async def company_of(storage: Storage) -> Company:
    """Return who works where, as of now."""
    units = await storage.places.units()
    people = await storage.accounts.people()
    return Company(people, {unit.id: unit.parent_id for unit in units})
