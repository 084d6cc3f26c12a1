"""What a text announces besides its content: a legal kind that chat may not take, bad language."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from flows.vietnamese import Utterance

__all__ = ["LegalKind", "flags_of", "is_profane", "legal_kind"]

LegalKind: TypeAlias = Literal["formal_complaint", "denunciation"]

_NOT = (
    r"(?<!\w)(?P<not>(?:không|chưa|chẳng|chả|đừng|khong|chua|dung|not|dont|no)"
    r"(?: (?:phải|có|ai|hề|muốn|định|ý|là|để|cần|phai|co|he|muon|dinh|y|la|de|can|want|to|a|an))*"
    r") "
)
_DECISION = (
    r"(?:quyết định|mức (?:hưởng|lương|trợ cấp|đóng)|kết luận|việc (?:cắt|dừng|thu hồi)"
    r"|hành vi hành chính)"
)

# Cues of domain §4.1, then other names of the same acts; in the spelling of `words`, which has
# no letter twice in a row.
_MARKED_DENUNCIATION = (
    r"tố cáo|tham ô|tham nhũng|(?:nhận|ăn|đòi|vòi) (?:tiền )?hối lộ|biển thủ"
    r"|denounce|denunciation|embezl\w+|(?:tok|take|takes|taking) (?:a )?bribes?"
)
_MARKED_COMPLAINT = (
    rf"(?:khiếu nại|khiếu kiện)(?: (?:lại|về|với|đối với|cái|các))* {_DECISION}|đơn khiếu nại"
    rf"|khiếu nại lần (?:đầu|hai|1|2)|xem xét lại (?:giúp )?(?:về |cái )?{_DECISION}"
    r"|formal complaint|apeal (?:against )?(?:the |a |this )?decision"
)
_MARKED: tuple[tuple[LegalKind, str], ...] = (
    ("denunciation", _MARKED_DENUNCIATION),
    ("formal_complaint", _MARKED_COMPLAINT),
)
# Without accents "to cao" is also tall and big: only with who does it, or to whom.
_PLAIN_DENUNCIATION = (
    r"(?:toi|muon|don|xin|phai|se|bi|nay|thu) to cao"
    r"|to cao (?:anh|chi|ong|ba|co|can bo|vien chuc|nhan vien|lanh dao|giam doc|viec|hanh vi|ve)"
    r"|^to cao$|tham o (?:tien|quy|cong quy|tai san)|tham nhung"
    r"|(?:nhan|an|doi|voi) (?:tien )?hoi lo|bien thu"
)
_PLAIN_COMPLAINT = (
    r"khieu (?:nai|kien)(?: (?:lai|ve|voi|doi voi|cai|cac))*"
    r" (?:quyet dinh|muc (?:huong|luong|tro cap|dong)|ket luan|viec (?:cat|dung|thu hoi))"
    r"|don khieu nai|khieu nai lan (?:dau|hai|1|2)"
    r"|xem xet lai (?:giup )?(?:ve |cai )?(?:quyet dinh|muc (?:huong|luong|tro cap|dong))"
)
_PLAIN: tuple[tuple[LegalKind, str], ...] = (
    ("denunciation", _PLAIN_DENUNCIATION),
    ("formal_complaint", _PLAIN_COMPLAINT),
)


_MARKED_CUES, _PLAIN_CUES = (
    tuple((kind, re.compile(rf"(?:{_NOT})?(?<!\w)(?:{cue})(?!\w)")) for kind, cue in cues)
    for cues in (_MARKED, _PLAIN)
)


# In the spelling of `Utterance.words`: no letter twice in a row.
_PROFANE = re.compile(
    r"(?<!\w)(?:đm|dm|đcm|dcm|đkm|vcl|vkl|clgt|cmnr|đéo|đếch|địt|đụ|lồn|cặc|kặc|buồi|cứt"
    r"|(?:như|cái|con) (?:c|cl|l|lol|hạch)|chó má|mẹ kiếp|khốn nạn|mất dạy"
    r"|nhu c|fuck\w*|shit\w*|bulshit)(?!\w)"
)


# No cue is without one of these: a look for them costs a tenth of the patterns.
_CUE_WORDS = (
    "tố cáo", "tham ô", "tham nhũng", "hối lộ", "biển thủ", "denounce", "denunciation", "embezl",
    "bribe", "khiếu", "xem xét lại", "formal complaint", "apeal", "to cao", "tham o",
    "tham nhung", "hoi lo", "bien thu", "khieu", "xem xet lai",
)  # fmt: skip


def legal_kind(utterance: Utterance) -> LegalKind | None:
    """Return the formal kind of complaint that a text announces, unless it denies it.

    Plain anger is none. Chat may not take these kinds; the person chooses how to go on and a
    human confirms (domain §4.1). Accents may be left out of the whole text, not of a word.
    """
    text = " ".join(utterance.words)
    if not any(map(text.__contains__, _CUE_WORDS)):
        return None
    unmarked = utterance.accented == utterance.plain
    for kind, cue in (*_MARKED_CUES, *(_PLAIN_CUES if unmarked else ())):
        if any(match["not"] is None for match in cue.finditer(text)):
            return kind
    return None


def is_profane(utterance: Utterance) -> bool:
    """Whether a text swears. Such a complaint is kept; only the word is masked (domain §7)."""
    return _PROFANE.search(" ".join(utterance.words)) is not None


def flags_of(utterance: Utterance) -> tuple[str, ...]:
    """Return everything that was noticed in a text, for the answer that keeps it."""
    kind = legal_kind(utterance)
    profane = ("profanity",) if is_profane(utterance) else ()
    return (*utterance.flags, *((kind,) if kind else ()), *profane)
