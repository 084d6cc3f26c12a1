"""What people wrote as paper can carry it: control characters made visible, emoji left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar, cast
from unicodedata import category

from msgspec import Struct
from msgspec.structs import replace

from bot.reports.satisfaction.measuring import has
from bot.reports.sheets import visible

__all__ = ["printable"]

T = TypeVar("T")


def printable(value: T) -> T:
    """Return a value with all texts in it made printable: no file can carry a control character,
    nor a PDF for archives a letter that its font has not, and one comment with one must not cost
    a whole report. Emoji and other signs are left out, unknown letters have a mark instead, and no
    line parts a number from its sign; all files say the same.
    """
    return cast("T", _printable(value))


def _printable(value: object) -> object:
    if isinstance(value, str):
        return _PERCENT.sub(_KEPT, "".join(_letter(one) for one in visible(value)))
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return replace(value, **{name: _printable(one) for name, one in fields.items()})
    if isinstance(value, tuple):
        return tuple(_printable(one) for one in value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return value


@cache
def _letter(letter: str) -> str:
    kind = category(letter)
    if kind in _NO_TEXT or (kind in _SIGNS and not has("serif", letter)):
        return ""
    return letter if letter.isspace() or has("serif", letter) else _UNKNOWN


_PERCENT: Final = re.compile(r"(?<=\d) (?=%)")
_KEPT: Final = "\u00a0"
"""Between a number and its sign, which no line parts (`Catalogues.percent`)."""
_NO_TEXT: Final = frozenset({"Cn", "Co", "Cs"})
"""Not in Unicode, or for private use: PDF/A has no place for them."""
_SIGNS: Final = frozenset({"So", "Sk", "Cf", "Me", "Mn"})
"""Emoji, and what modifies and joins them."""
_UNKNOWN: Final = "\ufffd"
