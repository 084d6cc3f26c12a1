"""Backup while the service writes, and the way back: whole, readable, never by accident."""

import asyncio
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from flows.identifiers import Instant
from storage.base import InstanceRunningError, UnitOfWork
from storage.key_check import WrongKeyRingError
from storage.maintenance import BackupError, Manifest, backup, read_manifest, restore
from storage.migrations import HEAD
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyMissingError, KeyRing
from tests.storage.records import S1, complaint, inbox, outbox, put, put_each

NOW = Instant(1_764_000_000_000)


@pytest.fixture
async def filled(place: Path, ring: KeyRing) -> Path:
    """A folder whose database holds a case and three messages, with values of two keys."""
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await put(storage, lambda u: storage.complaints.add(u, complaint()))
    ring.add_key()
    rows = [outbox(1, state="queued"), outbox(2, state="claimed"), outbox(3, state="sent")]
    await put_each(storage, storage.outbox.add, *rows)
    await storage.close()
    return place


@pytest.fixture
def archive(filled: Path) -> Path:
    backup(filled / "rows.db", filled / "backup.zip", NOW)
    return filled / "backup.zip"


async def opened(path: Path, ring: KeyRing) -> SqlStorage:
    return await open_storage(f"sqlite:///{path}", ring)


class TestBackup:
    def test_the_manifest_says_what_is_inside(self, archive: Path) -> None:
        manifest = read_manifest(archive)
        assert (manifest.format, manifest.made_at, manifest.schema) == (1, NOW, HEAD)
        assert manifest.key_ids == [1, 2]
        assert (manifest.rows["complaints"], manifest.rows["outbox"]) == (1, 3)
        assert len(manifest.sha256) == 64

    def test_it_holds_no_key_and_is_private(self, archive: Path, ring: KeyRing) -> None:
        with zipfile.ZipFile(archive) as packed:
            assert sorted(packed.namelist()) == ["database.sqlite3", "manifest.json"]
            raw = b"".join(packed.read(name) for name in packed.namelist())
        keys = msgspec.json.decode(ring.path.read_bytes())
        for key in (*keys["keys"].values(), keys["index_key"], keys["signing_key"]):
            assert key.encode() not in raw
        assert archive.stat().st_mode & 0o077 == 0

    def test_an_existing_file_is_never_written_over(self, archive: Path) -> None:
        before = archive.read_bytes()
        with pytest.raises(BackupError, match="exists"):
            backup(archive.parent / "rows.db", archive, NOW)
        assert archive.read_bytes() == before

    def test_nothing_is_left_beside_it(self, archive: Path) -> None:
        names = {path.name for path in archive.parent.iterdir()}
        assert not any(name.startswith(".") for name in names)

    def test_what_is_not_there_cannot_be_saved(self, tmp_path: Path) -> None:
        with pytest.raises(BackupError, match="does not exist"):
            backup(tmp_path / "none.db", tmp_path / "backup.zip", NOW)
        sqlite3.connect(tmp_path / "empty.db").close()
        (tmp_path / "empty.db").touch()
        with pytest.raises(BackupError, match="empty"):
            backup(tmp_path / "empty.db", tmp_path / "backup.zip", NOW)
        assert not (tmp_path / "backup.zip").exists()

    def test_a_damaged_database_is_not_saved_as_if_whole(self, filled: Path) -> None:
        path = filled / "rows.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(
                "INSERT INTO counters (place_id, id, name, position) "
                "VALUES ('nowhere', '1', 'x', 1)"
            )
        with pytest.raises(BackupError, match="damaged: counters -> places"):
            backup(path, filled / "backup.zip", NOW)

    async def test_it_is_consistent_while_the_service_writes(
        self, place: Path, ring: KeyRing, tmp_path: Path
    ) -> None:
        """Message and answer are written together: so they are in every backup together."""
        storage = await opened(place / "rows.db", ring)
        going, begun = True, asyncio.Event()

        async def write() -> int:
            number = 0
            while going:
                number += 1
                unit = UnitOfWork()
                storage.inbox.add(unit, inbox(number))
                storage.outbox.add(unit, outbox(number))
                await storage.commit(unit)
                begun.set()
            return number

        writer = asyncio.create_task(write())
        await begun.wait()
        made: list[Manifest] = []
        for number in range(3):
            target = tmp_path / f"{number}.zip"
            made.append(await asyncio.to_thread(backup, place / "rows.db", target, NOW))
        going = False
        written = await writer
        await storage.close()
        assert [m.rows["inbox"] for m in made] == [m.rows["outbox"] for m in made]
        assert 0 < made[0].rows["inbox"] <= made[2].rows["inbox"] <= written


class TestRestore:
    async def test_everything_is_back(self, archive: Path, ring: KeyRing) -> None:
        target = archive.parent / "deep" / "new.db"
        assert restore(archive, target, ring) == read_manifest(archive)
        storage = await opened(target, ring)
        assert await storage.complaints.listed() == [complaint()]
        states = [row.state for row in await storage.outbox.after(S1, 0)]
        assert states == ["unknown", "unknown", "sent"], "what waited is never sent again"
        await storage.close()

    async def test_an_existing_database_is_set_aside_only_by_force(
        self, archive: Path, ring: KeyRing
    ) -> None:
        path = archive.parent / "rows.db"
        storage = await opened(path, ring)
        await put(storage, lambda u: storage.inbox.add(u, inbox(7)))
        await storage.close()
        with pytest.raises(BackupError, match="exists"):
            restore(archive, path, ring)
        for _ in range(2):
            restore(archive, path, ring, force=True)
        back = await opened(path, ring)
        assert not await back.inbox.seen("web", "key-7")
        await back.close()

    async def test_what_was_set_aside_is_whole(self, archive: Path, ring: KeyRing) -> None:
        path = archive.parent / "rows.db"
        storage = await opened(path, ring)
        await put(storage, lambda u: storage.inbox.add(u, inbox(7)))
        restore(archive, path, ring, force=True)
        await storage.close()
        aside = await opened(archive.parent / "rows.db.replaced", ring)
        assert await aside.inbox.seen("web", "key-7"), "its log went with it"
        await aside.close()

    async def test_not_under_a_running_server(self, archive: Path, ring: KeyRing) -> None:
        path = archive.parent / "rows.db"
        server = await open_storage(f"sqlite:///{path}", ring, server=True)
        with pytest.raises(InstanceRunningError):
            restore(archive, path, ring, force=True)
        await server.close()

    def test_the_ring_must_fit(self, archive: Path, tmp_path: Path) -> None:
        other = KeyRing.create(tmp_path / "other.json")
        with pytest.raises(KeyMissingError):
            restore(archive, tmp_path / "new.db", other)
        other.add_key()
        with pytest.raises(WrongKeyRingError):
            restore(archive, tmp_path / "new.db", other)
        assert not (tmp_path / "new.db").exists()

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"text"])
    def test_what_is_no_backup_is_refused(
        self, tmp_path: Path, ring: KeyRing, content: bytes
    ) -> None:
        (tmp_path / "x.zip").write_bytes(content)
        with pytest.raises(BackupError, match="not a backup"):
            restore(tmp_path / "x.zip", tmp_path / "new.db", ring)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"sha256": "00" * 32}, "not the one"),
            ({"schema": "9999"}, "newer"),
            ({"format": 2}, "newer"),
        ],
    )
    def test_a_manifest_that_does_not_fit_is_refused(
        self, archive: Path, ring: KeyRing, change: dict[str, object], words: str
    ) -> None:
        with zipfile.ZipFile(archive) as packed:
            inside = packed.read("database.sqlite3")
        manifest = msgspec.to_builtins(read_manifest(archive)) | change
        forged = archive.with_name("forged.zip")
        with zipfile.ZipFile(forged, "w") as packed:
            packed.writestr("database.sqlite3", inside)
            packed.writestr("manifest.json", msgspec.json.encode(manifest))
        with pytest.raises(BackupError, match=words):
            restore(forged, archive.with_name("new.db"), ring)

    def test_a_backup_without_its_database_is_refused(self, archive: Path, ring: KeyRing) -> None:
        hollow = archive.with_name("hollow.zip")
        with zipfile.ZipFile(hollow, "w") as packed:
            packed.writestr("manifest.json", msgspec.json.encode(read_manifest(archive)))
        with pytest.raises(BackupError, match="damaged"):
            restore(hollow, archive.with_name("new.db"), ring)

    def test_a_broken_database_inside_is_refused(
        self, archive: Path, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.backup.damage", lambda _: ["row 1 missing from index"])
        with pytest.raises(BackupError, match="missing from index"):
            restore(archive, archive.with_name("new.db"), ring)
