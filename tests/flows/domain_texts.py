"""The Vietnamese wording that the domain brief (§3, §4.3) gives: id, text, buttons.

Read aloud, G1 names the office itself, SC2 asks in one breath, and D1 to D3 ask politely.
"""

__all__ = ["ITEMS", "QUESTIONS", "REASONS"]

_FIVE = (
    "5 Rất hài lòng;4 Hài lòng;3 Bình thường;2 Không hài lòng;1 Rất không hài lòng;0 Không áp dụng"
)

QUESTIONS = f"""\
G1|Xin chào Ông/Bà! {{office}} mong nghe ý kiến về lần giao dịch vừa qua. \
Khoảng {{minutes}} phút, miễn phí, có thể dừng bất cứ lúc nào.|Bắt đầu;Để sau;Kiểm tra thật/giả
G2|Chúng tôi không bao giờ hỏi số căn cước, số tài khoản, mật khẩu hay mã OTP ngân hàng.|Tôi hiểu
C1|Ông/Bà đồng ý cho lưu câu trả lời để đánh giá chất lượng phục vụ không? \
Ông/Bà có thể rút lại hoặc yêu cầu xóa sau này.|Đồng ý;Không đồng ý;Xem chi tiết
SC1|Ông/Bà đã đủ 18 tuổi chưa?|Đã đủ;Chưa đủ
SC2|Từ {{from_date}} đến {{to_date}}, Ông/Bà đã làm xong thủ tục {{service}} chưa?\
|Đã xong;Chưa xong;Không làm việc này
SC3|Ông/Bà làm việc này cho ai?|Cho bản thân;Cho người nhà;Cho đơn vị
H1|Ai đang bấm trả lời phiếu này?|Tôi tự trả lời;Người nhà giúp;Viên chức giúp;Người khác giúp
G9|Nhìn chung, Ông/Bà hài lòng ở mức nào về sự phục vụ lần này?|{_FIVE}
FB1|Ông/Bà đã từng gửi góp ý, phản ánh tới cơ quan BHXH chưa?|Đã gửi;Chưa gửi
L2|Ông/Bà có muốn chuyển ý này thành phản ánh để được trả lời không?\
|Có, chuyển giúp tôi;Không, chỉ góp ý
N1|Theo Ông/Bà, nên cải thiện điều gì trước tiên?\
|Giảm giấy tờ;Giảm thời gian chờ;Thái độ phục vụ;Hướng dẫn rõ hơn;Làm qua mạng dễ hơn;Việc khác
O1|Ông/Bà còn góp ý, mong muốn gì thêm không? Xin viết ngắn gọn, đừng ghi số căn cước \
hay số tài khoản.|
T1|Ông/Bà có cho số điện thoại để đoàn kiểm tra có thể gọi lại, xác nhận phiếu này là thật không? \
Không bắt buộc.|Cho số điện thoại;Không cho số
D1|Ông/Bà đến giao dịch với tư cách nào?\
|Người tham gia;Người hưởng chế độ;Người bệnh BHYT;Đại diện đơn vị
D2|Xin Ông/Bà cho biết tuổi?|18–29;30–44;45–59;60–74;Từ 75 trở lên
D3|Xin Ông/Bà cho biết giới tính?|Nam;Nữ;Không trả lời
D4|Ông/Bà sống ở phường hay ở xã?|Phường (thành thị);Xã (nông thôn);Đặc khu
D5|Ông/Bà đã dùng dịch vụ nào?\
|Cấp sổ, thẻ;Ốm đau, thai sản;Hưu trí, tử tuất;BHXH một lần;BHXH tự nguyện;BHYT;Việc khác
D6|Nơi Ông/Bà đã giao dịch?|Không nhớ
D7|Ông/Bà phải đi lại mấy lần cho việc này?|Không phải đi;1 lần;2 lần;3 lần;Trên 3 lần
D8|Mỗi lần, Ông/Bà chờ khoảng bao lâu?|Dưới 15 phút;15–30 phút;31–60 phút;Trên 60 phút
D9|Hồ sơ có kết quả đúng hẹn không?\
|Sớm hoặc đúng hẹn;Trễ, có báo trước;Trễ, không báo;Chưa có kết quả
D10|Khi trễ hẹn, Ông/Bà có được báo lý do và xin lỗi không?|Có;Không;Không nhớ
D11|Ngoài khoản theo quy định, Ông/Bà có phải trả thêm tiền hoặc quà cho ai không?\
|Không;Có;Không muốn nói
D12|Cảm ơn Ông/Bà đã tin tưởng. Danh tính của Ông/Bà được giữ kín. Ông/Bà có muốn kể thêm \
để được xem xét không?|Kể thêm;Không
QUAY|Viên chức ở quầy nào đã tiếp Ông/Bà?|Không nhớ
"""

ITEMS = """\
MC1|B1|chỗ ngồi chờ, biển chỉ dẫn và trang thiết bị tại nơi giao dịch
MC2|B1|thời gian chờ tới lượt
MC3|B2|việc niêm yết công khai thủ tục, giấy tờ, thời hạn giải quyết
MC4|B2|số lượng giấy tờ phải nộp
MC5|B3|thái độ lịch sự, tôn trọng của viên chức tiếp Ông/Bà
MC6|B3|việc viên chức hướng dẫn dễ hiểu, đầy đủ ngay từ đầu
MC7|B3|sự thành thạo công việc của viên chức
MC8|B4|việc trả kết quả đúng ngày hẹn
MC9|B4|độ chính xác của kết quả nhận được
MC10|B5|cách tiếp nhận góp ý, phản ánh tại nơi giao dịch
MC11|B5|việc trả lời, giải quyết góp ý, phản ánh của Ông/Bà
MCP1|A1|việc cơ quan BHXH thông tin, giải thích chính sách BHXH, BHYT, BHTN cho người dân
MCP2|A2|việc người dân được góp ý, nêu ý kiến khi thực hiện chính sách BHXH, BHYT
MCP3|A3|việc chính sách được thực hiện công khai, đúng quy định, công bằng
MCP4|A4|lợi ích mà BHXH, BHYT, BHTN mang lại cho bản thân và gia đình
"""

REASONS = """\
A1|Không được báo;Khó hiểu;Chưa công bằng;Quyền lợi còn thấp;Lý do khác
A4|Không được báo;Khó hiểu;Chưa công bằng;Quyền lợi còn thấp;Lý do khác
B1|Phải chờ lâu;Khó tìm, khó vào;Chỗ chờ chưa tốt;Hệ thống hay lỗi;Lý do khác
B2|Nhiều giấy tờ;Hướng dẫn khó hiểu;Phải bổ sung nhiều;Nhiều bước;Lý do khác
B3|Thái độ chưa tốt;Giải thích chưa rõ;Bị gây khó dễ;Bị gợi ý tiền, quà;Lý do khác
B4|Trễ hẹn;Sai thông tin;Thiếu tiền, chế độ;Không được báo;Lý do khác
B5|Không ai trả lời;Trả lời chung chung;Không biết gửi đâu;Lý do khác
"""
