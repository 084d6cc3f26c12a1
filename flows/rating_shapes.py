"""Turns of speech around a rating that no table of words holds, said again in plain words."""

from __future__ import annotations

import re

from flows.loose_patterns import loose
from flows.scale_talk import NUMBER, SCALE_TALK, Shape

__all__ = ["reshaped"]


_NOT = r"(?:không|chẳng|chả|chưa|hông|hổng|hong|hem|hok|ko|kg|nỏ|hỏng|méo|đếch)"
_FINE = (
    r"(?:hài lòng|hai long|hl|vừa lòng|vừa ý|bằng lòng|ưng ý|ưng bụng|ưng cái bụng|ưng|tốt|ổn|ok"
    r"|thích|vui|hay|khen|mừng|dễ|nhanh|yên tâm|đạt|hoan hỷ)"
)
_POOR = (
    r"(?:không hài lòng|không tốt|không ưng|đến nỗi nào|đến nỗi|tới nỗi|bất mãn|thất vọng|tệ|xấu"
    r"|dở|kém|chê|chán|buồn|bực|giận|ghét|khó|chậm|phàn nàn)"
)
_THEN = (
    r"(?:hồi đầu|lúc đầu|ban đầu|mới đầu|hồi trước|trước đây|trước kia|trước thì|lần trước"
    r"|bữa trước"
    r"|lúc trước|khi trước|thời trước|hồi đó|hồi nẳm|mọi năm|mọi khi|năm ngoái|ngày xưa"
    r"|hồi xưa|đợt trước)"
)
_NOW = r"(?:bây giờ|giờ|chừ|nay|năm nay|lần này|đợt này|bữa nay|lần ni)"


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


_SHAPES: tuple[Shape, ...] = (
    # Letters told one by one, and endings torn off or shortened as in chat.
    (loose(r"(?<!\w)(?:[^\W\d_] ){4,}[^\W\d_](?!\w)"), _joined),
    (loose(r"\b(lò|thườ|thươ|ư) ng\b"), r"\1ng"),
    (loose(r"\b([^\W\daeiouy]{1,3}(?!h)[^\W\dbcdghklmnpqrstvx]{1,2})([gh])\b"), r"\1n\2"),
    (loose(r"\btất (?=hài|hl|tốt|tệ)"), "rất "),
    (loose(r"\bđể mà (?=chê|phàn nàn|than|khen|trách|nói)"), "để "),
    # "Có điều" alone is a but.
    (loose(r"\bcó điều (?=gì\b|chi\b)"), "có "),
    # Emphasis by two denials: there is nothing that does not please.
    (
        loose(
            rf"\b(?:đâu có|{_NOT}(?: có| còn)?|có)(?: một)? (?:gì|chi|chỗ nào|chỗ mô|điểm nào"
            rf"|cái gì"
            rf"|cái chi|cái nào|điều gì|khâu nào|lý do gì|lý do|mục nào|gì đâu|chi đâu|đâu)"
            rf"(?: (?:mà|để|phải|là|khiến tôi|làm tôi))* {_NOT} ({_FINE})(?: đâu| hết| cả)*(?!\w)"
        ),
        r"\1",
    ),
    # Neither the one nor the other.
    (
        loose(
            rf"\b{_NOT}(?: phải| hẳn| có| được)?(?: là)? {_FINE}(?: gì| chi| lắm)?[ ,]+(?:mà "
            rf"|nhưng |song )?"
            rf"(?:cũng )?{_NOT}(?: phải| hẳn| có)?(?: là)? {_POOR}(?: gì| chi| lắm| nào| nỗi)?\b"
        ),
        " bình thường ",
    ),
    (
        loose(
            rf"\b{_NOT}(?: phải| hẳn| có| được)?(?: là)? {_POOR}(?: gì| chi| lắm"
            rf"| nào)?[ ,]+(?:mà |nhưng |song )?"
            rf"(?:cũng )?{_NOT}(?: phải| hẳn| có)?(?: là)? {_FINE}(?: gì| chi| lắm)?\b"
        ),
        " bình thường ",
    ),
    # Denials that are put as a question, a date or a lie.
    (
        loose(
            r"\b(?:còn lâu|còn khuya|còn mệt|còn xơi|mơ đi|có mà mơ|có nằm mơ|nằm mơ|đời nào"
            r"|tết công gô|mùa quýt|mùng thất|khuya)(?: nữa)? (?:mới|mà|thì) "
        ),
        "không ",
    ),
    (
        loose(
            rf"\b(?:làm )?(?:sao|răng|thế nào|ai)(?: mà| lại"
            rf"| nào)? ({_FINE})(?: cho)? (?:được|nổi|đặng)"
        ),
        r"không \1",
    ),
    (
        loose(
            rf"\b({_FINE})(?: cho)? (?:sao|răng|thế nào|gì|chi) (?:được|nổi|đặng)"
            r"(?: hả| hở| chứ| chớ)?\b"
        ),
        r"không \1",
    ),
    (
        loose(
            r"\b(?:(?:có )?(?:gì|chi) đâu (?:mà )?|có (?:gì|chi) mà )(?=(?:khó|phức tạp"
            r"|rắc rối|chậm|lâu)\b)"
        ),
        "không ",
    ),
    (loose(r"\bdễ (?:gì|chi)(?: mà)?(?! mà| dễ)(?= \w)"), "không dễ , "),
    (
        loose(
            rf"\b(?:nói|bảo|khen|kêu|biểu)(?: là| rằng)? (?P<not>{_NOT} )?({_FINE})(?: thì| thì)? "
            r"(?:là )?(?:nói dối|nói xạo|nói láo|xạo|dối lòng|dối|láo|điêu)\b"
        ),
        lambda m: f" {m[2]} " if m["not"] else f" không {m[2]} ",
    ),
    (
        loose(
            rf"\b(?:chứ|chớ) (?:răng|sao|làm sao)(?: (?:lại|mà|nữa))* {_NOT}(?: hài lòng"
            rf"| được)?(?! \w)"
        ),
        "",
    ),
    (
        loose(r"\b(?:ai|đứa nào)(?: mà)? (?:bảo|nói|dám nói|kêu|đồn)(?: là)?[^,.;?!]*[,.;?!]"),
        " ",
    ),
    (loose(rf"\b{_NOT}(?: có)? nhưng(?: nhị)?(?: gì| chi)?(?: hết| cả)?"), " "),
    (
        loose(
            r"^.*[,.;?] ?(?:vậy|vậy thì|chốt|chốt lại|thôi thì|rốt cuộc|tóm lại"
            r"|kết luận)(?: là| cho| chọn)* "
            rf"({NUMBER})(?: điểm| sao)?(?: đi| nha| nhé| thôi)*[ .!]*$"
        ),
        r" số \1 điểm ",
    ),
    (
        loose(
            rf"\b(?:sao|răng) (?:lại |mà )?(?:không|chẳng|hông|hổng|ko) ({_FINE})(?: được"
            rf"| cho được)?\b"
        ),
        r"\1",
    ),
    (loose(rf"(?<!\bnay )(?<!\bgiờ )\bmới (?={_FINE}\b)"), "nếu "),
    (
        loose(
            r"\b(tàm tạm|tạm tạm|tạm được|tạm|bình thường|trung bình|cũng được)[ ,]+(?:chứ|chớ) "
            rf"{_NOT}(?: phải)?(?: là)? {_FINE}\b"
        ),
        r"\1",
    ),
    # What is ruled out beside what is chosen.
    (loose(r"\bđừng (?:có )?(?:bấm|chọn|cho|ghi|nhấn|chấm|để|ấn)\b[^,.;]*"), " "),
    (
        loose(
            rf"(?<=\w)[ ,]+(?:chứ|chớ|nhưng) (?:{_NOT}|đâu)(?: có| phải| phải là| đến| tới"
            rf"| đến mức| tới mức"
            r"| đến độ| tới độ| tới nỗi| hẳn)(?: mức)?(?: là)? (?:rất|xuất sắc|tuyệt|quá|5"
            r"|số 5|năm)\b[^,.;]*"
        ),
        " ",
    ),
    (
        loose(
            r"\b(?:không|hông|hổng|chẳng|chả|ko) phải(?: là)? [^,.;]{2,30}?,? mà (?:là"
            r"|phải là|còn) "
        ),
        "",
    ),
    # Who gives up finds it hard.
    (
        loose(
            r"\b(khó|rối|rối rắm|rắc rối|phức tạp)((?: quá| lắm| ghê)*)[ ,]+(?:(?:thì|nên) )?"
            r"(?:tôi|tui|em|con|mình|cháu|bác|bà|ông|cô|chú) chịu(?: thua| luôn| chết)?(?=\W*$)"
        ),
        r"\1\2",
    ),
    # Then so, now not.
    (
        loose(
            rf"\b{_THEN}\b[^.;]*?\b(hài lòng|ưng|tốt|ok|ổn|thích|vui"
            rf"|nhanh)\b[^.;]*\b{_NOW}(?: thì)? "
            rf"(?:{_NOT}|hết)(?: còn)?(?: nữa| rồi| có)*[ .!]*$"
        ),
        r"không \1",
    ),
)


def reshaped(accented: str) -> str:
    """Return a text with its turns of speech in plain words: "còn lâu mới ưng" → "không ưng"."""
    said = accented
    for pattern, plain in (*_SHAPES, *SCALE_TALK):
        said = pattern.of(accented).sub(plain, said)
    return said
