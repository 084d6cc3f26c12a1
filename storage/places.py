"""Units, places and counters: where service happens, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.base import Database, PlaceRecord, UnitOfWork, UnitRecord
from storage.dialects import named_values
from storage.tables import counters, places, units

__all__ = ["SqlPlaces"]

_PLACES = (
    select(places.c.id, places.c.name, units.c.id, units.c.name, units.c.parent_id, places.c.demo)
    .join(units, units.c.id == places.c.unit_id)
    .order_by(places.c.id)
)
_PLACE = _PLACES.where(places.c.id == bindparam("place_id"))
_COUNTERS = select(counters.c.place_id, counters.c.id, counters.c.name).order_by(
    counters.c.place_id, counters.c.position
)
_COUNTERS_OF = _COUNTERS.where(counters.c.place_id == bindparam("place_id"))
# Example units go last: once an office has set up its own, those count.
_ROOT = (
    select(units.c.id, units.c.name)
    .where(units.c.parent_id.is_(None))
    .order_by(units.c.demo, units.c.id)
    .limit(1)
)
_UNITS = select(units.c.id, units.c.name, units.c.parent_id).order_by(units.c.name, units.c.id)
_ADD_UNIT = insert(units).values(named_values(units))
_ADD_PLACE = insert(places).values(named_values(places))
_ADD_COUNTER = insert(counters).values(named_values(counters))


def _joined(found: Iterable[Any], desks: Iterable[Any]) -> list[PlaceRecord]:
    by_place: dict[str, list[tuple[str, str]]] = {}
    for place_id, counter_id, name in desks:
        by_place.setdefault(place_id, []).append((counter_id, name))
    return [
        PlaceRecord(
            id=place_id,
            name=name,
            unit_id=unit_id,
            unit_name=unit_name,
            parent_unit_id=parent_id,
            counters=tuple(by_place.get(place_id, ())),
            demo=bool(demo),
        )
        for place_id, name, unit_id, unit_name, parent_id, demo in found
    ]


class SqlPlaces:
    """`PlaceRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def place(self, place_id: str) -> PlaceRecord | None:
        one = {"place_id": place_id}
        found = await self._database.rows(_PLACE, one)
        desks = await self._database.rows(_COUNTERS_OF, one) if found else []
        return next(iter(_joined(found, desks)), None)

    async def places(self) -> list[PlaceRecord]:
        return _joined(await self._database.rows(_PLACES), await self._database.rows(_COUNTERS))

    async def root_unit(self) -> tuple[str, str] | None:
        rows = await self._database.rows(_ROOT)
        return (rows[0][0], rows[0][1]) if rows else None

    async def units(self) -> list[UnitRecord]:
        return [UnitRecord(*row) for row in await self._database.rows(_UNITS)]

    def add_unit(
        self,
        unit: UnitOfWork,
        unit_id: str,
        name: str,
        parent_id: str | None,
        *,
        demo: bool = False,
    ) -> None:
        values = {"id": unit_id, "name": name, "parent_id": parent_id, "demo": demo}
        unit.add(_ADD_UNIT, values)

    def add_place(self, unit: UnitOfWork, record: PlaceRecord) -> None:
        values = {"id": record.id, "name": record.name, "unit_id": record.unit_id}
        unit.add(_ADD_PLACE, {**values, "demo": record.demo})
        for position, (counter_id, name) in enumerate(record.counters, start=1):
            desk = {"place_id": record.id, "id": counter_id, "name": name, "position": position}
            unit.add(_ADD_COUNTER, desk)
