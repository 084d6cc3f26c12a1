"""What handlers need to know of cases and responses, read before they run: they only write."""

from __future__ import annotations

from collections.abc import Iterable

from bot.handlers.recusing import company_of
from bot.handlers.scene import Lookup
from flows.events import (
    CaseAgreed,
    CaseDisagreed,
    CaseSupplied,
    CaseTold,
    ComplaintSubmitted,
    Event,
    StatusRequested,
)
from storage.base import Storage

__all__ = ["look_up"]

_REPLIES = (CaseAgreed, CaseDisagreed, CaseSupplied)


async def look_up(storage: Storage, events: Iterable[Event]) -> dict[str, Lookup]:
    """Return what stands behind each code that these events name. Who could be named in a case
    is read where one is opened; other turns read nothing of it.
    """
    found: dict[str, Lookup] = {}
    for event in events:
        if isinstance(event, ComplaintSubmitted):
            found[event.code] = Lookup(company=await company_of(storage))
        elif isinstance(event, (*_REPLIES, CaseTold, StatusRequested)):
            replies = isinstance(event, _REPLIES)
            found[event.code] = await _found(storage, event.code, replies=replies)
    return found


async def _found(storage: Storage, code: str, *, replies: bool) -> Lookup:
    """Read what a code stands for; a reply is decided upon by all that the case stands on."""
    response = await storage.responses.by_code(code)
    case = await storage.complaints.by_code(code)
    if case is None or not replies:
        return Lookup(response, case)
    lines = len(await storage.complaints.history(case.id))
    company = await company_of(storage)
    parties = await storage.complaints.parties(case.id)
    above = company.above.get(case.owner_unit_id or "")
    return Lookup(response, case, lines, above, company, parties)
