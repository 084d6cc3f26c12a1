"""How names of units are compared: people, scans and lists write one name in many ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["LONGEST_NAME", "core_of", "folded"]

LONGEST_NAME: Final = 200
"""Characters of a name."""

_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHES: Final = re.compile("['`\u00b4\u02bc\u2018\u2019]")
_BARRED: Final = {0x111: "d", 0xF0: "d"}
"""Letters whose mark is no mark of its own: d with a stroke, and its look-alike."""
_WRITTEN_OUT: Final = (
    (re.compile(r"\bbao hiem xa hoi\b|\bbhx[hx]\b"), "bhxh"),  # BHXX: a scan's reading [004]
    (re.compile(r"\bdac\b"), "dak"),  # Đắc Lắc, Đắc Nông: the spelling of before
    (re.compile(r"\bdak lac\b"), "dak lak"),
    (re.compile(r"\bhcm\b"), "ho chi minh"),
    (re.compile(r"\btphcm\b"), "tp ho chi minh"),
    (re.compile(r"\bbr ?vt\b"), "ba ria vung tau"),
)
_PREFIX: Final = re.compile(
    r"^(?:bhxh|co so|lien huyen|huyen|quan|thi xa|thanh pho|tinh|tp|tx|h|q)\s+"
)


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return a name in the form in which it is compared: no marks, no blanks, small letters.

    Đắk, Đăk, Đắc and Dak are the same, and so are BHXX, BHXH and Bảo hiểm xã hội.
    """
    return _plain(name).replace(" ", "")


@lru_cache(maxsize=8192)
def core_of(name: str) -> str:
    """Return the same without the words that say what kind of unit it is."""
    plain = _plain(name)
    while (shorter := _PREFIX.sub("", plain)) != plain:
        plain = shorter
    return plain.replace(" ", "")


def _plain(name: str) -> str:
    marked = _APOSTROPHES.sub("", name.lower()).translate(_BARRED)
    parts = unicodedata.normalize("NFKD", marked)
    plain = " ".join(_WORD.findall("".join(c for c in parts if not unicodedata.combining(c))))
    for written, meant in _WRITTEN_OUT:
        plain = written.sub(meant, plain)
    return plain
