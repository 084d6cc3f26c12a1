"""The words in which people rate: a table of phrases, and a table of how phrases combine."""

from __future__ import annotations

import re

from flows.lexicon import listed
from flows.phrases import Phrasebook

__all__ = ["COMBINATIONS", "EASE", "EMOJI", "NOT_APPLICABLE", "PIECES", "RATED_BY_EMOJI"]


# One letter a role; "1" to "5" are phrases that are a rating by themselves.
_ROLES: dict[str, tuple[str, ...]] = {
    "5": listed("""
        tuyệt vời, tuyệt, tuyệt hảo, tuyệt cú mèo, xuất sắc, hoàn hảo, hết ý, hết sẩy, quá đã
        đỉnh, mười điểm, không chê vào đâu được, trên cả tuyệt vời, số dách, số dzách
        excellent, perfect, wonderful, great, awesome, amazing, fantastic, outstanding
    """),
    "4": listed("""
        không có gì phải chê, không chê được, không có gì để chê, không có gì chê
        không có gì phàn nàn, không có gì phải phàn nàn, không có gì để phàn nàn
        chẳng có gì phải chê, chẳng có gì để chê, không chê gì, không còn gì để chê
        không có chỗ chê, không có chỗ nào để chê
    """),
    "3": listed("""
        bình thường, tạm được, cũng được, tạm ổn, tạm, tàm tạm, tạm tạm, trung bình, bình bình
        vừa vừa
        cũng bình thường, cũng tạm, tạm chấp nhận được, chấp nhận được, nhàng nhàng
        bình thường thôi
        được được, sao cũng được thôi, vừa phải, không tốt không xấu, không tốt cũng không xấu
        normal, average, neutral, so so, ok thôi, fair, neither
    """),
    "1": listed("""
        thậm tệ, tệ hại, quá đáng, không thể chấp nhận, không chấp nhận được
        không thể chấp nhận được
        thất vọng tràn trề, bực mình kinh khủng, kinh khủng, tồi tệ, tệ nhất, kém nhất, như cc
        như cặc, như cứt, như l, như lồn, như shit, như hạch
        terrible, awful, horrible, worst, unacceptable
    """),
    "G": listed("""
        hài lòng, tốt, ok, ổn, ổn áp, ưng, ưng ý, ưng bụng, vừa ý, vừa lòng, hợp ý, thỏa mãn
        hài lòng với, hài lòng về, tốt đẹp, hay, ngon, ngon lành, thích, mãn nguyện, yên tâm
        satisfied, good, happy, fine, nice, pleased, well
    """),
    "B": listed("""
        tệ, kém, chán, dở, tồi, xấu, thất vọng, bực mình, bực, bức xúc, khó chịu, chán đời, dở ẹc
        bất mãn, phiền lòng, dở tệ, dở òm, dissatisfied, unsatisfied, unhappy, bad, poor
        disappointed
    """),
    # Judgements of one thing: near to a rating, but not one; the person is asked.
    "g": listed("""
        được, nhanh, nhanh chóng, nhiệt tình, tận tình, chu đáo, lịch sự, thân thiện, vui vẻ
        dễ thương
        tử tế, niềm nở, rõ ràng, thuận tiện, tiện, tiện lợi, hợp lý, sạch sẽ, chuyên nghiệp
        dễ hiểu
        đúng hẹn, công bằng, tận tâm, cởi mở, gọn, gọn gàng, kịp thời, chính xác, đầy đủ, mát mẻ
        khen, khỏi chê, miễn chê, hết chỗ chê, dễ, đơn giản, fast, quick, friendly, polite
        helpful, easy
    """),
    "b": listed("""
        chậm, chậm chạp, lâu, lâu lắc, chờ lâu, rườm rà, phức tạp, rắc rối, hách dịch, cộc lốc
        cáu gắt
        thô lỗ, cửa quyền, lạnh lùng, khó khăn, khó hiểu, khó, phiền hà, phiền phức, lằng nhằng
        nhiêu khê, trễ, trễ hẹn, quan liêu, mất thời gian, bất lịch sự, thờ ơ, lộn xộn, chật chội
        slow, rude, complicated, difficult, hard
    """),
    "V": listed("""
        rất, quá, rất rất, rất là, quá là, cực, cực kỳ, cực kì, vô cùng, siêu, hết sức, hoàn toàn
        tuyệt đối, đặc biệt, thật là, quá trời, quá xá, quá chừng, vl, vcl, vãi, max, cực luôn, ghê
        very, extremely, so, really, too, totally, completely, highly, absolutely
    """),
    "L": listed("lắm, lắm luôn, cho lắm, much"),
    "H": listed("""
        khá, khá là, hơi, hơi bị, tương đối, cũng khá, cũng, vẫn, vẫn còn, còn, đều, thấy cũng
        fairly
        quite, pretty, rather, a bit
    """),
    "N": listed("""
        không, chưa, chẳng, chả, không được, chưa được, không phải, không thấy, đâu có, đéo, đếch
        không có, không thật sự, không thực sự, chưa thật sự, chưa thực sự, không mấy, chưa mấy
        not, no, dont, isnt, wasnt, am not, not really
    """),
    "A": listed("""
        chút nào, tí nào, tẹo nào, chút nào hết, tí nào hết, một chút nào, một tí nào, gì cả
        gì hết, tí gì, at all
    """),
    # Doubt and irony: "hài lòng gì mà hài lòng".
    "D": listed("""
        gì, gì đâu, đâu, nỗi gì, cái gì, làm gì, làm gì có, ai mà, sao mà, sao, hả, nổi
    """),
    "T": listed("""
        thái độ, nhân viên, cán bộ, viên chức, phục vụ, dịch vụ, thủ tục, hồ sơ, mọi thứ, tất cả
        mọi việc, làm việc, hướng dẫn, giải thích, cơ quan, ở đây, chỗ này, nơi này, bên này
        giải quyết, làm ăn, đội ngũ, chất lượng, thời gian, cách làm việc, cách phục vụ
        tiếp đón, hỗ trợ, tiếp
        service, staff, everything, the service, the staff
    """),
    " ": listed("""
        á, tôi, toi, tui, em, mình, con, cháu, bác, cô, chú, anh, chị, chúng tôi, gia đình, ạ, dạ
        a, e, oi
        thì, là, rằng, thấy, cảm thấy, nghĩ, nói chung, nhìn chung, luôn, nha, nhé, đó, đấy, nè, ơi
        vâng, ừ, đã, sự, việc, về, với, của, các, mấy, những, này, thôi, chắc, rồi, bên, thật
        thiệt
        thật sự, thực sự, theo tôi, mức, hẳn, mà, ad, bạn, vậy, như vậy, đm, đcm, dm
        cảm ơn, xin cảm ơn, cám ơn
        i, am, im, is, are, was, it, the, with, feel, we, thank you, thanks
    """),
}

EASE: dict[str, str] = {
    **dict.fromkeys(("dễ", "dễ dàng", "easy"), "G"),
    **dict.fromkeys(("khó", "khó khăn", "hard", "difficult"), "B"),
}
"""Roles that change where the question asks how easy a thing was."""

PIECES: Phrasebook[str] = Phrasebook(_ROLES)

# (pattern of roles, rating, sure?); the first that matches the whole clause decides.
# Negation comes first by its own letters: "NG" is never read as "G".
COMBINATIONS: tuple[tuple[re.Pattern[str], int, bool], ...] = tuple(
    (re.compile(pattern), rating, sure)
    for pattern, rating, sure in (
        (r"[HV]*([1-5])[VL]*", 0, True),  # 0: the phrase's own rating
        (r"H?V+GL?|GV+L?|H?GL", 5, True),
        (r"H*G", 4, True),
        (r"V+H?NV*GL?|NV*GV+", 1, True),
        (r"H?NV*GL?", 2, True),
        (r"H?V*NV*GL?A", 1, False),
        (r"V+B[VL]*|BV+L?|BL", 1, True),
        (r"H*B", 2, True),
        (r"H?NV*[Bb][VLA]*", 4, False),
        (r"V+gL?|gV+L?|gL", 5, False),
        (r"H*g", 4, False),
        (r"H?V*NV*gL?A?", 2, False),
        (r"V+b[VL]*|bV+L?|bL", 1, False),
        (r"H*b", 2, False),
    )
)

NOT_APPLICABLE: Phrasebook[str] = Phrasebook(
    {
        "na": listed("""
            không biết, không rõ, chưa rõ, không nhớ, không áp dụng, chưa áp dụng, không liên quan
            chưa dùng, không dùng, chưa sử dụng, không sử dụng, chưa từng dùng, chưa từng
            chưa dùng bao giờ
            chưa bao giờ dùng, chưa gặp, không gặp, chưa làm, không làm, chưa trải qua
            không có ý kiến
            không ý kiến, không có ý kiến gì, không biết trả lời sao, chưa biết, tôi không biết
            không đánh giá được, chưa đánh giá được
            không biết nữa, chưa có, không để ý, chưa đến, chưa tới
            n/a, na, not applicable, dont know, i dont know, do not know, no idea, no opinion
            never used
            not used
        """)
    }
)

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
