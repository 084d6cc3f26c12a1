"""Units, places and counters: where service happens, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import asdict
from sqlalchemy import bindparam, insert, select, update

from storage.base import (
    CounterRecord,
    Database,
    MissingRowError,
    PlaceRecord,
    UnitOfWork,
    UnitRecord,
)
from storage.dialects import ByDialect, named_values
from storage.tables import counters, places, units

__all__ = ["SqlPlaces"]

_OWN: Final = ("type", "code", "commune", "area", "address", "ended_on")
"""Columns of a place that its record has by the same name."""
_PLACES = (
    select(
        places.c.id,
        places.c.name,
        units.c.id,
        units.c.name,
        units.c.parent_id,
        places.c.demo,
        *(places.c[name] for name in _OWN),
    )
    .join(units, units.c.id == places.c.unit_id)
    .order_by(places.c.id)
)
_PLACE = _PLACES.where(places.c.id == bindparam("place_id"))
_COUNTERS = select(
    counters.c.place_id, counters.c.id, counters.c.name, counters.c.ended_on
).order_by(counters.c.place_id, counters.c.position)
_COUNTERS_OF = _COUNTERS.where(counters.c.place_id == bindparam("place_id"))
# Example units go last: once an office has set up its own, those count.
_ROOT = (
    select(units.c.id, units.c.name)
    .where(units.c.parent_id.is_(None))
    .order_by(units.c.demo, units.c.id)
    .limit(1)
)
_UNITS = select(*(units.c[name] for name in UnitRecord.__struct_fields__)).order_by(
    units.c.name, units.c.id
)
_ADD_UNIT = insert(units).values(named_values(units))
_ADD_PLACE = insert(places).values(named_values(places))
_SAVE_PLACE = (
    update(places)
    .where(places.c.id == bindparam("of_place"))
    .values({name: bindparam(f"new_{name}") for name in ("name", "unit_id", *_OWN)})
)
_KEEP_COUNTER = ByDialect(
    lambda insert: (
        insert(counters)
        .values(named_values(counters))
        .on_conflict_do_update(
            index_elements=list(counters.primary_key),
            set_={name: bindparam(name) for name in ("name", "position", "ended_on")},
        )
    )
)


def _joined(found: Iterable[Any], desks: Iterable[Any]) -> list[PlaceRecord]:
    by_place: dict[str, list[Any]] = {}
    for place_id, *desk in desks:
        by_place.setdefault(place_id, []).append(desk)
    return [_place(row, by_place.get(row[0], ())) for row in found]


def _place(row: Any, desks: Iterable[Any]) -> PlaceRecord:  # noqa: ANN401 – a row of any driver
    place_id, name, unit_id, unit_name, parent_id, demo, *own = row
    return PlaceRecord(
        id=place_id,
        name=name,
        unit_id=unit_id,
        unit_name=unit_name,
        parent_unit_id=parent_id,
        counters=tuple((counter_id, counter) for counter_id, counter, _ in desks),
        demo=bool(demo),
        **dict(zip(_OWN, own, strict=True)),
        ended_counters=frozenset(counter_id for counter_id, _, ended in desks if ended),
    )


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
        record = UnitRecord(unit_id, name, parent_id, demo=demo)
        unit.add(_ADD_UNIT, asdict(record))

    def add_place(self, unit: UnitOfWork, record: PlaceRecord) -> None:
        known = {name: getattr(record, name) for name in ("id", "name", "unit_id", "demo", *_OWN)}
        unit.add(_ADD_PLACE, known)
        for position, (counter_id, name) in enumerate(record.counters, start=1):
            self.keep_counter(unit, record.id, CounterRecord(counter_id, name, position))

    def save_place(self, unit: UnitOfWork, record: PlaceRecord) -> None:
        values = {f"new_{name}": getattr(record, name) for name in ("name", "unit_id", *_OWN)}
        unit.add(_SAVE_PLACE, {"of_place": record.id, **values}, MissingRowError)

    def keep_counter(self, unit: UnitOfWork, place_id: str, counter: CounterRecord) -> None:
        unit.add(_KEEP_COUNTER, {"place_id": place_id, **asdict(counter)})
