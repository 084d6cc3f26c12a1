"""Whoever of a wave cannot be asked for good, in SQL, and the rows of those who stand in."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, bindparam, func, insert, literal_column, or_, select, update

from storage.audiences import AUDIENCE_COLUMNS, audience
from storage.broadcast_tables import LOST_STATES
from storage.broadcast_tables import broadcast_recipients as r
from storage.broadcast_tables import broadcasts as t
from storage.campaign_tables import drawn as d
from storage.scopes import among

__all__ = ["COUNT_AUDIENCE", "ENROLL", "LOST", "MUST_BE_WHOLE"]

# The program could not write it, and could not write to a stand-in either.
_IS_OURS = func.coalesce(r.c.reason, "") == "unwritable"
LOST: Final = (
    select(r.c.transaction_id)
    .join(t, t.c.id == r.c.broadcast_id)
    .join(d, and_(d.c.campaign_id == t.c.campaign_id, d.c.transaction_id == r.c.transaction_id))
    .where(
        r.c.broadcast_id == bindparam("broadcast_id"),
        literal_column(LOST_STATES.replace("state", "broadcast_recipients.state")),
        or_(r.c.state != "cancelled", r.c.reason == "opted_out", r.c.reason == "asked_lately"),
        ~_IS_OURS,
        d.c.role == "main",
    )
    .order_by(r.c.number)
    .limit(bindparam("most"))
)
"""Of `unknown` ones nobody knows, and what is over for everybody is nobody's loss."""
MUST_BE_WHOLE: Final = (
    update(t)
    .where(
        t.c.id == bindparam("broadcast_id"),
        t.c.frozen_upto.is_(None),
        t.c.audience == bindparam("numbered"),
        t.c.sorted_upto == t.c.audience,
    )
    .values(audience=t.c.audience)
)
"""The fence: no other adds to it at the same time."""
ENROLL: Final = insert(r).from_select(
    AUDIENCE_COLUMNS,
    audience(0, adds=True, is_last=True).where(among(d.c.transaction_id, "transactions")),
)
COUNT_AUDIENCE: Final = (
    update(t)
    .where(t.c.id == bindparam("broadcast_id"))
    .values(
        audience=select(func.coalesce(func.max(r.c.number), 0))
        .where(r.c.broadcast_id == bindparam("broadcast_id"))
        .scalar_subquery()
    )
)
