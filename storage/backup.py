"""Backup to one file while the service runs, and the way back; keys are never part of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import StorageError
from storage.durable_files import sync_directory
from storage.inspection import damage, key_ids_needed, proves, row_counts
from storage.instance_lock import InstanceLock
from storage.key_check import WrongKeyRingError
from storage.migrations import HEAD, schema_of
from storage.secrets import KeyMissingError, KeyRing
from storage.sqlite import connect

__all__ = ["BackupError", "Manifest", "backup", "read_manifest", "restore"]

_DATABASE: Final = "database.sqlite3"
_MANIFEST: Final = "manifest.json"
_SET_ASIDE: Final = ".replaced"
_PARTS: Final = ("", "-wal", "-shm")
_FORMAT: Final = 1
_THERE: Final = text_key("storage.file_there")
_BROKEN: Final = text_key("storage.backup_broken")
_WRONG_RING: Final = text_key("storage.wrong_key_ring")


class BackupError(StorageError):
    """A backup cannot be made, or is not fit to be restored. The message says why."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, checked before it is restored."""

    format: int
    made_at: Instant
    schema: str
    """Step of the schema's history; a newer program upgrades it, an older one refuses."""
    key_ids: list[int]
    """Keys without which it cannot be read: they are not in here."""
    rows: dict[str, int]
    sha256: str
    """Of the database inside."""


def backup(database: Path, target: Path, now: Instant) -> Manifest:
    """Write a backup of a database, in use or not, to a new file.

    Raises:
        BackupError: the target exists, or the database is damaged or empty.
        OSError: the target cannot be written.

    """
    if target.exists():
        raise BackupError(f"{target} exists").saying(_THERE, file=target)
    if not database.exists():
        raise BackupError(f"{database} does not exist").saying(
            text_key("storage.no_database"), file=database
        )
    with _workshop(target.parent) as folder:
        copy, archive = folder / _DATABASE, folder / "archive"
        _copy(database, copy)
        manifest = _manifest_of(copy, now)
        _pack(copy, manifest, archive)
        os.link(archive, target)  # whole or not at all, and never over another file
    sync_directory(target.parent)
    return manifest


@contextlib.contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """Give a folder that only its owner can enter, on the disk where the result will lie."""
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".langnghe-", dir=parent) as name:
        yield Path(name)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _copy(database: Path, copy: Path) -> None:
    """Copy a consistent state; writers go on meanwhile, since all pages come from one snapshot."""
    with contextlib.closing(connect(database, read_only=True)) as source, _opened(copy) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _manifest_of(copy: Path, now: Instant) -> Manifest:
    with _opened(copy) as connection:
        schema, broken = schema_of(connection), damage(connection)
        if schema is None:
            raise BackupError("the database is empty").saying(text_key("storage.empty"))
        if broken:
            message = f"the database is damaged: {broken[0]}"
            raise BackupError(message).saying(text_key("storage.damaged"), found=broken[0])
        return Manifest(
            format=_FORMAT,
            made_at=now,
            schema=schema,
            key_ids=key_ids_needed(connection),
            rows=row_counts(connection),
            sha256=_digest(copy),
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(copy: Path, manifest: Manifest, archive: Path) -> None:
    with _private(archive) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(copy, _DATABASE)
            packed.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        file.flush()
        os.fsync(file.fileno())


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def read_manifest(archive: Path) -> Manifest:
    """Return what a backup says about itself.

    Raises:
        BackupError: it is none.

    """
    try:
        with zipfile.ZipFile(archive) as packed:
            return msgspec.json.decode(packed.read(_MANIFEST), type=Manifest)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError) as error:
        message = f"{archive} is not a backup: {type(error).__name__}"
        raise BackupError(message).saying(text_key("storage.no_backup"), file=archive) from error


def restore(archive: Path, database: Path, ring: KeyRing, *, force: bool = False) -> Manifest:
    """Put the database of a backup in place, after checking that it is whole and can be read.

    With `force` an existing database is set aside (`….replaced`), not deleted. What was
    waiting to be sent when the backup was made counts as `unknown`: it is never sent again.

    Raises:
        BackupError: the backup is damaged or too new, or a database is there already.
        KeyMissingError, WrongKeyRingError: the ring cannot read it.
        InstanceRunningError: a server is running on the database.

    """
    manifest = read_manifest(archive)
    if database.exists() and not force:
        raise BackupError(f"{database} exists").saying(_THERE, file=database)
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = InstanceLock(database)
    lock.acquire()
    try:
        with _workshop(database.parent) as folder:
            fresh = _unpacked(archive, folder)
            _check(fresh, manifest, ring)
            _put_in_place(fresh, database)
    finally:
        lock.release()
    return manifest


def _unpacked(archive: Path, folder: Path) -> Path:
    fresh = folder / _DATABASE
    try:
        with (
            zipfile.ZipFile(archive) as packed,
            packed.open(_DATABASE) as inside,
            _private(fresh) as file,
        ):
            shutil.copyfileobj(inside, file)
            file.flush()
            os.fsync(file.fileno())
    except (KeyError, zipfile.BadZipFile, EOFError) as error:
        message = f"{archive} is damaged: {type(error).__name__}"
        raise BackupError(message).saying(_BROKEN) from error
    return fresh


def _check(fresh: Path, manifest: Manifest, ring: KeyRing) -> None:
    if _digest(fresh) != manifest.sha256:
        raise BackupError("the database inside is not the one of the manifest").saying(_BROKEN)
    if manifest.format > _FORMAT or manifest.schema > HEAD:
        raise BackupError(f"made by a newer version (schema {manifest.schema})").saying(
            text_key("storage.backup_newer"), schema=manifest.schema
        )
    for key_id in manifest.key_ids:
        if key_id not in ring.key_ids:
            raise KeyMissingError(key_id).saying(_WRONG_RING, file=ring.path)
    with _opened(fresh) as connection:
        broken = damage(connection)
        if broken:
            raise BackupError(f"the database inside is damaged: {broken[0]}").saying(_BROKEN)
        if not proves(connection, ring):
            message = f"{ring.path} is not the key ring of this backup"
            raise WrongKeyRingError(message).saying(_WRONG_RING, file=ring.path)
        connection.execute(
            "UPDATE outbox SET state = 'unknown' WHERE state IN ('queued', 'claimed')"
        )


def _put_in_place(fresh: Path, database: Path) -> None:
    """Set the old files aside together with their log, then move the new one in."""
    aside = database.with_name(database.name + _SET_ASIDE)
    for part in _PARTS:
        Path(f"{aside}{part}").unlink(missing_ok=True)
    for part in _PARTS:
        old = Path(f"{database}{part}")
        if old.exists():
            old.rename(f"{aside}{part}")
    fresh.rename(database)
    sync_directory(database.parent)
