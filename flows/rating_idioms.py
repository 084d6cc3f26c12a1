"""Idioms and regional words of praise, content, indifference and complaint, by their part."""

from __future__ import annotations

from flows.lexicon import listed

__all__ = ["EASE_IDIOMS", "IDIOMS"]

# One letter a role, as in `rating_words.ROLES`.
IDIOMS: dict[str, tuple[str, ...]] = {
    "5": listed("""
        khen không hết lời, khen hết lời, hết lời khen, không tiếc lời khen, khen nức nở, vô đối
        mười phân vẹn mười, trên mức hài lòng, trên cả mức hài lòng, trên cả hài lòng
        hơn cả hài lòng, còn hơn cả hài lòng, hơn cả mức hài lòng, nhất quả đất, nhất trần đời
        không có chỗ chê, không có điểm chê, khó mà chê, không chê được, chê không được
        không chê được chỗ nào, chê không vô, không biết chê chỗ nào, hết xảy, hết chê luôn
        không còn gì để chê, không còn chỗ nào để chê, không còn chỗ chê, đỉnh kout, tuyệt diệu
        tuyệt cú, tuyệt mỹ, toàn diện, viên mãn, mỹ mãn, trọn vẹn, toại nguyện, hài lòng tuyệt đối
        không đâu bằng, không nơi nào bằng, không chỗ nào bằng, hơn cả tuyệt vời, quá mong đợi
        ngoài sức tưởng tượng, ngoài sức mong đợi, vượt xa mong đợi, không gì sánh bằng
        sung sướng, đỉnh cao luôn, max điểm, xuất chúng, ngon bá cháy, best, perfecto
        ngon lành cành đào, tốt đẹp vô cùng, trên cả mười điểm
    """),
    "3": listed("""
        nằm ở giữa, đứng ở giữa, gọi là tạm được, gọi là tạm, gọi là bình thường
        gọi là trung bình, sàng sàng, làng xàng, tàng tàng, xoàng, xoàng xoàng
        thường thường bậc trung, bậc trung, cũng thường, tầm tầm, tầm trung, hạng trung, cũng đặng
        cũng tàm tạm, trung bình thôi, bình thường như cân đường hộp sữa, bình thường như bao nơi
        như bao nơi khác, bình thường như mọi nơi, như mọi nơi, không hơn gì ai
        không hay không dở, tạm đủ, tạm qua, không khen cũng không chê, không chê cũng không khen
        không có gì đáng chê đáng khen, không nóng không lạnh, không mặn không nhạt
        không tới không lui, tạm tạm vậy, lưng lửng, không cao không thấp, không hơn không kém ai
        nửa khen nửa chê, phơn phớt, bình dân, cũng vậy vậy, vậy vậy, ở giữa, mức giữa, chính giữa
        khoảng giữa, lưng chừng, đứng giữa, nằm giữa, giữa giữa, trung lập, trung dung
        cũng ok thôi, ok thôi à, không có chi đặc biệt, không có chi nổi bật, không có gì nổi trội
        không có gì đáng nói
    """),
    "1": listed("""
        không thể nào chịu nổi, không thể nào chịu được, dở tệ dở hại, không tài nào chịu nổi
        không chịu nổi, không chịu được, hết chịu nổi, chịu không nổi, chịu hết nổi, ghê tởm
        tệ hết chỗ nói, dở không chịu nổi, chán không buồn nói, chán hết chỗ nói
        không thể chịu nổi, không thể chịu được, quá sức chịu đựng, thảm hại, thảm họa, tồi bại
        bét nhè, quá thể đáng, tệ không thể tả, tệ không thể tệ hơn, tệ hết biết, tồi hết chỗ nói
        căm phẫn, tức điên, tức sôi máu, sôi máu, tức ói máu, tức hộc máu, điên tiết, lộn ruột
        không ngửi nổi, ngửi không nổi, nuốt không trôi, chán tận cổ, ngán tận cổ, mạt hạng
        tệ nhất trần đời, hết thuốc chữa, vô phương cứu chữa, thất vọng não nề, uất ức, căm tức
        thất vọng toàn tập, dở nhất trần đời, không đáng một sao, không đáng một điểm, quá tệ hại
    """),
    "S": listed("""
        bằng lòng, thỏa lòng, đẹp dạ, vừa bụng, vừa cái bụng, bằng bụng, hợp lòng, thuận lòng
        thỏa nguyện, ưng cái lòng, ưng lòng, ưng dạ, hài lòng ưng ý, hoan hỷ, hoan hỉ, đắc ý
    """),
    "G": listed("""
        mát lòng, mát dạ, mát lòng mát dạ, mát bụng, mát ruột, hả dạ, hả lòng, hả lòng hả dạ
        khoái, sướng, mừng, phấn khởi, ấm lòng, an tâm, nhẹ lòng, nhẹ người, nhẹ bụng, mến
        nức lòng, cảm kích, biết ơn, khoái chí, vui bụng, hồ hởi, đáng tuyên dương, tuyên dương
        biểu dương, đáng biểu dương, đáng mặt, nên hình nên dạng, đâu ra đó, đâu vào đấy, ra trò
        ra gì lắm, ngon cơm, trên cả tốt, ngon bổ rẻ, được lòng dân, hợp lòng dân, đẹp ý, như mơ
        bảnh, tươm tất, đáng tin, đáng quý, quý hóa, khá tốt, đáng khen, đáng được khen
        đáng khen ngợi, ưu, ưu tú, có tiếng tốt, đạt chuẩn, chuẩn, chuẩn chỉnh, thích thú
        cảm động, xúc động, khấm khá, good job, cool
    """),
    "B": listed("""
        dưới trung bình, dưới mức trung bình, bực cả mình, bực bội, nóng ruột, nóng mặt, ngao ngán
        chán nản, chán phèo, chán phèo phèo, chán ốm, chán òm, nhàm, nhàm chán, dở dang
        chướng tai gai mắt, khó coi, khó chấp nhận, khó nuốt, kém xa, không đạt, ấm ức, hậm hực
        tủi, tủi thân, cay cú, cáu, cáu tiết, không nên thân, không nên hồn, chẳng nên thân
        lôi thôi, lếch thếch, lởm, lởm khởm, phèn, củ chuối, như hề, cùi bắp, không ổn, cà chớn
        ba chớp ba nháng, chẳng đâu vào đâu, không đâu vào đâu, không vừa lòng, mếch lòng
        chạnh lòng, sầu, sầu đời, mất mặt, đáng chê, đáng trách, mất điểm, tệ bạc, không đáng khen
        kém vui, dở ghê, dở bạo, dở sống dở chín, bó chiếu, phật lòng, phật ý, không bằng lòng
        trái ý, mệt óc, đau đầu, nhức đầu, bực bõ, ấu trĩ, tồi tàn, oải, ngán ngược, ngán tới cổ
        nản lòng, chán ngấy
    """),
    "g": listed("""
        mát tay, mau mắn, nhặm lẹ, lẹ làng, le lẹ, nhanh nhẩu, nhanh nhẹn, tháo vát, xởi lởi
        đon đả, mau miệng, khéo, khéo léo, nhẹ nhõm, ngọt nhạt, bặt thiệp, nền nã, hiền lành
        hiền khô, thiệt tình, thật thà, xăng xái, sốt sắng, tận tụy với dân, nhanh như chớp
        nhanh như điện, nhanh như gió, lẹ như chớp, thương dân, quan tâm dân, biết điều
        có trước có sau, cơ chế mở, công tâm, công minh, sòng phẳng, ngăn nắp gọn gàng, gọn ghẽ
        gọn hơ, lẹ hều, mau lẹ lắm, khỏi chờ, không phải chờ, khỏi đợi, không phải đợi
        không phải đợi lâu, không phải chờ lâu
    """),
    "b": listed("""
        nhiều giấy tờ, giấy tờ nhiều, thủ tục nhiều, nhiều thủ tục, lắm giấy tờ, lắm thủ tục
        lắm khâu, nhiều khâu, cà rề, cà rịch cà tang, rề rà rề rập, lừng khừng, ngâm hồ sơ
        câu giờ, dây dưa, dây dưa kéo dài, cù cưa, cù nhầy, hoạnh họe, hống hách, vênh váo
        khinh khỉnh, mặt lạnh như tiền, mặt nặng mày nhẹ, mặt sưng mày sỉa, lạnh tanh, lạt lẽo
        nhạt nhẽo, lầm lì, hằm hằm, hằm hè, sẵng giọng, xẵng giọng, bẳn, cọc cằn, cục cằn, láo
        láo lếu, hời hợt qua quýt, qua quýt, đại khái, tắc tị, rối tinh rối mù, lung tung
        lộn tùng phèo, ba lơn, ma cũ bắt nạt ma mới, chậm như sên, chậm như ốc sên, chậm rì
        chậm rì rì, chậm rề, lâu như rùa, lâu như đợi mẹ về chợ, lâu mút mùa, lâu rục xương
        chờ mỏi cổ, chờ rục xương, mất cả buổi, mất cả ngày, chen chúc, nhếch nhác, nóng như lò
        nóng như thiêu, bất nhất
    """),
    "V": listed("""
        dữ thần luôn, không còn gì để nói, một trăm phần trăm, quá trời quá đất luôn, hết thảy
        không thể tả, không tả nổi, không bút nào tả, hết sảy luôn, kinh hồn, kinh hoàng
        kinh khiếp, quá mức, vô hạn, vô bờ, khôn xiết, tột độ, tột cùng, tột bậc, chết đi được
        hết mức luôn, ác liệt
    """),
    "R": listed(
        "rất ư, rất ư là, quá đỗi, rất đỗi, vô cùng là, cực kỳ là, hết sức chi là, muôn phần"
    ),
    "L": listed("""
        nhiều lắm, quá xá luôn, bá chấy, hung lắm, lắm thay, dữ à, dữ trời, dữ lắm luôn, hết ga
        hết cỡ luôn, quá cỡ, quá cỡ thợ mộc, hết phần thiên hạ, như ăn cháo, như ăn bánh
        như uống nước, như lật bàn tay, cực độ, ra trò lắm, ghê luôn
    """),
    "N": listed("""
        méo, éo, đếu, đíu, đách, đệch, cóc, chưa thể, chưa thể nói là, chưa thể gọi là, còn chưa
        chưa dám nói là, không dám nói là, không lấy gì làm, chẳng lấy gì làm, chưa lấy gì làm
        chả lấy gì làm, không lấy làm, chưa lấy làm, không còn, chẳng còn, không tài nào
        làm sao mà, chẳng thấy, chả thấy, không được cái, bất cần
    """),
    "D": listed("""
        hay thật, hay ghê, vui thật, vui ghê, cái đầu nó, giỏi thật, giỏi ghê, tự biết, tự hiểu
        biết rồi còn hỏi, khỏi nói cũng biết, trên trung bình, trên mức trung bình, mơ đi, mơ à
        quên đi, đừng hòng, không dám đâu, làm gì có chuyện, còn khuya, còn lâu, người quen
        khách quen, người có tiền, người giàu, con ông cháu cha, dân quen, có tiền, quá cơ, lắm cơ
        quá cơ đấy, tốt cơ, nhanh như rùa, nhanh như sên, lẹ như rùa, mau như rùa, ý bạn là
        ý anh là, ý chị là, ý cô là, ý em là gì, ý câu này là, là sao, nghĩa là sao, hỏi cái gì
        ý hỏi, gì đó, hay gì, thì phải, với người trẻ, với giới trẻ
    """),
    "W": listed("""
        định, định cho, định chấm, định chọn, định bấm, toan, tính bấm, tính chấm, tính chọn
        lần sau, kỳ sau, đợt sau, mai mốt, suýt cho, suýt chấm, phải chi mà
    """),
    "P": listed("""
        mọi năm, mọi khi, mọi lần, các năm trước, những năm trước, những lần trước, các lần trước
        hồi nẳm, hồi xửa, thuở trước, thời trước, hôm bữa, đợt rồi, lúc trước, khi trước, lần đầu
        những đợt trước, các đợt trước, mọi bận, mọi bữa, mọi đợt, hồi mới đầu, mới đầu
        cách đây mấy năm
    """),
    "T": listed("""
        năm nay, kỳ này, kì này, tháng này, bữa ni, hiện nay, hiện tại, hiện giờ, dạo này, chừ
        bây chừ, giờ đây, hôm này, độ này, sáng nay, chiều nay, ngày nay, cuối cùng, rốt cuộc
        sau đó, về sau, sau này, càng về sau
    """),
    "t": listed("nó, chúng nó, tụi nó, mấy đứa, mấy cháu nó, cán bộ nó, giấy phép"),
    "U": listed("""
        trải nghiệm, tiếp xúc, làm việc trực tiếp, tới nơi, ra đó, ra đấy, ra ngoài đó, tới bước
        tới bước đó, đến bước đó, tới bước này, tới khâu đó, đến khâu đó, có dịp dùng, có dịp
    """),
    "Y": listed("không còn gì, không còn chi, chẳng còn gì, chả còn gì"),
    " ": listed("""
        bà nội, bà ngoại, ông nội, ông ngoại, nội, má tôi, chồng, vợ, chồng tôi, vợ tôi, mẹ, ba
        tía, bố, thằng con, đứa cháu, con gái, con trai, con dâu, con rể, dì, mợ, thím, cô giáo
        thầy, hai vợ chồng, cả nhà, bả, ổng, bu, bầm, mạ, mệ, chị em, anh em, mấy cha nội, cha nội
        bà cụ, ông cụ, cụ, già, thiếm, chú út, cô út, út, chị hai, anh hai, ông xã, bà xã
        không biết chữ, không rành chữ, không biết đọc, mắt kém, mắt mờ, tai lãng
        tai nghễnh ngãng, nghe không rõ, tiếng việt không rành, không rành tiếng việt
        không rành máy, không biết bấm, không rành tiếng kinh, không biết dùng máy
        không biết viết, không biết gõ, khàn tiếng, nhờ cháu bấm, nhờ con bấm, bấm, nút, bấm giùm
        cái nút, nhấn, tick, tích, ô này, bấm nút, nhấn nút, chọn nút, nhờ bấm giùm, nhờ ghi giùm
        cháu ghi hộ, con ghi hộ, ghi hộ, không nhưng, không có nhưng, không nhưng nhị, không hơn
        không kém, không hơn không kém, không bàn cãi, khỏi bàn cãi, chọn, lựa chọn
        không cần suy nghĩ, không phải nghĩ, không suy nghĩ, khỏi suy nghĩ, không cần nghĩ
        khỏi nghĩ, nha con, chấm than, chấm hết, chu choa, úi chà, ôi chao, ôi, chao ôi, chà chà
        trời đất, trời phật, a di đà phật, nam mô, lạy chúa, tạ ơn chúa, mô phật, cảm ơn trời phật
        ơn trời, nhờ trời, quá ư, ạk, ak, ah, ớ, ý, í, hí, hén, th, nghen con, nghe con, nghe
        nhen, vậy đó, hơ, cơ, chuẩn bị, tiêu chuẩn, ưu tiên, gái, gái à, cưng, cưng à, bây
        tụi bây, mấy đứa ơi, trong lòng, cái bụng, quy định, ổn thôi mà, xứng đáng, xứng đáng được
        biết nói sao, biết nói gì, biết sao giờ, quyết định, nhất định, tròn trịa, phấn đấu
        mới đúng, mới phải, nằm ở, thuộc loại, xếp loại, đạt mức, vào loại, thuộc dạng, xếp hạng
        lời thật, nói tình thật, thú thật, thành thật mà nói, công tâm mà nói, công bằng mà nói
        nói cho ngay, nói cho công bằng, nói cho đúng, nói nào ngay, nói nào ngay thì
        nói gì thì nói, gì thì gì, dù sao, dù gì, suy cho cùng
    """),
}
"""Beside the tables of `rating_words`, whose parts they share."""

EASE_IDIOMS: dict[str, tuple[str, ...]] = {
    "5": listed(
        "dễ ợt, dễ ẹc, dễ như chơi, dễ như bỡn, dễ như ăn kẹo, dễ không tưởng, dễ quá trời"
    ),
    "S": listed("ez, izi, ezi, dễ xài, dễ dùng, dễ sử dụng, dễ thao tác, dễ ẹt"),
    "s": listed("khó nhằn, khó xơi, khó dùng, khó xài, trầy vi tróc vảy, hóc búa"),
    "D": listed("dễ òm"),
    "V": listed("""
        như lên trời, như bắc thang lên trời, như mò kim, như mò kim đáy biển, như đánh đố
        như hái sao, như hái sao trên trời, như leo núi, như đi thi, như thi đại học
    """),
}
"""The same where the question asks how easy a thing was."""
