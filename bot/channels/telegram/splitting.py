"""Where a long text is cut into messages: between paragraphs, else lines, sentences, words."""

from __future__ import annotations

__all__ = ["split", "units"]

_BORDERS = ("\n\n", "\n", ". ", "! ", "? ", " ")


def units(text: str) -> int:
    """Return how long Telegram counts a text: in UTF-16, as entities and strict servers do."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most `limit` units, none of them empty.

    A border in the first third of a part is passed over for a lesser one: otherwise one short
    paragraph would stand alone.
    """
    parts = []
    rest = text.strip()
    while len(rest) > limit // 2 and units(rest) > limit:
        window = _fitting(rest, limit)
        cut = _cut(window)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def _fitting(text: str, limit: int) -> str:
    window = text[:limit]
    while (over := units(window) - limit) > 0:
        # A character has two units at most, so half of what is over must go, at least.
        window = window[: len(window) - (over + 1) // 2]
    return window


def _cut(window: str) -> int:
    for border in _BORDERS:
        found = window.rfind(border)
        if found > len(window) // 3:
            return found + len(border)
    return len(window)
