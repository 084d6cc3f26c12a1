"""Places in an office's own template, such as `{code}`: which there are, how they are filled."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

__all__ = ["PLACES", "filled", "unknown_place"]

PLACES: Final = ("code", "office", "due", "received")
"""The case's code, the office's name, the end of its term, the day on which it came."""

_PLACE: Final = re.compile(r"\{([^{}\n]*)\}")
_BRACE: Final = re.compile(r"[{}]")


def unknown_place(text: str, places: Collection[str] = PLACES) -> str | None:
    """Return the first place that nothing would fill, as it is written; a brace without its other
    half is one, too. None: all are known.
    """
    for found in _PLACE.finditer(text):
        if found[1] not in places:
            return found[0]
    left = _BRACE.search(_PLACE.sub("", text))
    return left[0] if left else None


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with each known place filled; whatever else it holds stays as it is."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
