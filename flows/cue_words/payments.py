"""How people tell of care, benefits and contributions that were refused, short or kept."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = ["DENY", "UNPAID", "UNPAYING", "UNRECEIPTED"]

DENY: Groups = (
    (
        3,
        """
        không/chẳng/chả/hổng ~ nhận/cho/chịu/chấp_nhận/đồng_ý ~ thẻ/bhyt/bảo_hiểm/chuyển/hưởng/
          xài/khám/nhập_viện/thanh_toán
        không/chưa ~ được ~ hưởng/thanh_toán/chi_trả/khám/chuyển/giải_quyết/nhập_viện
        từ_chối ~ khám/thanh_toán/chi_trả/tiếp_nhận/nhận/cấp/chuyển/hưởng
        không/chẳng/chưa ~ thanh_toán/chi_trả/xài_được/dùng_được/sử_dụng_được/xài/áp_dụng
        bắt/phải/kêu/bảo/chỉ ~~ mua ~ ngoài
        mua_ngoài/mua_thuốc_ngoài/ra_ngoài_mua/tự_mua_thuốc/ra_tiệm_mua
        hết_thuốc/thiếu_thuốc/không_có_thuốc/không_đủ_thuốc/thuốc_rẻ_tiền/thuốc_dỏm/thuốc_kém/
          hết_vật_tư/thiếu_vật_tư
        bắt/thu/đòi/tính ~ nộp/đóng/trả/thu/thêm ~ tiền/phí/viện_phí/tạm_ứng/chênh_lệch
        khám/khám_bệnh ~ qua_loa/sơ_sài/hời_hợt/cho_có/#_phút/lấy_lệ/đại/chiếu_lệ/cho_xong/ẩu/
          qua_quýt/tắc_trách
        dịch_vụ ~~ trước/niềm_nở/ưu_tiên/nhanh/vào_trước/được_khám
        bảo_hiểm/bhyt ~~ sau/cuối/chót/phân_biệt/hắt_hủi/lạnh_nhạt/chậm
        phân_biệt ~ bảo_hiểm/bhyt/dịch_vụ/thẻ, bắt_chờ_cuối/xếp_cuối/khám_sau/chờ_cuối
        thẻ ~~ không/hết/bị ~ giá_trị/dùng/xài/nhận/hiệu_lực/khóa/hạn/cắt
        nằm_ghép/ghép_giường/hai_người_một_giường/nằm_hành_lang/nằm_chung_giường/thiếu_giường/
          hết_giường
        chẩn_đoán_sai/chuẩn_đoán_sai/khám_sai/bỏ_sót_bệnh/kê_sai/kê_nhầm/phát_nhầm/cho_nhầm/
          mổ_nhầm
        bảo_hiểm/bhyt/bệnh_viện/viện ~~ không/chẳng/chưa trả/chi/thanh_toán/cho/nhận/chịu/duyệt
        tạm_ứng/đóng_tạm_ứng/nộp_tạm_ứng/tính_dịch_vụ/thu_chênh_lệch/thu_phụ_phí/trả_100/
          đồng_chi_trả_cao/cùng_chi_trả_cao
        dù/mặc_dù/tuy/trong_khi/mà ~ có ~ thẻ/bhyt/bảo_hiểm/giấy_chuyển/giấy
        có ~ thẻ/bhyt/bảo_hiểm ~~ vẫn/mà_vẫn/cũng ~ thu/bắt/đóng/trả/bị/nộp/phải
        không_thèm/không/chẳng ~ khám/thăm_khám/siêu_âm/chụp ~ gì/kỹ/mà
        từ_chối/chê/không_nhận/không_chấp_nhận ~ thẻ/bhyt/bảo_hiểm/giấy_chuyển/bệnh_nhân
        phải ~ tự ~ mua/trả/bỏ_tiền/lo, tự_mua/tự_bỏ_tiền/tự_trả/phải_mua
        đẩy ~ xuống/ra/qua/về ~ phòng/tuyến/hành_lang
        khám/khám_bệnh ~ thẻ/bảo_hiểm/bhyt ~~ còn/thì/mà ~ dịch_vụ/tiền/tự_nguyện
        không/chẳng/chưa ~ cho ~ chuyển_tuyến/chuyển_viện/nhập_viện/khám/hưởng/mổ
        phát/cấp/cho/kê ~ nhầm/sai/thiếu ~ thuốc/toa/đơn, thuốc ~ nhầm/sai/hết_hạn/thiếu/giả
        đóng/nộp ~ tiền ~ trước ~ mới/rồi, ngoài_danh_mục/ngoài_bảo_hiểm
        chỉ ~ được/cho/có/phát ~ thuốc ~ rẻ/nội/thường/kém/dỏm
        chỉ ~ trả/chi/thanh_toán/được/hưởng ~ có/#, thuốc ~ không_có/rẻ_tiền/dỏm/kém
        không_có ~~ mua ~ ngoài, bắt/phải ~ mua/trả/chi/đóng ~~ ngoài/thêm/hết #
        thuốc/toa/đơn ~ ngoài ~ danh_mục, thu ~ tiền ~~ dù/mặc_dù/trong_khi ~ có
        chỉ ~ được ~ nằm/ngồi ~ hành_lang/ghế/võng, đòi ~ thêm ~ tiền
        thẻ ~~ máy/hệ_thống/họ/viện ~ báo/nói/kêu ~ không/hết/sai
        phải ~ trả/đóng/nộp ~ tiền ~ khám/thuốc/giường/viện_phí/xét_nghiệm/mổ
        không ~ cho ~ dùng/xài/sử_dụng ~ thẻ/bhyt/bảo_hiểm
        phân_biệt ~ giữa/đối_xử/bệnh_nhân/người
        """,
    ),
)
UNPAID: Groups = (
    (
        3,
        """
        chưa/không/chẳng/chả/vẫn_chưa/mãi_chưa ~ có/về/nhận/thấy/chuyển/trả/lãnh/lĩnh/vào/vô/
          rút/chi ~ tiền/lương/lương_hưu/trợ_cấp/chế_độ/được/đủ/tài_khoản/đồng/đâu/khoản
        tiền/lương/lương_hưu/trợ_cấp ~~ chưa/không/chẳng/hổng ~ về/nhận/thấy/chuyển/vào/vô/có/
          tới/đến/trả/được
        thiếu/hụt/trừ/cắt/bớt/mất/xén/khấu_trừ ~ # ~ <money>
        thiếu/hụt/trừ/cắt/bớt/mất/giảm/xén ~ tiền/lương/trợ_cấp/lương_hưu/chế_độ/phần/tháng
        trả/chuyển/lãnh/lĩnh/nhận/đếm/phát/chi_trả/chi/được ~ thiếu/hụt/không_đủ/nhầm/sai/lộn/
          ít_hơn/chưa_đủ
        bị ~ cắt/trừ/dừng/ngưng/ngừng/tạm_dừng/thu_hồi/giảm/xén
        cắt/dừng/ngưng/ngừng/tạm_dừng ~ lương/lương_hưu/trợ_cấp/chế_độ/tiền
        chuyển_nhầm/chuyển_sai/chuyển_lộn/trả_nhầm/chuyển ~ tài_khoản_người_khác/người_khác/
          nhầm_người
        tính_sai/tính_thiếu/tính_nhầm ~ lương/tiền/năm/trợ_cấp/mức
        chậm_lương/trễ_lương/nợ_lương/thiếu_tiền/thiếu_lương
        chậm/trễ/muộn ~ tiền/lương/chi_trả/trợ_cấp/ngày, lương/tiền/trợ_cấp ~ chậm/trễ/muộn
        nuốt_tiền/nuốt_thẻ/ăn_bớt/ăn_chặn/bớt_xén/xén_bớt
        máy_atm/cây_atm/atm ~ hết_tiền/nuốt/hỏng/hư/lỗi/không
        chưa/không/chẳng/vẫn_chưa ~ tiền/đồng/xu/cắc ~ nào/hết/cả/về/đâu
        tới_giờ/đến_nay/tới_nay/đến_giờ/giờ ~ chưa ~ có/thấy/nhận/lãnh/lĩnh ~ tiền/lương/gì
        đột_nhiên/tự_nhiên/tự_dưng/bỗng ~ ngưng/cắt/dừng/mất/giảm/trừ/không
        không ~ điều_chỉnh/tăng/cộng/truy_lĩnh, đi_về_tay_không/về_tay_không/về_không
        tra/kiểm_tra/duyệt/quyết_định ~~ mà ~ không/chưa/chẳng ~ tiền/nhận/thấy
        tháng_nào ~ cũng ~ trễ/chậm/muộn/thiếu
        báo ~~ đã ~ chi_trả/chuyển/trả ~~ không/chẳng/chưa ~ thấy/có/nhận
        không ~ được ~ hưởng ~ trợ_cấp/chế_độ/tiền/gì, bị ~ trừ/cắt/giữ ~ không ~ rõ/lý_do/biết
        bớt/trừ/xén/cắt/ăn ~ mỗi ~ cụ/người/bà/ông/tháng/lần
        tiền/lương/trợ_cấp/chế_độ/lương_hưu ~ chuyển/về/trả ~ trễ/chậm/muộn/thiếu/sai
        bị ~ tính ~ thiếu/sai/hụt/thấp
        """,
    ),
    (
        2.5,
        """
        chưa/không/chẳng/chả/vẫn_chưa/mãi_chưa ~ về/chuyển/lãnh/lĩnh/chi_trả
        chưa/không/vẫn_chưa có/nhận/thấy/lãnh/lĩnh
        """,
    ),
)
UNRECEIPTED: Groups = (
    (
        3.5,
        """
        không/chẳng/chưa/hổng/chả ~ đưa/cho/ghi/viết/giao/có/nhận/xuất/trả ~ biên_lai/biên_nhận/
          hóa_đơn/phiếu_thu/giấy_thu/chứng_từ/giấy_tờ
        ôm_tiền/cầm_tiền/giữ_tiền/quỵt/quịt/chiếm_dụng/nuốt_tiền/biến_mất/mất_tiêu/lặn_mất/
          bỏ_trốn/ôm_hết/cao_chạy/chiếm_đoạt/xù/bùng/lấy_tiền
        thu/cầm/giữ/nhận ~ tiền ~~ không/chưa/chẳng/mà ~ nộp/đưa/biên_lai/thấy/có/cấp/đóng
        tra/tra_cứu/kiểm_tra/trên_hệ_thống/lên_hệ_thống/trên_vssid/hệ_thống ~~ không/chưa/chẳng/
          có ~ có/thấy/ghi_nhận/#_tháng/trống/cập_nhật/nộp
        không/chưa ~ nộp_lên/nộp_tiền/nộp_cho/báo_nhắc/nhắc/ghi_nhận/ghé_thu/tới_thu/đến_thu
        thu ~ sai/dư/quá/lố/cao_hơn/nhiều_hơn/nhầm/lộn/khống, thu_tiền ~~ thẻ ~ chưa/không
        tra/tra_cứu/kiểm_tra ~~ không/chẳng/hổng ~ ra/có/thấy/đủ
        thu/đóng/nộp ~ tiền ~~ không/chẳng/hổng/chưa ~ giấy/giấy_tờ/biên/phiếu/thẻ/gì
        không ~ ai ~ nhắc/báo, đứt_quãng/gián_đoạn/bị_đứt/ngắt_quãng
        nói/hứa/tư_vấn ~~ cuối_cùng/thực_tế/rốt_cuộc/giờ ~ không/lại/chẳng
        tra/kiểm_tra ~~ chỉ ~ có ~ #, biên_lai ~ khỏi/không_cần/mất/làm_gì
        giấu/ém/ăn ~~ hỗ_trợ/phần/tiền
        người_thu/bên_thu/đại_lý/cô_thu/chị_thu ~~ không ~ thấy/đến/tới/ghé
        chỉ/có ~ nộp/đóng/ghi/báo/ghi_nhận ~ #/có/một ~ tháng/năm/phần/nửa
        thu/tư_vấn ~ tư_vấn/thu ~ sai/không_đúng/nhầm/lừa, tư_vấn ~ không_đúng/sai/bậy/lừa
        """,
    ),
)
UNPAYING: Groups = (
    (
        4,
        """
        nợ/trốn/chậm/quỵt/quịt/né/xù/thiếu/chây_ì/không/chưa/chẳng/hổng/ngưng/ngừng/trốn_tránh/
          không_chịu ~ đóng/nộp/bhxh/bảo_hiểm/bh/tiền_bảo_hiểm/bhyt
        trừ/khấu_trừ/giữ ~ lương/tiền ~~ không/chẳng/chưa/hổng/mà ~ đóng/nộp/bảo_hiểm/bhxh/
          vssid/tra
        không/chưa/chẳng/hổng ~ chốt_sổ/chốt/trả_sổ/báo_tăng/báo_giảm/ký_hợp_đồng/làm_hợp_đồng/
          tham_gia_bảo_hiểm
        giữ_sổ/giam_sổ/ém_sổ/không_trả_sổ/đóng_thiếu/đóng_thấp/đóng_không_đủ/đóng_ít/
          đóng_mức_thấp/khai_lương_thấp/trốn_đóng/nợ_đóng/nợ_bhxh/nợ_bảo_hiểm/chậm_đóng
        lương ~~ mà ~~ đóng ~~ mức/thấp/tối_thiểu/#/ít
        giữ/ôm/giam/ém/cầm/không_trả/chưa_trả ~ sổ, kẹt_sổ/treo_sổ/sổ ~ kẹt
        phá_sản/bỏ_trốn/giải_thể/đóng_cửa ~~ sổ/bảo_hiểm/bhxh/chốt
        lách_luật/ký_hợp_đồng_thời_vụ/không_cho_tham_gia
        nợ/trốn/né/quỵt/lờ ~ bảo_hiểm/bhxh/đóng/bh
        không/chưa/chẳng ~ ký_hợp_đồng/hợp_đồng/bảo_hiểm_gì/có_bảo_hiểm/mua_bảo_hiểm/đóng/
          báo_giảm/báo_tăng/chốt
        chưa/không/chẳng ai ~ chốt, đóng ~~ lương ~ tối_thiểu/vùng/cơ_bản/thấp/thật
        đóng ~~ không ~ theo ~ lương ~ thật/thực/thực_tế, hứa ~~ đóng ~~ không/chưa/chẳng
        không/chưa/chẳng ~ mua/lo/tham_gia ~ bảo_hiểm/bhxh, đòi bảo_hiểm ~ thì nghỉ/đuổi
        ai ~ đòi ~ bảo_hiểm ~ nghỉ/đuổi
        đóng ~~ ngắt_quãng/đứt_quãng/bữa_đực_bữa_cái/không_đều/gián_đoạn
        đâu_có/đâu/chẳng_có/không_hề/có ~ đóng ~ bảo_hiểm/bhxh ~ đâu
        đâu_có ~ đóng/nộp/mua/bảo_hiểm, giữ/cầm/giam/ôm/găm ~ sổ
        """,
    ),
)
