"""What tests of draws start from: an approved campaign over a list, on each database."""

import pytest

from storage.base import Storage
from tests.bot.drawing.province import Province
from tests.storage.conftest import (
    database_url,
    place,
    postgres_template,
    postgres_url,
    ring,
    storage,
    template,
)

__all__ = [
    "database_url",
    "place",
    "postgres_template",
    "postgres_url",
    "ring",
    "storage",
    "template",
]


@pytest.fixture
async def province(storage: Storage) -> Province:
    """A province with one list of 300 people, and a campaign that is approved."""
    found = Province(storage)
    await found.begin()
    return found
