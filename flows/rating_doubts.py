"""Which ratings the words of the open question make doubtful: there one is asked, not rated."""

from __future__ import annotations

import re

from flows.definition import Question
from flows.lexicon import listed
from flows.rating_asides import is_absent
from flows.rating_words import NOT_DONE
from flows.ratings import Rating, read_rating
from flows.spelling import unmark
from flows.vietnamese import Utterance, listen, words_of

__all__ = ["doubted"]


def _both(phrases: str) -> str:
    """Return a pattern for any of these phrases, with their marks or without."""
    marked = listed(phrases)
    return "(?:" + "|".join(sorted({*marked, *map(unmark, marked)}, key=len, reverse=True)) + ")"


_NOT = _both("không, chưa, chẳng, chả, hông, hổng, nỏ, không hề, chưa hề, đâu, đéo, đếch")
_DENIED = re.compile(rf"\b{_NOT} (?:(?:có|co) )?")
_DUNG = re.compile(
    rf"\b{_NOT}(?: (?:có|co))? dung\b(?! "
    r"(?:bao gio|bao giờ|toi|den|qua|thu|dich vu|vneid|vssid|app|ung dung|cai|vu|muc|buoc)\b)"
)
"""Without marks "khong dung" is "không dùng" or "không đúng"."""
_EVER = _both("có, bị, từng, bao giờ, hề, thấy, lần nào, được, ai, thèm")
_SAI = re.compile(rf"\b{_NOT}(?: {_EVER}){{0,3}} sai\b")
"""No mistake; only with its mark "sài" is "to use"."""
_CARELESS = re.compile(rf"\b{_NOT}(?: (?:ai|có|co|thèm|them))* {_both('quan tâm')}\b")
_UNREADABLE = re.compile(
    rf"\b{_both('ghi, chụp, in, chữ, viết, hình, ảnh, nói, báo, giải thích, trả lời, hướng dẫn')}"
    rf"(?: \w+)? {_NOT} (?:(?:được|duoc) )?(?:rõ|ro)\b"
)
"""Something is not clear; "tôi không rõ" does not know."""
_STEPS = frozenset(
    listed("""
        có, co, hề, he, được, duoc, nhận, nhan, thấy, thay, ai, còn, con, cấp, cap, lấy, lay, dung
        ghi, thèm, them, đủ, du, ra, từng, tung, bao, giờ, gio, lần, lan, nào, nao
    """)
)
"""What stands between a denial and the thing that was missed: "chưa nhận được trả lời"."""
_EMPTY = frozenset(
    listed("""
        việc, về, của, và, hay, phải, đến, tới, ông, bà, phần, đang, không, bị, được, đi, có, làm
        dùng, sử, dụng, ý, biết, áp, lên, tại, nơi, vào, theo, báo, số, độ, quan, liên, trải, qua
    """)
)
"""Words of an item that say nothing of what it is about, or that tell of not having been there."""

_MENDED = 0.7
"""The confidence of what was read only after a slip was mended."""
_EXPLAINED = 4
"""Words; who tells in more that somebody else went does not complain."""

_NUMBER = rf"(?:\d+|{_both('một, hai, ba, bốn, năm, tư, mười')})"
_COUNT = re.compile(
    rf"(?<![\w.,/]){_NUMBER} ?"
    + _both("""
        tờ, bộ, loại, bản, cái, lần, ngày, người, quầy, tháng, giấy, triệu, nghìn, ngàn, quạt, ghế
        cây, chiếc, viên, vỉ, hộp, tấm, món, đơn, bàn, cửa, tuần, tiếng, giờ, phút, buổi, trang
        tờ giấy, loại giấy, bộ hồ sơ, bản sao, cái quạt, cái ghế, cây quạt, chiếc quạt
        mẫu, sổ, cuốn, xấp, bữa, hôm, thứ, khoản, lỗi, quyển, bước, lượt, chuyến
    """)
    + rf"(?!\w)|(?<![\w.,/]){_NUMBER} ?(?:chỗ|chữ)(?!\w)"
    rf"|\b{_both('mùng, mồng, ngày, tháng, hôm, quầy, cửa')} {_NUMBER}(?![\w.,/])"
)
"""What counts or dates something: "5 tờ giấy", "mùng 4"; "5 cho em" and "4 chú ơi" do not."""
_OFTEN = re.compile(
    r"\b(?:hay|toàn|toan|cứ|cu)(?: (?:bị|bi|báo|bao|gặp|gap))* "
    + _both("""
        lỗi, treo, đơ, lag, văng, sập, đứng, giật, mất, rớt, quay, chậm, trễ, thiếu, sai, nhầm, hư
        hỏng, quên, trục trặc, nghẽn, kẹt, lâu, muộn, out, hẹn lại, mắng, quát, cáu, gắt, hết
    """)
    + r"\b"
)
"""Before a trouble "hay" is "often", no praise."""
_AT_TIMES = re.compile(rf"\b{_both('lúc, khi, chỗ, cái')} (?:thì |thi )?{_NOT}\b")
_HAY = re.compile(r"\bhay (?!lắm|lam|quá|qua|ghê|ghe|nha|nhé)\w")
_BAD = re.compile(
    _both("""
        tệ, khó, khó khăn, chê, phàn nàn, chậm, lâu, dở, kém, xấu, tồi, chán, phiền, phức tạp
        rắc rối
    """)
    + r"\b"
)


def doubted(question: Question, utterance: Utterance, rating: Rating) -> Rating | None:
    """Return a rating as it was read; None where the question must be asked again, without a
    candidate that would turn a complaint into its opposite.
    """
    said = " ".join(utterance.words)
    if rating.value == "na":
        explained = len(utterance.words) > _EXPLAINED and is_absent(utterance.accented)
        told = explained or NOT_DONE.hear(utterance)
        return None if not told and _complains(question, said, rating) else rating
    if any(_hangs_on(found, utterance.accented, rating) for found in (_COUNT, _OFTEN)):
        return None
    level = int(rating.value)
    guessed = not rating.sure or (rating.confidence <= _MENDED and level > 3)
    return None if level >= 3 and guessed and _denies(said) else rating


def _complains(question: Question, said: str, rating: Rating) -> bool:
    """Whether "not …" tells what went wrong rather than that the question does not apply."""
    if not rating.sure and re.search(r"\b(?:ai|được|duoc)\b", said):
        return True  # "không ai quan tâm", "không đăng nhập được"
    patterns = (_DUNG, _SAI, _CARELESS, _UNREADABLE)
    return any(pattern.search(said) for pattern in patterns) or _denies_item(question, said)


def _denies_item(question: Question, said: str) -> bool:
    """Whether what is denied is what the question is about: "chưa trả lời", "không có thuốc"."""
    item = words_of((question.item or question.text)["vi"])
    topics = set(item) - _EMPTY
    known = topics | set(map(unmark, topics))
    for match in _DENIED.finditer(said):
        words = said[match.end() :].split()
        while words and words[0] in _STEPS and words[0] not in known:
            words.pop(0)
        if words and words[0] in known:
            return True
        if len(words) > 1 and f" {unmark(' '.join(words[:2]))} " in f" {unmark(' '.join(item))} ":
            return True  # "chưa tới lượt", where "chưa tới" alone was not there
    return False


def _hangs_on(found: re.Pattern[str], accented: str, rating: Rating) -> bool:
    """Whether a rating is not said without what a pattern finds: "3 tờ", but "3 tờ, hài lòng"."""
    if not found.search(accented):
        return False
    again = read_rating(listen(found.sub(" ", accented)))
    return again is None or not again.sure or again.value != rating.value


def _denies(said: str) -> bool:
    """Whether a denial stands in a text, of anything but a fault: "không tải được"."""
    if _AT_TIMES.search(said) or _HAY.search(said):
        return True
    return any(not _BAD.match(said, match.end()) for match in _DENIED.finditer(said))
