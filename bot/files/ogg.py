"""Ogg files, page by page: one stream of Opus from the first byte to the last and no other."""

from __future__ import annotations

from typing import Final

__all__ = ["is_one_stream"]

_HEADER: Final = 27
"""Bytes of a page before its table of segments (RFC 3533 §6)."""
_BEGINS: Final = 0x02
_HEAD: Final = b"OpusHead"
_TAGS: Final = b"OpusTags"


def is_one_stream(data: bytes) -> bool:
    """Return whether a file holds the pages of one Opus stream (RFC 7845), and not a byte more."""
    pages = 0
    place = 0
    stream = data[14:18]
    while place < len(data):
        header = data[place : place + _HEADER]
        if len(header) < _HEADER or not header.startswith(b"OggS\0") or header[14:18] != stream:
            return False
        if bool(header[5] & _BEGINS) != (pages == 0):
            return False
        content = place + _HEADER + header[26]
        end = content + sum(data[place + _HEADER : content])
        first = (_HEAD, _TAGS, b"")[min(pages, 2)]
        if end > len(data) or not data[content:end].startswith(first):
            return False
        place, pages = end, pages + 1
    return pages > 1
