"""A place as a form gave it: how it is read, what is wrong with it, the record that it becomes."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Final, cast

import msgspec

from flows.identifiers import Instant, identifier_from
from flows.spelling import clean
from flows.texts import text_key
from storage.base import PlaceRecord
from survey.places import AREAS, PLACE_TYPES, Area, PlaceType

__all__ = ["NAME_LENGTH", "PlaceWish", "faults_of"]

NAME_LENGTH: Final = 120
"""Characters of a name or an address: what a poster's head has room for."""
_SHORTEST: Final = 3


class PlaceWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a place to be."""

    name: str = ""
    unit_id: str = ""
    type: str = "one_stop"
    code: str = ""
    commune: str = ""
    area: str = ""
    address: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> PlaceWish:
        """Read a form; whether it can be stored is asked of `faults_of`."""
        return cls(**{name: clean(fields.get(name, "")) for name in cls.__struct_fields__})

    @classmethod
    def like(cls, record: PlaceRecord) -> PlaceWish:
        """Return what a stored place is."""
        return cls(**{name: getattr(record, name) or "" for name in cls.__struct_fields__})

    def made(self, now: Instant) -> PlaceRecord:
        """Return the record of a new place; only of a wish without faults."""
        bare = PlaceRecord(
            id=identifier_from(os.urandom(32), "place", now), name="", unit_id="", unit_name=""
        )
        return self.laid_over(bare)

    def laid_over(self, record: PlaceRecord) -> PlaceRecord:
        """Return a stored place as it is wanted; only of a wish without faults."""
        return msgspec.structs.replace(
            record,
            name=self.name,
            unit_id=self.unit_id,
            type=cast("PlaceType", self.type),
            code=self.code or None,
            commune=self.commune or None,
            area=cast("Area", self.area) if self.area else None,
            address=self.address or None,
        )


def faults_of(wish: PlaceWish, units: Collection[str], others: Collection[str]) -> dict[str, str]:
    """Return what is wrong, a text key for each field. `units`: where this person may have a
    place; `others`: codes of the other places.
    """
    wrong = {
        "name": not _SHORTEST <= len(wish.name) <= NAME_LENGTH,
        "unit_id": wish.unit_id not in units,
        "type": wish.type not in PLACE_TYPES,
        "area": bool(wish.area) and wish.area not in AREAS,
        "code": bool(wish.code) and wish.code in others,
        "address": len(wish.address) > NAME_LENGTH,
    }
    return {field: _FAULTS[field] for field, is_wrong in wrong.items() if is_wrong}


_FAULTS: Final = {
    "name": text_key("console.place.fault.name"),
    "unit_id": text_key("console.place.fault.unit"),
    "type": text_key("console.place.fault.type"),
    "area": text_key("console.place.fault.area"),
    "code": text_key("console.place.fault.code"),
    "address": text_key("console.place.fault.address"),
}
