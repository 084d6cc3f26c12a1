"""How people tell of poor premises and of faults of online services."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = ["FAULT", "PLACE"]

PLACE: Groups = (
    (
        3,
        """
        không/thiếu/chẳng/hết/chưa/có_mỗi/có_#/ít ~ ghế/quạt/chỗ_ngồi/máy_lạnh/điều_hòa/
          nước_uống/nhà_vệ_sinh/chỗ_để_xe/chỗ_đậu_xe/chỗ_gửi_xe/bãi_xe/mái_che/lối_đi/xe_lăn/
          thang_máy/lối_cho/chỗ_đậu/bãi_đậu/bãi_giữ_xe/chỗ_trú/chỗ_đứng/máy_quạt/bóng_mát/
          biển_chỉ_dẫn/bảng_chỉ_dẫn/giấy_vệ_sinh/chỗ_nghỉ/wc/cây_nước/chỗ_để/chỗ_gửi/đèn
        nhà_vệ_sinh/wc/toilet/phòng_chờ/chỗ_chờ/nơi_chờ/khu_chờ/chỗ_ngồi/trụ_sở/sảnh/phòng/ghế/
          nhà_xe/cầu_tiêu/nhà_xí/hội_trường ~ bẩn/dơ/dơ_dáy/hôi/hôi_hám/thối/hôi_thối/chật/
          chật_chội/chật_hẹp/nóng/nóng_bức/ngột_ngạt/bí/tối/tối_om/xuống_cấp/dột/ướt/khai/hư/
          hỏng/đông_nghẹt/ồn/nhếch_nhác/mất_vệ_sinh/mùi/tối_tăm/nực/bụi/gãy/nát/cứng/ít/thiếu/
          hôi_rình/kinh
        nóng/nực ~~ không/thiếu/mất/hết ~ quạt/máy_lạnh/điều_hòa/điện
        nóng_như/nóng_quá/nóng_nực/ngột_ngạt/nóng_hầm_hập/nóng_chảy_mỡ/nóng_chết/nóng_bức/
          oi_bức/bí_bách/chật_chội/chật_hẹp/chật_như_nêm
        hôi_rình/hôi_hám/hôi_thối/khai_mù/dơ_dáy/bẩn_thỉu/nhếch_nhác/xập_xệ/ẩm_mốc/mất_vệ_sinh/
          dơ_quá/bẩn_quá
        dột/ướt ~ chỗ/ghế/hết/cả/giấy, mái/trần/tường ~ dột/thấm/mốc/nứt/sập
        ghế/bàn/quạt/máy_lạnh/điều_hòa/đèn/loa/máy/cửa/thang_máy/vòi_nước/bồn_cầu/khóa_cửa ~ +
          gãy/hỏng/hư/mục/nứt/cháy/vỡ/cọc_cạch/sập
        máy_lấy_số/máy_bốc_số/máy_phát_số/máy_in/máy_photo/cây_lấy_số/bảng_điện_tử/máy_quét/
          máy_lấy_vân_tay ~ hư/hỏng/không_chạy/liệt/kẹt/đơ/không_hoạt_động/lỗi
        quạt/máy_lạnh/điều_hòa/loa/đèn ~ không/chẳng ~ chạy/bật/mở/mát/hoạt_động/nghe/sáng/có
        bậc/tam_cấp/bậc_thềm/cầu_thang/dốc/lối_lên/bục ~ cao/dốc/trơn/không/khó/gãy
        gửi_xe/để_xe/đậu_xe/đỗ_xe ~ ngoài/xa/lòng_đường/vỉa_hè/nắng/mất_tiền/không/chật/lề_đường
        đứng/ngồi ~~ ngoài_nắng/ngoài_trời/dưới_nắng/ngoài_mưa/nắng_chang_chang/ngoài_sân/
          dưới_đất/bệt/vỉa_hè/hành_lang/lề_đường
        phải ~ đứng ~~ không/hết/thiếu ~ ghế/chỗ
        không_chỗ_ngồi/hết_chỗ_ngồi/không_có_chỗ/không_còn_chỗ
        người_già/bà_bầu/bầu/người_khuyết_tật/xe_lăn ~~ phải_đứng/không_lên_được/không_vào_được/
          đứng_cả
        dirty toilet/toilets/rooms, no chairs/seats/fan/parking, trơn_trượt/té_ngã/trượt_ngã
        chen_chúc/chen_lấn/chen_nhau/chen_lấn_xô_đẩy/đông_nghẹt/đông_nghịt/chật_ních/bé_tí/
          bé_tẹo/nhỏ_xíu/lầy_lội/nắng_nôi/ngập_nước/ngập_ngụa/nhầy_nhụa/hôi_như/dơ_như/nóng_như
        wc/nhà_vệ_sinh/toilet/nhà_xí ~~ khóa/hỏng/hư/không_có_nước/mất_nước/hết_giấy/không_có/
          nghẹt/tắc/khóa_trái/đóng_cửa/hôi
        không/chẳng/thiếu/chưa ~ mái/mái_che/đường_lên/lối_lên/lan_can/tay_vịn/dốc/lối_dốc/
          đường_dốc/bình_nước/nước_lọc/wifi/chỗ_cho/chỗ_ngồi_chờ/nơi_ngồi/chỗ_nằm/bàn_viết/bút
        loa/bảng/màn_hình/biển/chữ ~ rè/không_nghe/mờ/nhỏ_xíu/không_thấy/không_rõ/bé_quá/hư/
          hỏng/nhỏ_quá
        xe_lăn/người_khuyết_tật/người_tàn_tật/nạng ~~ không/chẳng/hổng ~ lên/vào/vô/có/được
        trời_nắng/trời_mưa/nắng/mưa ~~ đứng/chờ/đợi ~ ngoài/sân/đường
        phải_đứng/đứng_chờ ~~ #_tiếng/cả_buổi/mỏi/không_ghế
        muỗi/gián/chuột/ruồi/kiến ~ nhiều/cắn/đầy/bay/bò/đốt/chạy
        nhiều/đầy/toàn ~ muỗi/gián/chuột/rác/bụi
        cập_kênh/hết_mực/mốc_meo/ẩm_thấp/xuống_cấp/hôi_khủng_khiếp/hôi_kinh/nắng_cháy
        không/chẳng có_lấy/có_nổi/được ~ cái/một/chai/ly/ghế/chỗ/miếng
        lầu_#/tầng_#/lầu/tầng ~~ không ~ thang_máy/thang/lối
        dột_nát/ọp_ẹp/tồi_tàn/lụp_xụp/nóng_quá/quá_nóng/quá_chật/quá_hẹp/hẹp_quá/chật_quá/
          nhỏ_quá/nực_nội/tối_om/ồn_ào/ồn_quá/dơ_bẩn
        nhà_chờ/khu_chờ/khu_vực_chờ/phòng/nơi_ngồi ~ quá/rất ~ nóng/chật/bẩn/dơ/ồn/tối/nhỏ
        nhà_xe/giữ_xe/gửi_xe/tiền_xe/vé_xe ~~ mắc/đắt/#_ngàn/#_nghìn/chặt_chém
        không giấy/nước/quạt/đèn/ghế/điện/điều_hòa/bàn/bút/chỗ không giấy/nước/quạt/đèn/ghế/
          điện/điều_hòa/bàn/bút/chỗ
        mưa/nắng ~ tạt/hắt/rọi/dọi/chiếu ~ vào/vô/thẳng
        ồn_như/như_cái_chợ/như_chợ/như_cái_lò/như_lò_thiêu/như_chuồng/như_nhà_hoang/chật_cứng/
          đứng_chật/chật_ních/đông_kín
        bãi_xe/nhà_xe/giữ_xe/chỗ_để_xe/chỗ_giữ_xe ~ quá/rất/bé/nhỏ/chật/hẹp/xa
        toàn/nhiều/đầy ~ bậc_thang/bậc_cấp/cầu_thang
        để/gửi/đậu ~ xe ~ ngoài_đường/ngoài_lề/lòng_đường/ngoài_phố
        quạt/máy_lạnh/điều_hòa/loa/đèn/nước ~~ không/chẳng/chả ~ mát/chạy/nghe/sáng/chảy/có/lạnh
        bàn_ghế/bàn/ghế ~~ gãy/hỏng/cũ_kỹ/mục/ọp_ẹp/xiêu_vẹo/gãy_chân
        phòng/phòng_chờ/chỗ_chờ/chỗ/nơi ~ bé_xíu/bé_tí/nhỏ_xíu/chút_xíu/chật_chội/hẹp_té
        như_cá_mòi/như_nêm/như_cá_hộp/như_cái_hộp/như_hầm/như_xông_hơi
        nhà_vệ_sinh/toilet/wc ~~ không/hết/thiếu/mất ~ nước/giấy/khóa/cửa/đèn/xà_phòng
        """,
    ),
    (
        2,
        """
        chỗ_chờ/phòng_chờ/nơi_chờ ~ nhỏ/tệ/chán/kém/đông
        """,
    ),
)
FAULT: Groups = (
    (
        3,
        """
        bị_lỗi/báo_lỗi/lỗi_hoài/lỗi_miết/lỗi_mãi/hay_lỗi/lỗi_suốt/lỗi_liên_tục/toàn_lỗi/
          lỗi_hệ_thống/lỗi_mạng/lỗi_quá/lỗi_rồi
        treo_máy/bị_treo/đơ_máy/bị_đơ/sập_mạng/nghẽn_mạng/rớt_mạng/quay_vòng_vòng/quay_đều/
          xoay_vòng/quay_mòng_mòng/xoay_hoài/load_hoài/load_mãi
        đăng_nhập/vào/vô/tải/nộp/gửi/mở/tra_cứu/truy_cập/kích_hoạt/xác_thực/đăng_ký ~~ không/
          hổng/chẳng/mãi_không/hoài_không ~ được/nổi/ra/lên/xong
        không_vào_được/không_vô_được/không_mở_được/không_nộp_được/không_gửi_được/
          không_kích_hoạt/không_xác_thực/không_nhận_diện
        không/chưa ~ đăng_nhập/truy_cập/kích_hoạt ~ được, không/chẳng/chưa ~ nhận ~ mã/otp
        otp/mã ~ không/chẳng/chưa ~ gửi/về/tới/đến/nhận
        sai_mật_khẩu/báo_sai/màn_hình_trắng/trắng_màn_hình/màn_hình_đen/tự_thoát/văng_ra/
          bị_văng/văng_app/bị_out/out_ra/mất_mạng/mất_kết_nối/quá_tải
        bấm/ấn/nhấn ~ <no> ~ được/ăn/gì/phản_hồi, bấm ~ văng/lỗi/treo/đơ
        không/chẳng ~ hiện/hiển_thị/lên/nhảy/cập_nhật ~ thông_tin/dữ_liệu/quá_trình/thẻ/gì/số
        login/app/website/system error/failed/fails/crashes/broken/down
        không_thành_công/thất_bại/không_liên_thông/xoay_xoay/quay_quay/xoay_tròn/quay_tròn/
          quay_hoài/xoay_đều/bị_khóa/khóa_tài_khoản/báo_đỏ/không_tìm_thấy/không_đồng_bộ/
          không_khớp/không_kết_nối/mất_dữ_liệu/bị_out/rồi_out/tự_out/tự_đăng_xuất
        không/chẳng/mãi_không/hoài_không/hổng ~ ra/lên/chạy/qua/nhận/gửi/load/mở/vào ~ được/nổi/
          mã/kết_quả/app/trang/ảnh/file
        tra/quét/bấm/tải/chụp/nhập ~~ không/hổng/chẳng/mãi ~ ra/lên/được/thấy/nhận
        không_cách_nào/hết_cách/không_làm_sao/không_tài_nào/mãi_không/hoài_không ~ được/vào/vô/
          đăng_ký/đăng_nhập/nộp/xong/mở/gửi
        vẫn/cứ ~ chờ_duyệt/đang_xử_lý/chờ_xử_lý
        mở/đăng_ký/đổi/cài/kích_hoạt/tích_hợp/liên_kết/ký_số/cập_nhật ~~ không/hổng/chẳng/mãi ~ +
          được/lên/nổi/xong/nhận/ra/vào
        trắng_xóa/đen_thui/trắng_tinh/trống_không/không_hợp_lệ/hết_phiên/hết_hạn_phiên/
          không_phản_hồi/không_hoạt_động/quay_lại_từ_đầu/tắt_ngang/tự_tắt/bị_tắt
        toàn/cứ/hay/liên_tục/hoài ~ văng/lỗi/treo/đơ/out/lag/sập/báo
        vssid/app/vneid/ứng_dụng/hệ_thống/web/mạng/cổng ~~ sai/thiếu/hết_hạn/trống/không_có/
          không_thấy/không_đúng/khác/cũ/chậm/lâu/kém/dở/tệ/rối/khó
        bảo_trì ~ suốt/hoài/miết/liên_tục/mãi/cả_ngày
        vssid/app/hệ_thống/web/mạng/cổng/máy ~ bảo_trì/hỏng/hư/chết/ngỏm
        không ~ nhận ~ khuôn_mặt/vân_tay/mặt/ảnh/hình
        hiện/báo/ra ~ số_cũ/thông_tin_cũ/sai/lỗi/cũ
        bấm/ấn/nhấn/gửi/nộp ~~ im/đứng/trơ/không_phản_hồi, otp/mã ~~ trễ/chậm/muộn/hết_hạn
        bắt ~ đổi/nhập/đăng_nhập/tải/cài/xác_thực/khai/chụp ~ lại/hoài/mật_khẩu/mãi/nhiều_lần
        mất ~ dữ_liệu/hết/sạch ~ nhập/khai/phải, nhập_lại_từ_đầu/làm_lại_từ_đầu/khai_lại_từ_đầu
        mạng/hệ_thống/cổng/web/app ~ nghẽn/kẹt/yếu/chập_chờn/lúc_được/chết/tê_liệt/đứng/rớt/
          ngừng
        """,
    ),
    (
        2,
        """
        lỗi/treo/đơ/sập/văng/lag/lác/giật/nghẽn/hư/hỏng/trống_trơn/trắng_trơn/chậm_rì/ì/error/
          crash
        không_được/hông_được/hổng_được/khó_dùng/rối_mắt/khó_xài/khó_sử_dụng/xỉu
        """,
    ),
)
