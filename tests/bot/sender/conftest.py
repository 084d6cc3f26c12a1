"""The storages that all repositories are tested on."""

from tests.storage.conftest import (
    database_url,
    place,
    postgres_template,
    postgres_url,
    ring,
    storage,
    template,
)

# A fixture is there for whoever imports it.
__all__ = [
    "database_url",
    "place",
    "postgres_template",
    "postgres_url",
    "ring",
    "storage",
    "template",
]
