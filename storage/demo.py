"""The example data: what belongs to it, and how it is removed from under the real data."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Table, delete, func, or_, select

from storage import tables as t
from storage.base import Database, UnitOfWork

__all__ = ["remove_demo"]

_responses = select(t.responses.c.id).where(t.responses.c.demo)
_complaints = select(t.complaints.c.id).where(t.complaints.c.demo)
_places = select(t.places.c.id).where(t.places.c.demo)

# A session is example data if an example invitation or response made it, and nothing real did.
_sessions = select(t.sessions.c.id).where(
    or_(
        t.sessions.c.invitation_id.in_(select(t.invitations.c.id).where(t.invitations.c.demo)),
        t.sessions.c.id.in_(select(t.responses.c.session_id).where(t.responses.c.demo)),
    ),
    t.sessions.c.id.not_in(select(t.responses.c.session_id).where(~t.responses.c.demo)),
)

# An office may have hung its own places and units below an example unit: that branch stays.
_real = (
    select(t.units.c.id, t.units.c.parent_id)
    .where(
        or_(
            ~t.units.c.demo,
            t.units.c.id.in_(select(t.places.c.unit_id).where(~t.places.c.demo)),
        )
    )
    .cte("real_units", recursive=True)
)
_kept = _real.union(
    select(t.units.c.id, t.units.c.parent_id).where(t.units.c.id == _real.c.parent_id)
)

_BELONGS: Final[tuple[tuple[Table, ColumnElement[bool]], ...]] = (
    (t.conversations, t.conversations.c.session_id.in_(_sessions)),
    (t.inbox, t.inbox.c.session_id.in_(_sessions)),
    (t.outbox, t.outbox.c.session_id.in_(_sessions)),
    (t.timers, t.timers.c.session_id.in_(_sessions)),
    (t.answers, t.answers.c.response_id.in_(_responses)),
    (t.consents, t.consents.c.response_id.in_(_responses)),
    (t.phones, t.phones.c.response_id.in_(_responses)),
    (t.misreadings, t.misreadings.c.response_id.in_(_responses)),
    (t.complaint_events, t.complaint_events.c.complaint_id.in_(_complaints)),
    (t.complaints, t.complaints.c.demo),
    (t.sessions, t.sessions.c.id.in_(_sessions)),
    (t.responses, t.responses.c.demo),
    (t.invitations, t.invitations.c.demo),
    (t.counters, t.counters.c.place_id.in_(_places)),
    (t.places, t.places.c.demo),
    (t.units, t.units.c.demo & t.units.c.id.not_in(select(_kept.c.id))),
    (t.audit, t.audit.c.demo),
)
"""What to remove from which table; parts before wholes, and sessions while we can still tell."""

_COUNTS = {
    table.name: select(func.count()).select_from(table).where(belongs)
    for table, belongs in _BELONGS
}
_DELETES = [delete(table).where(belongs) for table, belongs in _BELONGS]


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
