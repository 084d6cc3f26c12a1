"""Signed heads of the audit log, one a line, in a file beside the database: best copied away.

Who can write every table can also compute the chain anew; he cannot sign it. What happened before
a signed head can then be changed by nobody without being found.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from flows.identifiers import Instant
from storage.desk_records import AuditHead, SignedHead
from storage.durable_files import sync_directory
from storage.secrets import KeyRing
from storage.signatures import is_signed, signed

__all__ = ["AuditHeads", "is_genuine"]

_LONGEST: Final = 4096
"""Bytes: more than a line has."""

_decode = msgspec.json.Decoder(SignedHead).decode


def _message(head: AuditHead | SignedHead) -> bytes:
    return msgspec.json.encode([head.position, head.hash, head.at])


def is_genuine(ring: KeyRing, head: SignedHead) -> bool:
    """Return whether this key ring signed a head as it is."""
    return is_signed(ring, _message(head), head.signature)


class AuditHeads:
    """The file. It is only ever added to."""

    def __init__(self, path: Path, ring: KeyRing) -> None:
        self.path = path
        self._ring = ring

    def append(self, head: AuditHead) -> SignedHead:
        """Sign a head and add it; it is on disk when this returns.

        Raises:
            OSError: it cannot be written.

        """
        record = SignedHead(
            position=head.position,
            hash=head.hash,
            at=head.at,
            signature=signed(self._ring, _message(head)),
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(self.path, flags, 0o600), "ab") as file:
            file.write(msgspec.json.encode(record) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_directory(self.path.parent)
        return record

    def newest(self) -> SignedHead | None:
        """Return the last head, however long the file is; None: there is none.

        Raises:
            OSError: the file is there, and cannot be read.

        """
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST))
            lines = [line for line in file.read().splitlines() if line.strip()]
        return _head(lines[-1]) if lines else None

    def read(self) -> list[SignedHead]:
        """Return all heads, oldest first; a line that is none is a head that nobody signed.

        Raises:
            OSError: the file is there, and cannot be read.

        """
        if not self.path.exists():
            return []
        return [_head(line) for line in self.path.read_bytes().splitlines() if line.strip()]

    def genuine(self) -> list[SignedHead]:
        """Return the heads that this key ring signed, oldest first: only they prove anything.

        Raises:
            OSError: as `read`.

        """
        return [head for head in self.read() if is_genuine(self._ring, head)]


def _head(line: bytes) -> SignedHead:
    try:
        return _decode(line)
    except msgspec.DecodeError:
        return SignedHead(position=0, hash="", at=Instant(0), signature="")
