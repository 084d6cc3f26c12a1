"""The words that are commands: a closed table. What is not here is no command."""

from __future__ import annotations

import msgspec

from flows.lexicon import listed

__all__ = ["COMMANDS", "LEADS", "TAILS", "Command"]


class Command(msgspec.Struct, frozen=True):
    """The phrases of one command. `maybe` are phrases that may as well answer a question."""

    phrases: tuple[str, ...]
    maybe: tuple[str, ...] = ()


COMMANDS: dict[str, Command] = {
    "back": Command(
        listed("""
            sửa câu trước, quay lại, trở lại, câu trước, về câu trước, quay lại câu trước
            lùi lại, trở về, sửa lại câu trước, sửa câu vừa rồi, cho quay lại
            trở lại câu trước, quay về, quay lại câu vừa rồi, bấm nhầm, bấm lộn, chọn nhầm
            chọn lộn, nhầm rồi, tôi bấm nhầm, về trước, bấm nhầm rồi, bấm lộn rồi
            chọn nhầm rồi, chọn lộn rồi, trở về trước, quay lại câu hỏi trước, về câu hỏi trước
            trở về câu trước, back, go back, previous, undo, previous question
        """),
        listed("sửa, sửa lại, lộn rồi, nhầm, lùi"),
    ),
    "skip": Command(
        listed("""
            bỏ qua, bỏ qua câu này, bỏ câu này, qua câu khác, câu khác, câu tiếp theo, câu sau
            next câu, không trả lời câu này, cho qua, bỏ qua đi, miễn trả lời, skip, skip this
            skip question, skip this question, pass, no answer
        """),
        listed(
            "bỏ, qua, tiếp, tiếp theo, next, prefer not to say, không trả lời, không muốn trả lời"
        ),
    ),
    "pause": Command(
        listed("""
            để sau, tạm dừng, tạm ngưng, để lúc khác, lúc khác, để mai, mai làm tiếp, lát nữa
            tôi bận, đang bận, bận rồi, để khi khác, khi khác, lát làm tiếp, chút nữa làm tiếp
            tạm nghỉ, nghỉ chút, nghỉ đã, bữa khác, để tối, để mai làm tiếp, chiều làm tiếp
            tối làm tiếp, mai trả lời tiếp, để mai trả lời, lúc khác trả lời, pause, later
            not now, do it later, busy now, im busy
        """),
        listed("chờ chút, chờ tí, đợi tí, đợi chút, bận, nghỉ"),
    ),
    "stop": Command(
        listed("""
            thôi không làm nữa, không làm nữa, dừng lại, ngừng lại, tôi muốn dừng
            không khảo sát nữa, kết thúc, thôi không trả lời nữa, không trả lời nữa
            dừng khảo sát, thoát, ngưng lại, tôi không muốn làm nữa, không tham gia
            không tham gia nữa, tôi không tham gia, dừng cuộc trò chuyện, hủy bỏ
            thôi không làm, không muốn làm, không muốn làm nữa, không muốn trả lời nữa
            tôi không muốn trả lời nữa, không muốn khảo sát nữa, stop, quit, exit, cancel, end
            stop now
        """),
        listed("thôi, dừng, ngừng, hủy, thôi nghỉ, ngưng, hết, thôi đủ rồi"),
    ),
    "restart": Command(
        listed("""
            làm lại từ đầu, làm lại, bắt đầu lại, bắt đầu lại từ đầu, từ đầu, làm lại hết
            trả lời lại từ đầu, khảo sát lại, reset, restart, start over, start again
            begin again, from the beginning
        """),
    ),
    "help": Command(
        listed("""
            trợ giúp, giúp đỡ, cần giúp, tôi cần giúp, hướng dẫn sử dụng, cách dùng
            giúp tôi với, giúp tôi, giúp em với, làm thế nào đây, không biết cách làm
            không biết bấm, tôi không hiểu, không hiểu, không hiểu câu hỏi, câu hỏi là gì
            hướng dẫn tôi, không hiểu câu này, không hiểu câu hỏi này, cần hỗ trợ
            cần được hỗ trợ, help, help me, i dont understand, how does this work
        """),
        listed("""
            giúp, hướng dẫn, làm sao, làm thế nào, giúp với, hả, gì, là sao, nghĩa là gì, là gì
            ý gì, sao
        """),
    ),
    "human": Command(
        listed("""
            gặp cán bộ, gặp nhân viên, gặp viên chức, gặp người thật, nói chuyện với người thật
            gặp tổng đài viên, nói chuyện với cán bộ, nói chuyện với nhân viên, gặp tổng đài
            gặp người, liên hệ cán bộ, nói với cán bộ, cán bộ gọi lại, gọi lại cho tôi
            nhờ cán bộ, cần gặp cán bộ, cần người hỗ trợ, nói chuyện với người
            gặp người phụ trách, gặp lãnh đạo, nhắn cho cán bộ, gọi cho tôi, gọi điện cho tôi
            gọi lại giúp tôi, human, agent, talk to a human, speak to a human, talk to someone
            real person, operator, speak to someone, talk to staff, speak to an officer
            talk to an officer
        """),
        listed("cán bộ, nhân viên, tổng đài, viên chức"),
    ),
    "resume": Command(
        listed("""
            tiếp tục khảo sát, làm tiếp, tiếp tục trả lời, trả lời tiếp, tiếp tục làm
            làm tiếp đi, làm tiếp phiếu, tiếp tục phiếu, resume, carry on
        """),
        listed("tiếp tục, tiếp đi, continue, go on"),
    ),
    "review": Command(
        listed("""
            xem lại, xem lại câu trả lời, xem câu trả lời, kiểm tra lại, xem lại hết
            sửa câu trả lời, xem lại câu trả lời của tôi, xem lại các câu trả lời, review
            review answers, my answers, show my answers, check my answers
        """),
    ),
    "trust": Command(
        listed("""
            có phải lừa đảo không, lừa đảo à, lừa đảo không, phải lừa đảo không
            đây có phải lừa đảo không, kiểm tra thật giả, thật hay giả, thật giả, thật không
            có thật không, có đáng tin không, ai hỏi vậy, ai hỏi, bạn là ai, đây là ai, ai đấy
            ai vậy, có phải bhxh thật không, có phải bhxh không, bhxh thật không
            có giả mạo không, đây có phải bhxh không, có an toàn không, sao tôi tin được
            tin được không, có tin được không, có phải cơ quan bhxh không
            có phải cơ quan bhxh thật không, là lừa đảo phải không, đây là bhxh thật không
            sao biết là thật, làm sao biết là thật, có lừa đảo không, lừa đảo hả
            is this a scam, is this real, who are you, is it real, is this official
        """),
        listed("thật à, ai, lừa đảo, giả mạo, scam, fake"),
    ),
    "complaint": Command(
        listed("""
            tôi muốn góp ý, gửi phản ánh, gửi góp ý, muốn góp ý, phản ánh, góp ý
            tôi muốn phản ánh, muốn phản ánh, tôi cần phản ánh, cần phản ánh, có phản ánh
            phàn nàn, muốn phàn nàn, gửi kiến nghị, kiến nghị, tôi muốn kiến nghị, ý kiến
            tôi có ý kiến, gửi ý kiến, khiếu nại, tôi muốn khiếu nại, muốn khiếu nại, tố cáo
            tôi muốn tố cáo, muốn tố cáo, đóng góp ý kiến, tôi muốn đóng góp ý kiến, khen ngợi
            tôi muốn khen, gửi lời khen, báo cáo sai phạm, tôi có góp ý, góp ý kiến
            tôi muốn góp ý kiến, complaint, complain, feedback, give feedback, report a problem
            make a complaint, send feedback, i want to complain, report
        """),
    ),
    "opt_out": Command(
        listed("""
            đừng nhắn nữa, đừng nhắn tin nữa, đừng nhắn tin cho tôi nữa, không nhắn nữa
            đừng gửi tin nữa, đừng gửi nữa, ngừng nhắn tin, hủy đăng ký, không nhận tin nữa
            không nhận tin, từ chối nhận tin, đừng làm phiền, đừng làm phiền tôi
            đừng làm phiền nữa, đừng làm phiền tôi nữa, thôi đừng nhắn nữa
            không muốn nhận tin nữa, đừng nhắn cho tôi nữa, ngừng gửi tin, đừng liên hệ nữa
            đừng gọi nữa, đừng nhắn, đừng gửi tin nhắn nữa, đừng gửi tin nhắn cho tôi nữa
            hủy nhận tin, không nhận tin nhắn nữa, stop sending messages, unsubscribe, opt out
            stop messaging, stop messaging me, do not contact me, dont message me, dont text me
            stop texting me, dừng nhận tin, ngừng nhận tin, stop messages
        """),
    ),
    "opt_in": Command(
        listed("""
            nhận lại tin, nhận tin lại, nhận lại tin nhắn, nhận tin nhắn lại, nhận tin trở lại
            nhận lại lời mời, tiếp tục nhận tin, tiếp tục nhận tin nhắn, đăng ký nhận tin
            đăng ký nhận lại tin, đăng ký lại, muốn nhận tin, bật lại tin nhắn, mở lại tin nhắn
            resume messages, start messages, receive messages again, get messages again
            message me again, subscribe, subscribe again, resubscribe, opt in, opt back in
        """),
    ),
    "view": Command(
        listed("""
            xem, xem lại phiếu, xem phiếu, xem phiếu của tôi, xem kết quả, cho xem, cho tôi xem
            xem dữ liệu của tôi, xem thông tin của tôi, các bạn lưu gì về tôi, lưu gì về tôi
            đang lưu gì về tôi, xem thông tin đã lưu, dữ liệu của tôi, bạn lưu gì về tôi
            lưu gì của tôi, các anh lưu gì của tôi, các anh lưu gì về tôi, my data
            show my data, view my data, what do you store about me
        """),
    ),
    "erase": Command(
        listed("""
            xóa dữ liệu của tôi, xóa thông tin của tôi, xóa dữ liệu, xóa thông tin
            xóa câu trả lời, xóa câu trả lời của tôi, xóa hết, xóa hết dữ liệu
            xóa hết thông tin của tôi, xóa phiếu, xóa phiếu của tôi, xóa mọi thứ
            xóa hết dữ liệu của tôi, rút lại đồng ý, rút đồng ý, xóa tất cả, xóa tất cả dữ liệu
            xóa tất cả dữ liệu của tôi, xóa tài khoản, delete my data, erase my data
            remove my data, delete my answers, withdraw consent
        """),
        listed("xóa, xóa đi, delete"),
    ),
    "withdraw": Command(
        listed("""
            rút phản ánh, rút lại phản ánh, rút đơn, rút góp ý, rút lại góp ý, hủy phản ánh
            rút kiến nghị, tôi muốn rút phản ánh, không phản ánh nữa, rút lại đơn
            rút phản ánh của tôi, rút lại phản ánh của tôi, hủy phản ánh của tôi, withdraw
            withdraw complaint, withdraw my complaint, cancel my complaint
        """),
        listed("rút, rút lại"),
    ),
    "language": Command(
        listed("""
            ngôn ngữ, đổi ngôn ngữ, chuyển ngôn ngữ, thay đổi ngôn ngữ, chọn ngôn ngữ
            ngôn ngữ khác, đổi tiếng, tiếng khác, đổi sang tiếng khác, tiếng nước ngoài
            language, languages, change language, change the language, choose language
            other language, other languages, another language, switch language
        """),
    ),
    "language_vi": Command(
        listed("""
            tiếng việt, nói tiếng việt, đổi sang tiếng việt, chuyển sang tiếng việt
            dùng tiếng việt, vietnamese, in vietnamese, speak vietnamese, việt ngữ
        """),
    ),
    "language_en": Command(
        listed("""
            tiếng anh, nói tiếng anh, đổi sang tiếng anh, chuyển sang tiếng anh, dùng tiếng anh
            change to english, switch to english, change language to english, english
            in english, english please, speak english, do you speak english
        """),
    ),
    "status": Command(
        listed("""
            xem tiến độ, tra cứu, tra cứu phản ánh, tiến độ, xem tình trạng
            tình trạng phản ánh, phản ánh của tôi đến đâu rồi, phản ánh của tôi tới đâu rồi
            xem phản ánh, tra cứu tiến độ, status, check status, track, my case, my complaint
        """),
    ),
    "progress": Command(
        listed("""
            còn mấy câu nữa, còn mấy câu, còn bao nhiêu câu nữa, tới đâu rồi, đến đâu rồi
            còn lâu không, how many questions, how many more, how many questions left
            how long is this, progress
        """),
    ),
    "menu": Command(
        listed("""
            menu chính, menu, thực đơn, danh mục, các lệnh, trang chủ, chức năng, có những gì
            làm được gì, bạn làm được gì, về đầu, main menu, options, home, commands
        """),
    ),
}
"""Command → its phrases, Vietnamese and English. What is not here is no command."""

LEADS: tuple[str, ...] = listed("""
    cho tôi, cho em, cho mình, cho con, cho cháu, cho tui, cho, tôi muốn, em muốn, muốn
    tôi cần, em cần, cần, làm ơn, vui lòng, xin, xin được, tôi xin, ad ơi, bạn ơi, em ơi, hãy
    nhờ, tôi, em, bot ơi, giúp tôi, mình muốn, con muốn, tui muốn, mình, xin chào, chào, hi
    hello, please, can i, i want to, i would like to, i want, can you, could you, id like to
    let me, to, tui, bác, cô, chú, bà, con, cháu, ông, cho bác, cho cô, cho chú, cho bà
    bác muốn, cô muốn, chú muốn, tui cần, tui xin, tôi yêu cầu, tui yêu cầu, yêu cầu, đề nghị
    tôi đề nghị, thôi, giờ, à, ủa, ơ, khoan, các cháu, các cháu ơi, cháu ơi, con ơi, ad, admin
    bạn, bot, để tôi, để bác, mấy người, các bạn, các anh, mấy bạn, tụi bây, nhờ em, nhờ cháu
    bây giờ, rồi, thì
""")
"""What may stand before a command: wishes and calls."""

TAILS: tuple[str, ...] = listed("""
    giúp tôi, giúp em, giúp mình, giúp, với, đi, được không, dùm, giùm, giùm tôi, dùm tôi, cái
    hộ, hộ tôi, nào, nhanh, ngay, luôn, đi mà, cho tôi, cho em, em, ạ, a, nhe, please, now, tui
    giúp tui, giùm tui, cho tui, hộ tui, hộ bác, giúp bác, giùm bác, cho bác, nha, hè, hỉ, hen
    nghen, con, cháu, vậy, vậy con, cái coi, coi, thử, xem, chứ, chớ, nhỉ, đâu, hả, ta, trời
    trời ơi, dạ, đi con, đi cháu, đi em, một cái
""")
"""What may stand behind it."""
