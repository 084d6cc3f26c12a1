"""What tests of the console start from: whatever asks for rows runs on each kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.console.broadcast_desk import with_broadcaster
from tests.console.case_room import CaseRoom, Client, Officer, case_room, served
from tests.console.entry_hall import EntryHall, entry_hall
from tests.postgres_server import PostgresServer
from tests.web.installation import Installation

Served = tuple[Installation, Client]

DATABASES = ("sqlite", "postgresql")


# -- databases without tables


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """A database of each kind for one test."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("empty_database"))
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture(scope="module")
async def module_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    name = await postgres_server.create()
    yield postgres_server.url(name)
    await postgres_server.drop(name)


@pytest.fixture(scope="module", params=DATABASES)
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of each kind for all tests of a module."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("module_database"))
    return f"sqlite:///{tmp_path_factory.mktemp('rows')}/test.db"


# -- installations for the whole run: opening one takes a second, and a fixture with parameters
# would be opened anew at each change of the database


@pytest.fixture(scope="session")
async def console_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(tmp_path_factory.mktemp("console")) as it:
        yield it


@pytest.fixture(scope="session")
async def console_on_postgresql(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    url = postgres_server.url(await postgres_server.create())
    async with served(tmp_path_factory.mktemp("console"), url) as it:
        yield it


@pytest.fixture
def console(request: pytest.FixtureRequest, database_kind: str) -> Served:
    it: Served = request.getfixturevalue(f"console_on_{database_kind}")
    return it


@pytest.fixture
async def room(console: Served) -> CaseRoom:
    """A unit of its own for the test, with nobody and nothing in it yet."""
    return await case_room(*console)


@pytest.fixture(scope="session")
async def hall_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EntryHall]:
    async with entry_hall(tmp_path_factory.mktemp("hall"), guesses_per_hour=100_000) as opened:
        yield opened


@pytest.fixture(scope="session")
async def hall_on_postgresql(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EntryHall]:
    url, folder = postgres_server.url(await postgres_server.create()), tmp_path_factory
    async with entry_hall(folder.mktemp("hall"), url, guesses_per_hour=100_000) as opened:
        yield opened


@pytest.fixture
def hall(request: pytest.FixtureRequest, database_kind: str) -> EntryHall:
    """A console with its doors; each test brings its own people."""
    it: EntryHall = request.getfixturevalue(f"hall_on_{database_kind}")
    return it


@pytest.fixture
async def empty_hall(database_url: str, tmp_path: Path) -> AsyncIterator[EntryHall]:
    """A console where nobody has an account yet."""
    async with entry_hall(tmp_path, database_url) as opened:
        yield opened


# -- a desk from which waves are sent


@pytest.fixture
async def office(room: CaseRoom) -> AsyncIterator[CaseRoom]:
    async with with_broadcaster(room) as found:
        yield found


@pytest.fixture
async def admin(office: CaseRoom) -> Officer:
    return await office.officer("survey_admin")
