"""What says that nobody had to go anywhere: "khỏi đi", "ngồi nhà làm qua mạng"."""

from __future__ import annotations

import re

from flows.lexicon import listed
from flows.number_spelling import spelled
from flows.phrases import Phrasebook
from flows.spelling import unmark
from flows.vietnamese import Utterance

__all__ = ["nobody", "stayed_at_home"]

_NOBODY: Phrasebook[str] = Phrasebook(
    {
        "0": listed("""
            không có ai, không ai, không người nào, chưa có ai, không có người nào, none, zero
            nobody
        """)
    }
)
_NOT_ANY = re.compile(r"(?:da )?(?:khong|chua) (?:co|thue|muon|nuoi) (?:\w+ ){1,3}(?:nao|ai)\b.*")
_NO_TRIP: Phrasebook[str] = Phrasebook(
    {
        "0": listed("""
            không phải đi, không lần nào, chưa lần nào, không đi, không đi lần nào
            không phải đi lại, không phải đi lần nào, chưa đi lần nào, không cần đi, khỏi đi
            không lần, none, zero, không phải đến, không đến lần nào
        """)
    }
)
# In the plain spelling.
_NEVER_WENT = re.compile(
    r"\b(?:khong|khoi|chang|chua|cha|(?<!lan )(?<!ban )(?<!bat )dau|hong)"
    r"(?: (?:phai|can|co|he|ai|thay))*(?: (?:di|den|toi|len|ra|chay|buoc chan))+\b"
    r"(?! (?:nhieu|xa|duoc|may|lam\b|it|qua|hoai|\d))"
    r"|\b(?:khong|chua|chang|cha) (?:co |di )?(?:lan|ban|chuyen) nao\b(?! (?:nhanh|cung|xong))"
)
_FROM_HOME = re.compile(
    r"\b(?:ngoi|o|tai) nha (?:lam|nop|bam|gui)"
    r"|(?:lam|nop|dang ky) (?:\w+ )?(?:online|qua mang|tren mang)"
    r"(?: (?:het|ca|luon|thoi|roi|tat))*$"
)
_WENT = re.compile(r"\b(?:nhieu|lai phai|ma phai|roi phai|moi|nhung|van phai|may|vai|nho|biet)\b")


def nobody(utterance: Utterance) -> bool:
    """Whether a text without a number says that there is nobody, or nothing, to count."""
    if _NOBODY.hear(utterance) or _NO_TRIP.hear(utterance):
        return True
    return _NOT_ANY.fullmatch(unmark(" ".join(utterance.words))) is not None


def stayed_at_home(utterance: Utterance) -> bool:
    """Whether a text without a number says that there was no trip; "không phải đi nhiều" does
    not.
    """
    if _NO_TRIP.hear(utterance):
        return True
    plain = unmark(spelled(" ".join(utterance.words)))
    if _WENT.search(plain):
        return False
    return bool(_NEVER_WENT.search(plain) or _FROM_HOME.search(plain))
