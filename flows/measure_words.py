"""The words that stand around numbers, by what they are to them: units, bounds, links."""

from __future__ import annotations

from flows.lexicon import listed

__all__ = ["ROLES"]

ROLES: dict[str, tuple[str, ...]] = {
    # times
    "t": listed("""
        lần, lan, l, lượt, chuyến, bận, ban, vòng, buổi đi, phát, times, time, visits, trips
        trip
    """),
    # people
    "p": listed("""
        người, lao động, nhân viên, người lao động, công nhân, nhân sự, cán bộ, anh em
        cán bộ nhân viên, công nhân viên, nhân công, thợ, nhân khẩu, ae, nlđ, nld, lđ, ld, cn
        people, employees, workers, person, staff
    """),
    # years of age
    "y": listed("tuổi, t, xuân xanh, tuổi đời, cái xuân, mùa xuân, years old, years, yo"),
    # minutes
    "m": listed("phút, p, ph, phút đồng hồ, min, mins, minute, minutes, phút giây"),
    # hours
    "h": listed("giờ, tiếng, h, g, giờ đồng hồ, hour, hours, hr, hrs, tiếng đồng"),
    # an hour, without a number
    "H": listed("tiếng đồng hồ, an hour"),
    # seconds
    "s": listed("giây, seconds"),
    # half a day
    "b": listed("buổi, bữa, buổi sáng, buổi chiều, buổi trời"),
    # all of half a day
    "a": listed("hết buổi, hết sáng, hết chiều"),
    # days
    "d": listed("ngày, day, days, hôm, ngày trời"),
    # weeks
    "w": listed("tuần, tuần lễ, week, weeks"),
    # months
    "M": listed("tháng, month, months, tháng trời"),
    # part of the day behind a clock time
    "S": listed("sáng, trưa, chiều, tối, am, pm"),
    # and a half, behind a unit
    "x": listed("rưỡi"),
    # half of a unit
    "½": listed("nửa, nữa, half, half an, nửa cái, phân nửa"),
    # between the parts of a fraction
    "/": listed("phần"),
    # about
    "~": listed("""
        khoảng, tầm, chừng, độ, cỡ, ước, ước chừng, đâu, khoảng chừng, áng chừng, about
        around, cũng cỡ, đâu khoảng, đâu chừng, đâu tầm, đâu cỡ, tầm khoảng, khoảng tầm
        chừng khoảng, cỡ chừng, cỡ khoảng, trên dưới, đâu đó, vào khoảng, loanh quanh, xấp xỉ
        xêm xêm, roughly
    """),
    # nearly
    "g": listed("gần, ngót, ngót nghét, suýt soát, suýt, sắp, gần như, nearly, almost"),
    # over, before or behind
    ">": listed("""
        hơn, trên, ngoài, ngoai, ngoại, over, more than, cao hơn, nhiều hơn, lâu hơn
    """),
    # and some, behind a unit
    "+": listed("""
        lẻ, hơn chút, hơn tí, hơn xíu, có hơn, chút đỉnh, có dư, dư, hơn chút xíu, hơn một ít
        có lẻ, hơn chút đỉnh, ngoài chút
    """),
    # under
    "<": listed("dưới, ít hơn, under, less than, nhỏ hơn, thấp hơn"),
    # not quite
    "l": listed("""
        chưa đến, chưa tới, không đến, không tới, chưa đầy, không đầy, chưa được, không được
        đâu tới, đâu đến, đâu có tới, đâu có đến, làm gì tới, làm gì đến, chẳng tới, chẳng đến
        chả tới, chả đến, có đâu tới, không có tới, chưa có tới, chưa hết, không hết, chưa quá
        chưa đủ
    """),
    # at most
    "≤": listed("""
        không quá, tối đa, nhiều nhất, cùng lắm, quá lắm, nhiều lắm, nhiều lắm là, lâu nhất
        đổ lại, trở lại, trở xuống, đổ xuống, là cùng, là nhiều, là hết mức, at most
    """),
    # at least
    "≥": listed("""
        ít nhất, tối thiểu, ít ra, ít gì, ít nhất là, ít nhứt, nhanh nhất, at least, trở lên
        là ít, đổ lên, không dưới
    """),
    # from
    "f": listed("từ, from, hồi, lúc, tu"),
    # all of, as many as
    "e": listed("cả, nguyên, nguyên cả, trọn, suốt, suốt cả, hết cả, mất cả, tốn cả, hàng"),
    # less, behind an hour
    "k": listed("kém, thiếu"),
    # ordinal
    "#": listed("thứ"),
    # years
    "Y": listed("niên"),
    # over, or too much
    "q": listed("quá"),
    # each week, month, …
    "E": listed("""
        mỗi tuần, mỗi tháng, hàng tuần, hằng tuần, hàng tháng, hằng tháng, mỗi ngày, mỗi năm
        hàng năm, hằng năm, tuần nào cũng, tháng nào cũng
    """),
    # đồng
    "c": listed("đồng, đ, vnđ, vnd, dong, d, đồng bạc, đồng chẵn"),
    # without its mark: to, or I
    "T": listed("toi"),
    # to, or
    "-": listed("đến, tới, hoặc, hay, hay là, hoặc là, to, or"),
    # born
    "B": listed("sinh, sinh niên, niên sinh, sn, born in, born, đẻ, sinh ra"),
    # not
    "!": listed("""
        không, chưa, không phải, chẳng, đâu có, not, chứ không phải, đâu phải, chứ không, chả
        chưa phải
    """),
    # asks
    "?": listed("nào, bao nhiêu, bao lâu"),
    # says nothing about a number
    " ": listed("""
        tôi, em, mình, tui, con, cháu, bác, cô, chú, anh, chị, ông, bà, dạ, ạ, là, thì, phải
        đi, mất, chờ, hết, đã, có, cả thảy, tất cả, tổng cộng, được, thôi, rồi, nha, nhé, lận
        à, a, niên nay, cũng, mới, chỉ, đợi, ngồi, tới lui, đi lại, luôn, đó, đấy, vậy, thế
        nhen, nghen, hen, hén, nè, á, ha, hả, chắc, chắc là, hình như, chắc cũng, tổng
        tổng là, it took, i, am, im, it was, waited, went, chừng đó, tốn, thời gian, làm, xong
        mới xong, là xong, là được, vừa, đúng, vừa đúng, đúng là, tròn, chẵn, năm nay, nay
        hiện, hiện tại, hiện nay, bây giờ, lúc này, mỗi lần, mỗi bữa, lần nào cũng, trung bình
        bình quân, thường, mọi lần, co, do, dau, tron, ơi, chú ơi, cô ơi, em ơi, con ơi
        cháu ơi, bạn, bạn ơi, ad, dạ thưa, thưa, ừ, vâng, ờ, ok, nếu nhớ không lầm, tính ra
        tính luôn, kể cả, gộp lại, thật ra, nói thật, toàn bộ, nhà tôi, đơn vị, công ty, cty
        bên em, bên tôi, bên mình, chỗ tôi, cơ quan, xí nghiệp, đơn vị tôi, chúng tôi
        công ty tôi, có tất cả, đang có, tuổi tôi, đúng rồi, thưa cô, nghe, mà, cái, chắc tầm
        quãng, những, lên, chắc khoảng, còn, ngoái, đời, cộng lại, tạm tính, xếp hàng
        sắp hàng, đứng hàng, đại khái, gộp, quá trời, đông quá, chưa tới lượt
        chưa đến lượt, chưa được gọi, chưa xong, vẫn chưa xong, không xong, đông, lâu quá, quá lâu
        phải mất, vị chi, thấy, bữa đó, hôm đó, lúc đó, bữa nay
    """),
}
"""A letter for each role → the words and phrases that play it. Regular expressions over these
letters are the grammars of durations, ages and counts.
"""
