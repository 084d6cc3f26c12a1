"""How wide words are in the shipped fonts, and where their lines break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Final, Literal, TypeAlias

from PIL import ImageFont

__all__ = ["FACES", "Face", "balanced", "has", "lines_of", "width"]

Face: TypeAlias = Literal["serif", "serif_bold", "sans", "sans_bold"]

FACES: Final[dict[Face, str]] = {
    "serif": "LiberationSerif-Regular.ttf",  # as wide as Times New Roman to the last letter
    "serif_bold": "LiberationSerif-Bold.ttf",
    "sans": "BeVietnamPro-Regular.ttf",
    "sans_bold": "BeVietnamPro-SemiBold.ttf",
}
_NO_LETTER: Final = "\uffff"
_SCALE: Final = 200
"""Widths are measured this large, where rounding to whole pixels tells nothing."""


@cache
def _font(face: Face) -> ImageFont.FreeTypeFont:
    with as_file(files("bot.reports") / "fonts" / FACES[face]) as path:
        # The basic engine: the other one is not on every machine, and gives other widths.
        return ImageFont.truetype(path, _SCALE, layout_engine=ImageFont.Layout.BASIC)


@cache
def has(face: Face, letter: str) -> bool:
    """Tell whether a font can draw a letter; what it cannot, it draws as what is no letter."""
    font = _font(face)
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NO_LETTER))


def width(text: str, face: Face, size: float) -> float:
    """Return how wide a line is, in the unit of the size."""
    return _font(face).getlength(text) * size / _SCALE


def lines_of(text: str, face: Face, size: float, room: float) -> list[str]:
    """Return the lines into which words fall within some room; a longer word has a line alone."""
    return list(_broken(text.split(), face, size, room))


def balanced(text: str, face: Face, size: float, room: float) -> list[str]:
    """Return as few lines as `lines_of`, of about the same length: no last word stands alone."""
    fewest = len(lines_of(text, face, size, room))
    narrow = width(text, face, size) / fewest
    while len(lines := lines_of(text, face, size, narrow)) > fewest:
        narrow += size / 4
    return lines


def _broken(words: Sequence[str], face: Face, size: float, room: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and width(longer, face, size) > room:
            yield line
            longer = word
        line = longer
    yield line
