"""What happened to units, and the rows of today that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import Select, bindparam, delete, func, select, update

from storage.base import (
    Database,
    MissingRowError,
    StaleSessionError,
    UnitOfWork,
    UnitRecord,
)
from storage.case_states import IS_OPEN
from storage.desk_tables import account_grants as grants
from storage.dialects import ByDialect, named_values
from storage.meta_rows import KEEP_META
from storage.office_tables import unit_events as t
from storage.office_tables import unit_hand_overs as h
from storage.tables import complaints, meta, places, units
from storage.unit_records import HandOver, Held
from survey.unit_events import Body, UnitEvent

__all__ = ["SqlUnits"]

_MARK: Final = "units_in_effect"
_encode = msgspec.json.Encoder().encode
_decode: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)

_EVENTS = select(
    t.c.number, t.c.day, t.c.body, t.c.decision, t.c.example, t.c.at, t.c.actor
).order_by(t.c.number)
_VERSION = select(func.coalesce(func.max(t.c.number), 0))
_IN_EFFECT = select(meta.c.value).where(meta.c.key == bindparam("key"))
# Written only behind the newest: who has not seen that one has decided too early.
_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .from_select(
            t.c.keys(),
            select(*named_values(t).values()).where(
                bindparam("number", type_=t.c.number.type)
                == select(func.coalesce(func.max(t.c.number), 0) + 1).scalar_subquery()
            ),
        )
        .on_conflict_do_nothing()
    )
)
_KEEP = ByDialect(
    lambda insert: (
        insert(units)
        .values(named_values(units))
        .on_conflict_do_update(
            index_elements=[units.c.id],
            set_={
                name: bindparam(name)
                for name in ("name", "parent_id", "type", "code", "from_day", "ended_day")
            },
        )
    )
)
_MOVE_PLACE = (
    update(places)
    .where(places.c.id == bindparam("of_place"))
    .values(unit_id=bindparam("new_unit"))
)
_HAND_OVERS = select(h.c.kind, h.c.thing, h.c.from_unit, h.c.to_unit)
_HAND_OVER = ByDialect(
    lambda insert: (
        insert(h)
        .values(named_values(h))
        .on_conflict_do_update(
            index_elements=list(h.primary_key),
            set_={name: bindparam(name) for name in ("from_unit", "to_unit")},
        )
    )
)
_FORGET = delete(h).where(h.c.kind == bindparam("of_kind"), h.c.thing == bindparam("of_thing"))
_HELD: Final[Mapping[str, Select[Any]]] = {
    "cases": select(complaints.c.owner_unit_id, func.count())
    .where(IS_OPEN, complaints.c.owner_unit_id.is_not(None))
    .group_by(complaints.c.owner_unit_id),
    "places": select(places.c.unit_id, func.count())
    .where(places.c.ended_on.is_(None))
    .group_by(places.c.unit_id),
    "roles": select(grants.c.unit_id, func.count()).group_by(grants.c.unit_id),
}
_STRAY = (
    select(complaints.c.code)
    .join(units, units.c.id == complaints.c.owner_unit_id)
    .where(IS_OPEN, units.c.ended_day <= bindparam("today"))
    .order_by(complaints.c.id)
    .limit(bindparam("most"))
)


def _event(row: Any) -> UnitEvent:  # noqa: ANN401 – a row of any driver
    number, day, body, decision, example, at, actor = row
    return UnitEvent(
        number=number,
        day=date.fromisoformat(day),
        body=_decode.decode(body),
        decision=decision,
        example=bool(example),
        at=at,
        actor=actor,
    )


class SqlUnits:
    """`UnitRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def events(self) -> list[UnitEvent]:
        return [_event(row) for row in await self._database.rows(_EVENTS)]

    async def version(self) -> int:
        [[newest]] = await self._database.rows(_VERSION)
        return int(newest)

    async def in_effect(self) -> str:
        rows = await self._database.rows(_IN_EFFECT, {"key": _MARK})
        return str(rows[0][0]) if rows else ""

    async def held(self) -> dict[str, Held]:
        found: dict[str, dict[str, int]] = {}
        for name, statement in _HELD.items():
            for unit, count in await self._database.rows(statement):
                found.setdefault(unit, {})[name] = count
        return {unit: Held(**counts) for unit, counts in found.items()}

    async def stray_cases(self, today: date, most: int) -> list[str]:
        values = {"today": today.isoformat(), "most": most}
        return [code for (code,) in await self._database.rows(_STRAY, values)]

    def add(self, unit: UnitOfWork, event: UnitEvent, *, demo: bool = False) -> None:
        values = {
            "number": event.number,
            "day": event.day.isoformat(),
            "kind": event.kind,
            "decision": event.decision,
            "body": _encode(event.body).decode(),
            "example": event.example,
            "at": event.at,
            "actor": event.actor,
            "demo": demo,
        }
        unit.add(_ADD, values, StaleSessionError)

    def keep(self, unit: UnitOfWork, record: UnitRecord) -> None:
        unit.add(_KEEP, msgspec.structs.asdict(record))

    def move_place(self, unit: UnitOfWork, place_id: str, unit_id: str) -> None:
        values = {"of_place": place_id, "new_unit": unit_id}
        unit.add(_MOVE_PLACE, values, MissingRowError)

    async def hand_overs(self) -> list[HandOver]:
        return [HandOver(*row) for row in await self._database.rows(_HAND_OVERS)]

    def hand_over(self, unit: UnitOfWork, record: HandOver) -> None:
        unit.add(_HAND_OVER, msgspec.structs.asdict(record))

    def forget_hand_over(self, unit: UnitOfWork, record: HandOver) -> None:
        unit.add(_FORGET, {"of_kind": record.kind, "of_thing": record.thing})

    def put_in_effect(self, unit: UnitOfWork, mark: str) -> None:
        unit.add(KEEP_META, {"key": _MARK, "value": mark})
