"""How people name a grade without its words: by the ends of the scale, its middle, its points."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from flows.loose_patterns import Loose, loose
from flows.spelling import unmark

__all__ = ["NUMBER", "SCALE_TALK", "Shape"]

Shape: TypeAlias = tuple[Loose, str | Callable[[re.Match[str]], str]]
"""A turn of speech, and the same in plain words."""

NUMBER = r"(?:\d|một|hai|ba|bốn|năm)"
"""A number that a rating may be, in digits or words."""
_TOP, _LOW = " số 5 điểm ", " số 1 điểm "
_GRADE = r"(?:điểm|mức độ|mức|nấc|bậc|thang|hạng)"


def _ranked(match: re.Match[str]) -> str:
    """Say a grade that is counted from one end of the scale: "nấc thứ nhì từ trên xuống"."""
    place = {"nh": 2, "2": 2, "ha": 2, "k": 2, "á": 2, "a": 2, "3": 3, "ba": 3}
    word = match["place"]
    counted = next((n for start, n in place.items() if word.startswith(start)), 1)
    counted = 1 if word in ("nhất", "nhat") else counted
    down = unmark(match["end"]) == "tren"
    return f" số {6 - counted if down else counted} điểm "


SCALE_TALK: tuple[Shape, ...] = (
    # The scale itself, by its ends and middle.
    (
        loose(
            rf"\b{_GRADE}(?: số)?(?: nào)? (?:cao nhất|tối đa|cao tột|cao tột cùng|tuyệt đối"
            rf"|kịch trần|trên cùng|max)"
            r"(?: (?:trong|của)[^,.;]*)?"
        ),
        _TOP,
    ),
    (
        loose(
            r"^(?:dạ |cho |chấm |tôi cho |tối cho )?(?:cao nhất|tối đa)[ .!]*(?:nha|nhé|ạ|luôn)?$"
        ),
        _TOP,
    ),
    (
        loose(
            rf"\b{_GRADE}(?: số)? (?:thấp nhất|tối thiểu|bét|chót|bét bảng|cuối bảng"
            rf"|dưới cùng|đội sổ)"
            r"(?: (?:trong|của)[^,.;]*)?"
        ),
        _LOW,
    ),
    (
        loose(r"^(?:dạ |cho |chấm |tôi cho )?(?:thấp nhất|tối thiểu)[ .!]*(?:nha|nhé|ạ|luôn)?$"),
        _LOW,
    ),
    (loose(rf"\b{_GRADE} (?:ở )?(?:chính )?giữa\b"), " số 3 điểm "),
    (
        loose(
            r"(?:, ?)?\b(?:không|chẳng|hổng|ko) (?:nghiêng|ngả|lệch)(?: về)?(?: bên"
            r"| phía)?(?: nào)?\b"
        ),
        " ",
    ),
    (
        loose(
            rf"\b{_GRADE} (?:thứ )?(?P<place>nhất|nhì|hai|2|ba|3)(?: tính| đếm"
            rf"| kể)? từ (?P<end>trên|dưới)"
            r"(?: xuống| lên)?\b"
        ),
        _ranked,
    ),
    (loose(rf"\b{_GRADE} (?:áp chót|kế chót|kế cuối|gần chót)\b"), " số 2 điểm "),
    (loose(rf"\b{_GRADE} (?:áp chót từ trên|gần cao nhất|kế cao nhất|sát nút)\b"), " số 4 điểm "),
    # Points, and what is left of them.
    (loose(r"\bmười trên mười\b|\b10 trên 10\b"), " mười điểm "),
    (loose(r"\b10 (?:điểm|sao)(?=[,.]? \w)"), " mười điểm "),
    (loose(rf"\b({NUMBER})(?: phẩy không|[.,]0)(?!\w)"), r"\1"),
    (
        loose(rf"\b{NUMBER} trừ (?:đi )?{NUMBER} (?:còn|là|bằng|thành) ({NUMBER})\b"),
        r" số \1 điểm ",
    ),
    (
        loose(
            rf"\b(?:còn|để dành|giữ lại|chừa)(?: lại)? {NUMBER} (?:điểm|sao)(?= (?:để|cho"
            rf"|dành|làm|phòng|lần sau|kỳ sau|năm sau|phấn đấu|cố gắng))"
        ),
        " ",
    ),
    # "5 điểm trừ 2" leaves the sum to us: the person is asked.
    (
        loose(
            r"\b(?:5|năm)(?: điểm| sao)?[ ,]*(?:mà |nhưng )?(?:bị )?(?:trừ|bớt)(?: đi)? "
            rf"{NUMBER}\b(?: điểm| sao)?(?![^.;]*\b(?:nên|còn|vậy|là) )"
            rf"|\b{NUMBER}(?: điểm| sao)? trừ(?: đi)? {NUMBER}(?: điểm| sao)?[ .]*$"
        ),
        " 8/9 ",
    ),
    (
        loose(
            rf"\b(?:bị |nên |mà |xin )?(?:trừ|bớt)(?: đi| mất| bớt)? {NUMBER}(?: điểm"
            rf"| sao)?(?= \w|[,.;]|$)"
        ),
        ",",
    ),
    (
        loose(
            r"\bgiá có 0(?: sao| điểm)?|\bnếu có 0(?: sao| điểm)?[^,.;]*|\bmuốn cho 0(?: sao"
            r"| điểm)?"
        ),
        " ",
    ),
    (
        loose(
            rf"\b(?:cố lắm|ráng lắm|nể lắm|cùng lắm|đành|may ra)(?: thì| cũng)?(?: được"
            rf"| cho)? ({NUMBER})(?=[ .!]*$)"
        ),
        r" số \1 điểm ",
    ),
    (loose(rf"\b{NUMBER}(?: điểm| sao)? thì (?:chưa|không|hông|hổng|chẳng)\b[^,.;]*"), " "),
    (loose(r"(?:(?<=điểm)|(?<=sao)) là (?:nhiều|may|quá)(?: lắm)?(?: rồi)?"), " "),
    (
        loose(r"\b(?:là|đã) (?:nể|ưu ái|nhẹ tay|châm chước|nương tay|nhân đạo)(?: lắm)?(?: rồi)?"),
        " ",
    ),
    (loose(r"^[ .]*iv[ .]*$"), "số 4"),
    (loose(r"\bba bốn (?=điểm|sao)|\bbốn năm (?=điểm|sao)|\bhai ba (?=điểm|sao)"), "8/9 "),
)
