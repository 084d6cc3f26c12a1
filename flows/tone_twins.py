"""Which syllables bear hỏi and which ngã, for the many who write one for the other."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

from flows.lexicon import SOFT_TAILS, listed

__all__ = ["CONFUSED", "settle_tones"]

_HOI, _NGA = "\u0309", "\u0303"
_SWAP = str.maketrans({_HOI: _NGA, _NGA: _HOI})


def _twin(word: str) -> str:
    swapped = unicodedata.normalize("NFD", word).translate(_SWAP)
    return unicodedata.normalize("NFC", swapped)


# What stands in neither of the tables is a word with hỏi and another one with ngã.
_ONLY_NGA = listed("""
    bữa, chẵn, chỗ, chữ, cỡ, cũng, dẫn, dễ, diễn, dũng, đã, đỡ, giữ, giữa, gỡ, hãng, hãy, hỗn
    hữu, lãnh, lẫn, lễ, lỗi, lỡ, mãn, mẫu, miễn, mỗi, muỗng, muỗi, ngỡ, ngữ, nghĩa, nhẫn
    nhiễu, nhõng, nhẽo, nhũng, những, nữ, rõ, rỗi, rưỡi, sẵn, sẽ, tiễn, trễ, trữ, vẫn, vững, vũ
""")
_ONLY_HOI = listed("""
    ảnh, ẩn, bản, bảng, bảy, bẩn, biểu, bỏ, cả, cảm, cản, cảnh, cẩn, chả, chẳng, chỉ, chủ, chửi
    chuyển, cửa, của, dở, đảm, để, điểm, đổi, đủ, gởi, gửi, giải, giảm, giỏi, hẳn, hiểm, hiểu
    hỏi, hủy, hưởng, kể, kiểm, khảo, khẩu, khiển, khoản, khoảng, khổ, khỏe, khủng, mảnh, mỏi
    nể, nhỏ, ổn, ổng, ở, phải, phẩm, quả, quản, quyển, rảnh, sản, sổ, sở, sử, tải, tẩy, tiểu
    tỏ, tổng, tủ, tuổi, tử, tưởng, thẳng, thẻ, thể, thoải, thủ, thủy, thử, thưởng, trả, trẻ
    triển, trở, ủng, ủy, xảy, xử
""")
_MEANT: dict[str, str] = {_twin(word): word for word in (*_ONLY_NGA, *_ONLY_HOI)}
_KEPT = frozenset(
    listed("""
        bõ công, bõ ghét, bốc dỡ, bực bõ, bửa củi, cống rãnh, chia sẻ, chim sẻ, củng cố, dỡ bỏ
        dỡ hàng, dỡ nhà, đả đảo, đả động, đả kích, đả phá, đào rãnh, đon đả, hổn hển, lảnh lót
        lẩn quẩn, lẩn tránh, lẩn trốn, lở đất, lở loét, lở miệng, lủng củng, mẩu chuyện, mẩu giấy
        mẩu tin, một đỗi, quá đỗi, rãnh nước, rất đỗi, san sẻ, sạt lở, sặc sỡ, sỗ sàng, suôn sẻ
        tháo dỡ, vẩn đục, vẩn vơ, vơ vẩn, vớ vẩn
    """)
)
"""Where the rare twin is meant after all."""
_COMPOUNDS = listed("""
    bác sĩ, bảo hiểm, cải cách, cải thiện, chỉ kỹ, chỉnh sửa, chỗ nghỉ, dẫn kỹ, đến nỗi
    đọc kỹ, giải tỏa, hồi nãy, hỗ trợ, khi nãy, kỹ càng, kỹ hơn, kỹ lưỡng, kỹ sư, kỹ thuật
    kỷ luật, lãi suất, lúc nãy, mã số, mở cửa, muốn nghỉ, nãy giờ, nghỉ chút, nghỉ đẻ, nghỉ đi
    nghỉ hưu, nghỉ làm, nghỉ lễ, nghỉ ốm, nghỉ phép, nghỉ sinh, nghỉ thai, nghỉ thôi
    nghỉ trưa, nghỉ việc, niềm nở, nói kỹ, nỗ lực, nổi tiếng, quảng cáo, quỹ bảo, rất kỹ
    sạch sẽ, suy nghĩ, sửa câu, sửa chữa, sửa đổi, sửa lại, sửa sai, sửa thông, tạm nghỉ
    thích kỹ, thôi nghỉ, thủ quỹ, tỉ mỉ, tới nỗi, vui vẻ, xã hội, xem kỹ, xin nghỉ, y sĩ
""")


def _misspelt(compound: str) -> list[str]:
    forms = ({word, _twin(word)} for word in compound.split())
    return [wrong for form in product(*forms) if (wrong := " ".join(form)) != compound]


_MEANT_TOGETHER: dict[str, str] = {
    wrong: compound for compound in _COMPOUNDS for wrong in _misspelt(compound)
}
"""Two words that are each a word with the other tone too, but not together."""

_HALF, _MORE = "nửa", "nữa"
_MEASURED = frozenset(
    listed("""
        tiếng, tieng, giờ, gio, buổi, ngày, tháng, năm, tuần, triệu, chừng, vời, đêm, số, lít, ký
    """)
)
"""What "half" stands before; "more" ends what is said."""
_OF_HALVES = frozenset(
    listed("""
        một, mot, hơn, quá, phân, gần, chừng, khoảng, cỡ, tầm, độ, mất, non, có, thành, chia, đến
        tới, cả, được, chờ, đợi, hết, ngồi, phải, trong, chưa
    """)
)
"""What stands before a half."""
_SOON = frozenset(listed("lát, tí, chút, xíu, chốc, mai"))
_MORE_OF = frozenset(
    listed("""
        không, ko, k, kg, hông, hổng, hong, hok, nỏ, chẳng, chả, chưa, đừng, khỏi, thôi, hết, mấy
        nhiêu, còn, thêm, lần, câu, ai, gì, chi
    """)
)
"""What is said before "more": not any, how many, another time."""
_BEHIND_MORE = SOFT_TAILS | frozenset(listed("đi, đâu, được, không, hả, nhỉ, ạ"))
_NEAR = 6  # words of a clause before "more" that tell it from "half"
_LAST = 3  # words that may stand behind it

CONFUSED: frozenset[str] = frozenset(
    {_HALF, _MORE}
    | _MEANT.keys()
    | {
        one
        for wrong, meant in _MEANT_TOGETHER.items()
        for one, other in zip(wrong.split(), meant.split(), strict=True)
        if one != other
    }
)
"""Words that may be meant with the other tone; texts without one of them are as they are."""

_WORD = re.compile(r"[^\W_]+")


def settle_tones(text: str) -> str:
    """Return a normalised text with hỏi and ngã as the words that are meant bear them, letter by
    letter: "huớng dẩn", "bảo hiễm", "không làm nửa", "nữa tiếng". What is a word with either is
    left alone, unless the words beside it decide.
    """
    found = list(_WORD.finditer(text))
    clauses: list[list[str]] = []
    for at, match in enumerate(found):
        if not at or text[found[at - 1].end() : match.start()] != " ":
            clauses.append([])
        clauses[-1].append(match[0])
    meant = iter([_settled(words, at) for words in clauses for at in range(len(words))])
    return _WORD.sub(lambda _: next(meant), text)


def _settled(words: list[str], at: int) -> str:
    word = words[at]
    if word not in CONFUSED:
        return word
    before = words[at - 1] if at else ""
    behind = words[at + 1] if at + 1 < len(words) else ""
    if word in (_HALF, _MORE):
        return _half_or_more(words, at, before, behind)
    with_before, with_behind = f"{before} {word}", f"{word} {behind}"
    if with_before in _MEANT_TOGETHER:
        return _MEANT_TOGETHER[with_before].split()[1]
    if with_behind in _MEANT_TOGETHER:
        return _MEANT_TOGETHER[with_behind].split()[0]
    kept = with_before in _KEPT or with_behind in _KEPT
    return word if kept else _MEANT.get(word, word)


def _half_or_more(words: list[str], at: int, before: str, behind: str) -> str:
    """Tell "half" from "more", which most write alike: a half stands before what it is half of,
    more at the end of what is denied or asked.
    """
    if behind in _MEASURED:
        return _HALF if not before or before in _OF_HALVES else words[at]
    if before in _SOON:
        return _MORE
    ends = len(words) - at - 1 <= _LAST and _BEHIND_MORE.issuperset(words[at + 1 :])
    more = not _MORE_OF.isdisjoint(words[max(0, at - _NEAR) : at])
    return _MORE if ends and more and before not in _OF_HALVES else words[at]
