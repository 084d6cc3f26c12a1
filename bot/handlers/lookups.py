"""What handlers need to know of cases and responses, read before they run: they only write."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.handlers.rating import rated_accounts, service_in
from bot.handlers.recusing import company_of
from bot.handlers.scene import Lookup
from flows.desk.linked_words import case_codes
from flows.events import (
    AnswerRecorded,
    CaseAgreed,
    CaseDisagreed,
    CaseSupplied,
    CaseTold,
    ComplaintSubmitted,
    Event,
    StatusRequested,
)
from flows.identifiers import Instant
from flows.session import Session
from storage.base import Storage

__all__ = ["look_up"]

_REPLIES = (CaseAgreed, CaseDisagreed, CaseSupplied)


async def look_up(
    storage: Storage, events: Collection[Event], session: Session, now: Instant
) -> dict[str, Lookup]:
    """Return what stands behind each code that these events name, and behind the cases of the
    session where something is written in its survey. Who could be named in a case is read where
    one is opened, and who was rated; other turns read nothing of it.
    """
    found: dict[str, Lookup] = {}
    for event in events:
        if isinstance(event, ComplaintSubmitted):
            found[event.code] = await _of_new(storage, event, session.facts, now)
        elif isinstance(event, (*_REPLIES, CaseTold, StatusRequested)):
            replies = isinstance(event, _REPLIES)
            found[event.code] = await _found(storage, event.code, replies=replies)
    if any(isinstance(event, AnswerRecorded) and _has_words(event) for event in events):
        for code in set(case_codes(session)) - found.keys():
            found[code] = await _found(storage, code, replies=True)
    return found


def _has_words(event: AnswerRecorded) -> bool:
    return bool(event.comment) or event.method == "text"


async def _of_new(
    storage: Storage, event: ComplaintSubmitted, facts: Mapping[str, str], now: Instant
) -> Lookup:
    """Read whom a new case could concern: it was told in a response that is there, or begins."""
    response = await storage.responses.load(event.response_id)
    service = service_in(facts, response.started_at if response is not None else now)
    rated = await rated_accounts(storage, service)
    return Lookup(company=await company_of(storage), rated=rated)


async def _found(storage: Storage, code: str, *, replies: bool) -> Lookup:
    """Read what a code stands for; a reply is decided upon by all that the case stands on."""
    response = await storage.responses.by_code(code)
    case = await storage.complaints.by_code(code)
    if case is None or not replies:
        return Lookup(response, case)
    lines = len(await storage.complaints.history(case.id))
    company = await company_of(storage)
    parties = frozenset(await storage.complaints.parties(case.id))
    above = company.above.get(case.owner_unit_id or "")
    return Lookup(response, case, lines, above, company, parties)
