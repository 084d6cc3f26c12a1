"""What officers keep for themselves: begun texts about cases, and filters under a name; sealed."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from flows.identifiers import ComplaintId, Instant
from storage.base import Database
from storage.desk_tables import drafts, saved_filters
from storage.dialects import ByDialect, named_values
from storage.secrets import KeyRing
from storage.work import UnitOfWork

__all__ = ["SqlDrafts", "SqlSavedFilters"]

_LOAD = select(drafts.c.text).where(
    drafts.c.account_id == bindparam("account_id"),
    drafts.c.complaint_id == bindparam("complaint_id"),
    drafts.c.kind == bindparam("kind"),
)
_KEEP = ByDialect(
    lambda insert: (
        insert(drafts)
        .values(named_values(drafts))
        .on_conflict_do_update(
            index_elements=list(drafts.primary_key),
            set_={name: bindparam(name) for name in ("text", "at")},
        )
    )
)
_DROP = delete(drafts).where(
    drafts.c.account_id == bindparam("of_account"),
    drafts.c.complaint_id == bindparam("of_complaint"),
    drafts.c.kind == bindparam("of_kind"),
)
_FORGET = delete(drafts).where(drafts.c.at < bindparam("before"))

_FILTERS = (
    select(saved_filters.c.name, saved_filters.c.query)
    .where(
        saved_filters.c.account_id == bindparam("account_id"),
        saved_filters.c.list == bindparam("list"),
    )
    .order_by(saved_filters.c.name)
)
_KEEP_FILTER = ByDialect(
    lambda insert: (
        insert(saved_filters)
        .values(named_values(saved_filters))
        .on_conflict_do_update(
            index_elements=list(saved_filters.primary_key), set_={"query": bindparam("query")}
        )
    )
)
_DROP_FILTER = delete(saved_filters).where(
    saved_filters.c.account_id == bindparam("of_account"),
    saved_filters.c.list == bindparam("of_list"),
    saved_filters.c.name == bindparam("of_name"),
)


class SqlDrafts:
    """`DraftRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def load(self, account_id: str, complaint_id: ComplaintId, kind: str) -> str | None:
        values = {"account_id": account_id, "complaint_id": complaint_id, "kind": kind}
        rows = await self._database.rows(_LOAD, values)
        place = f"{account_id}/{complaint_id}/{kind}"
        return self._ring.open_text("drafts", "text", place, rows[0][0]) if rows else None

    def keep(
        self,
        unit: UnitOfWork,
        account_id: str,
        complaint_id: ComplaintId,
        kind: str,
        text: str,
        at: Instant,
    ) -> None:
        place = f"{account_id}/{complaint_id}/{kind}"
        values = {
            "account_id": account_id,
            "complaint_id": complaint_id,
            "kind": kind,
            "text": self._ring.encrypt("drafts", "text", place, text.encode()),
            "at": at,
        }
        unit.add(_KEEP, values)

    def drop(
        self, unit: UnitOfWork, account_id: str, complaint_id: ComplaintId, kind: str
    ) -> None:
        known = {"of_account": account_id, "of_complaint": complaint_id, "of_kind": kind}
        unit.add(_DROP, known)

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        unit.add(_FORGET, {"before": before})


class SqlSavedFilters:
    """`SavedFilterRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    async def of_list(self, account_id: str, path: str) -> list[tuple[str, str]]:
        rows = await self._database.rows(_FILTERS, {"account_id": account_id, "list": path})
        return [(name, self._opened(f"{account_id}{path}/{name}", query)) for name, query in rows]

    def _opened(self, place: str, query: bytes) -> str:
        return self._ring.decrypt("saved_filters", "query", place, query).decode()

    def keep(self, unit: UnitOfWork, account_id: str, path: str, name: str, query: str) -> None:
        place = f"{account_id}{path}/{name}"
        sealed = self._ring.encrypt("saved_filters", "query", place, query.encode())
        own = {"account_id": account_id, "list": path, "name": name}
        unit.add(_KEEP_FILTER, {**own, "query": sealed})

    def drop(self, unit: UnitOfWork, account_id: str, path: str, name: str) -> None:
        unit.add(_DROP_FILTER, {"of_account": account_id, "of_list": path, "of_name": name})
