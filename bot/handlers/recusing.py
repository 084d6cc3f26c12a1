"""Keeping who is named in a case away from it, in the transaction that writes what they are
named in (domain §4.2, conflict of interest).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flows.desk.cases import CaseTurn
from flows.desk.recusals import Cause, Company, kept_away
from flows.identifiers import ComplaintId
from storage.base import Storage, UnitOfWork

__all__ = ["company_of", "keep_away_named", "put_parties"]


async def company_of(storage: Storage) -> Company:
    """Return who works where, as of now."""
    units = await storage.places.units()
    people = await storage.accounts.people()
    return Company(people, {unit.id: unit.parent_id for unit in units})


def keep_away_named(
    storage: Storage,
    unit: UnitOfWork,
    turn: CaseTurn,
    texts: Iterable[str | None],
    company: Company,
    parties: Collection[str] = (),
) -> CaseTurn:
    """Add to a unit the parties that these texts of a case name, and return the turn with what
    becomes of the case by it. `parties`: who is kept away already.
    """
    named = company.named(turn.case, filter(None, texts)) - set(parties)
    put_parties(storage, unit, ComplaintId(turn.case.id), named, "named")
    return kept_away(turn, named, parties, company)


def put_parties(
    storage: Storage,
    unit: UnitOfWork,
    case_id: ComplaintId,
    accounts: Iterable[str],
    cause: Cause,
) -> None:
    """Add to a unit that these accounts never see the case."""
    for account_id in sorted(accounts):
        storage.complaints.add_party(unit, case_id, account_id, cause)
