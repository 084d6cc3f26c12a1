"""Who was rated: the officers at the counter that a response is about (domain §4.2).

They have a conflict of interest in a case that comes of it, whether it names them or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flows.identifiers import Instant
from flows.workdays import local_date
from storage.base import ComplaintRecord, ResponseRecord, Storage
from survey.roster import Desk, RosterRow, Seated, seated, seated_during

__all__ = ["Service", "rated_accounts", "service_in", "service_of", "service_told_of"]


class Service(NamedTuple):
    """Where somebody was served, and when: on the days of a transaction (both included) where
    its invitation tells them, else when the response was begun.
    """

    desk: Desk
    at: Instant
    days: tuple[date, date] | None = None

    def seated(self, rows: list[RosterRow]) -> Seated:
        """Return who sat there then."""
        if self.days is None:
            return seated(rows, self.desk, self.at)
        return seated_during(rows, self.desk, *self.days)


def service_in(facts: Mapping[str, str], at: Instant) -> Service | None:
    """Return the service that a session is about; None where no place is known."""
    if "place" not in facts:
        return None
    # Posters ask about the last ninety days, and are answered at the counter.
    days = None
    if facts.get("invitation_kind") == "personal":
        days = date.fromisoformat(facts["from_date"]), date.fromisoformat(facts["to_date"])
    return Service(Desk(facts["place"], facts.get("counter")), at, days)


async def service_of(storage: Storage, case: ComplaintRecord) -> Service | None:
    """Return the service that a case is about, from its rows."""
    if case.place_id is None:
        return None
    desk = Desk(case.place_id, case.counter_id)
    response = await storage.responses.load(case.response_id)
    if response is None:
        return Service(desk, case.created_at)
    return await _service(storage, response, desk)


async def service_told_of(storage: Storage, response: ResponseRecord) -> Service | None:
    """Return the service that a response is about, from its rows."""
    if response.place_id is None:
        return None
    return await _service(storage, response, Desk(response.place_id, response.counter_id))


async def _service(storage: Storage, response: ResponseRecord, desk: Desk) -> Service:
    invitation = (
        await storage.invitations.by_id(response.invitation_id) if response.invitation_id else None
    )
    if invitation is None or invitation.kind != "personal" or not invitation.period_from:
        return Service(desk, response.started_at)
    first = date.fromisoformat(invitation.period_from)
    last = date.fromisoformat(invitation.period_to or invitation.period_from)
    return Service(desk, response.started_at, (first, last))


async def rated_accounts(storage: Storage, service: Service | None) -> frozenset[str]:
    """Return the accounts of who sat there then. Of two at one counter nobody is rated, but both
    are kept away: rather one officer too many than the wrong one let in.
    """
    if service is None:
        return frozenset()
    first, last = service.days or (local_date(service.at),) * 2
    rows = await storage.roster.of_place(service.desk.place_id, first, last)
    officers = service.seated(list(rows)).officers
    return await storage.roster.accounts_of(officers) if officers else frozenset()
