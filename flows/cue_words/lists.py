"""Lists of words that many cues share."""

from __future__ import annotations

from collections.abc import Mapping

from flows.lexicon import listed

__all__ = ["CLEAR_WITHOUT_MARKS", "MACROS", "NUMBERS", "SEVERAL"]

NUMBERS = "một hai ba bốn năm sáu bảy tám chín mười chục trăm mấy vài nửa nhiều dăm hơn gần một"
"""What `#` stands for beside digits."""
SEVERAL = "hai ba bốn năm sáu bảy tám chín mười mấy chục nhiều"
"""What `%` stands for beside digits."""

MACROS: Mapping[str, str] = {
    "no": "không/chưa/chẳng/chả/không_thể/chưa_thể/không_hề/chẳng_hề/đâu_có/vẫn_chưa/không_được"
    "/không_bao_giờ/không_chịu/không_thèm/còn_chưa",
    "tell": "bảo/kêu/biểu/nói/yêu_cầu/bắt/đòi/báo",
    "long": "lâu/mãi/hoài/miết/suốt/cả_buổi/cả_ngày/cả_sáng/cả_chiều/cả_tuần/cả_tháng/cả_năm"
    "/nguyên_buổi/nguyên_ngày/nguyên_sáng/nửa_ngày/nửa_buổi/nửa_tháng/nửa_năm/hết_buổi/hết_ngày"
    "/dài_cổ/mỏi/mỏi_mòn/mòn/mệt/mệt_mỏi/đằng_đẵng/tận/từ_sáng/từ_#/#_tiếng/#_giờ/#_ngày/#_tuần"
    "/#_tháng/#_năm/#_buổi/#_bữa/#_hôm/hàng_giờ/hàng_tiếng/hàng_tháng/hàng_tuần/hàng_năm",
    "units": "ngày/tuần/tháng/năm/tiếng/giờ/hôm/bữa/buổi",
    "money": "triệu/trăm/ngàn/nghìn/k/củ/chai/xị/lít/đồng/trẹo/tr/tờ_xanh/tiền",
    "gift": "phong_bì/phong_bao/bao_thư/bì_thư/lót_tay/bồi_dưỡng/quà/quà_cáp/quà_biếu/cà_phê"
    "/cafe/cà_fê/cf/tiền_nước/tiền_trà/trà_nước/trà_thuốc/tiền_thuốc/tiền_công/tiền_cò/tiền_ngoài"
    "/tiền_riêng/tiền_xăng/chung_chi/bôi_trơn/lại_quả/hoa_hồng/biếu_xén/lễ/lễ_lạt/cảm_ơn_riêng",
}
"""Alternatives by name, for `<name>`."""

CLEAR_WITHOUT_MARKS = frozenset(
    listed("""
        quat, chui, quau, hach, buc, loi, bi, kham, luat, luong, khen, treo, nong, thai, phong
        tuat, huu, nhiet, tinh, chinh, sach, quyt, ngheo, lach, luom, nguyt, phach, kieu, cang
    """)
)
"""Single words that are hardly another word when their marks are left out."""
