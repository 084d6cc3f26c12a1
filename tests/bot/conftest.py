"""A database, or a whole folder to run commands in, for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import base
from bot.i18n import Catalogues
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.bot import operator
from tests.bot.desk_scene import PROVINCE, DeskScene, Officer, desk_scene
from tests.bot.operator import Command


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[SqlStorage]:
    """An empty database."""
    ring = KeyRing.create(tmp_path / "keys.json")
    opened = await open_storage(f"sqlite:///{tmp_path}/test.db", ring)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def texts() -> Catalogues:
    """All texts; a missing one fails the test."""
    return Catalogues.load(strict=True)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA_DIR", "PORT", "PUBLIC_URL", "OFFICE_NAME", "CLI_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    base._language.cache_clear()
    return operator.run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example data in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        operator.plant()
    return folder / "var"


@pytest.fixture(scope="session")
def example_units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows the example's units, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("units")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in (("migrate",), ("units", "import", "--example")):
            assert operator.run(*command).exit_code == 0
    return folder / "var"


@pytest.fixture
def planted(command: Command, template: Path, tmp_path: Path) -> Command:
    """A command in a folder whose database has the example data in it."""
    shutil.copytree(template, tmp_path / "var")
    return command


@pytest.fixture
async def scene(storage: SqlStorage, tmp_path: Path) -> DeskScene:
    """An installation over an empty database, whose clock the test moves."""
    return await desk_scene(storage, tmp_path)


@pytest.fixture
async def postgres_scene(empty_database: str, tmp_path: Path) -> AsyncIterator[DeskScene]:
    """The same over PostgreSQL."""
    storage = await open_storage(empty_database, KeyRing.create(tmp_path / "keys.json"))
    yield await desk_scene(storage, tmp_path)
    await storage.close()


@pytest.fixture(params=["scene", "postgres_scene"])
def each_scene(request: pytest.FixtureRequest) -> DeskScene:
    """One over each kind of database."""
    found: DeskScene = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def lan(scene: DeskScene) -> Officer:
    """An officer who takes in cases for the whole province."""
    return await scene.officer("intake_officer", PROVINCE)
