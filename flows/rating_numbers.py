"""Which numbers in a text are ratings, and which count something else."""

from __future__ import annotations

import re

__all__ = ["BEST", "UNFIT", "digit_of", "is_marked", "mark_numbers"]

_MARK = "\u01c3"  # a letter that no language of ours writes: a marked number stays one word
UNFIT = f"{_MARK}x"
"""Stands for a number that fits no scale of five: "7", "8/10", "4,5"."""
BEST = f"{_MARK}b"
"""Stands for "số 1" alone: the first button, or praise."""

_DIGITS = {
    word: digit
    for digit, words in enumerate(
        ("không khong zero", "một mot one", "hai two", "ba thre", "bốn bon four", "năm nam five")
    )
    for word in words.split()
    if digit
}
_NUMBER = r"(?P<number>\d{1,3}|" + "|".join(_DIGITS) + ")"
_UNIT = (
    r"(?! ?(?:người|tiếng|giờ|phút|ngày|lần|tháng|năm|tuần|h|p|bữa|hôm|tờ|bộ|cái|cửa|quầy|tuổi|k"
    r"|triệu|nghìn|ngàn|trăm|cô|anh|chị|chú|bác|ông|bà|em|con|cháu|loại|thứ|bước|lượt|chuyến"
    r"|nguoi|tieng|gio|phut|ngay|lan|thang|nam|tuan|bua|hom|to|bo|tuoi|trieu|buổi|buoi"
    r"|hour|minute|day|time)(?!\w))"
)
_SAID = (
    r"(?:mức độ|mức|muc|điểm|diem|nút|nut|mục|muc|đáp án|dap an|phương án|phuong an|lựa chọn"
    r"|số|so|chọn|chon|chấm|cham|bấm|bam|cho|rate|level|number)"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?P<said>{_SAID})(?P<more>(?: (?:là|la|em|cô|các|con|cháu|cán bộ|mấy|họ|được|nó"
    rf"|{_SAID}))*)"
    rf"[ :.]+{_NUMBER}(?P<unit> ?(?:điểm|diem|sao|đ|stars?|\*|⭐|★))?(?!\w|[.,]\d){_UNIT}"
)
_BEHIND = re.compile(
    rf"(?<![\w.,/]){_NUMBER} ?(?:điểm|diem|sao|đ(?!\w)|stars?|\*|⭐|★)(?!\w)"
    r"(?! (?:nào|này|là|hẹn))"
)
_FRACTION = re.compile(
    r"(?<![\w.,/])(\d{1,3}|bốn|bon|năm|nam|hai|ba|một|mot)(?: ?/ ?| trên | tren )"
    r"(\d{1,3}|năm|nam)(?![\w/]|[.,]\d)"
)
_SURE = re.compile(r"(?<![\w.,])(?:100|trăm) ?(?:%|phần trăm|phan tram)")
_BETWEEN = re.compile(
    r"(?<!\S)-\d|(?<![\w.,/])\d ?[-–~] ?\d(?![\w/])"
    + _UNIT
    + r"|(?<![\w.,/])\d[.,]\d(?!\w)"
    + _UNIT
    + r"|(?<![\w.,])\d{1,3} ?(?:%|phần trăm|phan tram)"
)
_EITHER = re.compile(
    r"(?<![\w.,/])\d(?: (?:hay|hoặc|hoac|với|voi|và|va|or|and|tới|đến))? \d(?![\w/])" + _UNIT
)
_YEARS = frozenset({"năm", "nam"})
_LAST = re.compile(r" ?(?:$|[.,;!?)]|(?:nha|nhé|ạ|a|thôi|luôn|đi|em|con|nhưng|vì|mà|cho)\b)")
"""What may follow a rating of five in words; years go on."""
_PLACE = re.compile(
    r"\b(?:quầy|quay|bàn|ban|cửa|cua|phòng|phong|tầng|tang|lầu|lau|ghế|ghe|tổ|đội|nhà|huyện|quận"
    r"|phường|ô|xe|tuyến|hàng|sổ|điện thoại|tổng đài) $"
)
"""What a number names instead: "quầy số 3"."""
_PRESSED = frozenset({"chọn", "chon", "chấm", "cham", "bấm", "bam", "cho"})
_ONLY = re.compile(r" ?(?:thôi|thoi|thui)\b")
_ALONE = re.compile(r"(?:dạ|da|thưa)? ?№[ .!]*(?:ạ|a|nha|nhé)?[ .!]*")
_DIGIT = re.compile(r"\d{1,3}")


def _marked(digits: int) -> str:
    return f" {_MARK}{digits} " if 0 <= digits <= 5 else f" {UNFIT} "


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else _DIGITS[number]


def _fraction(match: re.Match[str]) -> str:
    part, whole = _value(match[1]), _value(match[2])
    if part == whole and whole in (5, 10, 100):
        return _marked(5)
    return _marked(part) if whole == 5 and part else f" {UNFIT} "


def _said(match: re.Match[str]) -> str:
    digit = _value(match["number"])
    if (
        match["number"] in _YEARS
        and not match["unit"]
        and not _LAST.match(match.string, match.end())
    ):
        return match[0]  # "số năm đóng": years
    if match["said"] in ("số", "so") and _PLACE.search(match.string, 0, match.start()):
        return match[0]
    said = f"{match['said']}{match['more']}".split()
    only = match["unit"] or _ONLY.match(match.string, match.end())
    first = digit == 1 and said[-1] in ("số", "so", "number") and _PRESSED.isdisjoint(said)
    if first and not only:
        return (
            f" {BEST} "
            if _ALONE.fullmatch(match.string.replace(match[0], "№", 1))
            else f" {UNFIT} "
        )
    return _marked(digit)


_WHOLLY = " trăm phần trăm "


def mark_numbers(accented: str) -> str:
    """Return a text in which the numbers that are ratings are marked words."""
    if not _DIGIT.search(accented) and not any(word in accented for word in _DIGITS):
        return accented
    text = _FRACTION.sub(_fraction, accented)
    text = _SURE.sub(_WHOLLY, text)
    text = _EITHER.sub(f" {UNFIT} ", _BETWEEN.sub(f" {UNFIT} ", text))
    return _BEHIND.sub(lambda match: _marked(_value(match["number"])), _BEFORE.sub(_said, text))


def is_marked(word: str) -> bool:
    """Whether a word is a marked number that rates."""
    return word.startswith(_MARK)


def digit_of(word: str) -> int | None:
    """Return the digit from 0 to 5 that a word says or was marked as; None for any other."""
    bare = word.removeprefix(_MARK)
    if _DIGIT.fullmatch(bare):
        return int(bare)
    return _DIGITS.get(bare)
