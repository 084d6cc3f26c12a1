"""Right of reply: a ranked unit or officer sees their place, and says something to it (R38)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.reporting.parts import edition_in
from bot.units.company import company_of
from flows.desk.notices import heads_of
from storage.base import Storage
from storage.report_records import ReportRecord
from survey.editions import Edition, Place
from survey.index import OVERALL
from survey.report_edits import Reply, reply_to

__all__ = ["Ranked", "my_places"]

Subject: TypeAlias = Literal["unit", "officer"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking that somebody may see and reply to: their own, or their unit's."""

    report: ReportRecord
    subject: Subject
    place: Place
    of: int
    """How many are ranked."""
    reply: Reply | None
    level: str
    """What the ranking is by (`survey.index.LEVELS`)."""


async def my_places(
    storage: Storage, account_id: str, units: Collection[str] | None
) -> list[Ranked]:
    """Return the places of an account, and of the units that it is the head of, in reports that
    can still be replied to; the newest report first. `units`: for which it may reply; None: all.

    Who is only above a unit speaks for it where it has no head of its own, as they are asked to.
    """
    officers = await _officers_of(storage, account_id)
    company = await company_of(storage)

    def is_mine(unit_id: str) -> bool:
        may = units is None or unit_id in units
        return may and account_id in heads_of(unit_id, company)

    found: list[Ranked] = []
    for record in await storage.reports.open_replies():
        edition = await edition_in(storage, record.id)
        places = list(_places(edition, officers, is_mine))
        if places:
            replies = await storage.reports.replies(record.id)
            by: dict[Subject, str] = {"unit": OVERALL, "officer": edition.officers_by}
            found += [
                Ranked(record, subject, place, of, reply_to(place, subject, replies), by[subject])
                for subject, place, of in places
            ]
    return found


async def _officers_of(storage: Storage, account_id: str) -> frozenset[str]:
    """Return the officers of the rosters that an account belongs to."""
    known = await storage.roster.officers()
    return frozenset(one.id for one in known if one.account_id == account_id)


def _places(
    edition: Edition, officers: Collection[str], is_mine: Callable[[str], bool]
) -> Iterator[tuple[Subject, Place, int]]:
    for place in edition.ranking:
        if is_mine(place.key):
            yield "unit", place, len(edition.ranking)
    for place in edition.officers:
        if place.key in officers:
            yield "officer", place, len(edition.officers)
