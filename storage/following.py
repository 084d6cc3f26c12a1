"""Counts what follows the transactions of a list: invitations, and those who got none."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, bindparam, exists, func, literal_column, select

from storage.base import Database
from storage.inviting_records import Following
from storage.inviting_tables import asked_people
from storage.tables import invitations as i
from storage.tables import responses as r
from storage.transaction_records import row_id
from storage.transaction_tables import transactions as t

__all__ = ["followed"]

_LAST_ROW: Final = 9_999_999
_answered = exists(
    select(r.c.id).where(
        # Spelt out, not a parameter: only so does the partial index fit.
        literal_column("responses.invitation_kind = 'personal'"),
        r.c.invitation_id == i.c.id,
        r.c.state == "completed",
    )
)
_FOLLOWING = select(
    func.count(),
    func.count(i.c.session_id),
    func.count().filter(_answered),
    func.max(i.c.transaction_id),
).where(i.c.transaction_id > bindparam("after"), i.c.transaction_id <= bindparam("upto"))
_PASSED_OVER = (
    select(func.count(), func.count(asked_people.c.person_index))
    .select_from(
        t.outerjoin(
            asked_people,
            asked_people.c.person_index == func.coalesce(t.c.person_index, t.c.phone_index),
        )
    )
    .where(
        and_(t.c.id > bindparam("after"), t.c.id <= bindparam("upto")),
        ~exists(select(i.c.id).where(i.c.transaction_id == t.c.id)),
    )
)


async def followed(database: Database, import_id: str) -> Following:
    """Return what follows the rows of an import so far. It takes as long as there are rows up to
    the last that got an invitation: some seconds for a million of them.
    """
    values = {"after": row_id(import_id, 0), "upto": row_id(import_id, _LAST_ROW)}
    [found] = await database.rows(_FOLLOWING, values, in_thread=True)
    invited, opened, answered, last = found
    if last is None:
        return Following()
    [left] = await database.rows(_PASSED_OVER, {**values, "upto": last}, in_thread=True)
    last_row = int(last.rpartition("/")[2])
    return Following(invited, opened, answered, last_row, *map(int, left))
