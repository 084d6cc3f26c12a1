"""Office files whose bytes tell nothing of the hour and the machine they were made on."""

from __future__ import annotations

import io
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["sealed"]

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can tell."""


def sealed(archive: bytes) -> bytes:
    """Return a zip file with the same members in the same order, all of one day."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as given, ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            member = ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            made.writestr(member, given.read(name))
    return buffer.getvalue()
