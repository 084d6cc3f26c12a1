"""The whole form of the one-stop desk, as a woman of seventy answers it."""

from tests.telegram.citizen import Citizen
from tests.telegram.service import Service

__all__ = ["GIVEN", "LAN", "PHONE", "whole_survey"]

LAN = 912_345_678  # pressing the key that shares her number sends 84912345678
PHONE = "+84912345678"

GIVEN = {
    "C1": "yes", "H1": "self", "SC1": "yes",
    "MC1": 5, "MC2": 2, "MC3": 5, "MC4": 4, "MC5": 5, "MC6": 4, "MC7": 5, "MC8": 4, "MC9": 5,
    "MC10": "na", "FB1": "not_sent", "MCP1": 4, "MCP2": 3, "MCP3": 4, "MCP4": 5, "G9": 4,
    "L1_B1": "waiting", "L2": "no",
    "D7": "two", "D8": "over_60", "D9": "on_time", "D11": "no", "QUAY": "quầy 3",
    "N1": "waiting", "O1": "Mong có thêm ghế cho người già.", "T1": "yes", "PHONE": PHONE,
    "D1": "beneficiary", "D2": "from_60", "D3": "female", "D4": "commune", "D5": "health",
}  # fmt: skip


async def rates(lan: Citizen) -> None:
    """She presses mostly, types without accents where she likes, and is unhappy once."""
    await lan.asked("chỗ ngồi chờ", "5 Rất hài lòng")
    await lan.writes("thời gian chờ tới lượt", "số hai")
    await lan.asked("điều gì làm Ông/Bà chưa hài lòng nhất", "Phải chờ lâu")
    await lan.asked("chuyển ý này thành phản ánh", "Không, chỉ góp ý")
    await lan.writes("niêm yết công khai", "rat hai long")
    await lan.writes("số lượng giấy tờ", "4")
    await lan.steps(
        ("thái độ lịch sự", "5 Rất hài lòng"),
        ("hướng dẫn dễ hiểu", "4 Hài lòng"),
        ("thành thạo công việc", "5 Rất hài lòng"),
        ("đúng ngày hẹn", "4 Hài lòng"),
        ("độ chính xác", "5 Rất hài lòng"),
        ("cách tiếp nhận góp ý", "0 Không áp dụng"),
        ("đã từng gửi góp ý", "Chưa gửi"),
        ("thông tin, giải thích chính sách", "4 Hài lòng"),
        ("được góp ý, nêu ý kiến", "3 Bình thường"),
        ("công khai, đúng quy định", "4 Hài lòng"),
        ("lợi ích mà BHXH", "5 Rất hài lòng"),
        ("Nhìn chung", "4 Hài lòng"),
    )


async def tells_facts(lan: Citizen) -> None:
    await lan.steps(
        ("phải đi lại mấy lần", "2 lần"),
        ("chờ khoảng bao lâu", "Trên 60 phút"),
        ("kết quả đúng hẹn không", "Sớm hoặc đúng hẹn"),
        ("trả thêm tiền hoặc quà", "Không"),
    )
    await lan.writes("quầy nào đã tiếp", "quầy 3")
    await lan.asked("cải thiện điều gì trước tiên", "Giảm thời gian chờ")
    await lan.writes("còn góp ý, mong muốn gì thêm", "Mong có thêm ghế cho người già.")
    await lan.asked("cho số điện thoại", "Cho số điện thoại")
    await lan.hears("nhập số điện thoại di động")
    lan.presses("📱 Gửi số điện thoại của tôi")
    await lan.steps(
        ("Còn vài câu ngắn", "Trả lời tiếp"),
        ("với tư cách nào", "Người hưởng chế độ"),
    )
    await lan.writes("cho biết tuổi", "70")
    await lan.steps(
        ("giới tính", "Nữ"),
        ("phường hay ở xã", "Xã (nông thôn)"),
        ("đã dùng dịch vụ nào", "BHYT"),
    )


async def whole_survey(service: Service) -> Citizen:
    lan = Citizen(service.telegram, LAN)
    await lan.begins(service.token)
    await rates(lan)
    await tells_facts(lan)
    await lan.asked("xem lại giúp", "Gửi phiếu")
    await lan.hears("Mã phiếu")
    await lan.sees("✔ Gửi phiếu")
    return lan
