"""A database of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.i18n import Catalogues
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing


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
