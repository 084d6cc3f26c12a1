"""How people tell of fraud, of unjust rules, and of anger at nothing that is named."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = ["ANGER", "BAD", "SCAM", "UNFAIR"]

SCAM: Groups = (
    (
        5,
        """
        lừa_đảo/lừa/bị_lừa/mạo_danh/giả_danh/giả_mạo/mạo_nhận/=giả_làm/giả_bộ_là/=giả_dạng/
          kẻ_gian/lừa_gạt
        tự_xưng/xưng/xưng_là/xưng_danh ~ bhxh/bảo_hiểm/cán_bộ/nhân_viên/bên/là/cơ_quan/người
        zalo/web/website/trang/app/tin_nhắn/link/fanpage/facebook/đường_link/số_điện_thoại ~ +
          =giả/lạ/lừa
        web/website/trang/app/tin_nhắn/link/fanpage/đường_link/cuộc_gọi giả
        giả_làm cán_bộ/nhân_viên/bhxh/bảo_hiểm/công_an/người_của
        gọi/nhắn/điện/nhắn_tin/gọi_điện/kết_bạn/điện_thoại ~~ cài/bấm/chuyển_khoản/cung_cấp/
          đọc_mã/otp/stk/số_tài_khoản/đường_dẫn/đường_link/link/app_lạ
        lộ/rò_rỉ/bán/lọt/tiết_lộ/để_lộ/phát_tán/lộ_lọt/tuồn/làm_lộ/rò ~ thông_tin/số_điện_thoại/
          dữ_liệu/tên/cccd/căn_cước/số/danh_tính/ra_ngoài
        thông_tin/dữ_liệu/số_điện_thoại/cccd/hồ_sơ/danh_sách ~ bị_lộ/rò_rỉ/lộ/bị_bán/lọt_ra/
          bị_rò/bị_tiết_lộ/phát_tán
        đọc/nói/biết ~ đúng/rõ/hết/luôn/vanh_vách/rành_rọt ~ số/tên/cccd/căn_cước/thông_tin/
          địa_chỉ/họ_tên/ngày_sinh
        người_lạ/số_lạ/kẻ_lạ/có_người/ai_đó ~~ gọi/nhắn/biết/đọc ~~ số_sổ/mã_số/căn_cước/cccd/
          thông_tin/tài_khoản/bảo_hiểm/otp/mã
        có_người/người_lạ/số_lạ ~ gọi/nhắn ~ quảng_cáo/chào_bán/mời_mua/mời_chào/tiếp_thị/bán
        quảng_cáo/chào_bán/mời_mua/tiếp_thị/số_lạ ~ gọi/nhắn/suốt/miết/hoài
        mất_tiền/mất # ~ triệu/tiền ~ tài_khoản/app/vì
        người_khác/ai_đó ~ dùng/lấy/sử_dụng/mượn ~ thông_tin/cccd/tên_tôi/thẻ_của_tôi/mã_số
        scam/scammer/impersonating/leaked/phishing
        mạo/xưng/=giả/đội_lốt ~ bhxh/bảo_hiểm/cán_bộ/nhân_viên/cơ_quan
        gọi/nhắn/điện/nhắn_tin/số_lạ/hỏi/đòi/xin ~~ số_thẻ/số_tài_khoản/stk/mật_khẩu/otp/cccd/
          số_căn_cước/mã_xác_nhận/mã_pin/tài_khoản_ngân_hàng
        tin_nhắn/cuộc_gọi/đường_dẫn/link/email ~ lạ/=giả/khả_nghi/đáng_ngờ/lừa
        lộ_số/lộ_hết/bị_lộ/lộ_cả/lộ_mã/lọt_số/mất_sạch
        cuộc_gọi/số_lạ/người_ta ~~ mời_vay/quảng_cáo/chào_mời/bán_hàng/mời_mua/làm_phiền
        bán ~ danh_sách/số_điện_thoại/dữ_liệu
        gọi/cuộc_gọi/nhắn/tin_nhắn/điện/số_lạ ~~ kết_bạn/nạp_tiền/khóa_thẻ/sắp_khóa/bị_khóa/
          cập_nhật_thông_tin/nhận_tiền/hoàn_tiền/chuyển_tiền/cung_cấp/nợ_tiền/phạt
        dỏm/rởm/giả_mạo/mạo/fake
        rao_bán/bị_bán/bán_thông_tin/lấy_cắp/đánh_cắp/ăn_cắp ~ thông_tin/dữ_liệu/số/thẻ
        ai_đó/người_khác/kẻ_khác/đứa_nào/ai ~ lấy/dùng/mượn/xài/sử_dụng ~ thẻ/sổ/tên/cccd/mã_số
        lan_truyền/lan_tràn/phát_tán/bêu/đăng ~ trên/lên ~ mạng/nhóm/zalo/facebook
        bị ~ người_khác/kẻ_khác/người_lạ ~ biết/xem/dùng/lấy/sử_dụng
        dụ ~ cài/bấm/chuyển/nạp/đóng/cho, rủ/dụ/mời/xúi ~ rút ~ bảo_hiểm/bhxh/một_lần
        lạ ~ nhắn_tin/gọi/điện, giả_chữ_ký/=giả_giấy/=làm_giả
        ai_cũng_biết/người_ngoài_biết/cả_xóm_biết
        cán_bộ/nhân_viên/họ/ai ~ nói_ra/tuồn_ra/để_lộ/tiết_lộ/làm_lộ
        """,
    ),
)
UNFAIR: Groups = (
    (
        3,
        """
        bất_công/không_công_bằng/chưa_công_bằng/thiếu_công_bằng/vô_lý/vô_lí/bất_hợp_lý/
          không_hợp_lý/chưa_hợp_lý/phi_lý/bất_cập
        thiệt_thòi/chịu_thiệt/thiệt_cho/quá_thiệt/cứng_nhắc/lạc_hậu/bất_nhất/khắt_khe/
          ngặt_nghèo/chồng_chéo/vô_nhân_đạo/quá_đáng_với/ép_dân/ép_công_nhân/ép_người
        thay_đổi ~ liên_tục/hoài/xoành_xoạch/miết/suốt/lung_tung
        không_đủ_sống/sao_sống_nổi/không_sống_nổi, unfair/unjust/unreasonable
        chịu_nổi/kham_nổi/sao_chịu/kham_sao/đóng_nổi/sống_nổi/bất_tiện/thiệt_đơn_thiệt_kép/
          chênh_lệch/quá_chênh/trừ_nhiều/bị_trừ
        ai/sao/làm_sao/đâu ~ chịu/kham/sống/đóng/theo ~ nổi
        không ~ kham_nổi/chịu_nổi/đóng_nổi/theo_nổi
        sao_sống/sống_sao/sống_gì/đủ_sống/sống_kiểu_gì
        cắt/giảm/bỏ/tước ~ quyền_lợi/chế_độ/quyền/mức_hưởng, thiệt ~ hơn/cho/thòi/quyền/đủ_đường
        làm_khó ~ công_nhân/người_lao_động/dân_nghèo
        lãnh/lĩnh/được ~ có ~ triệu/đồng/mấy/bao_nhiêu
        ai/sao ~ trụ/trụ_nổi/làm_nổi/đợi_nổi/chờ_nổi, ai ~ trụ_nổi/chịu_nổi
        hỗ_trợ/hưởng/lãnh/lĩnh/trợ_cấp ~ ít/thấp/bèo/chẳng_bao_nhiêu/không_bao_nhiêu/chẳng_thấm
        nay_sửa_mai_đổi/sửa_tới_sửa_lui/thay_đổi_xoành_xoạch/lúc_vầy_lúc_khác/sớm_nắng_chiều_mưa
        luật/chính_sách/quy_định ~~ đổi/sửa ~ hoài/liên_tục/mãi/xoành_xoạch
        làm_khó ~ người_lao_động/công_nhân/dân/nông_dân, không ~ theo_kịp/theo_nổi/hiểu_nổi
        như_vậy/vậy/thế ~ là ~ quá ~ bèo/ít/thấp/bất_công
        """,
    ),
    (
        2.5,
        """
        quá_thấp/thấp_quá/quá_ít/ít_quá/quá_cao/cao_quá/quá_dài/dài_quá/bèo_bọt/quá_bèo/
          ba_cọc_ba_đồng/quá_khắt_khe/thấp_lè_tè/quá_trẻ/quá_già
        thấp/cao/ít/bèo/dài ~ quá/lắm/ghê/so_với/mà/dữ
        không ~ thỏa_đáng/hợp_tình/hợp_lý/xứng_đáng/phù_hợp
        """,
    ),
)
ANGER: Groups = (
    (
        2,
        """
        bức_xúc/bực_mình/bực/bực_bội/tức/tức_giận/tức_mình/phẫn_nộ/thất_vọng/bất_bình/bất_mãn/
          ức_chế/ức/điên_tiết/nản/chán_nản/chán_ngán/ngán_ngẩm
        không_chấp_nhận_được/không_thể_chấp_nhận/không_chấp_nhận_nổi/chịu_không_nổi/quá_đáng/
          quá_thể/hết_chịu_nổi/hết_nói_nổi
        quá_tệ/tệ_quá/tồi_tệ/tệ_hại/quá_kém/kém_quá/tệ_thật/tệ_vãi/dở_ẹc/dở_tệ/chán_quá/
          quá_chán/chán_vãi/kinh_khủng/tồi_quá/quá_tồi/không_ra_gì/không_ra_sao
        làm_ăn/làm_việc/phục_vụ ~ kiểu_gì/như_thế/như_vậy/vậy/chán/tệ/kém/như_cc/như_cứt/như_l/
          như_lol/như_cặc/bố_láo/bậy/bậy_bạ/tắc_trách/kì_cục/kỳ_cục/dở/tồi
        như_cc/như_cặc/như_cứt/như_lol/như_shit/như_hạch/như_lồn/như_cức/đồ_khốn/khốn_nạn/
          chó_má/ăn_hại
        muốn/xin/tôi/cho/gửi/xin_được/cần phản_ánh
        kêu_cứu/kêu_trời/khổ_quá/quá_khổ/khổ_lắm/dân_khổ/khổ_dân/khổ_thân
        terrible/awful/horrible/unacceptable/disgusting
        chán/ngán/nản ~ chẳng_muốn_nói/không_muốn_nói/chả_buồn_nói/hết_chỗ_nói/vô_cùng/thật/ghê/
          thiệt
        hết_thuốc_chữa/bó_tay/chịu_thua/cạn_lời/không_còn_gì_để_nói
        bực_cả_mình/bực_hết_cả/tức_cả/tức_muốn_chết/tức_ói_máu/lộn_ruột/sôi_máu/tăng_xông/
          mệt_mỏi_với/phát_bực/phát_cáu/phát_chán
        """,
    ),
)
BAD: Groups = (
    (
        2,
        """
        bị
        bắt tôi/tui/em/dân/mình/con/cháu/mẹ/má/bố/ba/bà/ông/người/về/đi/nộp/đóng/ký/làm/khai/
          mua/trả/chờ/phải/chứng_minh/chạy/lên/viết
        mà/nhưng/rồi/giờ/thì vẫn/cứ/lại/toàn/bắt/chẳng, vẫn không/chưa/bắt/bị/cứ/im/để
        cứ bắt/bảo/kêu/đòi/bị/để/không/phải/hẹn/nói/làm, toàn bị/là/báo/kêu/bắt/lỗi/hẹn/nói
        lại bị/bắt/bảo/kêu/không/đòi/hẹn/thiếu/sai/phải/nói
        không/chẳng/chả/chưa ~ ai ~ giúp/tiếp/trả_lời/nghe/hướng_dẫn/hỏi/gọi/kêu/nói/chỉ/lo/
          quan_tâm/giải_thích
        sao/tại_sao/vì_sao/cớ_sao lại/mà/cứ/vẫn/không/chưa/bắt, trong_khi/đáng_lẽ/lẽ_ra/đáng_ra
        bất_tiện/cực_khổ/khổ_sở/khổ/cực/vất_vả/phiền/mệt_mỏi/vô_ích/oan/oan_ức/trắng_trợn/
          lộn_xộn/lung_tung/nham_nhở/bừa_bãi/mất_công/mất_thời_gian/tốn_công/tốn_thời_gian/
          tốn_tiền/phát_điên
        hư/hỏng/dơ/bẩn/ồn/chật/chậm/muộn/trễ/sai/nhầm/kẹt/thiếu/mất/dở/tệ/kém/tồi/tắc/nghẽn/lâu
        lâu/chậm/khó/rối/mệt/khổ/tệ/kém/chán quá/lắm/ghê/vậy/thế/kinh/dữ
        không/chẳng ~ được/nổi/xong/giải_quyết/ổn/hợp_lý/ưng/hài_lòng
        broken/bad/worst/late/wrong/slow/never
        nhân_viên/cán_bộ/viên_chức/họ/bảo_vệ/bác_sĩ/bệnh_viện/công_ty/chủ/sếp/hệ_thống/app/
          vssid/web/đại_lý/người_thu/bưu_điện/cơ_quan/chủ_thầu/giám_đốc không/chưa/chẳng/chả
        mà không/chưa ~ ai/được/có/thấy/trả/cho
        bị_lạc/bị_mất_quyền/chán_nản/thật_đáng/đáng_buồn/đáng_trách/đáng_chê
        sao/tại_sao/vì_sao ~ lại
        """,
    ),
)
