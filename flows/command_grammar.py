"""Commands in whole sentences: which part each word plays, and which orders of parts command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import TypeAlias

from flows.lexicon import listed
from flows.phrases import Phrasebook, Words, unmarked
from flows.vietnamese import words_of

__all__ = ["Parsed", "parsed"]

_ROLES: dict[str, tuple[str, ...]] = {
    # Verbs: stop, give up, cross out, take back, drop.
    "S": listed("""
        dừng, dừng lại, ngừng, ngừng lại, ngưng, ngưng lại, kết thúc, thoát, thoát ra, thoát khỏi
        thoát ra khỏi
        chấm dứt, nghỉ, bỏ ngang, bỏ cuộc, rút lui, tắt, stop, quit, exit, end, finish
    """),
    "X": listed("""
        xóa, xóa bỏ, xóa giùm, xóa giúp, xóa đi, xóa sạch, xóa hết, gỡ, gỡ bỏ, tẩy, tiêu hủy
        delete, erase, remove, wipe
    """),
    "h": listed("hủy, hủy bỏ, cancel"),
    "r": listed("rút, rút lại, rút về, thu hồi, withdraw"),
    "b": listed("bỏ, dẹp, vứt, xé"),
    "B": listed("""
        quay lại, trở lại, lùi lại, lùi, lui, lui lại, trở lui, quay về, trở về, quay lui, về, sửa
        sửa lại, xem lại, coi lại, đổi lại, chỉnh lại, chỉnh, lùi về, lui về, lùi xuống, back
        go back, return, đi lại, lùi ngược, quay ngược, quay ngược lại, trở ngược, trở ngược lại
    """),
    "K": listed("""
        bỏ qua, cho qua, né, next, qua, skip, miễn, miễn trả lời, khỏi trả lời, khỏi, nhảy, lướt
        lướt qua, pass, chuyển, chuyển sang, chuyển qua, sang, nhảy qua, nhảy sang, bỏ trống, chừa
        để trống, xin qua
    """),
    "E": listed("""
        xem, coi, đọc, đọc lại, kiểm tra, cho biết, cho xem, cho coi, liệt kê, show, view, see
        xem thử, coi thử, xem giúp, tra lại, xem lại, coi lại, cho xem lại
        cho coi lại
    """),
    "H": listed("""
        gặp, gặp mặt, nối máy, nối, kết nối, nói chuyện, nói, gọi, gọi điện, chuyển máy, liên hệ
        liên lạc, chat, trao đổi, trò chuyện, nhắn, nhắn tin, hỏi trực tiếp, talk, speak, trực tiếp
        nói chuyện trực tiếp, gặp trực tiếp, tư vấn, gọi lại, cho gặp, xin gặp, được gặp
    """),
    "R": listed("""
        giúp, giúp đỡ, hướng dẫn, chỉ, chỉ cách, chỉ dẫn, bày, bày cách, cứu, hỗ trợ, trợ giúp
        help, chỉ giùm, giải thích
    """),
    "V": listed("""
        làm, trả lời, khảo sát, điền, tham gia, đánh giá, chơi, khai, ghi, nhắn, bắt đầu, nói
        bắt đầu làm, chạy, hỏi
    """),
    "U": listed("bấm, xài, dùng, sử dụng, chọn, nhấn, ấn, thao tác, gõ, nhắn, gửi"),
    # What the verbs are about.
    "O": listed("""
        cuộc khảo sát, phiếu, phiếu này, phiếu khảo sát, khảo sát này, bảng hỏi, bảng câu hỏi
        cuộc trò chuyện, phần này, cuộc này, bài này, bài khảo sát, cái khảo sát, cái phiếu
        survey, the survey, this survey, mấy câu này, mấy câu hỏi này, câu hỏi, mấy câu
    """),
    "D": listed("""
        câu trả lời, các câu trả lời, phiếu trả lời, những câu trả lời, mấy câu trả lời
        câu trả lời này, đáp án, bài làm, những gì tôi trả lời, my answers, answers
    """),
    "d": listed("""
        dữ liệu, thông tin, thông tin cá nhân, dữ liệu cá nhân, lịch sử, data, số liệu, my data
        những gì đã lưu, những gì đang lưu, dữ liệu đã lưu, thông tin đã lưu, mọi thứ, dấu vết
        những gì tôi đã nói, những gì đã ghi, lịch sử trò chuyện, tin nhắn
    """),
    "M": listed("""
        của tôi, của tui, của em, của mình, của bác, của cô, của chú, của con, của bà, của ông
        về tôi, về tui, về em, về mình, về bác, về bà, trong hệ thống, trên hệ thống, trong máy
        vừa cung cấp, đã cung cấp, vừa gửi, đã gửi, vừa nhập, đã nhập, vừa trả lời, đã trả lời
        vừa điền, đã điền, đã khai, vừa khai, trong này, ở đây, nãy giờ, hồi nãy, từ nãy giờ
        đã lưu, đang lưu, vừa rồi, lúc nãy, trên máy, tôi vừa khai, khỏi hệ thống, của anh
        của chị, khỏi máy
    """),
    "A": listed("hết, toàn bộ, tất cả, sạch, sạch sẽ, mọi, những, các, mấy, hết sạch, all"),
    "e": listed("giữ, lưu, lưu giữ, lưu trữ, cất, cất giữ"),
    "g": listed("""
        lưu gì, lưu những gì, giữ gì, giữ những gì, lưu cái gì, có gì, có những gì, khai gì
        khai những gì, đã khai những gì, đã khai gì, trả lời gì, trả lời những gì
        đã trả lời những gì, đã trả lời gì, đã trả lời sao, đang lưu gì, đang lưu những gì
        đã lưu gì, đã lưu những gì, đang giữ gì, đang giữ những gì, lưu thông tin gì
        lưu dữ liệu gì, đã nói gì, đã nói những gì, ghi gì, đã ghi gì, ghi những gì
        đang có gì, lưu trữ gì, biết gì, đã chọn gì, đã chọn những gì
    """),
    "C": listed("""
        câu trước, câu hỏi trước, câu vừa rồi, câu hồi nãy, câu nãy, câu lúc nãy, câu vừa nãy
        câu trên, câu kế trước, câu cũ, bước trước, phía trước, câu trước đó, câu khi nãy
        một câu, 1 câu, câu liền trước, câu hỏi vừa rồi, câu mới rồi, câu hỏi hồi nãy, một bước
        1 bước, câu mới nãy, câu lúc trước, câu vừa xong, câu phía trước, câu trước nữa
        previous question, last question
    """),
    "Q": listed("""
        câu này, câu đó, câu hỏi này, cái này, câu hỏi đó, câu ni, câu nầy, cái câu này
        this question, this one, this
    """),
    "q": listed("sao, làm sao, thế nào, kiểu gì, cách nào, như thế nào, như nào, ra sao, chỗ nào"),
    "c": listed("câu khác, câu sau, câu kế, câu tiếp, câu tiếp theo, câu kế tiếp, câu hỏi khác"),
    "L": listed("""
        từ đầu, từ câu đầu, câu 1, từ câu 1, câu một, từ câu một, câu đầu, câu đầu tiên, câu số 1
        câu thứ nhất, từ câu đầu tiên, từ câu số 1, from the start, from the beginning
    """),
    "J": listed("""
        cán bộ, nhân viên, người, người thật, viên chức, tổng đài, tổng đài viên, lãnh đạo
        con người, người phụ trách, ai đó, người nào đó, người trực, giám đốc, tư vấn viên
        người có trách nhiệm, người có thẩm quyền, cán bộ bảo hiểm, nhân viên bảo hiểm
        nhân viên hỗ trợ, cán bộ phụ trách, cán bộ trực, nhân viên trực, bộ phận hỗ trợ
        chăm sóc khách hàng, người hỗ trợ, người hướng dẫn, người thiệt, sếp, trưởng phòng
        nhân viên tư vấn, cán bộ tư vấn, a human, human, someone, cơ quan bảo hiểm, bên bảo hiểm
    """),
    # When: a time to come, going on, waiting.
    "T": listed("""
        mai, ngày mai, tối, tối nay, chiều, chiều nay, lát, lát nữa, chút nữa, tí, tí nữa, chút
        bữa khác, hôm khác, bữa sau, hôm sau, lúc khác, khi khác, khi rảnh, lúc rảnh, rảnh, hồi
        trưa, sáng mai, xíu nữa, xíu, chốc nữa, khi nào rảnh, một lát, một chút, một tí, chút xíu
        mốt, mai mốt, tuần sau, cuối tuần, đêm, tối mai, chiều mai, trưa nay, lát hồi, chốc lát
        later, tomorrow, mai kia, hôm nào, bữa nào, lát về, tối về, chiều về, về nhà, trưa về
    """),
    "P": listed("tiếp, nốt, sau, tiếp tục, tiếp sau"),
    "p": listed("""
        để, hẹn, tạm dừng, tạm nghỉ, tạm ngưng, tạm ngừng, hoãn, tạm hoãn, hẹn lại
    """),
    "w": listed("đợi, chờ, wait, khoan, khoan đã, chờ đã, đợi đã, khi nào, chừng nào"),
    "u": listed("""
        bận, đang bận, mắc việc, kẹt việc, có việc, có khách, đang họp, đang lái xe, đang chạy xe
        đang nấu cơm, đang ăn cơm, con khóc, đang ngoài đường, đang giữ cháu, đang giữ em, busy
        đang trực, đang dạy, đang đi đường, bận việc, bận tay, đang làm việc, đang bán hàng
    """),
    # Languages: English, others, and changing to them.
    "Y": listed("tiếng anh, anh ngữ, english"),
    "y": listed("""
        tiếng khác, ngôn ngữ khác, tiếng khmer, tiếng hoa, tiếng trung, tiếng chăm, tiếng ê đê
        tiếng thái, tiếng mông, tiếng dân tộc, tiếng pháp, tiếng hàn, tiếng nhật, tiếng tày
        tiếng gia rai, tiếng ba na, tiếng nùng, tiếng mường, tiếng nước ngoài, tiếng gì khác
        tiếng nào khác, thứ tiếng khác, chữ khmer, chữ hoa
    """),
    "G": listed("""
        đổi sang, chuyển sang, đổi qua, chuyển qua, đổi, chuyển, dùng, nói, có, có bản, bản, qua
        viết, bằng, sang, xài, đổi thành, có hỗ trợ, đọc, hỏi
    """),
    "?": listed("""
        nghỉ làm, nghỉ việc, nghỉ hưu, nghỉ đẻ, nghỉ ốm, nghỉ sinh, làm cái này, làm cái đó
        làm việc này, làm cái ấy
    """),
    "z": listed("rồi"),
    # Not, want, any more, again, by mistake, and what adds nothing.
    "N": listed("""
        không, chẳng, chả, đừng, hết muốn, chán không muốn, không còn, khỏi cần, chưa, không có
        don't, do not, dont, đéo, đếch
    """),
    "W": listed("muốn, thích, thèm, cần, chịu, hứng, ưng, want, want to, tính"),
    "k": listed("biết, rành, quen"),
    "n": listed("nữa, nữa đâu, nữa nhé, thêm nữa, anymore, nữa hết"),
    "l": listed("lại, again, mới"),
    "m": listed("""
        nhầm, lộn, bấm nhầm, bấm lộn, chọn nhầm, chọn lộn, trả lời nhầm, trả lời lộn, trả lời sai
        gõ nhầm, ấn nhầm, ấn lộn, sai, chọn sai, bấm sai, đánh nhầm, nhấn nhầm, nhấn lộn
    """),
    "I": listed("với, cho, tới, đến, qua, sang, thẳng, được, to, with, cách"),
    " ": listed("""
        tôi, tui, em, mình, con, cháu, bác, cô, chú, bà, ông, anh, chị, bạn, ad, bot, đi, giùm
        dùm, hộ, nha, nhé, nhe, nghe, nào, ạ, à, đây, đấy, đó, được không, coi nào, thử, luôn
        ngay, xin, vui lòng, làm ơn, nhờ, hãy, thôi, giờ, bây giờ, thì, là, mà, và, ơi, cái
        lẹ, gấp, liền, please, yêu cầu, đề nghị, vậy, dạ, xin phép, lỡ, toi, một, ủa, ơ, á, nghen
        hen, hả, chứ
        chớ, the, i, me, my, máy, hệ thống, bên này, bên đó, các bạn, mấy bạn, đã nhé, một cái
        cuộc, phát, cái coi, giùm cái, ok, trời ơi, trời, trực tiếp, ở đây, tại đây
    """),
}
"""One letter a part: what is listed twice may play either."""

_ORDERS: tuple[tuple[str, str, bool], ...] = (
    ("erase", r"NeA*[dD]+[AM]*n?", False),
    ("erase", r"r*XA*[dD]+[AM]*|r+X|r*XA+M*|[hbr]+A+d+M*|[hbr]+A*[dD]+[AM]+|XM+", True),
    ("restart", r"(?:[Xh]A*[dD]*M*)?(?:V+l?|l|B|VlO|VlV)A*L|VlA+|[Xh]A*[dD]*M*V+l", True),
    ("back", r"(?:m+I?)?B+I*C(?:I?B|Vl?)?|VlC|C?m+BC?|m+C|C[lV]*m+(?:B|Vl)?|CB|BC?m+", True),
    ("skip", r"K+I?[Qc]K*|QI?[Kb]+|bQ|K{2,}c?|QK+c?|Q?NW?VQ|QNW?V|K*VcO?", True),
    ("stop", r"S+(?:[OV]|VO)[Sl]?|S*NW?[VO]+n|hO|S+n|bO", True),
    ("stop", r"S+", False),
    ("pause", r"u*[wpT]+[uBI]*V+O?P|p+T+[VO]*[Pl]?|uT+", True),
    ("pause", r"u|wu|uw|wT*|[wpTu][^NXh]{0,8}V+O?P", False),
    ("human", r"(?:H|I|K)*HI*J+|KI*J+|I+J+[IH]*HI*", True),
    ("human", r"GJ+N", False),
    ("skip", r"Q\?{1,3}K+", False),
    ("language_en", r"G+I?Y|Y", True),
    ("language", r"G+y[Nq]?|y", True),
    ("view", r"EA*[dD]+A*e?M+|EM*I?gM*|A*gM+|EA+d+", True),
    ("help", r"NkU+[qQ]+", True),
    ("help", r"Nk[VU]+[qQO]*|R+[IV]*U*[qQU]|R+[VU]+[qQO]*|NkQ|U+Q?q|q[UV]+Q?|R", False),
)
"""Command → the order of its parts, and whether that is one for certain; "?" is no part."""


def _letters() -> dict[str, list[str]]:
    played: dict[str, str] = {}
    for role, phrases in _ROLES.items():
        for words in dict.fromkeys(map(words_of, phrases)):
            key = " ".join(words)
            played[key] = played.get(key, "") + role
    grouped: dict[str, list[str]] = {}
    for phrase, letters in played.items():
        grouped.setdefault(letters, []).append(phrase)
    return grouped


_PARTS: Phrasebook[str] = Phrasebook(_letters())
_COMPILED = tuple((command, re.compile(order), sure) for command, order, sure in _ORDERS)
_MOST_WORDS = 14
_MOST_READINGS = 24
_MOST_STRANGE = 4  # "đợi tui bán xong tô bún rồi trả lời tiếp"
_BESIDE_STRANGE = frozenset(
    word for role in "KP" for phrase in _ROLES[role] for word in unmarked(words_of(phrase))
)
"""Words of the parts without which no order of `_ORDERS` holds a part that is none."""
_WISHED = re.compile(r"(?<!N)W")
"""A wish beside a command; behind "not" it belongs to the refusal."""

Parsed: TypeAlias = tuple[str, bool]


def _readings(words: Words) -> Iterator[str]:
    """Yield the parts that the words may play, wishes and what adds nothing left out."""
    letters = [role or "?" for role, _ in _PARTS.split(words)]
    spoken = [role for role in letters if role != " "]
    for reading in islice(product(*spoken), _MOST_READINGS):
        yield _WISHED.sub("", "".join(reading).replace(" ", ""))


def _ordered(reading: str) -> Parsed | None:
    said = {"human": reading.replace("R", ""), "help": reading.replace("z", "").lstrip("I")}
    other = re.sub("[Rz]", "", reading).lstrip("I")
    for command, order, certain in _COMPILED:
        if order.fullmatch(said.get(command, other)):
            return command, certain
    return None


def _is_strange(plain: Words) -> bool:
    """Tell whether words that play no part make it no command: they are too many, or nothing is
    there that is a command beside such words. Most of what people write is known by that.
    """
    strange = len(plain) - sum(map(_PARTS.vocabulary.__contains__, plain))
    if not strange:
        return False
    return strange > min(_MOST_STRANGE, len(plain) // 2) or _BESIDE_STRANGE.isdisjoint(plain)


def parsed(words: Words, plain: Words) -> Parsed | None:
    """Return the command that all of these words make together, and whether for certain; `plain`
    are the same without marks.

    None where they make none, or could make two.
    """
    if not 0 < len(words) <= _MOST_WORDS or _is_strange(plain):
        return None
    found = {each for reading in _readings(words) if (each := _ordered(reading))}
    commands = {command for command, _ in found}
    if len(commands) != 1:
        return None
    return commands.pop(), any(certain for _, certain in found)
