"""Keeping who is named or rated in a case away from it, in the transaction that writes what they
are named in (domain §4.2, conflict of interest).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.units.company import company_of
from flows.desk.cases import CaseTurn
from flows.desk.linked_words import linked_words
from flows.desk.recusals import Cause, Company, kept_away
from flows.identifiers import ComplaintId
from flows.rulebook import Rulebook
from storage.base import ComplaintRecord, Storage, UnitOfWork

__all__ = ["citizens_words", "company_of", "keep_away_named", "keep_away_rated", "put_parties"]


async def citizens_words(storage: Storage, rules: Rulebook, record: ComplaintRecord) -> list[str]:
    """Return all that the citizen wrote about a case, in it and in the surveys of its chat: whose
    names stand in it are kept away.
    """
    history = await storage.complaints.history(record.id)
    said = (record.story, *(line.text for line in history if line.actor == "citizen"))
    stored = await storage.sessions.load(record.session_id) if record.session_id else None
    beside = linked_words(rules, stored.session) if stored else ()
    return [text for text in (*said, *beside) if text]


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


def keep_away_rated(
    storage: Storage,
    unit: UnitOfWork,
    turn: CaseTurn,
    rated: Collection[str],
    company: Company,
    parties: Collection[str] = (),
) -> CaseTurn:
    """Do the same for who sat at the counter that the case is about (`rated_accounts`)."""
    named = {line.detail["officer"] for line in turn.lines if line.kind == "concerned"}
    away = {*parties, *named}
    new = set(rated) - away
    put_parties(storage, unit, ComplaintId(turn.case.id), new, "rated")
    return kept_away(turn, new, away, company, "rated")


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
