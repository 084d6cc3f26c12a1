"""What tests of reports start from: an office on each database, with its writer and approver."""

import pytest

from storage.base import Storage
from tests.bot.reporting.office import Office, open_office
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
async def office(storage: Storage) -> Office:
    return await open_office(storage)
