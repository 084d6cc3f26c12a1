"""What a text announces besides its content: a legal kind that chat may not take, bad language."""

from __future__ import annotations

import re
from itertools import accumulate
from operator import methodcaller
from typing import Literal, TypeAlias

from flows.lexicon import listed
from flows.spelling import normalise
from flows.vietnamese import Utterance

__all__ = ["LegalKind", "flags_of", "is_profane", "legal_kind", "masked"]

LegalKind: TypeAlias = Literal["formal_complaint", "denunciation"]

_NOT = (
    r"(?<!\w)(?P<not>(?:không|chưa|chẳng|chả|đừng|khong|chua|dung|not|dont|no)"
    r"(?: (?:phải|có|ai|hề|muốn|định|ý|là|để|cần|phai|co|he|muon|dinh|y|la|de|can|want|to|a|an))*"
    r") "
)
_DECISION = (
    r"(?:quyết định|mức (?:hưởng|lương|trợ cấp|đóng)|kết luận|kết quả giải quyết|cách tính"
    r"|việc (?:cắt|dừng|thu hồi|từ chối|tính|chấm dứt|giảm|tạm dừng|không)"
    r"|hành vi hành chính)"
)
_FALSIFIED = r"(?:lập|làm|kê|khai) (?:khống|giả hồ sơ|hồ sơ (?:khống|giả)|giả giấy tờ)|hồ sơ khống"
_TOGETHER = r"(?:cấu|câu) kết|thông đồng"

# Cues of domain §4.1, then other names and spellings of the same acts; in the spelling of
# `words`, which has no letter twice in a row.
_MARKED_DENUNCIATION = (
    r"tố cáo|tó cáo|tố cao|tố giác|tham ô|tham nhũng|(?:nhận|ăn|đòi|vòi) (?:tiền )?hối lộ"
    rf"|biển thủ|rút ruột|trục lợi (?:quỹ|bảo hiểm|chính sách|tiền)|{_FALSIFIED}|{_TOGETHER}"
    r"|ăn chặn (?:tiền )?(?:của )?(?:dân|chế độ|trợ cấp|lương hưu|thương binh|người)"
    r"|(?:cán bộ|lãnh đạo|trưởng phòng|giám đốc bhxh|(?:nhân viên|người|bà|cô|chị|anh|ông) thu)"
    r" (?:\S+ ){0,5}ăn chặn"
    r"|denounce|denunciation|embezl\w+|(?:tok|take|takes|taking) (?:a )?bribes?"
)
_MARKED_COMPLAINT = (
    rf"(?:khiếu|kiếu|khiêu|khíu) (?:nại|naị|nai|lại|kiện) (?:\S+ ){{0,5}}{_DECISION}"
    r"|đơn (?:khiếu|kiếu|khiêu) (?:nại|lại|kiện)|khiếu nại lần (?:đầu|hai|ba|1|2)"
    r"|(?:giải quyết|thụ lý) (?:đơn )?khiếu nại|quyết định (?:\S+ ){0,8}khiếu nại"
    rf"|xem (?:xét )?lại (?:giúp )?(?:về |cái )?{_DECISION}"
    r"|đâm đơn|đơn (?:kiện|thưa)|thưa kiện|khởi kiện|kiện (?:ra|lên) tòa"
    r"|(?<!điều )(?<!sự )kiện (?:quyết định|bhxh|bảo hiểm|cơ quan)"
    r"|formal complaint|apeal (?:against )?(?:the |a |this )?decision"
)
_MARKED: tuple[tuple[LegalKind, str], ...] = (
    ("denunciation", _MARKED_DENUNCIATION),
    ("formal_complaint", _MARKED_COMPLAINT),
)
# Without accents "to cao" is also tall and big: only with who does it, or to whom.
_PLAIN_DENUNCIATION = (
    r"(?:toi|muon|don|xin|phai|se|bi|nay|thu) to cao"
    r"|to cao (?:anh|chi|ong|ba|co|can bo|vien chuc|nhan vien|lanh dao|giam doc|viec|hanh vi|ve"
    r"|ke toan|truong|pho|nhom|nguoi|cong ty|bac si|bhxh|bao hiem|chu)"
    r"|^to cao$|to giac|tham o (?:tien|quy|cong quy|tai san)|tham nhung"
    r"|(?:nhan|an|doi|voi) (?:tien )?hoi lo|bien thu|rut ruot|truc loi (?:quy|bao hiem)"
    r"|(?:lap|lam|ke|khai) (?:khong ho so|gia ho so|ho so khong)|cau ket|thong dong"
    r"|an chan (?:tien )?(?:cua )?(?:dan|che do|tro cap|luong huu)"
)
_PLAIN_COMPLAINT = (
    r"k?h?ieu (?:nai|lai|kien) (?:\S+ ){0,5}"
    r"(?:quyet dinh|muc (?:huong|luong|tro cap|dong)|ket luan|cach tinh"
    r"|viec (?:cat|dung|thu hoi|tu choi|tinh|cham dut))"
    r"|don khieu (?:nai|lai)|khieu nai lan (?:dau|hai|1|2)|giai quyet khieu nai"
    r"|xem (?:xet )?lai (?:giup )?(?:ve |cai )?(?:quyet dinh|muc (?:huong|luong|tro cap|dong))"
    r"|dam don|don (?:kien|thua)|thua kien|khoi kien|kien (?:ra|len) toa"
    r"|(?<!dieu )(?<!su )kien (?:quyet dinh|bhxh|bao hiem)"
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


# Every match begins with one of these words, or with a word that begins so.
_SWEARING = frozenset(
    listed("""
        đm, dm, đcm, dcm, đkm, vcl, vkl, clgt, cmnr, đéo, đếch, địt, đụ, lồn, cặc, kặc, buồi, cứt
        như, cái, con, chó, mẹ, khốn, mất, nhu, bulshit
    """)
)
_SWEARS_ON = methodcaller("startswith", ("fuck", "shit"))


# No cue is without one of these: a look for them costs a tenth of the patterns.
_CUE_WORDS = (
    "tố cáo", "tó cáo", "tố cao", "tố giác", "tham ô", "tham nhũng", "hối lộ", "biển thủ",
    "rút ruột", "trục lợi", "khống", "làm giả", "lập giả", "kê giả", "khai giả", "hồ sơ giả",
    "kết", "thông đồng", "ăn chặn", "denounce", "denunciation", "embezl", "bribe", "khiếu", "kiếu",
    "khiêu", "khíu", "xem xét lại", "xem lại", "đâm đơn", "kiện", "đơn thưa", "formal complaint",
    "apeal", "to cao", "to giac", "tham o", "tham nhung", "hoi lo", "bien thu", "rut ruot",
    "truc loi", "khong ho so", "gia ho so", "ho so khong", "cau ket", "thong dong", "an chan",
    "ieu nai", "ieu lai", "ieu kien", "xem xet lai", "xem lai", "dam don", "don kien", "don thua",
    "kien",
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
    words = utterance.words
    if _SWEARING.isdisjoint(words) and not any(map(_SWEARS_ON, words)):
        return False
    return _PROFANE.search(" ".join(words)) is not None


def flags_of(utterance: Utterance) -> tuple[str, ...]:
    """Return everything that was noticed in a text, for the answer that keeps it."""
    kind = legal_kind(utterance)
    profane = ("profanity",) if is_profane(utterance) else ()
    return (*utterance.flags, *((kind,) if kind else ()), *profane)


_RAW_WORD = re.compile(r"[^\W_]+")
_MASK = "•"
_MILD = frozenset({"như", "cái", "con", "nhu"})


def masked(text: str) -> str:
    """Return a person's words with swearing covered but for first letters: for display only, what
    is stored and sealed keeps the words as they were written (domain §7).
    """
    places = [match.span() for match in _RAW_WORD.finditer(text)]
    words = [normalise(text[start:end]) for start, end in places]
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    shown = list(text)
    for match in _PROFANE.finditer(" ".join(words)):
        for (start, end), word, at in zip(places, words, starts, strict=False):
            if match.start() <= at < match.end() and word not in _MILD:
                shown[start + 1 : end] = _MASK * (end - start - 1)
    return "".join(shown)
