"""Storages of both kinds, and the figures over them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.figures import Figures
from bot.i18n import Catalogues
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from survey.validity import Rules
from tests.bot.figures.history import FORMS
from tests.postgres_server import PostgresServer


@pytest.fixture
async def postgres_storage(
    postgres_server: PostgresServer, tmp_path: Path
) -> AsyncIterator[SqlStorage]:
    """An empty PostgreSQL database."""
    name = await postgres_server.create()
    opened = await open_storage(postgres_server.url(name), KeyRing.create(tmp_path / "ring.json"))
    yield opened
    await opened.close()
    await postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> SqlStorage:
    """An empty database of each kind."""
    name = "storage" if request.param == "sqlite" else "postgres_storage"
    found = request.getfixturevalue(name)
    assert isinstance(found, SqlStorage)
    return found


@pytest.fixture
def figures(either: SqlStorage, texts: Catalogues) -> Figures:
    return Figures(either, FORMS, Rules(), texts)
