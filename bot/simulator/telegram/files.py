"""Files that people sent: ids, sizes, and paths that are good for an hour."""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.rules import RefusedError

__all__ = ["Files", "StoredFile"]

_PREFIXES = {"photos": "AgAC", "voice": "AwAC", "documents": "BQAC"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side. `content` may be shorter than `size`: the rest is zeros."""

    file_id: str
    unique_id: str
    folder: str
    name: str
    content: bytes
    size: int

    @property
    def json(self) -> JsonObject:
        """The ids and the size, as they stand in each kind of medium."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }

    def read(self) -> bytes:
        """Return all of it."""
        return self.content + b"\0" * (self.size - len(self.content))


class Files:
    """All files of one bot."""

    def __init__(self, rng: random.Random, *, limit: int, life: float) -> None:
        self._rng = rng
        self._limit = limit
        self._life = life
        self._by_id: dict[str, StoredFile] = {}
        self._paths: dict[str, tuple[StoredFile, float]] = {}

    def add(self, folder: str, ending: str, content: bytes, size: int | None = None) -> StoredFile:
        """Store a file. A `size` makes it look and be longer than its content."""
        number = len(self._by_id)
        stored = StoredFile(
            _PREFIXES[folder] + self._token(45),
            "AQAD" + self._token(9),
            folder,
            f"file_{number}.{ending}",
            content,
            max(size or 0, len(content)),
        )
        self._by_id[stored.file_id] = stored
        return stored

    def describe(self, file_id: str, now: float) -> JsonObject:
        """Return getFile's answer, and open the path for an hour."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise RefusedError("file_unknown", "Bad Request: invalid file_id")
        if stored.size > self._limit:
            raise RefusedError("file_too_big", "Bad Request: file is too big")
        path = f"{stored.folder}/{stored.name}"
        self._paths[path] = (stored, now + self._life)
        return {**stored.json, "file_path": path}

    def open(self, path: str, now: float) -> bytes:
        """Return a file by its path."""
        stored, until = self._paths.get(path, (None, 0.0))
        if stored is None:
            raise RefusedError("file_unknown", "Not Found", 404)
        if now > until:
            raise RefusedError("file_path_expired", "Not Found", 404)
        return stored.read()

    def _token(self, size: int) -> str:
        return urlsafe_b64encode(self._rng.randbytes(size)).decode().rstrip("=")
