"""Places, counters, procedures and hotlines on each kind of database."""

from datetime import date

import pytest
from msgspec.structs import replace

from storage.base import CounterRecord, MissingRowError, PlaceRecord, Storage
from storage.catalogue_records import HotlineRecord
from survey.procedures import Procedure
from tests.storage.records import put, put_each

PLACE = PlaceRecord(
    id="p1", name="Bộ phận Một cửa", unit_id="u1", unit_name="BHXH cơ sở",
    counters=(("c1", "Quầy 1"),),
    type="public_service_centre", code="MC01", commune="Xã Mẫu", area="rural", address="Số 1",
)  # fmt: skip
CARD = Procedure(
    code="T1", name="Cấp lại thẻ BHYT", from_day=date(2020, 1, 1), to_day=date(2025, 6, 30),
    term_days=5, channels=("desk", "online"), audience="both", form="mc",
)  # fmt: skip
LINE = HotlineRecord(id="h1", label="Tổng đài", number="1900 9068", hours="7–17 giờ", position=2)


async def put_place(storage: Storage) -> None:
    await put(
        storage,
        lambda u: storage.places.add_unit(u, "u1", "BHXH cơ sở", None),
        lambda u: storage.places.add_unit(u, "u2", "BHXH khác", None),
        lambda u: storage.places.add_place(u, PLACE),
    )


async def test_a_place_has_its_kind_and_lies_somewhere(storage: Storage) -> None:
    await put_place(storage)
    assert await storage.places.place("p1") == PLACE
    moved = replace(PLACE, unit_id="u2", unit_name="BHXH khác", area=None, ended_on="2026-01-05")
    await put(storage, lambda u: storage.places.save_place(u, moved))
    assert await storage.places.places() == [moved]
    with pytest.raises(MissingRowError):
        await put(storage, lambda u: storage.places.save_place(u, replace(PLACE, id="none")))


async def test_a_counter_ends_and_keeps_its_name(storage: Storage) -> None:
    await put_place(storage)
    second = CounterRecord("c2", "Quầy 2", 2)
    ended = CounterRecord("c1", "Quầy số 1", 1, "2026-01-05")
    await put(
        storage,
        lambda u: storage.places.keep_counter(u, "p1", second),
        lambda u: storage.places.keep_counter(u, "p1", ended),
    )
    found = await storage.places.place("p1")
    assert found is not None
    assert found.counters == (("c1", "Quầy số 1"), ("c2", "Quầy 2"))
    assert found.open_counters == (("c2", "Quầy 2"),)


async def test_lines_of_the_catalogue_are_dated(storage: Storage) -> None:
    later = replace(CARD, from_day=date(2025, 7, 1), to_day=None, term_days=None, form=None)
    await put_each(storage, storage.procedures.keep, later, CARD)
    assert await storage.procedures.lines() == [CARD, later]
    shorter = replace(CARD, term_days=2, channels=("post",))
    await put_each(storage, storage.procedures.keep, shorter)
    assert await storage.procedures.lines() == [shorter, later]
    await put(storage, lambda u: storage.procedures.remove(u, "T1", later.from_day))
    assert await storage.procedures.lines() == [shorter]


async def test_hotlines_have_an_order(storage: Storage) -> None:
    first = HotlineRecord(id="h2", label="Đường dây nóng", number="0261 123", unit_id="u1")
    await put_each(storage, storage.hotlines.keep, LINE, first)
    assert await storage.hotlines.listed() == [first, LINE]
    gone = replace(LINE, ended_on="2026-01-05")
    await put_each(storage, storage.hotlines.keep, gone)
    assert await storage.hotlines.listed() == [first, gone]
