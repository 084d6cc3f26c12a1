"""An office over each kind of database, copied from one that is at head and has its forms."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.bot.broadcasts.scene import Office, office_over
from tests.postgres_server import PostgresServer


@pytest.fixture(scope="session")
async def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and its key ring."""
    folder = tmp_path_factory.mktemp("broadcasts")
    storage = await open_storage(f"sqlite:///{folder}/rows.db", _ring(folder))
    await office_over(storage)
    await storage.close()
    return folder


@pytest.fixture
async def storage(made: Path, tmp_path: Path) -> AsyncIterator[SqlStorage]:
    shutil.copy(made / "rows.db", tmp_path / "rows.db")
    opened = await open_storage(f"sqlite:///{tmp_path}/rows.db", _ring(made))
    yield opened
    await opened.close()


@pytest.fixture
async def office(storage: SqlStorage) -> Office:
    """An office over SQLite."""
    return await office_over(storage)


@pytest.fixture(scope="session")
async def made_on_postgres(made: Path, postgres_server: PostgresServer) -> str:
    """The name of a database on PostgreSQL, with the same key ring."""
    name = await postgres_server.create()
    storage = await open_storage(postgres_server.url(name), _ring(made))
    await office_over(storage)
    await storage.close()
    return name


@pytest.fixture
async def postgres_url(
    postgres_server: PostgresServer, made_on_postgres: str
) -> AsyncIterator[str]:
    """The address of a copy of it."""
    name = await postgres_server.create(made_on_postgres)
    yield postgres_server.url(name)
    await postgres_server.drop(name)


@pytest.fixture
async def postgres_office(made: Path, postgres_url: str) -> AsyncIterator[Office]:
    """An office over PostgreSQL."""
    storage = await open_storage(postgres_url, _ring(made))
    yield await office_over(storage)
    await storage.close()


@pytest.fixture(params=["office", "postgres_office"])
def each_office(request: pytest.FixtureRequest) -> Office:
    """One over each kind of database."""
    found: Office = request.getfixturevalue(request.param)
    return found


def _ring(folder: Path) -> KeyRing:
    return KeyRing.open_or_create(folder / "keys.json")[0]
