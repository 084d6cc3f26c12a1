"""What tests of the console start from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.console.case_room import CaseRoom, Client, case_room, served
from tests.console.entry_hall import EntryHall, entry_hall
from tests.web.installation import Installation

Served = tuple[Installation, Client]


@pytest.fixture(scope="session")
async def console(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One installation for all tests: opening one takes a second."""
    async with served(tmp_path_factory.mktemp("console")) as it:
        yield it


@pytest.fixture
async def room(console: Served) -> CaseRoom:
    """A unit of its own for the test, with nobody and nothing in it yet."""
    return await case_room(*console)


@pytest.fixture(scope="session")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EntryHall]:
    """A console with its doors; each test brings its own people."""
    async with entry_hall(tmp_path_factory.mktemp("hall"), guesses_per_hour=100_000) as opened:
        yield opened


@pytest.fixture
async def empty_hall(tmp_path: Path) -> AsyncIterator[EntryHall]:
    """A console where nobody has an account yet."""
    async with entry_hall(tmp_path) as opened:
        yield opened
