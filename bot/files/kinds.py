"""What a file is: told by what it holds, never by its name or by what the sender says."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from bot.files.ogg import is_one_stream

__all__ = [
    "DOCX",
    "IMAGES",
    "JPEG",
    "OGG",
    "PDF",
    "PNG",
    "WEBP",
    "XLSX",
    "RefusedError",
    "media_type_of",
]

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
OGG: Final = "audio/ogg"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMAGES: Final = frozenset({JPEG, PNG, WEBP})

_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
)
_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that a packed document says it unpacks to: an officer's computer opens it one day."""
_PDF_TAIL = 2_048  # bytes before the end in which a whole PDF says that it ends


class RefusedError(Exception):
    """The file is not kept. `reason` is a short name: unknown_kind, wrong_kind, heic, macros,
    two_kinds, unpacked_size, too_large, too_many_pixels, broken.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def media_type_of(data: bytes) -> str:
    """Return the media type of a file that we take.

    Raises:
        RefusedError: it is of no kind that we take, or of two at once.

    """
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"OggS") and data[28:36] == b"OpusHead":
        return _voice(data)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise RefusedError("heic")  # our painter cannot read it, and unread it is not kept
    return _document(data)


def _document(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    raise RefusedError("unknown_kind")


def _voice(data: bytes) -> str:
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedError("two_kinds")
    if not is_one_stream(data):
        raise RefusedError("broken")
    return OGG


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise RefusedError("broken")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedError("two_kinds")
    return PDF


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise RefusedError("broken") from None
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        raise RefusedError("unpacked_size")
    names = {member.filename for member in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError("macros")
    for part, media_type in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if {"[Content_Types].xml", part} <= names:
            return media_type
    raise RefusedError("unknown_kind")
