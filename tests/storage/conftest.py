"""Storages to test on: one parameter for each database that keeps the promises."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing


@pytest.fixture(scope="session")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at head with its key ring beside it: copied, not migrated, for each test."""
    folder = tmp_path_factory.mktemp("template")
    ring = KeyRing.create(folder / "keys.json")
    storage = await open_storage(f"sqlite:///{folder}/rows.db", ring)
    await storage.close()
    return folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    """A folder with a fresh `rows.db` and its `keys.json`."""
    shutil.copy(template / "rows.db", tmp_path / "rows.db")
    shutil.copy(template / "keys.json", tmp_path / "keys.json")
    return tmp_path


@pytest.fixture
def ring(place: Path) -> KeyRing:
    return KeyRing.open(place / "keys.json")


@pytest.fixture(params=["sqlite"])
async def storage(
    request: pytest.FixtureRequest, place: Path, ring: KeyRing
) -> AsyncIterator[SqlStorage]:
    """An empty storage of each kind."""
    addresses = {"sqlite": f"sqlite:///{place}/rows.db"}
    opened = await open_storage(addresses[request.param], ring)
    yield opened
    await opened.close()
