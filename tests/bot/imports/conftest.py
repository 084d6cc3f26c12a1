"""What tests of imports start from: an office with places, on each kind of database."""

import pytest

from storage.base import PlaceRecord, Storage, UnitOfWork
from tests.bot.imports.office import Office
from tests.storage.conftest import (
    database_url,
    place,
    postgres_template,
    postgres_url,
    ring,
    storage,
    template,
)

__all__ = [
    "database_url",
    "place",
    "postgres_template",
    "postgres_url",
    "ring",
    "storage",
    "template",
]

PROVINCE, DALAT, BAOLOC = "bhxh-lamdong", "bhxh-dalat", "bhxh-baoloc"


@pytest.fixture
async def office(storage: Storage) -> Office:
    """A province with two units, the first of which has a desk with two counters."""
    unit, places = UnitOfWork(), storage.places
    places.add_unit(unit, PROVINCE, "BHXH tỉnh Lâm Đồng", None)
    places.add_unit(unit, DALAT, "BHXH cơ sở Đà Lạt", PROVINCE)
    places.add_unit(unit, BAOLOC, "BHXH cơ sở Bảo Lộc", PROVINCE)
    desk = PlaceRecord(
        id="mot-cua",
        name="Bộ phận Một cửa Đà Lạt",
        unit_id=DALAT,
        unit_name="BHXH cơ sở Đà Lạt",
        counters=(("q1", "Quầy số 1"), ("q2", "Quầy số 2")),
    )
    places.add_place(unit, desk)
    await storage.commit(unit)
    return Office(storage, PROVINCE)
