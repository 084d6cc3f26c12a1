"""In which encoding a file of text was written: by its mark, or by what makes Vietnamese of it."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from bot.imports.refusals import FileRefusedError
from flows.old_fonts import CONVERTERS, Font, fitting_share, font_of

__all__ = ["HEAD", "Writing", "cell_reader", "writing_of"]

HEAD: Final = 256 * 1024
"""Bytes that are looked at."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FITS: Final = 0.7
_OFFICE: Final[tuple[tuple[str, Font], ...]] = (
    ("cp1258", "unicode"),
    ("latin-1", "tcvn3"),
    ("latin-1", "vni"),
)
"""What Vietnamese offices wrote before Unicode, and still have in their exports."""


class Writing(Struct, frozen=True):
    """How bytes become Vietnamese: the codec, then the font that the letters were meant for."""

    codec: str
    font: Font = "unicode"


def writing_of(head: bytes, *, whole: bool) -> Writing:
    """Return how a file is written, told by its beginning; `whole`: that is all of it.

    Raises:
        FileRefusedError: nothing makes Vietnamese of it.

    """
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Writing(codec, _font(_decoded(head, codec, whole=whole)))
    if (sixteen := _without_mark(head)) is not None:
        return Writing(sixteen, _font(_decoded(head, sixteen, whole=whole)))
    try:
        text = _decoded(head, "utf-8", whole=whole)
    except UnicodeDecodeError:
        return _of_an_office(head)
    return Writing("utf-8", _font(text))


def _decoded(head: bytes, codec: str, *, whole: bool) -> str:
    """Decode; a sign that the end cuts in two is left out."""
    return codecs.getincrementaldecoder(codec)().decode(head, final=whole)


def _without_mark(head: bytes) -> str | None:
    """Return UTF-16 without its mark, which shows by a zero in nearly every second byte."""
    even, odd = head[0:4096:2], head[1:4096:2]
    few, many = len(odd) // 20, len(odd) // 3
    if odd.count(0) > many and even.count(0) <= few:
        return "utf-16-le"
    if even.count(0) > many and odd.count(0) <= few:
        return "utf-16-be"
    return None


def _font(text: str) -> Font:
    font = font_of(text)
    if font is None:
        raise FileRefusedError("encoding_unknown")
    return font


def _of_an_office(head: bytes) -> Writing:
    shares: dict[Writing, float] = {}
    for codec, font in _OFFICE:
        text = unicodedata.normalize("NFC", head.decode(codec, errors="replace"))
        shares[Writing(codec, font)] = fitting_share(text, font) or 0.0
    best = max(shares, key=lambda writing: shares[writing])
    if shares[best] < _FITS:
        raise FileRefusedError("encoding_unknown")
    return best


def cell_reader(font: Font) -> Callable[[str], str]:
    """Return what makes Unicode of a cell. In a list for old fonts, cells of Unicode stay as they
    are: whoever wrote it may have had both.
    """
    convert = CONVERTERS[font]

    def read(cell: str) -> str:
        if cell.isascii():
            return cell
        if font == "unicode" or _is_unicode(cell):
            return unicodedata.normalize("NFC", cell)
        return convert(cell)

    return read


_BEYOND: Final = "\u00ff"
"""No sign of an old font is a letter beyond Latin-1."""


def _is_unicode(cell: str) -> bool:
    return max(cell) > _BEYOND
