"""The example data: what belongs to it, and how it is removed from under the real data."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, Table, delete, exists, func, or_, select, union

from storage import call_back_tables as c
from storage import desk_tables as d
from storage import office_tables as o
from storage import tables as t
from storage.base import Database, UnitOfWork

__all__ = ["kept_demo", "remove_demo"]

_responses = select(t.responses.c.id).where(t.responses.c.demo)
_complaints = select(t.complaints.c.id).where(t.complaints.c.demo)
_codes = select(t.complaints.c.code).where(t.complaints.c.demo)

# A session is example data if an example invitation or response made it, and nothing real did.
_sessions = select(t.sessions.c.id).where(
    or_(
        t.sessions.c.invitation_id.in_(select(t.invitations.c.id).where(t.invitations.c.demo)),
        t.sessions.c.id.in_(select(t.responses.c.session_id).where(t.responses.c.demo)),
    ),
    # An erased response has no session, and one NULL makes NOT IN true for nobody.
    t.sessions.c.id.not_in(
        select(t.responses.c.session_id).where(
            ~t.responses.c.demo, t.responses.c.session_id.is_not(None)
        )
    ),
)


_real_responses, _real_cases, _real_links = (
    select(table).where(~table.c.demo).subquery()
    for table in (t.responses, t.complaints, t.invitations)
)


def _named(*columns: ColumnElement[str | None]) -> list[Select[str | None]]:
    return [select(column).where(column.is_not(None)) for column in columns]


# Whoever tried the example link, or printed a code for the example desk, left rows that name it.
_kept_places = t.places.c.id.in_(
    union(
        *_named(_real_responses.c.place_id, _real_cases.c.place_id, _real_links.c.place_id),
    )
)
# Who began without a unit carries the root in the session, where no query can look.
_rootless = exists(select(_real_responses.c.id).where(_real_responses.c.unit_id.is_(None)))

# An office may have hung its own places and units below an example unit: that branch stays.
_real = (
    select(t.units.c.id, t.units.c.parent_id)
    .where(
        or_(
            ~t.units.c.demo,
            t.units.c.id.in_(
                select(t.places.c.unit_id).where(or_(~t.places.c.demo, _kept_places))
            ),
            t.units.c.id.in_(
                union(
                    *_named(
                        _real_responses.c.unit_id,
                        _real_cases.c.unit_id,
                        _real_cases.c.owner_unit_id,
                        _real_links.c.unit_id,
                    )
                )
            ),
            t.units.c.parent_id.is_(None) & _rootless,
        )
    )
    .cte("real_units", recursive=True)
)
_kept = _real.union(
    select(t.units.c.id, t.units.c.parent_id).where(t.units.c.id == _real.c.parent_id)
)
_kept_units = t.units.c.id.in_(select(_kept.c.id))
_places = select(t.places.c.id).where(t.places.c.demo, ~_kept_places)

_BELONGS: Final[tuple[tuple[Table, ColumnElement[bool]], ...]] = (
    (t.conversations, t.conversations.c.session_id.in_(_sessions)),
    (t.inbox, t.inbox.c.session_id.in_(_sessions)),
    (t.outbox, t.outbox.c.session_id.in_(_sessions)),
    (t.timers, t.timers.c.session_id.in_(_sessions)),
    (t.answers, t.answers.c.response_id.in_(_responses)),
    (t.consents, t.consents.c.response_id.in_(_responses)),
    (t.phones, t.phones.c.response_id.in_(_responses)),
    (t.proofs, t.proofs.c.response_id.in_(_responses)),
    (t.attachments, t.attachments.c.response_id.in_(_responses)),
    (t.misreadings, t.misreadings.c.response_id.in_(_responses)),
    (d.response_marks, d.response_marks.c.response_id.in_(_responses)),
    (c.call_backs, c.call_backs.c.response_id.in_(_responses)),
    (d.complaint_words, d.complaint_words.c.complaint_id.in_(_complaints)),
    (d.case_parties, d.case_parties.c.complaint_id.in_(_complaints)),
    (d.case_links, d.case_links.c.complaint_id.in_(_complaints)),
    (d.drafts, d.drafts.c.complaint_id.in_(_complaints)),
    (d.notices, d.notices.c.object.in_(_codes)),
    (t.complaint_events, t.complaint_events.c.complaint_id.in_(_complaints)),
    (t.complaints, t.complaints.c.demo),
    (t.sessions, t.sessions.c.id.in_(_sessions)),
    (t.responses, t.responses.c.demo),
    (t.invitations, t.invitations.c.demo),
    (t.counters, t.counters.c.place_id.in_(_places)),
    (t.places, t.places.c.demo & ~_kept_places),
    (o.unit_events, o.unit_events.c.demo),
    (t.units, t.units.c.demo & ~_kept_units),
    (o.procedures, o.procedures.c.demo),
    (t.audit, t.audit.c.demo),
)
"""What to remove from which table; parts before wholes, and sessions while we can still tell."""

_COUNTS = {
    table.name: select(func.count()).select_from(table).where(belongs)
    for table, belongs in _BELONGS
}
_KEPT = {
    "units": select(func.count()).select_from(t.units).where(t.units.c.demo, _kept_units),
    "places": select(func.count()).select_from(t.places).where(t.places.c.demo, _kept_places),
}
_DELETES = [delete(table).where(belongs) for table, belongs in _BELONGS]


async def kept_demo(database: Database) -> dict[str, int]:
    """Return how many example units and places real rows name: they are not removed."""
    return {
        name: (await database.rows(count, in_thread=True))[0][0] for name, count in _KEPT.items()
    }


async def remove_demo(database: Database) -> dict[str, int]:
    """Remove the example data in one transaction; return how many rows by table."""
    counts = {
        name: (await database.rows(count, in_thread=True))[0][0] for name, count in _COUNTS.items()
    }
    unit = UnitOfWork()
    for statement in _DELETES:
        unit.add(statement, {})
    await database.commit(unit)
    return counts
