"""From an address to a storage: which addresses, which key rings, which protocols."""

from pathlib import Path

import msgspec
import pytest

from storage.base import Storage, StorageUnavailableError
from storage.key_check import WrongKeyRingError
from storage.opening import (
    DatabaseAddressError,
    KeyRingLostError,
    open_ring,
    open_storage,
    sqlite_path,
)
from storage.secrets import KeyRing
from tests.storage.records import S1, put, stored


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///var/lang-nghe.db", "var/lang-nghe.db"),
        ("sqlite:////srv/rows.db", "/srv/rows.db"),
        ("sqlite+aiosqlite:////srv/rows.db", "/srv/rows.db"),
    ],
)
def test_addresses_that_name_a_file(address: str, path: str) -> None:
    assert sqlite_path(address) == Path(path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rows.db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+asyncpg://user:hidden@host/name",
        "mysql://host/name",
    ],
)
def test_addresses_that_cannot_be_used_are_refused_without_secrets(address: str) -> None:
    with pytest.raises(DatabaseAddressError, match="sqlite:///FILE") as caught:
        sqlite_path(address)
    assert "hidden" not in str(caught.value)


async def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "keys.json")
    storage: Storage = await open_storage(f"sqlite:///{tmp_path}/a/b/rows.db", ring)
    await put(storage, lambda u: storage.sessions.add(u, stored()))
    await storage.close()
    again = await open_storage(f"sqlite:///{tmp_path}/a/b/rows.db", ring)
    assert await again.sessions.load(S1) == stored()
    await again.close()


async def test_another_key_ring_is_refused(place: Path, tmp_path: Path) -> None:
    other = KeyRing.create(tmp_path / "other.json")
    with pytest.raises(WrongKeyRingError):
        await open_storage(f"sqlite:///{place}/rows.db", other)


async def test_a_ring_with_the_right_keys_but_another_index_is_refused(
    place: Path, ring: KeyRing
) -> None:
    content = msgspec.json.decode(ring.path.read_bytes())
    content["index_key"] = content["signing_key"]
    ring.path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(WrongKeyRingError):
        await open_storage(f"sqlite:///{place}/rows.db", KeyRing.open(ring.path))


async def test_a_ring_that_grew_is_still_the_ring(place: Path, ring: KeyRing) -> None:
    ring.add_key()
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await storage.close()


async def test_a_path_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "keys.json")
    with pytest.raises(StorageUnavailableError):
        await open_storage(f"sqlite:///{tmp_path}", ring)


async def test_a_lost_key_ring_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'rows.db'}", tmp_path / "keys.json"
    (tmp_path / "rows.db").write_bytes(b"rows")
    with pytest.raises(KeyRingLostError, match="needs its key ring"):
        await open_ring(url, file)
    assert not file.exists()


async def test_the_first_start_makes_a_key_ring_and_the_second_finds_it(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'rows.db'}", tmp_path / "keys.json"
    first, fresh = await open_ring(url, file)
    again, fresh_again = await open_ring(url, file)
    assert (fresh, fresh_again) == (True, False)
    assert first.signing_key == again.signing_key
