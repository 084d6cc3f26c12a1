"""Invariant I19: nothing personal of a list can be read in the raw bytes of the database."""

from pathlib import Path

from storage.base import UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.bot.imports.office import Office, a_list, row

CANARIES = (b"912000777", b"68000000777", b"Canary")


def raw_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("rows.db*")))


async def test_a_list_leaves_nothing_readable(place: Path, ring: KeyRing) -> None:
    """Neither its rows, nor the file, nor samples and faults, nor what was left of it."""
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    unit = UnitOfWork()
    storage.places.add_unit(unit, "u", "BHXH cơ sở Đà Lạt", None)
    await storage.commit(unit)
    office = Office(storage, "u")
    plain = {"place": "", "counter": ""}
    await office.applied(a_list([row(777, **plain)]))
    await office.checked(a_list([row(778, **plain), row(777, day="Canary", **plain)]))
    await office.hand_in(a_list([row(777, procedure="Canary", **plain)]))
    await storage.close()

    raw = raw_bytes(place)
    assert b"thang10.csv" in raw
    assert [one for one in CANARIES if one in raw] == []
