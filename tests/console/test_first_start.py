"""The first start hands its operator the key of the console, and later starts do not."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot import app, serving
from bot.accounts import ADMIN, hash_of_link, new_account
from bot.sender.life import Kind
from bot.settings import Settings
from bot.turns import now_ms
from storage.base import InstanceRunningError, UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose service stops as soon as it has started."""

    async def at_once(*_: object) -> None:
        return

    monkeypatch.setattr(serving, "until_stopped", at_once)
    monkeypatch.setattr(serving, "settled", lambda: None)
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        key_ring=tmp_path / "keys.json",
        port=0,
        demo_data=False,
    )


async def start(office: Settings, kind: Kind = "run") -> str | None:
    """Start and stop the service; return the link that it named."""
    said: list[app.Started] = []
    await app.serve(office, said.append, kind)
    return said[0].first_admin


async def test_the_link_is_named_until_somebody_has_an_account(office: Settings) -> None:
    first, second = await start(office), await start(office)
    assert first is not None
    assert second is not None
    assert first != second
    storage = await open_storage(office.database_url, KeyRing.open(office.key_ring))
    token = urlsplit(second).path.rpartition("/")[2]
    row = await storage.accounts.link(hash_of_link(token))
    assert row is not None
    assert (row.purpose, row.account_id, row.created_by) == ("first_admin", None, "start")
    unit = UnitOfWork()
    storage.accounts.add(unit, new_account("an.nguyen", "An", (ADMIN,), now_ms()))
    await storage.commit(unit)
    await storage.close()
    assert await start(office) is None


async def test_two_first_starts_at_once_each_name_a_link_that_opens(
    office: Settings, database_kind: str
) -> None:
    """On PostgreSQL; a file has one process. Of the two links one makes an admin."""
    if database_kind == "sqlite":
        with pytest.raises(InstanceRunningError):
            await asyncio.gather(start(office), start(office))
        return
    links = await asyncio.gather(start(office), start(office))
    storage = await open_storage(office.database_url, KeyRing.open(office.key_ring))
    for link in links:
        assert link is not None
        row = await storage.accounts.link(hash_of_link(urlsplit(link).path.rpartition("/")[2]))
        assert row is not None
    await storage.close()
