"""How people tell that they were badly treated: insulted, harassed, asked for money."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = ["BRIBE", "HARASS", "RUDE"]

RUDE: Groups = (
    (
        3,
        """
        quát/quát_mắng/quát_tháo/quát_nạt/nạt/nạt_nộ/mắng/mắng_mỏ/mắng_nhiếc/chửi/chửi_bới
        chửi_mắng/la_mắng/la_hét/la_lối/la_rầy/hét/gào/thét/xỉ_vả/sỉ_vả/sỉ_nhục/lăng_mạ
        xúc_phạm/miệt_thị/nhục_mạ/dọa_nạt/hăm_dọa/đe_dọa/nặng_lời/to_tiếng/lớn_tiếng/nói_móc
        hách_dịch/hách/hống_hách/vênh_váo/vênh_mặt/vênh/chảnh/chảnh_chọe/kênh_kiệu/kiêu_căng
        khinh_thường/khinh_khỉnh/khinh_dân/khinh_người/coi_thường/xem_thường/coi_khinh
        coi_dân/coi_người/xem_dân/trịch_thượng/cửa_quyền/ta_đây/lên_mặt/lên_giọng
        gắt/gắt_gỏng/cáu_gắt/cáu/cáu_kỉnh/cáu_bẳn/cau_có/cau_mày/nhăn_nhó/nhăn_mặt/quạu/quạu_quọ
        cọc_cằn/cục_cằn/cộc_cằn/cộc_lốc/nhát_gừng/xẵng_giọng/nói_trống_không/trống_không/gằn
        hằn_học/sẵng_giọng/sẵng
        thô_lỗ/thô_bạo/lỗ_mãng/vô_lễ/láo/láo_toét/láo_xược/hỗn/hỗn_láo/hỗn_xược/xấc_xược/xấc
        mất_lịch_sự/bất_lịch_sự/thiếu_lịch_sự/vô_duyên/vô_văn_hóa/thiếu_văn_hóa/mất_nết
        thiếu_tôn_trọng/thiếu_nhiệt_tình/thiếu_tôn_kính/thiếu_thân_thiện/thiếu_thiện_cảm
        thiếu_thiện_chí/thiếu_ý_thức/kém_lịch_sự/khó_nghe/khó_ưa/mất_dạy
        lườm/lườm_nguýt/liếc_xéo/nguýt/trừng_mắt/trợn_mắt/bĩu_môi/mặt_lạnh/mặt_lạnh_tanh
        mặt_nặng/mày_nhẹ/mặt_hằm_hằm/mặt_cau/mặt_khó_đăm_đăm/mặt_sưng/mặt_như/đập_bàn
        mày_tao/tao_mày/gọi_mày/xưng_tao/thằng_già/con_mụ/đuổi_tôi/đuổi_dân/đuổi_cổ/đuổi_ra
        đuổi_khách
        thờ_ơ/lạnh_nhạt/lạnh_lùng/lạnh_tanh/vô_cảm/dửng_dưng/vô_tâm/hờ_hững/bỏ_mặc/mặc_kệ_dân
        làm_ngơ/ngó_lơ/lơ_đẹp/bơ_đẹp/tỏ_thái_độ/thái_độ_lồi_lõm/lồi_lõm/hắt_hủi/ghẻ_lạnh/bắt_nạt
        phân_biệt_đối_xử/phân_biệt_giàu_nghèo/tán_gẫu/tám_chuyện/buôn_chuyện/nói_chuyện_riêng
        tán_dóc/chuyện_riêng/ngủ_gật
        ném/quăng/vứt/quẳng/liệng/vụt/thảy/giật ~ giấy/hồ_sơ/giấy_tờ/sổ/thẻ/vào_mặt/xuống_bàn
        bấm/lướt/chơi/cắm_mặt/cắm_đầu/dán_mắt/nghịch/ôm/xem/coi ~ điện_thoại/facebook/fb/tiktok
        bấm/lướt/chơi/xem/coi ~ zalo/phim/game/face/máy_tính_chơi
        hỏi ~ <no> ~ trả_lời/thưa/nói/đáp/ngước/nhìn/ừ/thèm/rằng/tiếp
        không_thèm/chẳng_thèm/chả_thèm/đâu_thèm/cóc_thèm nhìn/ngó/ngước/trả_lời/tiếp/nói/chào
        không/chẳng/chả ~ nhìn_mặt/ngẩng_đầu/ngẩng_mặt/ngước_lên/chào_hỏi/một_lời_chào
        không/chẳng/chả/thiếu/chưa ~ nhiệt_tình/lịch_sự/tôn_trọng/thân_thiện/niềm_nở/tận_tình
        không/chẳng/chả/thiếu/chưa ~ chu_đáo/tử_tế/hòa_nhã/nhã_nhặn/cởi_mở/lễ_phép/đàng_hoàng
        không/chẳng/chả/chưa ~ coi_dân/coi_ai/xem_ai/coi_người
        thái_độ ~ kém/tệ/tệ_hại/tồi/xấu/chán/ghê/quá_đáng/khó_chịu/không_tốt/chưa_tốt/bực/kì
        thái_độ ~ kỳ/như_cc/như_cứt/như_bố/như_mẹ/như_ông/như_bà/lấc_cấc/vậy/thế/kiểu
        phục_vụ ~ kém/tệ/tồi/chán/ẩu/như_cc/như_cứt/như_l/không_ra_gì/dở/khó_chịu
        ăn_nói/nói_chuyện/nói_năng/trả_lời/xưng_hô ~ khó_nghe/kém/tệ/kiểu/xóc/chói/cụt/trổng
        ăn_nói/nói_chuyện/nói_năng/trả_lời/xưng_hô ~ ngang/ngang_ngược/như_chửi/như_tát/bố_đời
        nói_năng/nói_chuyện/trả_lời/xưng_hô/làm_việc ~ khó_chịu/cáu/xấc/mất_dạy/láo
        chỉ_tay ~ mặt/quát/tôi, nói ~ ngu/dốt/đồ_ngu/nhà_quê, bảo ~ ngu/dốt/nhà_quê
        rude/impolite/shouted/yelled/insulted/arrogant/disrespectful/unfriendly
        nói_với ~ như con_nít/con_ở/trẻ_con/tội_phạm/chó/ăn_mày/người_ăn/ăn_xin
        như/tưởng ~ ăn_xin/xin_ăn/đi_xin/bố_thí/ban_ơn/ăn_mày/tội_phạm, xua/hất/phẩy tay/hàm
        bỏ_đi/đứng_dậy/quay_mặt giữa_chừng/chỗ_khác/đi/bỏ
        sầm_mặt/sầm_sì/xị_mặt/xị_ra/mặt_xị/bí_xị/mặt_đưa_đám/như_đưa_đám/mặt_như_mất_sổ/
          mặt_hầm_hầm/khó_đăm_đăm/mặt_mày_khó/hầm_hầm/hằm_hè
        xua_đuổi/đuổi_khéo/đuổi_thẳng/gạt_đi/gạt_phắt/gạt_ngang/dập_máy/cúp_máy/cúp_ngang/
          tắt_máy_ngang/dập_ngang/ra_lệnh/sai_bảo/quát_lác/hoạnh/to_giọng/lớn_giọng/gằn_giọng/
          lên_giọng
        lắm_chuyện/nhiều_chuyện/phách_lối/làm_phách/ta_cha/coi_trời/nói_xéo/chửi_xéo/đá_xéo/
          đá_đểu/mỉa_mai/chế_giễu/chế_nhạo/cười_nhạo/cười_cợt/cười_khẩy/chê_bai/nhìn_đểu/
          nhìn_khinh/nói_đểu/nói_kháy
        bị ~ nói/bảo/kêu/chê ~ lắm/nhiều_chuyện/chậm/dốt/ngu/quê/già/lẩm_cẩm/phiền
        không/chẳng/chả/đâu buồn/thèm/màng/đoái ~ ngẩng/nhìn/trả_lời/nghe/tiếp/hỏi/nói/
          giải_thích/chào/để_ý
        ăn_quà/ăn_vặt/ăn_sáng/cắn_hạt_dưa/trang_điểm/soi_gương/tô_son/làm_việc_riêng/bỏ_vị_trí/
          đi_đâu_mất/trốn_việc/livestream/mua_hàng_online/buôn_dưa_lê
        không_ai_tiếp/không_có_ai_tiếp/không_có_người_trực/không_ai_thèm/chẳng_ai_tiếp/
          chả_ai_tiếp/không_ai_hỏi_han/chẳng_ai_hỏi/vắng_mặt/không_thấy_ai_ở_quầy
        như đuổi_tà/bố_đời/bố_thiên_hạ/mẹ_thiên_hạ/ông_trời/bà_hoàng/ông_tướng/bà_tướng/ban_ơn/
          ban_phát/hét/quát/chửi/tát/đấm
        thiếu_chuyên_nghiệp/không_chuyên_nghiệp/vô_trách_nhiệm/đối_xử ~ tệ/kém/không/như/
          bất_công
        giọng ~ khó_chịu/gắt/hằn_học/khinh/kẻ_cả/bề_trên/đanh/chua/mỉa
        không ~ một ~ nụ_cười/lời_xin_lỗi/câu_chào/lời_chào
        nói_chuyện/nói/trả_lời/ăn_nói/giải_thích ~~ như_ra_lệnh/như_quát/như_chửi/như_hét/
          như_đuổi/như_mắng/như_cãi/như_con_nít/với_con_nít/ngang_ngược/cho_xong/cho_có/nhát_một
        không_thèm/chẳng_thèm/chả_thèm/hổng_thèm/không_buồn/chẳng_buồn/nửa_con_mắt/hất_cằm/
          hất_hàm/mặt_khinh
        nhìn ~ khinh/từ_đầu_đến_chân/đểu/kỳ_thị
        xin_ơn/xin_ơn_huệ/đi_xin/như_xin/kỳ_thị/coi_rẻ/rẻ_rúng/làm_phiền_họ
        hỏi ~~ bảo/kêu ~ lên_mạng/tự/về/đi_mà/google/không_biết/biết_đâu
        cười ~ vào_mặt/tôi/má_tui/dân/đểu/ngu
        thái_độ ~ tiếp_dân/thế_này/thế_đó/vậy/gì ~ chịu/chán/không/kiểu/mà/vậy
        cán_bộ/nhân_viên/cô/anh/chị/bà/ông ~ xấc/láo/hỗn/gắt/quát/chửi/nạt/khinh
        không/chẳng/chả nói ~ tiếng/lời/câu/rằng ~ nào
        bỏ_đi/quay_đi/ngoảnh_đi ~ không ~ nói/thèm/trả_lời, liếc ~ một_cái/xéo/ngang
        bà_nội_thiên_hạ/ông_nội_thiên_hạ/bà_nội/nội_thiên_hạ, nặng_nhẹ/nói_nặng/nói_nhẹ
        mù_chữ/đồ_nhà_quê/nhà_quê/đồ_điên/đồ_ngu/thằng_ngu/con_ngu/ngu_vậy/ngu_thế/thiểu_năng
        trả_lời ~ cho_có/qua_loa/nhát_gừng/cụt_ngủn/cụt_lủn
        cáu_với/gắt_với/quát_vào/mắng_vốn/mắng_xối_xả/xỉa_xói/chì_chiết/đay_nghiến/bóng_gió/
          gây_gổ/gây_sự/cãi_nhau/cãi_tay_đôi
        khuất_mắt/cho_khuất/đuổi_khéo/nhìn_đồng_hồ, cái giọng/kiểu/thái_độ đó/ấy/đấy
        chào ~~ không/chẳng ~ chào_lại/trả_lời/thưa
        tỏ ~ vẻ/thái_độ ~ khinh/khó_chịu/bực/coi_thường/không/khinh_thường/bất_cần
        coi_trời_bằng_vung/học_lại/về_học_lại, đuổi ~ ra/về/đi/xuống
        chưa ~ tới_giờ/hết_giờ/đến_giờ ~ đã ~ đóng_cửa/nghỉ/về/đóng
        #_h/#_giờ mới ~ thấy/vào/mở/có, đi_trễ/vào_trễ/mở_cửa_trễ/nghỉ_sớm/về_sớm/bỏ_về
        nói/chê/bảo/kêu tôi/tui/mình =già/=chậm/lẩm_cẩm/nhà_quê/ngu_dốt
        khiếu_nại/than_phiền/phàn_nàn ~ thái_độ/cách_phục_vụ/cách_ăn_nói/cách_cư_xử/lời_nói
        khiếu_nại/than_phiền/phàn_nàn ~ nhân_viên/cán_bộ/viên_chức/bảo_vệ/lễ_tân/cô_ở/chị_ở/anh_ở/
          bà_ở/ông_ở/cô_quầy/chị_quầy/anh_quầy
        không/chẳng/chả/đâu ai/có_ai/một_ai ~ tiếp/chào/hỏi/mời/giúp/để_ý/đoái_hoài/quan_tâm/ngó
        """,
    ),
    (
        2,
        """
        khó_chịu/bực_dọc/vô_trách_nhiệm/thiếu_trách_nhiệm/kém_nhiệt_tình/quan_liêu
        nhân_viên/cán_bộ/viên_chức/cô/anh/chị/ông/bà ~ khó_tính/kì_cục/kỳ_cục/dữ/dữ_dằn/dữ_quá
        nhân_viên/cán_bộ/viên_chức ~ tệ/kém/chán/tồi/xấu_tính/không_ra_gì
        """,
    ),
)
HARASS: Groups = (
    (
        3.5,
        """
        nhũng_nhiễu/hạch_sách/hoạnh_họe/hạnh_họe/sách_nhiễu/gây_khó_dễ/gây_khó/gây_khó_khăn
        làm_khó/làm_khó_dễ/làm_khó_làm_dễ/khó_dễ/gây_phiền_hà/phiền_hà/phiền_nhiễu/
          gây_phiền_nhiễu
        hành_dân/hành_hạ/hành_là_chính/hành_xác/hành_lên_hành_xuống/hành_tới_hành_lui
        hành_đi_hành_lại/hành_người/hành_tôi/hành_tui/hành_dã_man/hành_đủ/bị_hành/để_hành
        bới_lông_tìm_vết/bới_lông/vạch_lá_tìm_sâu/vạch_lá/bới_bèo_ra_bọ/bới_móc/bắt_bẻ/bẻ_hành
        vặn_vẹo/kiếm_cớ/viện_cớ/lấy_cớ/vin_cớ/kiếm_chuyện/vẽ_chuyện/vẽ_vời/vẽ_ra/đặt_điều
        chèn_ép/o_ép/bắt_chẹt/bắt_bí/trù_dập/trù_úm/gây_sức_ép/làm_tình_làm_tội
        cố_tình/cố_ý/rắp_tâm ~ kéo_dài/giữ/không/gây/làm_khó/ghim/ngâm/bắt/bới/để/làm_chậm/
          trì_hoãn
        cố_tình/cố_ý ~ hành/kiếm/ép/hạch/gây
        người_quen/người_nhà/quen_biết/có_quen ~ cho_vào/cho_vô/vào_trước/vô_trước/làm_trước
        người_quen/người_nhà/quen_biết ~ ưu_tiên/được_làm/xong_trước/trước/chen
        chen_ngang/đi_cửa_sau, harassed/harassment
        làm_khổ/làm_khổ_dân/làm_eo/gây_rắc_rối/soi_mói/moi_móc/đánh_đố/bắt_ne_bắt_nét/
          gây_cản_trở/ép_buộc/ép_mua/bắt_mua/bắt_ép/làm_mình_làm_mẩy/chặn_họng
        thòi/đẻ/nặn/vẽ/bịa/moi/bới/lòi ~ ra ~ lỗi/giấy/lý_do/yêu_cầu/điều_kiện/thủ_tục/cái/một/
          thêm/chuyện
        bới/moi/soi ~ lỗi/từng/ra, hết_giờ ~ đuổi/không_nhận/bảo_về/kêu_về
        đòi_hỏi ~ vô_lý/quá_đáng/đủ_thứ, bị/bắt/cứ/toàn/thì ~ hành
        dân_thường/dân_đen/dân_nghèo ~ bị/thì ~ hành/chờ/khổ/để
        tiêu_cực/cò_mồi/cò/cò_dịch_vụ/bảo_kê/lộng_quyền/lạm_quyền, viện ~ lý_do/cớ
        bắt_bẻ/bắt_lỗi/bẻ_từng/soi ~ từng/chữ, gây/tạo ~ khó_khăn/khó_dễ/phiền/trở_ngại
        không_quen ~ ai/nên, kiếm/tìm/lấy/viện ~ đủ ~ chuyện/cớ/lý_do/cách, cố_tình/cố_ý ~ không
        vô_cớ/lấy_quyền/cậy_quyền/ỷ_quyền/ỷ_thế, bày ~ ra ~ đủ
        hoạnh_họe/đủ_điều/đủ_trò/đủ_chuyện ~ mới/để, để dân/người ~ nản/bỏ_cuộc/khổ/mệt/chán
        """,
    ),
)
BRIBE: Groups = (
    (
        4,
        """
        vòi/vòi_tiền/vòi_vĩnh/vòi_quà/vòi_phong_bì/đòi_phong_bì/đòi_quà/đòi_bồi_dưỡng
        đòi/xin/gợi_ý/hỏi/hỏi_khéo/xin_khéo/ép/yêu_cầu/bắt/bảo/kêu/biểu/nói/đưa/gạ/gợi/kẹp/lót/
          chung ~ <gift>
        dúi/nhét/biếu/nộp/tặng/chạy/mất/chi/chồng/đút/kèm/có/mua/bỏ ~ phong_bì/phong_bao/bao_thư
        dúi/nhét/biếu/nộp/chạy/mất/chi/chồng/đút/tốn ~ lót_tay/bồi_dưỡng/cà_phê/cafe/trà_nước
        đòi/vòi/gợi_ý/gạ/ép/hỏi_xin/xin ~ # ~ <money>, đòi/vòi/gạ ~ tiền
        đòi/vòi # <money>/k/tr/lít/xị/chai/củ
        gợi_ý ~ tiền/đưa/chi/biếu/quà/cảm_ơn/bồi_dưỡng/thêm/tế_nhị
        phải/có ~ tiền/quà/phong_bì/bồi_dưỡng/biết_điều/chút_đỉnh/chút_quà/# ~~ mới/mới_chịu/
          mới_xong/cho_nhanh
        đưa/chi/nộp/chung/kẹp/lót/bỏ ~ $/<money>/phong_bì ~~ mới/thì/cho ~ làm/xong/ký/nhanh/lẹ/
          giải_quyết
        đưa/chi/nộp/chung/kẹp/lót/bỏ ~ $ ~~ mới/thì/cho ~ làm/xong/ký/nhanh/lẹ
        không/chưa/chẳng ~ tiền/quà/phong_bì/bồi_dưỡng ~~ thì/là ~ không/ngâm/để/khỏi/đừng/chờ
        lót_tay/đút_lót/ăn_tiền/hối_lộ/bôi_trơn/chung_chi/đút_tiền/phong_bì/phong_bao/kẹp_tiền/
          lại_quả
        chạy_tiền/biết_điều/làm_luật/tiền_trà_nước/tiền_cà_phê/tiền_bồi_dưỡng/phí_bôi_trơn
        ăn_hối_lộ/nhận_tiền_của_dân/ăn_bẩn, bribe/bribed/bribery/kickback, asked for money
        đòi/xin/tính/lấy/thu ~ ngoài_quy_định/không_hóa_đơn/không_biên_lai
        chi_phí/khoản/tiền/phí ngoài_quy_định/ngoài_luồng/không_tên/ngầm
        đòi/vòi/gạ/ngã_giá/ra_giá/hét_giá $
        xin/gợi_ý/ép/bắt/kêu/bảo/biểu/nói/hỏi/thu/lấy/đưa/chi/lót/chung/nộp/mất/tốn/kẹp/nhét/
          đút/bồi/bỏ/dúi ~ $ ~~ mới/thì/cho/lo/là
        $ ~ mới/thì/là ~ chịu/làm/ký/xong/trả/giải_quyết/duyệt/nhận/được/đóng_dấu
        đòi/vòi/xin/gạ/kêu/bảo/nói/rủ/mời/bắt ~ mời/đãi/=bao/khao ~ nhậu/ăn/cà_phê/bữa/chầu/uống
        mời/đãi/=bao/khao ~ bữa_nhậu/chầu_nhậu/chầu/bữa/đi_nhậu ~~ mới/thì/mai/là/cho/có
        lo_lót/quà_cáp/lót/tiền_lót/lót_đường/biết_cách/lo_cho_lẹ/lo_cho_nhanh/lo_giùm/
          chạy_chọt/ngã_giá
        có_tiền/đưa_tiền/có_quà/có_phong_bì ~~ thì/là ~ xong/nhanh/lẹ/liền/được/trước/làm
        không_tiền/không_có_tiền/không_quà/hết_tiền ~ thì/là ~ chờ/đợi/ngâm/khỏi/không
        cảm_ơn chị/anh/cô/chú/em ~ không/chút/sao/thế_nào/đi
        có_bì/đưa_bì/kẹp_bì/bỏ_bì/tiền_uống_nước/tiền_nhậu/tiền_bia/tiền_tết/quà_tết/tiền_quà/
          tiền_hoa_hồng/tiền_phong_bì/tiền_chạy/tiền_lo/tiền_đút/polime/tiền_tươi
        xin/đòi/gợi ~ tiền/quà/chút, kẹp/nhét/dúi/lót ~~ mới/thì
        kêu/bảo/biểu/nói ~ đưa/chi/lót/chung/bồi ~ $
        kêu/bảo/biểu/nói ~ đưa/chi/lót ~ tiền/#_củ/#_lít/#_chai/#_xị
        phải ~ có/đưa/chi/lót/kẹp ~~ mới/thì ~ xong/nhanh/làm/êm/trôi/ký/được/giải_quyết/chịu
        phải có_tâm/biết_điều/biết_ý/hiểu_ý/có_lòng/có_qua_có_lại, bỏ_túi/đút_túi/túi_riêng
        muốn ~ nhanh/liền/lẹ/sớm ~~ thì ~ phải/có/đưa/chi, phải ~ đưa/chi/nộp/mất/tốn ~ # ~~ mới
        không/chẳng/chưa ~ đưa_tiền/lo_tiền/chi_tiền ~~ không/ngâm/lâu
        bị ~ đòi/vòi/gạ/gợi_ý ~ tiền/phong_bì/quà/$
        ra_giá/nhận ~ quà/gói/phong_bì/tiền ~~ mới/rồi_mới/xong_mới, lấy/nhận ~ $ ~~ mới/rồi
        muốn ~ nhanh/lẹ/xong ~~ đưa/chi/bỏ/có ~ $
        bóng_gió/xa_gần/úp_mở/ám_chỉ/ra_hiệu/nháy ~~ tiền/tiền_nong/quà/phong_bì
        biếu/tặng/cúng/lo/dâng ~~ mới/thì ~ xong/nhanh/làm/ký/được/chịu/êm
        đòi/xin/bắt ~ lại_quả/phần_trăm/chia/cưa/hoa_hồng
        tiền_nong/chung_tiền/lo_tiền/tiền_bôi_trơn/tiền_lót
        """,
    ),
    (
        2.5,
        """
        thu/lấy/đòi/bắt/tính/nộp ~ thêm ~ tiền/phí/lệ_phí/#, đòi_thêm
        mới_chịu ~ ký/đóng_dấu/làm/giải_quyết/cho_xong/nhận/trả
        """,
    ),
)
