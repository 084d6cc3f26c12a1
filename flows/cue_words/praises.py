"""How people praise: staff, speed, clear words, few papers, openness, premises, online services.

And what takes praise away: irony, what was only heard of, and what is of somebody else. The
language of the cues is that of `flows.cue_patterns`.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.cue_words.groups import Groups

__all__ = ["PRAISES", "SPARED", "TAKEN_BACK"]

_ATTITUDE: Groups = (
    (
        2,
        """
        nhiệt_tình/tận_tình/tận_tâm/chu_đáo/niềm_nở/dễ_thương/vui_vẻ/vui_tính/thân_thiện/tử_tế/
          lịch_sự/tốt_bụng/nhẹ_nhàng/ân_cần/lễ_phép/hòa_nhã/nhã_nhặn/hòa_đồng/cởi_mở/nhỏ_nhẹ/
          kiên_nhẫn/dễ_chịu/có_tâm/hiền_lành/dễ_gần/lễ_độ/dịu_dàng/tôn_trọng_người_dân/
          tôn_trọng_dân/gần_gũi_với
        thái_độ ~ tốt/ân_cần/đúng_mực/vui
        hỏi_gì_cũng ~ chỉ/trả_lời/giúp/nói
        dắt/dìu/đỡ/đẩy ~ tận/giùm/giúp/xe, giúp ~ dắt/dìu/đỡ/đẩy
        """,
    ),
)
_SPEED: Groups = (
    (
        2,
        """
        nhanh_gọn/nhanh_chóng/nhanh_nhẹn/gọn_lẹ/lẹ_làng/mau_lẹ/mau_chóng
        đúng_hẹn/đúng_hạn/trước_hẹn/trước_hạn/sớm_hơn_hẹn/sớm_hơn_giấy_hẹn/sớm_hơn_ngày_hẹn/
          đúng_ngày_hẹn/đúng_giờ_hẹn
        làm/giải_quyết/xử_lý/phục_vụ/thụ_lý/trả/tiếp/cấp/nộp/xong ~ nhanh/mau/lẹ/sớm
        rất/quá/thật nhanh/mau/lẹ, nhanh/mau/lẹ lắm/ghê/thiệt
        lương/lương_hưu/trợ_cấp/tiền ~ về/có/nhận đúng_ngày/sớm
        một_loáng/một_chút/#_phút ~ là_xong/xong_luôn/xong_liền
        """,
    ),
)
_CLARITY: Groups = (
    (
        2,
        """
        hướng_dẫn/chỉ_dẫn/chỉ/chỉ_bảo/giải_thích/giải_đáp/tư_vấn/dặn/dặn_dò/nói ~ rõ_ràng/dễ_hiểu/
          cặn_kẽ/chi_tiết/cụ_thể/kỹ/kỹ_càng/kỹ_lưỡng/tỉ_mỉ/rành_mạch/rõ/đầy_đủ/từng_mục/
          từng_bước/từng_chút/từng_li
        rõ_ràng ~ dễ_hiểu, chữ_to, dễ_đọc/dễ_nhìn/dễ_nhớ
        bảng/biển/tờ/mẫu ~ dễ_hiểu/dễ_đọc/rõ_ràng/rõ
        """,
    ),
)
_SIMPLICITY: Groups = (
    (
        2,
        """
        thủ_tục/giấy_tờ/hồ_sơ/tờ_khai ~ đơn_giản/gọn/gọn_nhẹ/gọn_gàng/ít/nhẹ/dễ/dễ_dàng/thuận_lợi/
          thuận_tiện/nhanh_gọn/gọn_lẹ
        ít/bớt ~ giấy_tờ/thủ_tục
        chỉ_cần ~ căn_cước/cccd/thẻ/vneid ~~ làm_được/là_được/là_xong
        """,
    ),
)
_OPENNESS: Groups = (
    (
        2,
        """
        công_khai ~ minh_bạch/rõ_ràng, minh_bạch/liêm_khiết/trong_sạch/ngay_thẳng
        niêm_yết/thông_tin/mức_đóng/mức_phí ~ công_khai
        công_bằng
        """,
    ),
)
_PREMISES: Groups = (
    (
        2,
        """
        phòng/phòng_chờ/chỗ_chờ/chỗ_ngồi/nơi_chờ/trụ_sở/sảnh/ghế/nhà_vệ_sinh/wc/cơ_quan/nhà_xe/
          chỗ_để_xe/chỗ_đậu_xe/bãi_xe ~ sạch/sạch_sẽ/mát/mát_mẻ/thoáng/thoáng_mát/rộng/rộng_rãi/
          khang_trang/đẹp/tiện_nghi/đầy_đủ/êm
        có ~ ghế_ngồi/nước_uống/quạt_mát/máy_lạnh/quạt ~ nước_uống/quạt_mát/mát/đàng_hoàng/sạch/có
        khang_trang/thoáng_mát
        """,
    ),
)
_ONLINE: Groups = (
    (
        2,
        """
        app/ứng_dụng/vssid/vneid/trang_web/web/cổng_dịch_vụ_công/dịch_vụ_công/phần_mềm/qua_mạng/
          trên_mạng/trực_tuyến/online ~ dễ/dễ_dùng/dễ_xài/dễ_sử_dụng/tiện/tiện_lợi/tiện_dụng/
          thuận_tiện/thuận_lợi/tiện_quá/hay/nhanh/tốt
        dễ/tiện/thuận_tiện ~ trên_mạng/qua_mạng/trực_tuyến
        """,
    ),
)
_WHOLE: Groups = (
    (
        2,
        """
        =hài_lòng/ưng_bụng/vừa_lòng/vừa_ý/mãn_nguyện
        hài_lòng ~ lắm/về/với, rất_hài_lòng
        cảm_ơn/cám_ơn/biết_ơn/tks/thanks/thank
        tuyệt_vời/xuất_sắc/đáng_khen/quá_tốt/rất_tốt/tốt_lắm
        phục_vụ/mọi_thứ/tất_cả/dịch_vụ/mọi_việc/làm_việc ~ tốt/ổn/tuyệt
        """,
    ),
)
PRAISES: Mapping[str, Groups] = {
    "attitude": _ATTITUDE,
    "speed": _SPEED,
    "clarity": _CLARITY,
    "simplicity": _SIMPLICITY,
    "openness": _OPENNESS,
    "premises": _PREMISES,
    "online": _ONLINE,
    "whole": _WHOLE,
}
"""Theme → cues. "Not" before them takes them away; `whole` is praise of nothing in particular."""

SPARED: Mapping[str, Groups] = {
    "speed": (
        (
            2,
            """
            không_phải/không_cần/khỏi/khỏi_phải/khỏi_cần/chẳng_phải/đỡ_phải ~ chờ/đợi/
              chờ_đợi/xếp_hàng
            không/chẳng/chưa ~ trễ/chậm ~ bữa_nào/ngày_nào/lần_nào/tháng_nào
            """,
        ),
    ),
    "simplicity": (
        (
            2,
            """
            không/chẳng/không_còn rườm_rà, không_phải/khỏi/khỏi_phải chạy_đi_chạy_lại/đi_lại_nhiều
            """,
        ),
    ),
    "openness": (
        (
            2,
            """
            không/không_ai/chẳng_ai/chưa_ai/không_bị/không_hề ~ đòi_tiền/vòi_tiền/vòi_vĩnh/đòi_quà/
              nhận_quà/nhận_phong_bì/nhận_tiền
            biếu ~~ không_nhận/không_lấy/từ_chối
            """,
        ),
    ),
}
"""Theme → cues of what one was spared, which hold their "not" themselves."""

TAKEN_BACK: Mapping[str, Groups] = {
    "irony": (
        (
            1,
            """
            ghê_ha/quá_ha/dữ_ha/thiệt_ha/lắm_ha/ha_ha/nhỉ/gớm/cơ_à/cơ_đấy/dữ_thần/ông_mặt_trời/
              được_cái/mặt_như_đưa_đám/mà_còn_cười/thế_cơ
            cảm_ơn ~ vì ~ chờ/đợi/đã_cho/đã_bắt
            nhiệt_tình/nhanh/vui/tận_tình ~ đuổi/mắng/chửi
            đơn_giản/nhanh/gọn/ít ~~ #_loại/#_tiếng/#_tháng ~~ thôi
            """,
        ),
    ),
    "unclear": (
        (
            1,
            """
            không_phải_là_không/không_phải_không/chẳng_phải_không, không/chẳng/chưa ~ chê/phàn_nàn
            """,
        ),
    ),
    "once": (
        (
            1,
            """
            hồi_xưa/ngày_xưa/hồi_trước/trước_đây/trước_kia/lúc_trước ~~ giờ/nay/bây_giờ
            """,
        ),
    ),
    "own_life": (
        (
            1,
            """
            trời_nóng/trời_nắng/nắng_nóng/ngoài_chợ/tôi_già/tôi_lớn_tuổi/đường_đi/xe_máy/
              học_hành
            """,
        ),
    ),
    "hearsay": (
        (
            1,
            """
            nghe_nói/nghe_đồn/nghe_bảo/ai_bảo/ai_nói/người_ta_nói/tivi_nói/ti_vi_nói/báo_nói/
              đài_nói/trên_đài/trên_tivi
            """,
        ),
    ),
    "elsewhere": (
        (
            1,
            """
            bệnh_viện/trạm_y_tế/phòng_khám/bác_sĩ/bên_thuế/cơ_quan_thuế/ngân_hàng/bưu_điện/công_an/
              ủy_ban/nhà_tôi/nhà_mình/con_tôi/con_em
            """,
        ),
    ),
    "supposed": (
        (
            1,
            """
            nếu/ước_gì/giá_mà/giá_như/phải_chi/làm_sao/mong/hy_vọng/hi_vọng/đề_nghị/xin_các/đáng_lẽ/
              lẽ_ra, phải ~~ chứ, sao ~~ không, có ~~ không
            """,
        ),
    ),
}
"""Why → cues. Irony and what is unclear take back all that a text says; hearsay, one's own life
and what was once its criticism; hearsay, one's own life, other offices and what is only supposed
the praise that stands behind them in their sentence.
"""
