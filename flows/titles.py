"""Academic and honorary titles that people write with a name: "TS. Nguyễn Văn A"."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["has_title"]

_TITLES: Final = re.compile(
    r"[.,]|\b(?:p?gs|tskh|th?s|bs|bsck\w*|ds|ks|cn|ls|n[gs]nd|n[gs]ưt|tt(?:nd|ưt)|dr|phd)\b"
    r"|^\s*(?:(?:phó )?giáo sư|tiến sĩ|thạc sĩ|bác sĩ|dược sĩ|kỹ sư|cử nhân|luật sư|nhà giáo"
    r"|thầy thuốc|anh hùng)\b",
    re.IGNORECASE,
)
"""Shortened or written out: no name has a stop, a comma or such letters, and none begins so,
though Nguyễn Anh Hùng and Lê Tiến Sĩ are names.
"""


def has_title(name: str) -> bool:
    """Tell whether a title stands with somebody's name, which signatures of offices do without
    (Decree 30/2020/NĐ-CP, annex I).
    """
    return _TITLES.search(name) is not None
