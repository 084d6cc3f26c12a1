"""The commands that are put together: a verb, what it is about, when."""

from __future__ import annotations

from collections.abc import Mapping

from flows.lexicon import listed
from flows.slotted import Slots

__all__ = ["PATTERNS"]

_THIS = """
    câu này, câu đó, câu hỏi này, câu kia
"""
_BEFORE = """
    câu trước, câu hồi nãy, câu vừa rồi, câu vừa nãy, câu nãy, câu lúc nãy, câu khi nãy, câu cũ
    câu hỏi trước, câu trên, phía trước, câu kế trước, câu đó, lúc nãy, hồi nãy, bước trước
"""
_SOON = """
    mai, ngày mai, tối, tối nay, chiều, chiều nay, lát, lát nữa, chút nữa, tí, tí nữa, chút
    sau, bữa khác, hôm khác, bữa sau, hôm sau, lúc khác, khi khác, khi rảnh, lúc rảnh, rảnh
    trưa, sáng mai, tối về, chiều về, về nhà, xíu nữa, xíu, chốc nữa, khi nào rảnh
"""
_WORK = """
    làm, trả lời, khảo sát, làm khảo sát, trả lời khảo sát, tham gia, điền
"""
_ANSWERED = """
    câu trả lời, câu trả lời của tôi, các câu trả lời, mấy câu đã trả lời, những câu đã trả lời
    những gì tôi trả lời, những gì đã trả lời, những gì tôi đã trả lời, dữ liệu
    dữ liệu của tôi, thông tin, thông tin của tôi, thông tin cá nhân, thông tin cá nhân của tôi
    phiếu của tôi, mấy câu tôi trả lời, mấy câu trả lời, những gì đã lưu, mấy cái tôi trả lời
    dữ liệu của em, dữ liệu của mình, thông tin của em, thông tin của mình, câu trả lời của em
    mọi thứ về tôi, câu trả lời của mình, những câu tôi trả lời, các câu trả lời của tôi
    mọi thứ của tôi
"""
_SOMEONE = """
    cán bộ, nhân viên, người, người thật, viên chức, tổng đài, tổng đài viên, lãnh đạo
    con người, người phụ trách, cán bộ trực, nhân viên trực, người trực, cán bộ bảo hiểm
    nhân viên bảo hiểm, người nào đó, ai đó, người có trách nhiệm, giám đốc, cán bộ phụ trách
    nhân viên hỗ trợ
"""
_FOREIGN = """
    tiếng anh, english, anh ngữ
"""
_PATTERNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "back": (
        (
            """
                quay lại, trở lại, lùi lại, quay về, trở về, về lại, sửa lại, sửa, lùi về, về
                xem lại, lui lại, coi lại, làm lại, trả lời lại, đổi lại
            """,
            _BEFORE,
        ),
    ),
    "skip": (
        (
            "bỏ qua, cho qua, qua, bỏ, khỏi, khỏi trả lời, miễn, miễn trả lời",
            _THIS,
        ),
        (
            _THIS,
            "-, tôi, tôi xin, xin, cho tôi, em xin, em, thì, cho em, con xin, để tôi",
            """
                bỏ qua, cho qua, bỏ, khỏi, khỏi trả lời, không trả lời, miễn trả lời
                không muốn trả lời, bỏ đi, bỏ qua đi
            """,
        ),
        (
            "không, không muốn, không thích, từ chối",
            "trả lời",
            _THIS,
        ),
        (
            "qua, sang, chuyển qua, chuyển sang, nhảy qua, tới, cho qua",
            "câu khác, câu sau, câu tiếp, câu kế, câu tiếp theo, câu kế tiếp",
        ),
    ),
    "stop": (
        (
            "không, thôi không, không muốn, không thèm, hết muốn",
            _WORK,
            "nữa, nữa đâu",
        ),
        (
            "dừng, ngưng, ngừng, kết thúc, thôi dừng, nghỉ, thoát, thoát khỏi, hủy",
            "khảo sát, cuộc khảo sát, phiếu, luôn, đi, lại, ở đây, tại đây",
        ),
    ),
    "pause": (
        (
            "-, để, thôi để, hẹn",
            _SOON,
            _WORK,
            "tiếp, sau, lại",
        ),
        (
            "-, để",
            _SOON,
            "tôi, em, mình, con, bác, cô, chú",
            "làm, trả lời",
            "tiếp, sau",
        ),
        (
            "để, hẹn, thôi để",
            _SOON,
        ),
        (
            "tạm dừng, tạm nghỉ, tạm ngưng, tạm ngừng, nghỉ, dừng, tạm hoãn",
            "chút, xíu, tí, một chút, một lát, lát, chút xíu, cái đã, chút đã",
        ),
    ),
    "restart": (
        (
            "làm, trả lời, bắt đầu, khảo sát, điền, chạy, chơi",
            "lại, -",
            "từ đầu, từ câu đầu, từ câu một",
        ),
        (
            "làm, trả lời, bắt đầu, khảo sát, điền",
            "lại",
        ),
    ),
    "help": (
        ("cứu, cứu với, cứu tôi",),
        (
            "giúp, cứu, hướng dẫn, giúp đỡ, trợ giúp",
            "tôi, em, mình, con, bác, cô, chú, bà, ông",
        ),
        (
            "hướng dẫn, chỉ, hướng dẫn tôi, chỉ tôi, hướng dẫn em, chỉ em, chỉ bác, bày",
            "cách trả lời, cách làm, cách bấm, cách dùng, trả lời, cách sử dụng, bấm",
        ),
        (
            "không biết, chưa biết",
            "bấm, làm, trả lời, chọn, dùng, nhấn",
            "sao, chỗ nào, thế nào, ở đâu, cái nào, đâu, như thế nào, nút nào",
        ),
    ),
    "human": (
        (
            """
                gặp, nói chuyện với, nói chuyện, gọi, kết nối với, nối máy với, liên hệ
                nối máy cho tôi gặp, nối máy gặp, chuyển qua, chuyển sang, cho gặp
                trao đổi với, nhắn với, chat với, cho tôi gặp
            """,
            _SOMEONE,
        ),
    ),
    "progress": (
        (
            "còn, còn lại, hỏi, phải trả lời, có, còn tới",
            "mấy, bao nhiêu",
            "câu, câu hỏi, câu nữa, câu hỏi nữa, câu nữa vậy",
        ),
        (
            "còn, có",
            "nhiều, lâu, dài, nhiều câu, nhiều nữa, lâu nữa",
            "không",
        ),
        (
            "bao giờ, khi nào, chừng nào, bao lâu nữa",
            "-, mới, thì",
            "xong, hết, hết câu hỏi, xong khảo sát, hết câu, xong vậy",
        ),
        (
            "tới, đến, đang ở, đang tới, làm tới, làm đến",
            "câu mấy, câu thứ mấy, đâu, câu nào, câu bao nhiêu",
            "-, rồi",
        ),
        (
            "gần, sắp",
            "xong, hết",
            "chưa",
        ),
        (
            "mấy, bao nhiêu",
            "câu",
            "nữa, nữa xong, nữa hết, nữa thì xong, nữa thì hết, nữa mới xong, nữa mới hết",
        ),
    ),
    "language": (
        (
            "đổi sang, chuyển sang, đổi qua, chuyển qua, nói, dùng, có, đổi, qua",
            """
                tiếng khmer, tiếng hoa, tiếng trung, tiếng chăm, tiếng ê đê, tiếng thái
                tiếng mông, tiếng dân tộc, tiếng pháp, tiếng hàn, tiếng nhật, tiếng tày
                tiếng gia rai, tiếng ba na, tiếng nùng, tiếng mường, ngôn ngữ khác
            """,
            "-, không",
        ),
    ),
    "language_en": (
        (
            "đổi qua, chuyển qua, nói, xem, đổi, chuyển, qua, viết, cho",
            _FOREIGN,
        ),
    ),
    "erase": (
        (
            """
                xóa, xóa hết, xóa sạch, xóa tất cả, xóa bỏ, hủy, hủy hết, xóa giúp, xóa giùm
                xóa toàn bộ, delete, yêu cầu xóa, gỡ, gỡ bỏ, xóa cho tôi
            """,
            _ANSWERED,
        ),
    ),
    "view": (
        (
            """
                xem, coi, xem lại, coi lại, cho xem, cho coi, đọc lại, cho xem lại
                cho coi lại, kiểm tra
            """,
            "câu trả lời đã lưu, dữ liệu đã lưu, thông tin đã lưu",
            "-, của tôi, về tôi, của em, của mình",
        ),
        (
            "-, các bạn, mấy người, các cháu, các anh, bạn, bên bạn, mấy anh chị",
            "lưu, đang lưu, đã lưu, giữ, đang giữ",
            "gì, những gì, thông tin gì, chi, những chi",
            "của tôi, về tôi, của em, về em, của mình, về mình",
        ),
        (
            "xem, coi, cho xem, cho coi, cho biết, kiểm tra",
            "đã lưu, lưu, đang lưu, bạn lưu, các bạn lưu, đã giữ, đang giữ, các cháu lưu",
            "gì, những gì, thông tin gì, cái gì, chi, những chi",
            "-, về tôi, của tôi, về em, của em, về mình, của mình",
        ),
        (
            "xem, coi",
            "dữ liệu, thông tin",
            "của tôi, của em, của mình, về tôi",
        ),
        (
            "xem, coi",
            "câu trả lời",
            "của tôi, của em, của mình",
        ),
    ),
}

PATTERNS: Mapping[str, tuple[Slots, ...]] = {
    command: tuple(tuple(map(listed, slots)) for slots in patterns)
    for command, patterns in _PATTERNS.items()
}
"""Command → what it is said with: one phrase out of each slot in turn; "-" leaves a slot out."""
