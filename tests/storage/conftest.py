"""Storages to test on: one parameter for each database that keeps the promises."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer


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


@pytest.fixture(scope="session")
async def postgres_template(postgres_server: PostgresServer, template: Path) -> str:
    """A PostgreSQL database at head, with the same key ring: copied for each test."""
    name = await postgres_server.create()
    ring = KeyRing.open(template / "keys.json")
    storage = await open_storage(postgres_server.url(name), ring)
    await storage.close()
    return name


@pytest.fixture
async def postgres_url(
    postgres_server: PostgresServer, postgres_template: str
) -> AsyncIterator[str]:
    """The address of a fresh PostgreSQL database at head."""
    name = await postgres_server.create(postgres_template)
    yield postgres_server.url(name)
    await postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, place: Path) -> str:
    """The address of a fresh database of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{place}/rows.db"


@pytest.fixture
async def storage(database_url: str, ring: KeyRing) -> AsyncIterator[SqlStorage]:
    """An empty storage of each kind."""
    opened = await open_storage(database_url, ring)
    yield opened
    await opened.close()


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Another process at the same database."""
    connection = await asyncpg.connect(postgres_url)
    yield connection
    await connection.close()
