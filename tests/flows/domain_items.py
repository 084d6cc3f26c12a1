"""The Vietnamese wording of domain §3.4 and §3.5 for all forms but the one-stop desk."""

__all__ = ["FACTS", "ITEMS", "STEPS", "STEP_CODES"]

ITEMS = """\
EL1|B1|việc tìm đúng dịch vụ BHXH cần làm trên mạng
EL2|B1|việc đăng nhập tài khoản để giao dịch
EL3|B1|độ ổn định của hệ thống, không bị treo hay báo lỗi
EL4|B2|hướng dẫn kê khai và giấy tờ cần tải lên
EL5|B2|số bước phải làm khi nộp hồ sơ qua mạng
EL6|B3|thái độ của viên chức hỗ trợ qua điện thoại, tin nhắn
EL7|B3|việc viên chức giải thích rõ, đúng điều Ông/Bà hỏi
EL8|B4|thời gian từ lúc nộp hồ sơ đến lúc có kết quả
EL9|B4|việc tra cứu tình trạng hồ sơ và nhận kết quả qua mạng
EL10|B5|cách gửi góp ý, phản ánh qua mạng
EL11|B5|việc trả lời góp ý, phản ánh của Ông/Bà
TH1|B1|việc tìm điểm thu hoặc nhân viên thu gần nơi ở
TH2|B1|giờ giấc phục vụ của điểm thu, nhân viên thu
TH3|B2|thủ tục đăng ký, kê khai khi đóng tiền
TH4|B2|việc cho biết rõ mức đóng, hạn đóng và phần Nhà nước hỗ trợ
TH5|B3|thái độ của nhân viên thu
TH6|B3|việc nhân viên thu giải thích quyền lợi khi tham gia
TH7|B3|việc nhân viên thu nhắc khi sắp đến hạn đóng tiếp
TH8|B4|việc nhận biên lai hoặc xác nhận số tiền đã đóng
TH9|B4|thời gian nhận thẻ BHYT hoặc xác nhận đóng BHXH
TH10|B5|cách gửi góp ý, phản ánh về điểm thu, nhân viên thu
TH11|B5|việc trả lời góp ý, phản ánh của Ông/Bà
AT1|B1|việc đăng ký nhận lương hưu, trợ cấp qua tài khoản
AT2|B1|vị trí cây ATM, điểm rút tiền gần nơi ở
AT3|B2|giấy tờ phải làm khi đăng ký hoặc đổi tài khoản
AT4|B2|thủ tục khi đổi nơi nhận hoặc nhờ người nhận thay
AT5|B3|thái độ của người hướng dẫn Ông/Bà làm thủ tục
AT6|B3|việc giải thích rõ số tiền được hưởng mỗi tháng
AT7|B3|sự hỗ trợ khi thẻ hoặc tài khoản gặp trục trặc
AT8|B4|việc tiền vào tài khoản đúng ngày
AT9|B4|việc nhận đúng, đủ số tiền được hưởng
AT10|B5|cách gửi góp ý, phản ánh về việc chi trả
AT11|B5|việc trả lời góp ý, phản ánh của Ông/Bà
TM1|B1|vị trí điểm chi trả, có gần và dễ đi lại
TM2|B1|chỗ ngồi chờ và trật tự tại điểm chi trả
TM3|B2|giấy tờ phải mang theo khi nhận tiền
TM4|B2|thủ tục nhờ người thân nhận thay
TM5|B3|thái độ của nhân viên chi trả
TM6|B3|việc giải đáp thắc mắc về số tiền được hưởng
TM7|B3|sự giúp đỡ dành cho người già yếu, người khuyết tật
TM8|B4|việc chi trả đúng ngày, đúng giờ đã báo
TM9|B4|việc nhận đúng, đủ số tiền được hưởng
TM10|B5|cách gửi góp ý, phản ánh về việc chi trả
TM11|B5|việc trả lời góp ý, phản ánh của Ông/Bà
KB1|B1|việc đăng ký khám bằng căn cước, VNeID, VssID hoặc thẻ BHYT
KB2|B1|thời gian chờ khám
KB3|B2|thủ tục BHYT khi vào khám hoặc nhập viện
KB4|B2|thủ tục chuyển sang cơ sở khám, chữa bệnh khác
KB5|B3|thái độ của nhân viên tiếp đón
KB6|B3|thái độ của bác sĩ, điều dưỡng
KB7|B3|việc giải thích quyền lợi BHYT và phần tiền cùng chi trả
KB8|B4|việc cấp đủ thuốc BHYT theo đơn
KB9|B4|bảng kê chi phí, rõ phần BHYT trả và phần tự trả
KB10|B5|cách gửi góp ý, phản ánh tại cơ sở khám, chữa bệnh
KB11|B5|việc trả lời góp ý, phản ánh của Ông/Bà
DP1|A1|việc thông tin, giải thích chính sách BHXH, BHYT, BHTN cho đơn vị
DP2|A2|việc đơn vị được góp ý khi thực hiện chính sách
DP3|A3|việc chính sách được thực hiện công khai, công bằng giữa các đơn vị
DP4|A4|tác động của chính sách tới người lao động và đơn vị
DN1|B1|việc tiếp cận văn bản, hướng dẫn mới của cơ quan BHXH
DN2|B1|độ ổn định của phần mềm, hệ thống giao dịch điện tử
DN3|B2|thủ tục báo tăng, báo giảm lao động
DN4|B2|hồ sơ ốm đau, thai sản cho người lao động
DN5|B2|việc giao nhận hồ sơ, kết quả qua bưu chính
DN6|B3|thái độ của viên chức phụ trách đơn vị
DN7|B3|việc viên chức hướng dẫn rõ ràng, thống nhất
DN8|B4|thời hạn giải quyết hồ sơ
DN9|B4|độ chính xác của thông báo kết quả đóng hằng tháng
DN10|B5|hội nghị đối thoại với doanh nghiệp
DN11|B5|việc trả lời vướng mắc, kiến nghị của đơn vị
"""

STEPS = """\
UX1|tìm|tìm dịch vụ này trên mạng
UX2|hiểu|đọc hiểu điều kiện và giấy tờ cần có
UX3|đăng nhập|đăng nhập bằng VNeID hoặc tài khoản
UX4|kê khai|điền tờ khai trên màn hình
UX5|kê khai|kiểm tra thông tin đã được điền sẵn
UX6|giấy tờ|chụp và tải giấy tờ lên
UX7|sửa lỗi|sửa lại khi hệ thống báo lỗi
UX8|nộp|gửi hồ sơ và nhận mã hồ sơ
UX9|theo dõi|xem hồ sơ đang xử lý đến đâu
UX10|kết quả|nhận kết quả
UX11|hỗ trợ|tìm người giúp khi bị vướng
UX12|dễ dùng|đọc chữ và bấm nút trên điện thoại
UXA1|kê khai|chọn số tháng và tính tiền đóng BHYT
UXA2|nộp|nộp tiền BHYT qua mạng
UXA3|kết quả|xem thẻ BHYT trên VssID hoặc VNeID
UXB1|hiểu|kiểm tra mình có đủ điều kiện nhận BHXH một lần
UXB2|hiểu|xem trước số tiền dự kiến được nhận
UXB3|hiểu|so sánh nhận một lần với chờ hưởng lương hưu
UXC1|kê khai|kiểm tra quá trình đóng BHXH
UXC2|hiểu|xem trước mức lương hưu dự kiến
UXC3|kê khai|chọn cách nhận lương hưu
UXD1|hiểu|biết mình còn thiếu bao nhiêu năm đóng
UXD2|nộp|đóng cho thời gian còn thiếu
UXD3|kê khai|xem thời gian bắt buộc và tự nguyện đã cộng lại
"""

STEP_CODES = {
    "tìm": "find",
    "hiểu": "understand",
    "đăng nhập": "log_in",
    "kê khai": "fill_in",
    "giấy tờ": "upload",
    "sửa lỗi": "correct",
    "nộp": "submit",
    "theo dõi": "track",
    "kết quả": "result",
    "hỗ trợ": "support",
    "dễ dùng": "usability",
}

FACTS = """\
THX|Ông/Bà đã nhận biên lai hoặc xác nhận cho số tiền đã đóng chưa?|Đã nhận;Chưa nhận;Không nhớ
TMX|Khi nhận tiền, Ông/Bà có bị trừ hoặc phải trả thêm khoản nào không?|Không;Có
KBX|Ông/Bà có phải tự mua thuốc, vật tư mà lẽ ra BHYT chi trả không?|Không;Có;Không rõ
DNX1|Đơn vị có bao nhiêu lao động?|Dưới 10;10–49;50–199;Từ 200 trở lên
DNX2|Đơn vị thuộc loại nào?|Nhà nước;Tư nhân;Vốn nước ngoài;Loại khác
DNX3|Người trả lời phụ trách việc gì?|Lãnh đạo;Nhân sự;Kế toán;Việc khác
DNX4|Đơn vị thường nộp hồ sơ bằng cách nào?|Qua mạng;Qua bưu chính;Trực tiếp
DNX5|Vì sao đơn vị chưa gửi hồ sơ qua bưu chính?|Sợ thất lạc;Cần được hỏi đáp;Chưa biết \
cách;Chậm hơn;Lý do khác
UXR1|Ông/Bà làm xong hồ sơ này bằng cách nào?|Tự làm xong;Có người giúp;Phải đến tận nơi;Bỏ dở
UXR2|Ông/Bà mất khoảng bao lâu để làm xong?|Dưới 15 phút;15–30 phút;31–60 phút;Trên 1 giờ
UXR3|Ông/Bà dừng lại ở bước nào?|Tìm dịch vụ;Đăng nhập;Kê khai;Tải giấy tờ;Nộp hồ sơ;Bước khác
UXR5|Lần sau, Ông/Bà có muốn làm qua mạng nữa không?|Có;Chưa chắc;Không
UXR6|Ông/Bà có yên tâm khi khai thông tin cá nhân trên hệ thống không?|Yên tâm;Bình thường;Không \
yên tâm
"""
