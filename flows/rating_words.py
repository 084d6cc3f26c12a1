"""The words in which people rate, by the part that they play in a judgement."""

from __future__ import annotations

from flows.lexicon import listed
from flows.phrases import Phrasebook
from flows.rating_idioms import EASE_IDIOMS, IDIOMS

__all__ = [
    "EASE_PIECES",
    "EMOJI",
    "JUDGING",
    "NOT_APPLICABLE",
    "NOT_DONE",
    "PIECES",
    "RATED_BY_EMOJI",
    "ROLES",
]


# One letter a role.
_ROLES: dict[str, tuple[str, ...]] = {
    # "1", "3" and "5" are ratings by themselves.
    "5": listed("""
        vượt quá mong đợi, vượt ngoài mong đợi, vượt kỳ vọng, trên cả kỳ vọng, ngoài mong đợi
        tuyệt vời, tuyệt, tuyệt hảo, tuyệt cú mèo, tuyệt vời ông mặt trời, xuất sắc, hoàn hảo
        hết ý, hết sẩy, hết sảy, hết sẩy con bà bảy, hết sảy con bà bảy, quá đã, số dách
        số dzách, đỉnh, đỉnh của chóp, đỉnh cao, đỉnh nóc, đỉnh nóc kịch trần, mười điểm
        bá cháy, bá đạo, bá cháy bọ chét, trên cả tuyệt vời, không chê vào đâu được
        không chê vô đâu được, chê vào đâu được, chê vô đâu được, số dzách luôn, mãn nguyện
        hết chỗ chê, khỏi chê, miễn chê, hết chê, khỏi phải chê, tuyệt đỉnh, hơn cả mong đợi
        vượt mong đợi, hơn mong đợi, miễn bàn, khỏi bàn, trên cả mong đợi, chất lượng cao
        excellent, perfect, wonderful, great, awesome, amazing, fantastic, outstanding, superb
    """),
    "3": listed("""
        thường thường, ở mức trung bình, bình thường như mọi khi, trung bình khá
        không nổi trội, bình thường, tạm được, cũng được, tạm ổn, tạm, tàm tạm, tạm tạm
        trung bình, bình bình, cũng bình thường, cũng tạm, tạm chấp nhận được, chấp nhận được
        nhàng nhàng, vừa vừa, bình thường thôi, được được, vừa phải, sương sương, thường thôi
        không tốt không xấu, không tốt cũng không xấu, không khen không chê, đủ dùng
        trung trung, tạm gọi là được, gọi là được, tạm coi được, coi được, tạm xài được
        xài được, làng nhàng, không có gì đặc biệt, không có gì nổi bật, không nổi bật
        tương đối thôi, chỉ ở mức khá, normal, average, neutral, so so, ok thôi, fair, neither
    """),
    "1": listed("""
        như cức, như kứt, như shjt, chán chả buồn nói, chả buồn nói, chẳng buồn nói
        hết chỗ để chê, thậm tệ, tệ hại, tồi tệ, tệ nhất, kém nhất, dở nhất, chán nhất
        quá đáng, quá quắt, không thể chấp nhận, không chấp nhận được, không chấp nhận nổi
        không thể chấp nhận được, không thể chấp nhận nổi, thất vọng tràn trề, kinh khủng
        khủng khiếp, bực mình kinh khủng, như cc, như cặc, như cứt, như l, như lồn, như shit
        như hạch, tệ không tả nổi, tệ mạt, tệ hơn nữa, quá sức tệ, dở ẹc
        dở tệ hại, bất bình, phẫn nộ, không thể tệ hơn, không thể dở hơn, không gì tệ hơn
        không đâu tệ bằng, terrible, awful, horrible, worst, unacceptable
    """),
    # The scale's own words.
    "S": listed("""
        hài lòng, vừa lòng, vừa ý, ưng, ưng ý, ưng bụng, ưng cái bụng, mãn ý, như ý, hợp ý
        thỏa mãn, hài lòng với, hài lòng về, đẹp lòng, satisfied, pleased, happy
    """),
    # Good and bad in general.
    "G": listed("""
        đáp ứng, đáp ứng yêu cầu, đáp ứng được yêu cầu, đáp ứng kỳ vọng, đáp ứng được kỳ vọng
        đáp ứng mong đợi, như mong đợi, đúng mong đợi, đúng ý, được việc, tốt, ok, ổn, ổn áp
        tốt đẹp, hay, ngon, ngon lành, thích, yên tâm, xịn, xịn xò, ổn thỏa, mê, ưa, đạt
        đạt yêu cầu, tuyệt lắm, ô kê, ngon ơ, êm, êm xuôi, vui, chất, ngon nghẻ, ok la
        ok con dê, good, fine, nice, well
    """),
    "B": listed("""
        buồn, buồn lòng, phiền, không vui, ngán, ngán ngẩm, tệ hơn, chưa đạt, bất cập, yếu, tệ
        kém, chán, dở, tồi, xấu, thất vọng, bực mình, bực, bức xúc, chả ra gì, chẳng ra gì
        không ra gì, chẳng ra sao, chả ra sao, không ra sao, hụt hẫng, khó chịu, chán đời
        bất mãn, phiền lòng, dở tệ, dở òm, dở hơi, tệ lậu, bê bối, chán ngắt, chán chường, tức
        mất lòng tin, tức mình, ức chế, nản, chưng hửng, quá nản, kém cỏi, yếu kém
        kém chất lượng, không được lắm, chưa được lắm, không được cho lắm, chưa được cho lắm
        dissatisfied, unsatisfied, unhappy, bad, poor, disappointed
    """),
    # Judgements of one thing, good and bad.
    "g": listed("""
        tận tụy, nhã, hiếu khách, ngọt ngào, lễ độ, tỉ mỉ, cặn kẽ, chi tiết, dễ gần, hoạt bát
        lanh lẹ, thành thạo, rành rẽ, nhuần nhuyễn, đúng luật, đúng quy định, trách nhiệm, mát
        thoáng, thoáng mát, khoa học, ngăn nắp, hiện đại, tiện nghi, đẹp, đúng ngày, sớm, nhanh
        nhanh chóng, nhanh gọn, nhanh lẹ, lẹ, mau, mau lẹ, mau chóng, nhiệt tình, tận tình
        chu đáo, lịch sự, thân thiện, vui vẻ, dễ thương, tử tế, niềm nở, rõ ràng, thuận tiện
        tiện, tiện lợi, hợp lý, sạch sẽ, chuyên nghiệp, dễ hiểu, đúng hẹn, công bằng, tận tâm
        đúng hạn, đúng ngày hẹn
        cởi mở, gọn, gọn gàng, gọn lẹ, kịp thời, chính xác, đầy đủ, mát mẻ, đơn giản, thoải mái
        nhẹ nhàng, hòa nhã, ân cần, cẩn thận, chu toàn, lễ phép, hiền, giỏi, trơn tru, suôn sẻ
        thông thoáng, minh bạch, nhã nhặn, đàng hoàng, đúng giờ, tươi cười, rộng rãi
        khang trang, trôi chảy, chỉn chu, đúng mực, có tâm, có trách nhiệm, hiệu quả, gần gũi
        tôn trọng dân, fast, quick, friendly, polite, helpful
    """),
    "b": listed("""
        qua loa, hời hợt, cẩu thả, tắc trách, đùn đẩy, né tránh, làm khó, gây khó dễ, vòi vĩnh
        phân biệt, thiên vị, trịch thượng, hỗn, khinh dân, coi thường, xua đuổi, la mắng, quát
        quát nạt, mắng, nạt, la lối, cau có, nhăn nhó, càu nhàu, chảnh, lười, ồn ào, ngột ngạt
        hầm hập, bẩn thỉu, hôi hám, ùn ứ, kẹt cứng, tắc nghẽn, sai sót, nhầm lẫn, vòng vo
        hành dân, chậm, chậm chạp, chậm trễ, chậm như rùa, lâu, lâu lắc, chờ lâu, đợi lâu
        rườm rà, phức tạp, rắc rối, hách dịch, cộc lốc, cáu gắt, thô lỗ, cửa quyền, lạnh lùng
        khó khăn, khó hiểu, phiền hà, phiền phức, lằng nhằng, nhiêu khê, trễ, trễ hẹn
        quan liêu, mất thời gian, hách, bất lịch sự, thờ ơ, lộn xộn, chật chội, ì ạch, lề mề
        lê thê, mất công, vô trách nhiệm, nạt nộ, quát tháo, gắt gỏng, khó ưa, lâu la, cực khổ
        mệt mỏi, vô cảm, máy móc, rề rà, vất vả, nhũng nhiễu, hạch sách, bất tiện, dơ, dơ bẩn
        nóng nực, chờ dài cổ, đợi dài cổ, slow, rude, complicated, difficult, hard
    """),
    # Near to a judgement: the person is asked. "Được" alone may be any.
    "c": listed("khen, được, dễ, dễ dàng, easy, ổn định"),
    "e": listed("khó"),
    "R": listed("""
        rất chi, rất, rất rất, rất là, rất chi là, quá là, siêu, hoàn toàn, tuyệt đối, thật là
        quả là, rất lấy làm, cực, cực là, hết sức là, very, extremely, so, really, too, totally
        completely, highly, absolutely, đặc biệt, thật sự rất, bao giờ cũng rất, trên mức
    """),
    "V": listed("""
        cực kỳ, cực kì, vô cùng, hết sức, quá trời, quá trời quá đất, quá xá, quá chừng, vl
        vcl, vãi, max, cực luôn, ghê gớm, muốn chết, hết mức, tuyệt đối luôn, trăm phần trăm
        kinh, dã man, khủng, kinh người, quá thể, quá sức, quá mạng, hết biết, hết nấc
    """),
    "Q": listed("quá, quá đi, quá đi thôi, quá đi mất, quá luôn"),
    "L": listed("""
        lắm, lam, lắm luôn, lắm lắm, cho lắm, hung, tợn, dữ, dữ lắm, ghê, ơi là, dễ sợ, thấy sợ
        ẹc, nhất, dữ thần, dữ dội, hết chỗ nói, khỏi nói, hết cỡ, phát khiếp, phát sợ, rất mực
        như ăn kẹo, như trở bàn tay, như chơi, như bỡn, thấy mồ, thấy bà, thấy mẹ, muốn xỉu
        much
    """),
    "H": listed("""
        khá, khá là, hơi hơi, tương đối, cũng khá, cũng, vẫn, vẫn còn, còn, đều, thấy cũng
        đa phần, phần lớn, cơ bản, về cơ bản, nói chung là, ra phết, phần nhiều, hầu như
        coi như, kể ra, fairly, quite, pretty, rather
    """),
    "h": listed("hơi, hơi bị, có phần, a bit"),
    "N": listed("""
        không, chưa, chẳng, chả, không được, chưa được, không thấy, đâu có, đéo, đếch, chưa hề
        không có, không thật sự, không thực sự, chưa thật sự, chưa thực sự, không mấy, chưa mấy
        không hề, không có được, chưa có được, không có gì là, làm gì có, đời nào, chẳng hề, ứ
        chẳng mấy, chả mấy, có đâu mà, không cảm thấy, chưa cảm thấy, chưa thấy, nào có, bất
        not, no, dont, isnt, wasnt, am not, not really
    """),
    # "Chưa bao giờ hài lòng như bữa nay", "không thể hài lòng hơn": the most of all.
    "Y": listed("""
        không đâu, chưa bao giờ, chưa từng, chưa khi nào, chưa từng thấy, chưa lúc nào
        không bao giờ thấy, chưa bao giờ thấy, không nơi nào, không chỗ nào, không gì
        chưa từng có, chưa thấy chỗ nào, chưa thấy nơi nào, chưa thấy ai, chưa thấy đâu
        chưa gặp ai, chưa gặp chỗ nào
    """),
    # "Không thể hài lòng hơn" is the most; without "hơn" it denies.
    "z": listed("không thể, không thể nào, không thể nói là, không thể gọi là, sao có thể"),
    "M": listed("""
        không phải, không phải là, chứ không phải, chớ không phải, đâu phải, đâu phải là
        chẳng phải, chả phải, không hẳn, không hẳn là, chưa hẳn, chưa hẳn là, không cho
        chưa phải, chưa phải là
    """),
    "đ": listed("""
        sao được, sao nổi, làm sao được, làm sao nổi, thế nào được, sao cho nổi, đâu, mo
        đâu mà, gì đâu, chi đâu, gì đâu mà, chi đâu mà
    """),
    "i": listed("""
        chỗ nào, nơi nào, ở đâu, cái nào, bao giờ, gì, chi, gì cả, gì hết, chi cả, tí gì
        gì mấy, chi mấy, mấy, gì lắm
    """),
    "A": listed("""
        chút nào, tí nào, tẹo nào, chút nào hết, tí nào hết, một chút nào, một tí nào
        một tẹo nào, chút xíu nào, một chút xíu nào, miếng nào, một miếng nào, một chút, at all
    """),
    "m": listed("đến nỗi, tới nỗi, đến mức, tới mức, đến độ, tới độ"),
    # Complaining: "không có gì để phàn nàn".
    "k": listed("""
        chê, phàn nàn, than phiền, trách, kêu ca, phê bình, chê được, phàn nàn được, chê trách
        chê bai, phải nói, than
    """),
    # Doubt, a question, irony: "hài lòng gì mà hài lòng", "giỏi ghê ha".
    "D": listed("""
        suýt, hết hài lòng, hết tốt, thỉnh thoảng, ít khi, hiếm khi, đôi khi, đôi lúc, lâu lâu
        một phần, chút chút, nửa vời, tạm bỏ qua, được mỗi, được mỗi cái, gượng gạo
        hay không, hay chưa, nói dối, xạo, dối lòng, giả vờ, chỉ hài lòng, chỉ tốt, chỉ ưng
        chỉ được, cái con khỉ, con khỉ, con khỉ khô, khỉ mốc, cái khỉ, cái nỗi, khó mà
        khó lòng, khó lòng mà, khó có thể, nếu, nếu như, giá mà, giá như, phải chi, ước gì
        nỗi gì, cái gì, làm gì, ai mà, sao mà, sao, hả, nhỉ, hỉ, ghê ha, ghê chưa, dữ chưa
        quá ha, quá hè, quá ta, dữ ha, ghê hè, hay sao, thế nào là, ha ha, haha, hihi, hì hì
        hehe, bao nhiêu, chịu, chịu thua, bó tay, mấy điểm, thế nào, như nào, khó nói
        cũng khó nói, tạm dừng, tạm nghỉ, tạm ngưng, tạm ngừng, tạm thời, tạm biệt, chết liền
        mới lạ, cơ đấy, gớm nhỉ, ra sao, hay là, được không, được chăng, gọi là
    """),
    # Supposing: doubtful, but for numbers ("chắc cho số 3 thôi").
    "u": listed("chắc, chắc là, chắc vậy, có vẻ, gần như, dường như, hình như là, có vẻ như"),
    # Both ways at once, or neither.
    "X": listed("""
        tùy, hên xui, hoặc, tùy người, tùy lúc, tùy bữa, tùy hôm, nửa nọ nửa kia
        năm ăn năm thua, rưỡi, thứ, cái thứ, không chừng, phân vân, lưỡng lự, chừng, khoảng
        fifty fifty, sao cũng được, gì cũng được, nào cũng được, cái nào cũng được
        thế nào cũng được, đâu cũng được, ai cũng được, mấy cũng được, bao nhiêu cũng được
        sao cũng xong, không thì thôi
    """),
    # Twice in a text, they mean now this, now that.
    "x": listed("""
        lúc, khi, vừa, có lần, lần thì, người thì, có người, có cái, có hôm, hôm thì, bữa thì
        khi thì, có bữa, có khi, nửa, cái thì, chỗ thì, có chỗ, ngày thì, có ngày, lúc thì
    """),
    "W": listed("""
        muốn, mong, hy vọng, hi vọng, ước, lẽ ra, đáng lẽ, tính, tính cho, nghe nói, nghe đồn
        người ta nói, hình như, có lẽ, phải mà, mong muốn, ước chi, đáng ra, để cho, sẽ, nên
        cần, tưởng, cứ tưởng
    """),
    "P": listed("""
        trước thì, hồi trước, hồi trước thì, trước kia, trước đây, ngày trước, lúc đầu, hồi xưa
        lần trước, đợt trước, mấy lần trước, năm ngoái, hồi đó, ngày xưa, hồi đầu, ban đầu, xưa
        mấy năm trước, năm trước, bữa trước, bận trước, dạo trước
    """),
    "y": listed("như, bằng, thế này, như vậy, như thế, như thế này, nào"),
    "C": listed("hơn, hơn trước, hơn xưa, đỡ hơn, không bằng, hơn hồi trước"),
    # Whom or what it is about: the service as a whole, or one thing.
    "T": listed("""
        hôm qua, bữa qua, ngày qua, tuần qua, tháng qua, vừa qua, thời gian qua, năm qua
        đi qua, phục vụ, dịch vụ, mọi thứ, tất cả, mọi việc, làm việc, cơ quan, ở đây, chỗ này
        nơi này, bên này, giải quyết, làm ăn, chất lượng, cách làm việc, cách phục vụ, tiếp
        ở đó, bên đó, chỗ đó, vneid, vssid, tài khoản, ứng dụng, app, mạng, điện thoại
        mật khẩu, khâu này, vụ này, cái này, việc này, chuyện này, lần này, bữa nay, hôm nay
        hôm đó, bữa đó, bữa rồi, hôm trước, nay, giờ, bây giờ, đợt này, hồi nào, service
        everything, the service
    """),
    "t": listed("""
        thái độ, nhân viên, cán bộ, viên chức, thủ tục, hồ sơ, hướng dẫn, giải thích, đội ngũ
        thời gian, tiếp đón, hỗ trợ, các cô, các chú, các anh, các chị, mấy cô, mấy chú, cô ấy
        mấy cổ, họ, người ta, kết quả, giấy tờ, máy lạnh, ghế, ghế ngồi, chỗ ngồi, tiếp dân
        bà kia, ông kia, cô kia, anh kia, chị kia, cô này, anh này, chị này, ông này
        bà này mấy anh, mấy chị, mấy em, bà ấy, ông ấy, nói năng, ai, ăn nói, nói chuyện, staff
        the staff
    """),
    # Words that others would be taken for where marks are left out.
    "?": listed("""
        tiền, mẫu, màu, chân, chặn, ghe, hài, lòng, bức, độ, còn trẻ, trẻ con, trẻ em, trẻ tuổi
        nhiều thứ, mấy thứ, đủ thứ, vài thứ, các thứ, thứ này, thứ kia, thứ gì
    """),
    # What waiting is told with: nothing by itself.
    "w": listed("chờ, đợi, chờ đợi, ngồi chờ, ngồi đợi, xếp hàng, mất, chờ tới lượt, đứng chờ"),
    # Dealing with what is asked about: "không dùng", "chưa đến đó", "không biết".
    "U": listed("""
        dùng, sử dụng, xài, sài, dùng tới, dùng đến, đi, tới, đến, ghé, tới đó, đến đó, biết
        rõ, nhớ, rành, áp dụng, liên quan, liên quan tới, liên quan đến, dính tới, dính dáng
        dính dáng tới, đụng, đụng tới, đụng đến, đăng nhập, đánh giá, trả lời, gặp, trải qua
        để ý, quan tâm, ý kiến, nhận xét, tham gia, thử, làm cái này, làm bước này
        làm việc này, làm vụ này, dùng cái này, làm, tới lui, hay biết, bước này, cần tới
        sử dụng dịch vụ, dùng dịch vụ, đăng nhập vào, phát sinh, rơi vào, thuộc, xài tới
        thuộc trường hợp, used, know, opinion, comment
    """),
    "F": listed("vào được, vô được, làm được, dùng được, dùng nổi, làm nổi"),
    # What is said with any answer, and adds nothing to it.
    " ": listed("""
        có thể nói là, thừa nhận, thừa nhận là, công nhận, công nhận là, phải nói là, tròn
        chẵn, điểm, diem, sao điểm, chất lượng là, và, tức là, có nghĩa là, nghĩa là, ý là
        tóm lại, nói tóm lại, đơn vị, công ty, cty, nhà trường, loại, hạng, bên em, bên mình
        trả lời thay, bảo là, nói là, bảo, khâu, mặt, phần, thay, hộ, giùm, chúng em, tụi tôi
        tụi em, bọn em, gia đình tôi, nhà tôi, cơ quan tôi, nhà em, á, tôi, toi, em, mình, con
        cháu, bác, cô, chú, anh, chị, chúng tôi, gia đình, ạ, dạ, a, e, oi, da, thì, là, rằng
        thấy, cảm thấy, nghĩ, nói chung, nhìn chung, luôn, nha, nhé, đó, đấy, nè, ơi, vâng, ừ
        ờ, đã, sự, việc, về, với, của, các, những, này, thôi, ri, rồi, bên, thật, thật sự
        thực sự, theo tôi, hẳn, ad, bạn, vậy, đm, đcm, dm, hết, hết trơn, cảm ơn, xin cảm ơn
        cám ơn, trời, trời ơi, nghen, hen, bà con, các cháu, các con, lấy, hà, đồng chí
        các đồng chí, thưa, xin, nói thẳng, nói thật, nói thẳng là, nói thật là, chớ, à, cho
        đối với, theo, ông bà, người già, ngoại, mấy con, mấy cháu, mọi người, quý, người dân
        chứ, ấy, kia, thế, như này, cả, mà, nữa, ha, hè, ơ, ủa, chớ sao giờ, sao giờ
        sao bây giờ, nhe, chứ sao, chớ sao, chứ sao nữa, được cái, lần, có, ông, bà, má, cậu
        đây, cái, phết, nhá, kìa, mục này, câu này, ê, i, am, im, is, are, was, it, the, with
        feel, we, thank you, thanks, nói, cứ, ní, mấy ní, xíu, tí, chút, một tí, một xíu
        chút xíu, mấy bạn, admin, chọn mức, ở mức, mức độ, đánh giá là, tôi đánh giá, cho là
        phải, vừa rồi, hôm rồi, mẹ em, mẹ tôi, mẹ con, mẹ cháu, mẹ mình, mẹ chồng, mẹ vợ, mẹ già
    """),
}

ROLES: dict[str, tuple[str, ...]] = {
    role: (*phrases, *IDIOMS.get(role, ())) for role, phrases in _ROLES.items()
}
"""Every phrase by its part, the idioms with them."""

_EASE: dict[str, tuple[str, ...]] = {
    "S": listed("dễ, dễ dàng, easy, dễ hiểu, đơn giản"),
    "s": listed("khó, khó khăn, hard, difficult, phức tạp, rắc rối, rối, rối rắm"),
    "G": ROLES["S"],
}
"""Where the question asks how easy a thing was: the scale's own words, and "s" their opposite."""


def _for_ease() -> dict[str, tuple[str, ...]]:
    ease = {
        role: (*_EASE.get(role, ()), *EASE_IDIOMS.get(role, ())) for role in {*_EASE, *EASE_IDIOMS}
    }
    moved = {phrase for phrases in ease.values() for phrase in phrases}
    roles = {
        role: tuple(phrase for phrase in phrases if phrase not in moved)
        for role, phrases in ROLES.items()
    }
    return {role: (*roles.get(role, ()), *ease.get(role, ())) for role in (*roles, "s")}


JUDGING = frozenset("135SsGBgbce")
"""The roles that are a judgement."""

PIECES: Phrasebook[str] = Phrasebook(ROLES)
"""All of them, looked up by the longest phrase."""

EASE_PIECES: Phrasebook[str] = Phrasebook(_for_ease())
"""The same for questions that ask how easy a thing was."""

NOT_APPLICABLE: Phrasebook[str] = Phrasebook(
    {
        "na": listed("""
            không áp dụng, chưa áp dụng, không liên quan, không có ý kiến, không ý kiến
            không có ý kiến gì, không biết trả lời sao, không biết đánh giá sao, chưa từng
            không đánh giá được, chưa đánh giá được, không biết nữa, không rõ nữa
            không nhớ nữa, chưa biết, không để ý, không nhớ, không biết, không rõ, chưa rõ
            chưa dùng, không dùng, n/a, na, not applicable, dont know, i dont know, do not know
            no idea, no opinion, never used, not used
        """)
    }
)

NOT_DONE: Phrasebook[str] = Phrasebook(
    {
        "na": listed("""
            không có tài khoản, không có vneid, không có điện thoại thông minh
            không có smartphone, không có app, làm trực tiếp, nộp trực tiếp, đi trực tiếp
            đến trực tiếp, ra tận nơi, đến tận nơi, đến tận nơi làm, ra tận nơi làm
            lên tận nơi, nhờ người khác, nhờ người ta, nhờ người khác làm, nhờ con làm
            nhờ con cháu làm, nhờ người khác đăng nhập, nhờ con
        """)
    }
)
"""Who did not do a step online cannot say how easy it was."""

RATED_BY_EMOJI = {
    5: "❤😍🥰😘🤩💯💖💕💗💓😻👏🏆🌹",
    4: "👍🙂😊😀😃😄😁☺👌😺😌🤗",
    3: "😐😑😶",
    2: "👎🙁☹😕😟😞😒😔😢😥😣😩",
    1: "😡😠🤬😤💩😭🤮",
}
EMOJI: dict[str, int] = {
    emoji: rating for rating, all_ in RATED_BY_EMOJI.items() for emoji in all_
}
