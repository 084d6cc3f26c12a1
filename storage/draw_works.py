"""The long work of draws as rows, and the figures that are kept of large frames."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, or_, select, update

from flows.identifiers import Instant
from storage.base import Database, StaleSessionError, UnitOfWork
from storage.campaign_tables import draw_outlooks as o
from storage.campaign_tables import draw_works as t
from storage.dialects import ByDialect, named_values
from storage.draw_records import LIVE_WORK, DrawWork, KeptOutlook
from survey.seals import Kind

__all__ = ["SqlDrawWorks", "is_live"]

_FIELDS: Final = DrawWork.__struct_fields__
_FIGURES: Final = KeptOutlook.__struct_fields__
is_live = or_(*(t.c.state == state for state in sorted(LIVE_WORK)))
"""Whether a work is still to be done."""
_ALL = select(*(t.c[name] for name in _FIELDS))
_OF_CAMPAIGN = _ALL.where(t.c.campaign_id == bindparam("campaign_id"))
_DUE = _ALL.where(is_live, t.c.lease_until < bindparam("now")).order_by(t.c.at).limit(1)
_SAVE = (
    update(t)
    .where(
        t.c.campaign_id == bindparam("of_campaign"),
        t.c.version == bindparam("was_version"),
        is_live,
    )
    .values({name: bindparam(name) for name in _FIELDS if name != "campaign_id"})
)
_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .values(named_values(t))
        .on_conflict_do_update(
            index_elements=[t.c.campaign_id],
            set_={column.name: bindparam(column.name) for column in t.c if not column.primary_key},
            where=~is_live,
        )
    )
)

_OUTLOOKS = select(*(o.c[name] for name in _FIGURES))
_OUTLOOK = _OUTLOOKS.where(
    o.c.campaign_id == bindparam("campaign_id"), o.c.kind == bindparam("kind")
)
_OUTLOOK_DUE = (
    _OUTLOOKS.where(o.c.wanted_at > o.c.counted_at, o.c.lease_until < bindparam("now"))
    .order_by(o.c.wanted_at)
    .limit(1)
)


def _put(*changed: str) -> ByDialect:
    return ByDialect(
        lambda insert: (
            insert(o)
            .values(named_values(o))
            .on_conflict_do_update(
                index_elements=list(o.primary_key),
                set_={name: bindparam(name) for name in changed},
            )
        )
    )


_WANT: Final = _put("wanted_at")
_KEEP: Final = _put("stamp", "figures", "counted_at", "lease_until")


class SqlDrawWorks:
    """`DrawWorkRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_campaign(self, campaign_id: str) -> DrawWork | None:
        return await self._work(_OF_CAMPAIGN, {"campaign_id": campaign_id})

    async def due(self, now: Instant) -> DrawWork | None:
        return await self._work(_DUE, {"now": now})

    async def _work(self, statement: object, values: dict[str, Any]) -> DrawWork | None:
        rows = await self._database.rows(statement, values)
        return DrawWork(**dict(zip(_FIELDS, rows[0], strict=True))) if rows else None

    def add(self, unit: UnitOfWork, work: DrawWork) -> None:
        unit.add(_ADD, msgspec.structs.asdict(work), StaleSessionError)

    def save(self, unit: UnitOfWork, work: DrawWork) -> None:
        values = msgspec.structs.asdict(work)
        values |= {"of_campaign": values.pop("campaign_id"), "was_version": work.version - 1}
        unit.add(_SAVE, values, StaleSessionError)

    # -- figures

    async def outlook(self, campaign_id: str, kind: Kind) -> KeptOutlook | None:
        return await self._outlook(_OUTLOOK, {"campaign_id": campaign_id, "kind": kind})

    async def outlook_due(self, now: Instant) -> KeptOutlook | None:
        return await self._outlook(_OUTLOOK_DUE, {"now": now})

    async def _outlook(self, statement: object, values: dict[str, Any]) -> KeptOutlook | None:
        rows = await self._database.rows(statement, values)
        return KeptOutlook(**dict(zip(_FIGURES, rows[0], strict=True))) if rows else None

    def want_outlook(self, unit: UnitOfWork, campaign_id: str, kind: Kind, now: Instant) -> None:
        wanted = KeptOutlook(campaign_id=campaign_id, kind=kind, wanted_at=now)
        unit.add(_WANT, msgspec.structs.asdict(wanted))

    def keep_outlook(self, unit: UnitOfWork, kept: KeptOutlook) -> None:
        unit.add(_KEEP, msgspec.structs.asdict(kept))
