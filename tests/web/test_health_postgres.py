"""Readiness on a PostgreSQL that goes away and comes back (I25)."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.web.health import Readiness
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.postgres_server import PostgresServer
from tests.web import installation


@pytest.mark.timeout(120)
async def test_readiness_goes_and_comes_with_the_database(
    postgres_server: PostgresServer,
    empty_database: str,
    tmp_path: Path,
) -> None:
    ring = KeyRing.create(tmp_path / "keys.json")
    storage = await open_storage(empty_database, ring, server=True)
    readiness = Readiness(await installation.services_over(storage, tmp_path))
    assert await readiness.fault() is None
    await asyncio.to_thread(postgres_server.stop)
    gone_at = time.monotonic()
    try:
        while await readiness.fault() is None:  # noqa: ASYNC110 - a probe comes again and again
            await asyncio.sleep(0.2)
        assert time.monotonic() - gone_at < 15  # a busy machine
        assert await readiness.fault() == "storage"
    finally:
        await asyncio.to_thread(postgres_server.start)
    back_at = time.monotonic()
    while await readiness.fault() is not None:
        assert time.monotonic() - back_at < 30
        await asyncio.sleep(0.2)
    await storage.close()
