"""The key ring and what it seals: encrypted columns, blind indexes, and the signing key.

The ring lies outside the database, so that a stolen database or backup tells nobody's phone,
name or words. Whoever loses the ring loses what was sealed: there is no way round.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from flows.texts import text_key
from storage.base import StorageError
from storage.durable_files import sync_directory

__all__ = ["CiphertextError", "KeyMissingError", "KeyRing", "KeyRingError", "key_id_of"]

_FORMAT: Final = 1  # AES-256-GCM, 96-bit random nonce, AAD table|column|row|key id
_NONCE: Final = 12  # bytes, the length that GCM is made for (NIST SP 800-38D)
_HEAD: Final = 3  # bytes: format, then the key's id
_TAG: Final = 16  # bytes
_KEY: Final = 32  # bytes, AES-256 and HMAC-SHA-256 alike
_BROKEN_RING: Final = text_key("storage.key_ring_broken")
_LAST_ID: Final = 0xFFFF  # key ids fill two bytes


class KeyRingError(StorageError):
    """The key ring's file cannot be used: unreadable, damaged, or not a key ring."""


class KeyMissingError(KeyRingError):
    """A key that is needed is not on the ring. `key_id` says which."""

    def __init__(self, key_id: int) -> None:
        super().__init__(f"key {key_id} is not on this key ring")
        self.key_id = key_id


class CiphertextError(StorageError):
    """A sealed value does not belong in this place, or was changed or cut short."""


class _RingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ring as it lies in its file; keys are base64."""

    active: int
    keys: dict[int, bytes]
    index_key: bytes
    signing_key: bytes


def key_id_of(sealed: bytes) -> int:
    """Return the id of the key that a sealed value needs.

    Raises:
        CiphertextError: this is no sealed value, or of a format that is not known yet.

    """
    if len(sealed) < _HEAD + _NONCE + _TAG or sealed[0] != _FORMAT:
        raise CiphertextError("not a sealed value of a known format")
    return int.from_bytes(sealed[1:_HEAD], "big")


class KeyRing:
    """Seals and opens values; one key is active, older ones still open what they sealed.

    Make one with `KeyRing.open` or `KeyRing.create`. It is safe to share between threads.
    """

    def __init__(self, path: Path, content: _RingFile) -> None:
        self.path = path
        self._take(content)

    def _take(self, content: _RingFile) -> None:
        self._content = content
        self._ciphers = {key_id: AESGCM(key) for key_id, key in content.keys.items()}
        self._seal = self._ciphers[content.active].encrypt
        self._active_head = bytes([_FORMAT]) + content.active.to_bytes(2, "big")
        self._active_tail = b"|%d" % content.active

    # -- the file

    @classmethod
    def create(cls, path: Path) -> KeyRing:
        """Make a new ring with fresh keys in a file that only its owner can read.

        Raises:
            FileExistsError: there is a ring already; it is left as it is.

        """
        content = _RingFile(1, {1: os.urandom(_KEY)}, os.urandom(_KEY), os.urandom(_KEY))
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, content, partial(_put_new, path))
        return cls(path, content)

    @classmethod
    def open(cls, path: Path) -> KeyRing:
        """Read the ring from its file.

        Raises:
            FileNotFoundError: there is none.
            KeyRingError: the file cannot be used.

        """
        return cls(path, _read(path))

    @classmethod
    def open_or_create(cls, path: Path) -> tuple[KeyRing, bool]:
        """Return the ring, and whether it was made just now (then say so, loudly)."""
        try:
            return cls.open(path), False
        except FileNotFoundError:
            pass
        try:
            return cls.create(path), True
        except FileExistsError:  # another process was quicker; its ring is the ring
            return cls.open(path), False

    def add_key(self) -> int:
        """Make a new key and let it seal from now on; return its id.

        The file is replaced at once; other processes find the new key when they meet it.
        """
        newest = max(self._ciphers) + 1
        if newest > _LAST_ID:
            raise KeyRingError("the key ring is full")
        keys = {**self._content.keys, newest: os.urandom(_KEY)}
        content = msgspec.structs.replace(self._content, active=newest, keys=keys)
        _write_beside(self.path, content, partial(_put_over, self.path))
        self._take(content)
        return newest

    @property
    def active(self) -> int:
        """Id of the key that seals now."""
        return self._content.active

    @property
    def key_ids(self) -> frozenset[int]:
        """Ids of all keys on the ring."""
        return frozenset(self._ciphers)

    @property
    def signing_key(self) -> bytes:
        """32 bytes for signing cookies, where no `SECRET_KEY` is set."""
        return self._content.signing_key

    # -- sealing

    def encrypt(self, table: str, column: str, row: str, plaintext: bytes) -> bytes:
        """Seal a value for one place: it opens there and nowhere else."""
        nonce = os.urandom(_NONCE)
        place = f"{table}|{column}|{row}".encode() + self._active_tail
        return self._active_head + nonce + self._seal(nonce, plaintext, place)

    def decrypt(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """Open a value that was sealed for this place.

        Raises:
            KeyMissingError: its key is not on this ring.
            CiphertextError: it was sealed for another place, changed, or cut short.

        """
        key_id = key_id_of(sealed)
        place = f"{table}|{column}|{row}|{key_id}".encode()
        nonce, rest = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        try:
            return self._cipher(key_id).decrypt(nonce, rest, place)
        except InvalidTag:
            raise CiphertextError(f"{table}.{column} does not open in its row") from None

    def seal_text(self, table: str, column: str, row: str, text: str | None) -> bytes | None:
        """Seal a text; None stays None."""
        return None if text is None else self.encrypt(table, column, row, text.encode())

    def open_text(self, table: str, column: str, row: str, sealed: bytes | None) -> str | None:
        """Open what `seal_text` sealed."""
        return None if sealed is None else self.decrypt(table, column, row, sealed).decode()

    def _cipher(self, key_id: int) -> AESGCM:
        if key_id not in self._ciphers and self.path.exists():
            self._take(_read(self.path))  # a command may have added a key beside the server
        try:
            return self._ciphers[key_id]
        except KeyError:
            raise KeyMissingError(key_id) from None

    def blind_index(self, number: str) -> bytes:
        """Return what a phone in E.164 is looked up by: 32 bytes, useless without the ring.

        All phone numbers can be counted through, so only the separate key protects them
        (reliability §5).
        """
        return hmac.digest(self._content.index_key, number.encode(), hashlib.sha256)


def _read(path: Path) -> _RingFile:
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_RingFile)
    except FileNotFoundError:
        raise
    except (OSError, msgspec.DecodeError) as error:
        message = f"{path}: {type(error).__name__}"
        raise KeyRingError(message).saying(_BROKEN_RING, file=path) from None
    whole = content.keys and all(
        len(key) == _KEY for key in (*content.keys.values(), content.index_key)
    )
    if not whole or content.active not in content.keys:
        message = f"{path}: keys are missing or too short"
        raise KeyRingError(message).saying(_BROKEN_RING, file=path)
    return content


def _put_new(path: Path, finished: Path) -> None:
    os.link(finished, path)  # refuses where a file is, unlike a rename
    finished.unlink()


def _put_over(path: Path, finished: Path) -> None:
    finished.replace(path)


def _write_beside(path: Path, content: _RingFile, put: partial[None]) -> None:
    """Write a whole, synced file under a passing name, then `put` it in its place."""
    passing = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(passing, flags, 0o600), "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(content), indent=2))
            file.flush()
            os.fsync(file.fileno())
        put(passing)
    finally:
        passing.unlink(missing_ok=True)
    sync_directory(path.parent)
