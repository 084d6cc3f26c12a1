"""What says that somebody will not give a telephone number, or has none."""

from __future__ import annotations

import re

from flows.lexicon import listed
from flows.number_spelling import spelled
from flows.phrases import Phrasebook, variants
from flows.spelling import unmark
from flows.vietnamese import split_words

__all__ = ["declines"]

_DECLINED: Phrasebook[str] = Phrasebook(
    {
        "declined": listed("""
            không, không có, không muốn, từ chối, thôi, thôi khỏi, khỏi, khỏi cần, không cần
            miễn, không tiện, không cần gọi, khỏi gọi, không cần gọi lại, để sau
            bỏ qua, miễn đi, thôi bỏ qua
            no, no phone, i have no phone, i dont have a phone, none, no number, no thanks, decline
            i do not have a phone, rather not, prefer not to say
        """)
    }
)
_NOT = r"\b(?:khong|ko|hong|hem|khum|chang|cha|chua|dung|mien|khoi|thoi)"
_VERB = (
    r"(?:cho|de lai|cung cap|dua|tiet lo|noi ra|khai|ghi|chia se|luu|lo|dung|xai|su dung|co|muon"
    r"|tien|thich|dien)"
)
_REFUSED = re.compile(
    rf"{_NOT}(?: (?:co|muon|he|the|thich|tien|can|dam|ai|dau|nen|duoc|la|xin|phep|de))* {_VERB}\b"
    r"|\b(?:tu choi|bi mat|rieng tu|thong tin ca nhan|lua dao|lam phien|quay ray|quay roi"
    r"|lo thong tin)\b|\b(?:sợ|sọ|ngại)\b|\bdau co (?:so|dien thoai|may|dt|sim)\b"
)
"""In the plain spelling; "sợ" (to fear) needs its marks, since "so" is a number."""
_MARKED = frozenset({"sợ", "sọ", "ngại"})
_DO_NOT = re.compile(r"\b(?:dung|khoi|khong can) (?:co )?(?:hoi|goi|xin)\b")
_NOT_NOW = re.compile(r"^(?:dạ |da )?(?:không|khong|thôi|thoi|khỏi|khoi|miễn|mien|ko|k)[,.!]")
_NO_REFUSAL = re.compile(
    r"\b(?:nho|biet|hieu|ro|phai|dung so|lien lac duoc|goi duoc|lam gi|lam chi|chi vay|hoi"
    r"|duoc khong$)\b"
)


def declines(normal: str) -> bool:
    """Whether a normalised text without a number refuses to give one.

    Refusing, or having no telephone, never stands in anyone's way (domain §6.1). Not to remember
    the number, or to ask what for, is no refusal.
    """
    words = split_words(normal)
    if any(_DECLINED.find(shape) for shape in variants(words)):
        return True
    said = spelled(" ".join(words))
    mixed = " ".join(word if word in _MARKED else unmark(word) for word in said.split())
    if _NO_REFUSAL.search(mixed) and not _DO_NOT.search(mixed):
        return False
    return bool(_REFUSED.search(mixed) or _DO_NOT.search(mixed) or _NOT_NOW.match(normal))
