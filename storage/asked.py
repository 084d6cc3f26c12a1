"""When each person was asked last: one row a person, under a keyed hash."""

from __future__ import annotations

from sqlalchemy import Boolean, and_, bindparam, delete, or_, select, union_all

from flows.identifiers import Instant
from storage.base import Database, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.inviting_base import AskedLatelyError
from storage.inviting_tables import asked_people as t
from storage.tables import invitations
from storage.transaction_records import row_id
from storage.transaction_tables import transactions as rows

__all__ = ["SqlAsked"]

_WHEN = select(t.c.asked_at).where(t.c.person_index == bindparam("person_index"))
_WHEN_ALONE = _WHEN.where(~t.c.shared)
# Two that ask at once write one row: the second finds it too young, touches none, and is refused.
_ASK = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.person_index],
            set_={name: bindparam(name) for name in ("asked_at", "invitation_id", "shared")},
            # The same invitation again: a call that did not get there is made once more.
            where=or_(
                t.c.asked_at <= bindparam("not_since"),
                t.c.invitation_id == bindparam("invitation_id"),
                # Of the row as it is when its lock is had: a number that was told alone meanwhile
                # is found, whatever this statement could see when it began.
                and_(bindparam("shared", type_=Boolean), t.c.shared),
            ),
        )
    )
)
_FORGET = delete(t).where(t.c.asked_at < bindparam("before"))
# Both are looked for: the person or the number, since rows are found by it; the invitation, since
# they may have been asked about something else as well.
_unopened = (
    select(invitations.c.id, rows.c.person_index, rows.c.phone_index)
    .join(rows, rows.c.id == invitations.c.transaction_id)
    .where(
        invitations.c.transaction_id > bindparam("after"),
        invitations.c.transaction_id <= bindparam("upto"),
        invitations.c.session_id.is_(None),
    )
    .cte("unopened")
)
_FORGET_UNOPENED = delete(t).where(
    t.c.person_index.in_(
        union_all(select(_unopened.c.person_index), select(_unopened.c.phone_index))
    ),
    t.c.invitation_id.in_(select(_unopened.c.id)),
)


class SqlAsked:
    """`AskedRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def when(self, person_index: bytes, *, alone: bool = False) -> Instant | None:
        statement = _WHEN_ALONE if alone else _WHEN
        rows = await self._database.rows(statement, {"person_index": person_index})
        return Instant(rows[0][0]) if rows else None

    def ask(
        self, unit: UnitOfWork, person_index: bytes, at: Instant, invitation_id: str, *,
        not_since: Instant, shared: bool = False,
    ) -> None:  # fmt: skip
        values = {
            "person_index": person_index,
            "asked_at": at,
            "invitation_id": invitation_id,
            "shared": shared,
        }
        unit.add(_ASK, {**values, "not_since": not_since}, AskedLatelyError)

    def forget_unopened(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        values = {"after": row_id(import_id, after), "upto": row_id(import_id, upto)}
        unit.add(_FORGET_UNOPENED, values)

    def forget(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})
