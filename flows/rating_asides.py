"""What people say around a rating: that they take one back, or that they were not there."""

from __future__ import annotations

from flows.loose_patterns import loose
from flows.scale_talk import NUMBER

__all__ = ["corrected", "is_absent", "is_anothers_doing"]

_NOT = r"(?:không|chẳng|chả|chưa|hông|hổng|hong|hem|hok|ko|kg|nỏ|hỏng|méo|đếch)"

_SLIP = loose(
    r"\b(?:(?:xin lỗi|chết|ủa|à|ờ|ấy|ý|í|úi|trời)[ ,.]*)*"
    r"(?:(?:tôi|tui|em|con|mình|cháu)[ ,]*)?"
    r"(?:(?:bấm|ấn|nhấn|gõ|ghi|viết|chọn|nói|chấm|đánh) )?(?:lộn|nhầm)(?: mất| rồi| tay)*"
    rf"(?: (?:số |nút |sang |qua |vào |thành )*(?:{NUMBER})(?: điểm| sao)?(?=[ ]*[,.;!]))?"
    r"[ ]*(?:[,.;:!]+ ?|(?=ý |phải |là |sửa |cho |số )|$)"
    r"|\b(?:nói lại|sửa lại|đổi lại|đổi ý|nghĩ lại|rút lại|đính chính)(?: là| thì| thôi)*[ ,:.]*"
    r"|\b(?:à|ờ|ấy|ủa|ý|quên) (?:không|quên)(?: phải)?[ ]*[,.;:!]+ ?"
    r"|\b(?:ý tôi|ý em|ý mình|ý con|ý cháu|ý tui) là[ ,:]*"
)


def corrected(accented: str) -> tuple[str, str] | None:
    """Return what was said before and after one takes oneself back ("5. ý lộn, 4"), if one did."""
    slips = [match.span() for match in _SLIP.of(accented).finditer(accented)]
    return (accented[: slips[-1][0]], accented[slips[-1][1] :]) if slips else None


_ABSENT = loose(
    r"\b(?:làm|nộp|đăng ký|gửi)(?: \w+){0,3} (?:online|trực tuyến|qua mạng|trên mạng|điện tử"
    r"|qua app)\b"
    rf"|\b(?:có|đâu có|{_NOT}|chưa hề|chưa từng)(?: hề| từng| có| được)? (?:ra|tới|đến|lên"
    rf"|gặp|vô|vào|rờ|đụng"
    r"|dùng|xài|sử dụng|trải nghiệm|trải qua|tiếp xúc|ngồi|chờ|làm|tự đi|đi)\b"
    r"|\b(?:làm|đi|nộp|lấy|nhận|ký)(?: \w+)? (?:hộ|giùm|dùm|thay|hết)\b|\bngười nhà đi\b"
    r"|\bnằm viện\b"
    r"|\b(?:không|chưa|hông|hổng|đâu) có (?:bước|khâu|mục|phần|vụ) (?:này|đó|nớ|ni|ấy)\b"
    r"|\b(?:không|chưa|đâu|hông|hổng) có (?:điện thoại|vneid|vssid|tài khoản|máy)\b"
)
_UNTOLD = loose(
    rf"(?:{_NOT}|chưa thể|không thể|đâu mà|sao mà|sao|gì mà|chịu)(?: dám| thể| tiện)? "
    r"(?:biết|nói|đánh giá|nhận xét|chấm|trả lời|rõ|cho điểm|có ý kiến|so sánh)\b(?: được"
    r"| nổi| gì)?"
    r"|\b(?:không|chưa|hông|hổng) có (?:bước|khâu|mục|phần|vụ) (?:này|đó|nớ|ni|ấy)\b|\b(?:số"
    r"|nút) 0\b"
    r"|\bmà (?:chờ|đăng nhập|đánh giá|chấm|nói|biết)\b|\b(?:không|khỏi|hông|hổng) phải (?:chờ"
    r"|đợi|xếp hàng)\b"
    r"|\b(?:không|đâu|hông|hổng|chưa) có (?:điện thoại|vneid|vssid|smartphone)\b"
)


def is_absent(accented: str) -> bool:
    """Whether one tells that one was not there, and therefore cannot say."""
    return all(pattern.of(accented).search(accented) for pattern in (_UNTOLD, _ABSENT))


_OF_MINE = r"(?:tôi|tui|bác|bà|ông|mình|nó)"
_ANOTHER = (
    r"(?:(?:con|cháu|thằng|đứa|vợ|chồng|em|anh|chị|mẹ|má|ba|bố)"
    rf"(?: (?:gái|trai|dâu|rể|con|cháu|nhỏ))* {_OF_MINE}(?: nó)?"
    r"|con (?:gái|trai|dâu|rể)|người nhà|hàng xóm)"
)
_ANOTHERS_DOING = loose(
    rf"\W*(?:(?:dạ|có|nhờ|toàn|cái này|bước này|vụ này) )*{_ANOTHER}(?: (?:đã|toàn))?"
    r" (?:làm|đăng nhập|đăng ký|bấm|nộp|gửi|mở|cài|vô|vào|lo|xem|điền)"
    rf"(?: (?:cho|hết|cả|giùm|dùm|giúp|hộ|thay|luôn|rồi|{_OF_MINE}))*\W*"
)


def is_anothers_doing(accented: str) -> bool:
    """Whether all that is told is that one of the family did it: "con tui làm giùm"."""
    return _ANOTHERS_DOING.of(accented).fullmatch(accented) is not None
