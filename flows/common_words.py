"""Words so common that they are meant as they stand: never a slip for another word."""

from __future__ import annotations

from flows.lexicon import listed
from flows.spelling import unmark

__all__ = ["COMMON", "is_common"]

COMMON: frozenset[str] = frozenset(
    listed("""
        chờ, đợi, ngồi, đứng, nghe, nhìn, thấy, hỏi, nói, gọi, báo, đưa, nộp, lấy, nhận, trả
        đóng, mở, in, ký, ghi, viết, đọc, xem, coi, tìm, gặp, giúp, chỉ, dẫn, đi, đến, tới, về
        vào, ra, lên, xuống, qua, lại, làm, ăn, uống, ngủ, mua, bán, cho, biếu, xin, giữ, mất
        còn, hết, đủ, thiếu, thừa, đầy, nhiều, ít, lớn, nhỏ, to, bé, cao, thấp, dài, ngắn, rộng
        hẹp, sâu, gần, xa, trên, dưới, trong, ngoài, trước, sau, giữa, bên, trái, phải, đắt, rẻ
        mắc, nặng, nhẹ, nóng, lạnh, mát, ấm, ướt, khô, sạch, cũ, mới, già, trẻ, đẹp, đông, vắng
        cứng, mềm, đỏ, xanh, vàng, trắng, đen, hồng, tím, sáng, trưa, chiều, tối, đêm, ngày
        tháng, năm, tuần, giờ, phút, giây, hôm, mai, kia, bữa, lúc, khi, hồi, nay, mùa, xuân
        hè, thu, tết, lần, lượt, chuyến, người, dân, bạn, bè, thầy, trò, khách, chủ, vợ, chồng
        con, cháu, cha, mẹ, bố, má, ông, bà, anh, chị, em, cô, chú, bác, dì, cậu, nhà, cửa
        đường, phố, làng, xã, huyện, tỉnh, phường, quận, thôn, xóm, ấp, chợ, trường, lớp, viện
        quầy, bàn, ghế, phòng, máy, xe, điện, nước, giấy, tờ, sổ, thẻ, đơn, mẫu, dấu, chữ, số
        tên, tuổi, tiền, đồng, lương, thuốc, bệnh, khám, ốm, đau, mổ, sinh, đẻ, chết, sống
        khỏe, yếu, đói, no, khát, mệt, vui, buồn, giận, sợ, lo, thương, ghét, yêu, nhớ, quên
        biết, hiểu, nghĩ, tin, mong, muốn, cần, được, bị, nên, đừng, hãy, vẫn, cứ, đã, đang, sẽ
        sắp, vừa, từng, chưa, không, chẳng, chả, có, là, thì, mà, và, với, của, cùng, như, hơn
        nhất, quá, rất, lắm, khá, hơi, cực, cả, mọi, mỗi, các, những, này, ấy, đó, đây, gì, nào
        sao, ai, đâu, mấy, bao, vì, nếu, tuy, dù, nhưng, để, bằng, từ, theo, tại, do, bởi, hay
        hoặc, việc, chuyện, điều, cái, chiếc, bộ, cuốn, quyển, tấm, loại, kiểu, cách, nơi, chỗ
        phía, bước, mức, điểm, phần, đầu, cuối, gốc, ngọn, tay, chân, mắt, tai, mũi, miệng
        răng, tóc, da, máu, tim, lòng, bụng, lưng, vai, cổ, mặt, hai, ba, bốn, sáu, bảy, tám
        chín, mười, trăm, ngàn, nghìn, triệu, tỷ, hàng, luôn, ngay, liền, bỏ, bắt, đòi, cỡ, tầm
        bảo, kêu, kể, la, mắng, chửi, cãi, khóc, cười, chạy, nhảy, bay, bơi, ném, kéo, đẩy, cầm
        nắm, buông, thả, hẹn, chậm, trễ, muộn, sớm, nhanh, lâu, mau, kịp, đúng, sai, thật, giả
        tốt, xấu, dở, mạng, lỗi, bấm, gõ, tắt, tải, cài, đăng, nhập, tự, khác, giống, chung
        riêng, thêm, bớt, đổi, thay, sửa, xóa, gửi, chuyển, rút, nghỉ, hưu, công, ty, thuế, quỹ
        phí, nợ, lãi, vay
    """)
)

_PLAIN = frozenset(map(unmark, COMMON))


def is_common(word: str) -> bool:
    """Whether a word is meant as it stands, its marks perhaps all left out."""
    return word in COMMON or (word.isascii() and word in _PLAIN)
