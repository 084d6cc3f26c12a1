"""What says that nobody had to wait: "khỏi chờ", "vô là làm ngay"."""

from __future__ import annotations

import re

from flows.number_spelling import spelled
from flows.spelling import unmark
from flows.vietnamese import Utterance

__all__ = ["served_at_once"]

# In the plain spelling.
_NO_WAIT = re.compile(
    r"\b(?:khong|khoi|chang|cha|(?<!lan )(?<!ban )(?<!bat )dau|hong)"
    r"(?: (?:phai|can|co|he|mat cong))*(?: (?:ngoi|xep hang))* (?:cho|doi)\b"
    r"(?! (?:lau|nhieu|may|qua|noi|duoc|biet))"
    r"|\bkhong (?:lau|mat) (?:mot )?phut nao\b|\bno wait(?:ing)?\b"
)
_AT_ONCE = re.compile(
    r"\b(?:lam|goi|xong|toi luot|co|duoc|vao|giai quyet|tiep)\b(?: \w+){0,2}"
    r" (?:ngay|lien|luon|tuc thi|lap tuc)\b"
)
_WAITED = re.compile(
    r"\b(?:lau|moi|nhung|mai|het|qua|nho|biet|dau ma|khong (?:\w+ )?(?:ngay|lien))\b"
)


def served_at_once(utterance: Utterance) -> bool:
    """Whether a text without a number says that there was no waiting; "không lâu" does not."""
    plain = unmark(spelled(" ".join(utterance.words)))
    if _WAITED.search(plain):
        return False
    return bool(_NO_WAIT.search(plain) or _AT_ONCE.search(plain))
