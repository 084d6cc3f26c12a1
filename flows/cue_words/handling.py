"""How people tell that their file was late, or handled wrongly."""

from __future__ import annotations

from flows.cue_words.groups import Groups

__all__ = ["LATE", "WRONG"]

LATE: Groups = (
    # A card or a paper that does not come is late; only money is unpaid.
    (
        4,
        """
        chưa/không/chẳng/vẫn_chưa/mãi_chưa ~ có/thấy/nhận/lấy/cấp/trả ~ thẻ/sổ/giấy/kết_quả ~~ +
          #_tháng/#_tuần/#_ngày/#_năm/nửa_tháng/cả_tháng
        #_tháng/#_tuần/#_ngày/#_năm/nửa_tháng/cả_tháng ~~ chưa/không/chẳng/vẫn_chưa ~ +
          có/thấy/nhận/lấy/cấp/trả ~ thẻ/sổ/giấy/kết_quả
        """,
    ),
    (
        3,
        """
        trễ_hẹn/quá_hẹn/quá_hạn/sai_hẹn/lỡ_hẹn/thất_hẹn/trễ_hạn/chậm_hẹn/lố_hẹn/lố_ngày/chậm_trễ
        trễ_nải/trì_trệ/trì_hoãn/quá_thời_hạn/không_đúng_hẹn/chưa_đúng_hẹn/không_đúng_hạn
        hẹn_tới_hẹn_lui/hẹn_đi_hẹn_lại/hẹn_lần_hẹn_lữa/hẹn_hoài/hẹn_mãi/hẹn_miết/khất_lần/
          hẹn_lại
        hứa_hẹn/hứa_hươu_hứa_vượn/hẹn_lên_hẹn_xuống/lần_lữa/dây_dưa/ngâm_hồ_sơ/ngâm_giấy/bị_ngâm
        chây_ì/ì_ạch/lề_mề/rề_rà/chậm_như_rùa/chậm_như_sên/rùa_bò/làm_ăn_chậm_chạp/chậm_rì
        hẹn_lần ~ lần
        trễ/chậm/muộn/lố ~ #_ngày/#_tuần/#_tháng/#_năm/cả_tuần/cả_tháng/nửa_tháng/ngày_hẹn
        quá # <units>, quá ~ #_ngày/#_tuần/#_tháng
        hẹn ~~ mà ~~ chưa/không/mới/vẫn/lại/hơn/thêm/tới/còn
        hẹn ~~ lại/tiếp ~ hẹn/bảo_chờ/kêu_đợi
        hẹn ~~ chưa/không/vẫn_chưa ~ có/xong/trả/thấy/được/ra
        ngâm/om/ghim/kéo_dài/để_đó/bỏ_xó ~ hồ_sơ/giấy/giấy_tờ/đơn/tôi/<long>
        hồ_sơ/giấy_tờ/đơn/sổ/thẻ ~ ngâm/bị_ngâm/bị_om/kéo_dài/kẹt/nằm_im/nằm_đó/mốc/bặt_tăm
        chờ/đợi/ngồi_chờ/ngồi_đợi/xếp_hàng/chầu_chực/chờ_đợi/ngồi/đứng ~~ <long>
        phải/bắt ~ chờ/đợi ~ <long>
        chờ_lâu/đợi_lâu/chờ_hoài/đợi_hoài/chờ_mãi/đợi_mãi/chờ_miết/đợi_miết
        chờ/đợi/xếp_hàng ~~ <no> ~ tới_lượt/đến_lượt/gọi/xong/thấy/được
        chờ/đợi ~~ mới ~ tới_lượt/đến_lượt/được/xong/gọi/vào, chờ/đợi từ ~~ đến/tới
        chờ/đợi ~ mòn/mỏi/dài_cổ/rục/mốc/mệt/muốn_xỉu/ngất/nửa/khuya
        <long> ~~ <no> ~ xong/giải_quyết/có_kết_quả/trả/thấy/nhận/xử_lý/duyệt/cấp/ra/có
        #_ngày/#_tuần/#_tháng/#_năm/nửa_năm/nửa_tháng/cả_tháng/cả_tuần/hơn_tháng/tháng_trời ~~ +
          <no> ~ xong/giải_quyết/kết_quả/trả/thấy/nhận/xử_lý/duyệt/cấp/ra/có/được
        nộp/gửi/làm ~~ tới_giờ/đến_nay/tới_nay/đến_giờ/bây_giờ/nay/tới_bây_giờ ~ <no>
        tới_giờ/đến_nay/tới_nay/đến_giờ/tới_bây_giờ/đến_bây_giờ ~ ~ <no>
        nộp/gửi ~~ <no> ~ kết_quả/giải_quyết/xử_lý/trả_lời/hồi_âm/phản_hồi/xong/thấy_gì/duyệt
        chưa/không/chẳng/vẫn_chưa ~ kết_quả/giải_quyết/xử_lý/hồi_âm/phản_hồi/tin_tức/động_tĩnh
        không/chẳng/chả/chưa_có/chưa_thấy ~ ai ~ giải_quyết/xử_lý/trả_lời/phản_hồi/nghe_máy/
          bắt_máy/liên_hệ
        gọi ~~ <no> ~ nghe_máy/bắt_máy/trả_lời/ai_nghe/nhấc_máy/được, không_liên_lạc_được
        giải_quyết/làm/xử_lý/trả_kết_quả/làm_việc/cấp_thẻ/trả_hồ_sơ/cấp/duyệt ~ chậm/lâu/
          quá_lâu/ì_ạch/lề_mề/trễ
        mất ~ cả_buổi/cả_ngày/#_tháng/#_ngày/#_tiếng/#_tuần/cả_sáng/nguyên_ngày/nửa_ngày
        waited/waiting ~ hours/hour/days/weeks/months/long, overdue/delayed
        im_re/im_ru/im_lìm/im_ỉm/im_thin_thít/bặt_vô_âm_tín/bặt_tăm/biệt_tăm/mất_hút/mất_tăm/
          không_tăm_hơi/lặn_mất_tăm/dậm_chân_tại_chỗ/giậm_chân_tại_chỗ
        không/chẳng/chả/chưa ~ tăm_hơi/tăm_hơi_đâu/hồi_âm/động_tĩnh/nhúc_nhích/tin_gì/thấy_đâu/
          thấy_gì/thấy_mặt_mũi
        không/chẳng/chả/chưa ~ ai ~ ngó/ngó_ngàng/đoái_hoài/hỏi_han/đếm_xỉa/kêu_tên/gọi_tên/
          nhắc/gọi_lại/xem/làm/gọi/kêu/đả_động
        <tell>/cứ/lại ~ chờ/đợi ~ thêm/nữa/tiếp/hoài/mãi/tới
        cứ/toàn/lại ~ kêu_chờ/bảo_chờ/bắt_chờ/bảo_đợi/kêu_đợi/bắt_đợi/hẹn/kêu_về/khất
        từ/từ_hồi ~~ tới/đến/mà ~~ chưa/vẫn_chưa/vẫn/mới/chẳng/không ~ xong/có/thấy/trả/ra/được/
          gọi/kêu/tới/nhận/im/ai/tới_lượt
        mãi/hoài/mòn_mỏi/gần_hết_giờ/tới_chiều/tới_trưa/xế_chiều/tận_trưa/tận_chiều/trưa_trật/
          tối_mịt ~ mới/không/chưa/vẫn
        như rùa/sên/ốc_sên/rùa_bò
        hẹn_rày_hẹn_mai/hẹn_nay_hẹn_mai/nay_hẹn_mai/hứa_lèo/hứa_suông/thất_hứa/nay_lần_mai_lữa
        hẹn/ghi/phiếu_hẹn/giấy_hẹn ~~ nay/giờ/hôm_nay/bữa_nay/rồi ~~ chưa/vẫn/cứ/không/còn/mà
        mới ~ được_gọi/gọi_tên/tới_lượt/đến_lượt/tới_phiên/kêu_tên/tới_tôi/được_tiếp
        kéo_dài_lê_thê/lê_thê/kéo_dài_mãi/kéo_dài_hoài/kéo_dài
        cứ/lại/bị ~ lùi/dời/khất/hoãn/hẹn_lại, lùi/dời/hoãn ~ ngày/hẹn/hoài/mãi/lịch
        dài_dằng_dặc/rồng_rắn/dài_ngoằng/dài_thòng
        không/chẳng ai ~ nhấc/nghe/bốc/bắt/phản_hồi/trả_lời
        cháy_máy/máy_bận_suốt/gọi_mãi/gọi_hoài/gọi_không_được
        có_mỗi/chỉ_có/mỗi/có # quầy/cửa/người/cô/nhân_viên/cán_bộ ~ làm/tiếp/giải_quyết/trực
        mai_quay_lại/mai_tới_lại/hôm_khác_tới/tuần_sau_tới/hôm_sau_quay_lại
        lên/đến/tới/ra ~ lấy/hỏi ~~ bảo/nói/kêu ~ chưa/mai/chờ/hôm_khác/tuần_sau/quay_lại
        ca_tháng/cả_tháng/cả_tuần/cả_năm ~ vẫn/còn/mà
        nằm ~ đó/chỗ/im/yên/trong ~~ #_ngày/#_tháng/#_tuần/cả_tháng/hoài/mãi
        hẹn/giấy_hẹn ~~ #_ngày ~~ nay/giờ/mà ~~ #_ngày/#_tháng/#_tuần
        chờ/đợi/ngóng/mong ~ kết_quả ~ từ
        chờ/đợi ~~ từ ~~ tới_giờ/đến_giờ/đến_nay/tới_nay/giờ/nay
        gọi/hỏi ~ toàn/cứ/lần_nào_cũng ~ nói/bảo/báo ~ đang/chưa
        vẫn/còn/cứ/toàn ~ đang_xử_lý/chờ_xử_lý/chờ_duyệt/chưa_xử_lý/chờ_ký/trình_ký/đang_trình
        đã/bị ~ quá/qua ~ #_ngày/#_hôm/#_tuần/#_tháng/hạn/hẹn
        sếp/lãnh_đạo/trưởng_phòng ~ đi_họp/đi_vắng/chưa_ký/không_có/đi_công_tác
        thời_gian ~ chờ/giải_quyết/xử_lý/trả ~ quá/rất/dài/lâu/kéo
        ném_đá_ao_bèo/đá_ao_bèo/như_muối_bỏ_bể/bặt_vô/chìm_xuồng/rơi_vào_quên_lãng
        từ ~ đầu_năm/năm_ngoái/tết/đầu_tháng/tháng_#/quý_# ~~ vẫn/giờ/nay/chưa/không
        vẫn/còn ~ nằm_yên/nằm_đó/nằm_im/y_nguyên/dậm_chân
        #_lần/mấy_lần/lần_nào/lần_nào_cũng ~~ bảo/nói/kêu/báo/hẹn ~~ chưa/không/mai/chờ/đi_họp/
          lại
        <long>/hơn_tháng/hơn_tuần/gần_tháng/nửa_năm ~~ không/chẳng/chưa ai ~ báo/gọi/nói/
          trả_lời/giải_quyết/làm/hỏi
        hơn/gần/cả ~ tháng/tuần/năm ~~ <no>, để/bắt/cho dân/người/bà_con/tôi/tui ~ chờ/đợi
        chờ/đợi ~ mút_mùa/mút_chỉ/dài_cả_cổ/rã_họng/mờ_mắt/bạc_đầu/hết_hơi/quá_trời
        hẹn ~ thứ/ngày/mùng/mồng/sáng/chiều ~~ vẫn/lại/còn/mới/chưa/không
        mất/tốn/hết ~ %_tháng/%_tuần/%_ngày/%_buổi/#_tháng
        """,
    ),
    (
        2,
        """
        chậm_quá/lâu_quá/quá_lâu/quá_chậm/chậm_chạp/lâu_lắc/lâu_lắm/chậm_lắm/lâu_kinh/lâu_vãi/
          lâu_la
        lâu_ghê/lâu_dữ/chậm_dữ/trễ_quá/quá_trễ/rất_lâu/rất_chậm/lâu_thiệt/lâu_kinh_khủng/
          lâu_dã_man
        lâu_vl/lâu_vcl/chậm_kinh/chậm_vl/chậm_vcl/lâu_ơi_là_lâu/hẹn_rồi_lại
        chậm/trễ/muộn/lâu ~ quá/lắm/ghê/dữ/vãi/kinh/thế/vậy/như
        """,
    ),
)
WRONG: Groups = (
    (
        3,
        """
        hướng_dẫn/chỉ/chỉ_dẫn/tư_vấn/trả_lời/giải_thích/chỉ_bảo/bày ~ sai/nhầm/lộn/không_rõ/
          chưa_rõ/không_đúng
        hướng_dẫn/chỉ/chỉ_dẫn/tư_vấn/trả_lời/giải_thích ~ khó_hiểu/mập_mờ/lung_tung/qua_loa/
          lấp_lửng/úp_mở
        hướng_dẫn/chỉ/trả_lời/giải_thích/nói ~ không_thống_nhất/trước_sau/mâu_thuẫn/bất_nhất/
          vòng_vo/không_đầy_đủ/chưa_đầy_đủ
        mỗi/một người/cô/chị/anh/nơi/chỗ/lần/hôm/ông/bà ~ một/nói_một/chỉ_một kiểu/phách/khác/
          đằng/ý/cách/nẻo
        người/nơi/chỗ ~ kiểu_này ~~ kiểu_khác/kiểu_kia
        thiếu/bổ_sung/đòi_thêm/thêm ~ giấy/tờ/giấy_tờ ~~ lại/nữa/khác/mới/tiếp/kia/nọ/về
        <tell> ~ thiếu, thiếu_cái_này/thiếu_giấy_này/thiếu_này
        lần/bữa/hôm/khi ~~ lần/bữa/hôm/khi ~ thì/sau/khác/lại
        bữa_đầu/hôm_đầu/hôm_trước/bữa_trước/lần_đầu/lúc_đầu/hôm_qua ~~ bữa_sau/hôm_sau/lần_sau/
          hôm_nay/bữa_nay/lại/giờ/nay
        bắt/đòi/kêu/bảo/yêu_cầu ~~ làm_lại/nộp_lại/viết_lại/khai_lại/điền_lại/ghi_lại/
          kê_khai_lại/đi_lại/quay_lại/photo_lại/chứng_minh/về_lấy/chạy_về
        bắt/phải/đòi/kêu ~ bổ_sung/công_chứng/xác_nhận ~ #_lần/nhiều_lần/hoài/mãi/miết/tới_lui/
          đi_lại/nữa/thêm
        bị/cứ/lại/toàn ~ trả_hồ_sơ/trả_lại/trả_về/trả ~ hồ_sơ/hoài/nhiều_lần/%_lần/mãi/miết
        bị_trả_hồ_sơ/bị_trả_lại/bị_trả_về, hồ_sơ/đơn/giấy/giấy_tờ ~ bị/lại/cứ ~ trả
        trả/trả_lại ~ hồ_sơ ~ mà/không/hoài
        đi/chạy/lên/tới/quay ~ %_lần/%_chuyến/%_bận/%_lượt/%_vòng/%_phen
        đi_tới_đi_lui/chạy_tới_chạy_lui/chạy_tới_lui/chạy_lui_chạy_tới/đi_lên_đi_xuống/
          chạy_đi_chạy_lại/đi_đi_về_về/lên_lên_xuống_xuống
        đi_đi_lại_lại/tới_tới_lui_lui/chạy_lòng_vòng/lòng_vòng/chạy_vòng_quanh/đá_bóng/đùn_đẩy/
          đẩy_qua_đẩy_lại/chỉ_qua_chỉ_lại
        đẩy_trách_nhiệm/đổ_trách_nhiệm/đổ_lỗi/phủi_tay/đá_qua_đá_lại/đá_trách_nhiệm/chuyền_bóng
        chỉ/đẩy/đuổi ~ phòng/quầy/cửa/chỗ/nơi ~~ phòng/quầy/cửa/chỗ/nơi
        thủ_tục/giấy_tờ/quy_trình ~ rườm_rà/lằng_nhằng/phức_tạp/nhiêu_khê/rối_rắm/rắc_rối/rối/
          lắm/nhiều_quá/quá_nhiều/hành/chồng_chéo/lòng_thòng
        mất/thất_lạc/làm_mất/để_mất/đánh_mất/lạc ~ hồ_sơ/sổ/giấy/giấy_tờ/tờ_khai/đơn/bìa
        ghi/in/nhập/cấp/viết/đánh_máy/cập_nhật/làm/gõ/đánh/khai ~ sai/nhầm/lộn/thiếu/trật
        sai/nhầm/trật/lộn tên/họ/ngày_sinh/năm_sinh/thông_tin/số/chữ_lót/tên_đệm/địa_chỉ/
          giới_tính/quê/mã/mẫu/mức/dữ_liệu/quá_trình/chữ_đệm
        không/chẳng/chưa ~ ai ~ hướng_dẫn/chỉ/giải_thích/nói_rõ/chỉ_dẫn/tư_vấn/nói_cho
        không/chẳng/chưa/chả ~ giải_thích/nói_lý_do/nêu_lý_do/nói_rõ/hướng_dẫn/ghi_rõ/nói_trước/
          báo_trước/thông_báo/nêu_rõ/ghi_lý_do
        từ_chối/không_nhận/không_tiếp_nhận/không_chịu_nhận/không_thèm_nhận/không_cho_nộp ~ +
          hồ_sơ/đơn/giấy/đơn_từ/sổ
        tắc_trách/làm_ẩu/cẩu_thả/tắc_trách/yếu_nghiệp_vụ/không_nắm_nghiệp_vụ/không_biết_việc/
          không_rành_nghiệp_vụ/làm_sai
        trả_hồ_sơ/trả_về ~ không ~ lý_do/ghi_rõ, không ~ rõ ~ thiếu ~ gì
        vô_lý_do/không_có_lý_do, nghiệp_vụ ~ kém/yếu/non
        tính_sai/tính_nhầm/tính_thiếu/tính_lộn/tính_trật
        cắt/xóa/bỏ_sót/sót/thiếu/mất/trừ ~ quá_trình/thời_gian/năm_đóng/năm_công_tác/tháng_đóng
        wrong guidance/information/name/form/document
        hỏi/sang/qua/lên/tới/xuống/ra ~~ bảo/kêu/chỉ/đẩy/nói/biểu ~ sang/qua/về/lên/đi/xuống/ra/
          tới/gặp ~~ bảo/kêu/chỉ/đẩy/nói/biểu/lại
        lại/mới/giờ ~ bảo/kêu/nói/báo ~ sai/thiếu/không_đúng/nhầm/chưa_đủ/không_hợp_lệ/phải/
          làm_lại
        sai_mẫu/nhầm_mẫu/bắt ~ nộp ~ #_lần/hai_bản/lại/thêm/hoài/nữa
        nộp/làm/khai/photo/viết/điền/công_chứng ~ %_lần/đi_lại/tới_lui
        khai_đi_khai_lại/làm_đi_làm_lại/nộp_đi_nộp_lại/viết_đi_viết_lại
        đòi/bắt/yêu_cầu/kêu ~ xác_nhận/giấy/công_chứng/bản_sao/bản_gốc/sổ_hộ_khẩu/giấy_tờ ~~ +
          vô_ích/vô_lý/không_cần/thừa/hoài/nữa/thêm/mới_chịu/mới_nhận
        sót/bị_sót/bỏ_sót/mất/thiếu/hụt ~ #_năm/#_tháng/quá_trình/thời_gian
        kết_quả ~ sai/nhầm/không_đúng
        không/chẳng/chưa ~ thống_nhất/đồng_nhất/nhất_quán/đúng_quy_trình/rõ_ràng/minh_bạch/
          công_khai/đúng_quy_định/niêm_yết
        lạc/kẹt/bỏ_quên/quên ~ hồ_sơ/giấy/đơn
        chẳng_biết_nghe_ai/không_biết_nghe_ai/chẳng_biết_đâu_mà_lần/không_biết_đường_nào/
          không_biết_hỏi_ai
        lúc/khi/lần/hôm thì ~~ lúc/khi/lần/hôm ~ thì
        nửa_vời/cho_có_lệ/nói_không_rõ/rối_như_canh_hẹ/canh_hẹ/rối_như_tơ_vò/như_đánh_đố/
          như_mê_cung
        vẫn/cứ/lại/bị ~ báo/nói/bảo/kêu ~ không_hợp_lệ/không_đủ/thiếu/sai/chưa_đủ
        cấp/in/ghi/đăng_ký/chuyển ~ sai/nhầm/lộn ~ nơi/tên/ngày/số/mã/chỗ
        lòng_vòng/vòng_vo_tam_quốc/không_ai_nhận/không_ai_chịu/không_ai_biết/đi_về_tay_không/
          về_tay_không/công_cốc/tay_trắng
        một_đằng ~~ một_nẻo, nói/chỉ/ghi/hướng_dẫn/bảo ~~ một_đằng
        đổ_qua_đổ_lại/đổ_lỗi_cho/đổ_cho_nhau/đổ_thừa/đùn_qua_đùn_lại/đẩy_tới_đẩy_lui/
          chỉ_tới_chỉ_lui
        bảo/kêu/biểu/nói ~ tự ~ đọc/tìm/làm/xem/tra/lo/hiểu
        ghi/in/để ~ nam/nữ ~~ trong_khi/mà/là
        không_đúng_với/khác_với/lệch ~ giấy/sổ/căn_cước/khai_sinh/thực_tế, lung_tung ~ tốn/mất
        giấy_này_giấy_nọ/giấy_này_giấy_kia/chỗ_này_chỗ_kia/chỗ_này_chỗ_nọ/đủ_thứ_giấy/
          đủ_loại_giấy/cả_đống_giấy/một_đống_giấy
        ra ~ ba/hai/mấy/nhiều/mỗi/# ~ đáp_án/kiểu/câu_trả_lời/cách/ý
        mù_tịt/mù_mờ/như_lạc_vào/không_biết_đâu/không_biết_làm_sao
        không/chẳng/chưa ~ dán/niêm_yết/công_bố/công_khai/ghi/có ~ thủ_tục/giấy_tờ/hướng_dẫn/
          thời_hạn/lệ_phí/bảng
        nộp/đưa ~ đủ ~~ còn/vẫn/lại ~ đòi/bắt/kêu/bảo/thêm/thiếu
        thu/giữ/cầm ~ mất/luôn ~ không ~ trả, sửa_tới_sửa_lui/sửa_đi_sửa_lại/sửa_hoài
        sửa/làm/đi/khai ~~ %_bận/%_phen/%_lượt/%_bữa, trong_khi ~ đã ~ nộp/có/đủ
        thu ~ mất ~ sổ/thẻ/giấy, không ~ trả_lại ~ sổ/thẻ/giấy, mất ~ quyền_lợi/chế_độ/quyền
        ghi/nhập ~ nhầm/sai ~ mã/đối_tượng
        yêu_cầu/đòi/bắt ~ giấy_tờ/giấy/thủ_tục ~ vô_lý/không_có_trong/ngoài_quy_định/thừa/
          linh_tinh/lạ_đời
        bắt ~ dân/người ~ sửa/đi_sửa/chịu/lo/chạy, chạy/đi ~~ phòng ~ này ~~ phòng ~ khác/kia/nọ
        không ~ nói ~ một_lần/rõ/hết/đủ, nói ~ không ~ đủ/rõ/hết
        sai/lỗi/nhầm/sót ~ của/do/ở/phía/từ ~ cơ_quan/cán_bộ/họ/nhân_viên/bhxh/phía
        """,
    ),
    (
        2,
        """
        sai_sót/nhầm_lẫn/phức_tạp_quá/rườm_rà/lằng_nhằng/nhiêu_khê/rắc_rối_quá/khó_hiểu_quá/
          quá_rườm_rà
        quá_phức_tạp/rối_rắm/quá_nhiều_giấy_tờ/nhiều_giấy_tờ_quá/giấy_tờ_nhiều_quá
        """,
    ),
)
