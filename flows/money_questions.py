"""Whether a question of a form made by others asks for an amount of money in đồng.

XLSForm knows no money, so its forms ask for an integer. Read as a plain number, "5tr" would be
five đồng; as money it is five million (flows.money).
"""

from __future__ import annotations

import re

__all__ = ["asks_for_money"]

_ASKS = re.compile(
    r"\bbao nhiêu (?:tiền|đồng)\b(?! (?:hồ|bào|nghiệp|đội|phục|ruộng))"
    r"|\((?:đơn vị(?: tính)?:? ?)?(?:đồng|vnđ|vnd|đ)\)|\b(?:vnđ|vnd)\b",
    re.IGNORECASE,
)
"""In Vietnamese. "Đồng" alone is no sign: a contract is a `hợp đồng`."""
_OTHER_UNIT = re.compile(
    r"\b(?:chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|1[.,]?000) ?(?:đồng|vnđ|vnd|đ)\b"
    r"|\btrong (?:mỗi |số )?\d+ đồng\b|\b(?:đô la|usd)\b",
    re.IGNORECASE,
)
"""Thousands or millions are counted, or shares of ten đồng: the number itself is the answer."""


def asks_for_money(words: str) -> bool:
    """Return whether the Vietnamese words of a question, hint and all, ask for whole đồng."""
    return bool(_ASKS.search(words)) and not _OTHER_UNIT.search(words)
