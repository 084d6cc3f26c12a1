"""What a text is about, and the words of praise, of wishes and of what is over."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = [
    "ASKS_FOR_ACTION",
    "BENEFIT",
    "BETTER",
    "CARE",
    "COLLECTING",
    "EMPLOYER",
    "ONLINE",
    "ON_TIME",
    "PAPERS",
    "PRAISE",
    "PREMISES",
    "RULE",
    "SHADOW",
    "STAFF",
    "WAITING",
    "WISH",
]

ONLINE: Groups = (
    (
        1,
        """
        vssid/vneid/app/áp/ứng_dụng/phần_mềm/web/website/wed/trang_web/cổng_dịch_vụ_công/
          cổng_dvc/dịch_vụ_công/dvc/cổng_bhxh/cổng_thông_tin
        hệ_thống/mạng/otp/đăng_nhập/online/onl/trực_tuyến/qua_mạng/trên_mạng/sever/server/
          quét_mã/mã_qr/mật_khẩu/tải_lên/tải_file/đăng_ký_tài_khoản/link_tra_cứu/ký_số/
          chữ_ký_số/giao_dịch_điện_tử/tích_hợp/quét/tra_cứu/mã_xác_nhận/tài_khoản_giao_dịch
        """,
    ),
)
CARE: Groups = (
    (
        1,
        """
        bệnh_viện/viện/bv/bác_sĩ/bác_sỹ/bs/y_tá/điều_dưỡng/hộ_lý/phòng_khám/trạm_xá/trạm_y_tế/
          đi_khám/khám/khám_bệnh/chữa_bệnh/điều_trị/nhập_viện/nằm_viện/xuất_viện/ra_viện/đi_viện
        cấp_cứu/mổ/phẫu_thuật/thuốc/toa/đơn_thuốc/vật_tư/chuyển_tuyến/chuyển_viện/đúng_tuyến/
          trái_tuyến/thông_tuyến/vượt_tuyến/giường_bệnh/tiền_giường/xét_nghiệm/siêu_âm/viện_phí/
          chạy_thận/đồng_chi_trả/cùng_chi_trả/nhà_thuốc/hospital/doctor
        """,
    ),
)
BENEFIT: Groups = (
    (
        1,
        """
        lương_hưu/tiền_hưu/hưu_trí/lương_hưu_trí/tiền_lương_hưu/lĩnh_lương/lãnh_lương/
          nhận_lương/trợ_cấp/tiền_tuất/tuất/mai_táng/mai_táng_phí/thai_sản/tiền_đẻ/tiền_sinh/
          ốm_đau/thất_nghiệp/bhtn/dưỡng_sức
        tai_nạn_lao_động/bhxh_một_lần/tiền_một_lần/rút_một_lần/bảo_hiểm_một_lần/chế_độ/
          tiền_chế_độ/lĩnh_tiền/lãnh_tiền/nhận_tiền/chi_trả/bưu_điện/atm/cây_atm/điểm_chi_trả/
          tài_khoản/hưu/lương_tháng/lương/tiền_lương/người_phụ_thuộc/sinh_con/nghỉ_sinh/nghỉ_đẻ/
          nghỉ_thai_sản/điểm_chi_trả/sinh_con/pension
        """,
    ),
)
COLLECTING: Groups = (
    (
        1,
        """
        đại_lý_thu/đại_lý/người_thu/nhân_viên_thu/nv_thu/cô_thu/chị_thu/anh_thu/bà_thu/ông_thu/
          cán_bộ_thu/điểm_thu/cộng_tác_viên/ctv/tự_nguyện/thu_bảo_hiểm/thu_bhxh/thu_bhyt/
          thu_tiền/đóng_tự_nguyện
        biên_lai/phiếu_thu/hộ_gia_đình/bhyt_hộ/tổ_chức_thu/đi_thu/mua_bảo_hiểm/mua_thẻ/mua_bhyt/
          đóng_bảo_hiểm_tự_nguyện/gia_hạn_thẻ/collector
        """,
    ),
)
EMPLOYER: Groups = (
    (
        1,
        """
        công_ty/cty/cti/doanh_nghiệp/dn/xí_nghiệp/xưởng/nhà_máy/chủ/ông_chủ/bà_chủ/sếp/giám_đốc/
          chủ_quán/chủ_xưởng/lò_gạch/hợp_tác_xã/htx/hãng/nhà_xe/nơi_làm/chỗ_làm/chỗ_tôi_làm/
          chỗ_em_làm/công_nhân/người_lao_động
        trừ_lương/chốt_sổ/hợp_đồng_lao_động/nghỉ_việc/đơn_vị/nhà_thầu/chủ_thầu/nhà_hàng/
          trường_tư/chủ_sử_dụng/employer/company
        """,
    ),
)
RULE: Groups = (
    (
        1,
        """
        luật/quy_định/qui_định/chính_sách/nghị_định/thông_tư/mức_hưởng/mức_đóng/tuổi_nghỉ_hưu/
          tuổi_hưu/cách_tính/cách_tính_lương/luật_mới/luật_lệ/điều_kiện_hưởng/tỷ_lệ_hưởng/
          tỉ_lệ_hưởng/mức_hỗ_trợ/mức_lương_hưu/mức_trợ_cấp/nhà_nước/lộ_trình/law/regulation/
          policy
        """,
    ),
)
BETTER: Groups = (
    (
        1,
        """
        nay/giờ/bây_giờ/hiện_nay/lần_này/đợt_này ~ nhanh_hơn/tốt_hơn/đỡ/cải_thiện/khá_hơn/
          khác_hẳn/vào_được/ổn/tiện_hơn/nhanh/hết/được_rồi/tốt
        nhanh_hơn_nhiều/tốt_hơn_nhiều/tốt_hơn_trước/nhanh_hơn_trước/hơn_hẳn/đỡ_hơn_trước/
          không_như_trước/khác_trước/như_hồi_trước/như_trước_nữa
        hết bị/phải/cảnh/lỗi, ai_dè_dễ/ai_ngờ_nhanh/tưởng ~ lâu/khó/mất
        """,
    ),
)
ON_TIME: Groups = (
    (
        1,
        """
        đúng_hẹn/trước_hẹn/sớm_hơn_hẹn/chưa_tới_ngày/chưa_đến_ngày/chưa_tới_hẹn/chưa_đến_hẹn/
          còn_trong_hạn/chưa_đến_hạn/chưa_tới_hạn
        """,
    ),
)
STAFF: Groups = (
    (
        1,
        """
        nhân_viên/cán_bộ/viên_chức/công_chức/bảo_vệ/lễ_tân/tiếp_nhận/tiếp_dân/họ/nó/bả/ổng/cổ/
          thằng/con_mụ/mụ/lão/cô_kia/bà_kia/ông_kia/cô_ấy/chị_ấy/anh_ấy/bà_ấy/ông_ấy/cô_đó/
          bà_đó/anh_đó/chị_đó/mấy_cô/mấy_chị/mấy_ông/mấy_bà/mấy_người/staff/officer
        """,
    ),
)
PAPERS: Groups = (
    (
        1,
        """
        hồ_sơ/giấy_tờ/giấy/sổ/thẻ/thủ_tục/mẫu/photo/bản_photo/xác_nhận/đơn/tờ_khai/quy_trình/
          chữ_ký/công_chứng/giấy_khai_sinh/dữ_liệu/họ_tên/năm_sinh/hướng_dẫn/form/document/
          papers
        """,
    ),
)
PREMISES: Groups = (
    (
        1,
        """
        nhà_vệ_sinh/wc/toilet/phòng_chờ/chỗ_chờ/chỗ_ngồi/ghế/quạt/máy_lạnh/điều_hòa/nhà_xe/
          bãi_xe/gửi_xe/sân/trụ_sở/sảnh/loa/máy_lấy_số/máy_bấm_số/bậc_thềm/xe_lăn/mái/nước_uống/
          phòng
        """,
    ),
)
WAITING: Groups = (
    (
        1,
        """
        hẹn/phiếu_hẹn/giấy_hẹn/chờ/đợi/xếp_hàng/lượt/lấy_số/thời_hạn/tới_giờ/đến_nay/giải_quyết/
          kết_quả
        """,
    ),
)
PRAISE: Groups = (
    (
        2,
        """
        khen/khen_ngợi/lời_khen/tuyên_dương/biểu_dương/hoan_nghênh/hoan_hô/ngợi_khen/đáng_khen/
          biết_ơn/tri_ân/cảm_ơn_nhiều/rất_cảm_ơn/cảm_kích/điểm_mười/mười_điểm/10_điểm/điểm_10/
          số_một/quá_đã/khỏi_chê/hết_ý/hết_sẩy/trên_cả_tuyệt_vời
        nhiệt_tình/tận_tình/tận_tâm/chu_đáo/niềm_nở/dễ_thương/vui_vẻ/thân_thiện/tử_tế/lịch_sự/
          tốt_bụng/tuyệt_vời/xuất_sắc/chuyên_nghiệp/ngoan/nhẹ_nhàng/ân_cần/lễ_phép/hòa_nhã/
          nhã_nhặn/chân_thành/ấm_áp/mát_lòng/tận_răng/tận_nơi/có_tâm/có_tầm
        giúp ~ từ_đầu_đến_cuối/từng_chút/tận_tình/tận_cửa/tận_nhà
        chỉ/chỉ_bảo/hướng_dẫn ~ từng_chút/từng_li/cặn_kẽ/tận_tình/rõ_ràng/dễ_hiểu/chi_tiết/
          tận_nơi
        rất/quá/thật ~ tốt/giỏi/hay/đỉnh/nhanh/nhanh_chóng/nhanh_gọn/hài_lòng
        tốt/nhanh/giỏi/hay/đỉnh lắm/ghê/quá/hung/thiệt/vãi
        dắt/dìu/đỡ/đẩy/bế ~ tận/lên/vào/giùm/giúp/tôi/bà/cụ/xe
        thank_you_very/wonderful/excellent/kind/helpful/praise
        phục_vụ/làm_việc ~ tốt/nhanh/giỏi/khá, dễ_gần/gần_gũi/hỏi_gì_cũng_chỉ/mát_tay
        cảm_ơn ~ cô/chị/anh/em/các/cán_bộ/nhân_viên/cơ_quan/mấy
        làm/thụ_lý/giải_quyết ~ nhanh/gọn, không/chẳng/chưa ~ gì ~ chê/phải_chê/để_chê
        nhanh_gọn/gọn_lẹ/lẹ_làng/chỉ_kỹ/dễ_ợt
        """,
    ),
    (
        1,
        """
        cảm_ơn/cám_ơn/hài_lòng/đỉnh/tốt/giúp/thích/ưng/thanks
        """,
    ),
)
WISH: Groups = (
    (
        1,
        """
        =nên/mong/mong_muốn/đề_nghị/kiến_nghị/đề_xuất/giá_mà/giá_như/ước_gì/ước/hy_vọng/hi_vọng/
          phải_chi/cần_có/cần_thêm/nếu_có/nếu_được/xin_đề_nghị/góp_ý/tốt_hơn/mong_rằng/=cần/
          =hãy/ước_mong/thiết_nghĩ/please/should/hope
        """,
    ),
)
SHADOW: Groups = (
    (
        1,
        """
        chủ_nhật/chủ_tịch/chủ_động/chủ_trương/chủ_yếu/chủ_quan/viện_cớ/viện_lý_do/học_viện/
          viện_trợ/tính_mạng/mạng_sống/cách_mạng/mạng_lưới
        bị_ốm/bị_bệnh/bị_đau/bị_tai_nạn/bị_thương/bị_gãy/bị_ung_thư/bị_sốt/bị_tật/bị_liệt/
          bị_đột_quỵ/bị_tiểu_đường/bị_cảm/bị_té/bị_ngã
        bị ~ mất_thẻ/mất_sổ/mất_giấy/rách/thất_nghiệp/mất_việc/bệnh/tai_nạn, viện ~ lý_do/cớ
        không_thấy_có_gì/không_thấy_gì/không_có_ý_kiến/không_ý_kiến/không_góp_ý/không_có_góp_ý/
          không_có_gì/chưa_có_gì
        lâu_lâu/lâu_rồi/bao_lâu/không_lâu/hồi_lâu/lâu_nay/lâu_năm/từ_lâu/đã_lâu/sao_cũng_được/
          không_sao/vì_sao_không/mất_thẻ/mất_sổ
        thẻ ~ bị_mất, sổ ~ bị_mất
        đỡ/khỏi ~ mất_thời_gian/mất_công/vất_vả/cực/tốn_công/chờ_lâu/khổ
        mất_sức/không_khó/không_khó_khăn/mà_lại/không_đến_nỗi/không_sao/không_vấn_đề/chưa_có_gì/
          không_có_gì
        không_lâu/không_lâu_lắm/chờ_không_lâu/không_lâu_đâu/hết_ý_kiến/không ~ đồng_nào/xu_nào
        chờ/đợi ~ không/chưa ~ lâu/bao_lâu, mắt_kém/tai_kém/sức_khỏe_kém/trí_nhớ_kém/tuổi_cao
        lần_này ~~ lần_sau/lần_khác, đi ~ hai_lần/2_lần, một_lần ~ nộp/lấy/làm
        họ/cán_bộ/nhân_viên ~ không/chưa/chẳng ~ nói_gì/làm_gì/đòi_gì/hỏi_gì/sao
        cắt ruột_thừa/amidan/túi_mật/chỉ/bao/tử_cung/trĩ/tóc
        bị ~ cắt ruột_thừa/amidan/túi_mật/tử_cung, ra_hiệu_thuốc/để_chờ
        không_đồng_ý/đồng_ý/không_chịu_đâu/không_có_chỗ_nào
        sợ/ngại/lo/giờ ~ lừa_đảo/lừa/lộ/mất/bị_lừa, không ~ chỗ ~ chê/phàn_nàn/nào
        lâu_quá ~ quên/không_nhớ
        không/chưa/chẳng/chả ai ~ quát/mắng/nạt/chửi/đòi/vòi/gợi_ý/làm_khó/hách_dịch
        """,
    ),
)
ASKS_FOR_ACTION: Groups = (
    (
        1,
        """
        đề_nghị/yêu_cầu/mong/xin/kiến_nghị/nhờ ~ xử_lý/kiểm_tra/xem_xét/giải_quyết/làm_rõ/
          chấn_chỉnh/xem_lại/can_thiệp/kỷ_luật/xử_phạt/thanh_tra/trả_lời/đuổi_việc/xác_minh/
          nhắc_nhở/điều_tra/cho_biết/giúp
        """,
    ),
)
