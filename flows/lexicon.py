"""The words of chat: short and Southern spellings, politeness, openings that add nothing."""

from __future__ import annotations

__all__ = [
    "ABBREVIATIONS",
    "AFTER_NOT",
    "OPENERS",
    "POLITE_HEADS",
    "POLITE_TAILS",
    "SOFT_TAILS",
    "listed",
]


def listed(table: str) -> tuple[str, ...]:
    """Return the phrases of a table: commas and line ends stand between them."""
    return tuple(p for line in table.splitlines() for p in map(str.strip, line.split(",")) if p)


ABBREVIATIONS: dict[str, str] = {
    short: meaning
    for meaning, shorts in {
        "không": (
            "k ko kg kh hk hok hong hông hổng hem khum hum hôg khg khog hg k0 kô kong kông nỏ khôg"
            " kôg kog hổg hỗng hõng hôn khhông khồng"
        ),
        "được": "dc đc đx dk đk đuọc",
        "bình thường": "bt bthg bth bthuong bthường btg bthương binhthuong",
        "hài lòng": "hl hlong hlòng hailong hàilòng",
        "rất hài lòng": "rhl rathailong",
        "không hài lòng": "khl kohl",
        "rất không hài lòng": "rkhl",
        "không áp dụng": "kad",
        "không biết": "kbiet kbt",
        "đồng ý": "đy dongy",
        "ok": "oke okie okela okla oki okay okey okê okelah okie oker",
        "rồi": "r rùi rui rầu òi",
        "gì": "j ji",
        "biết": "bik bít bjt bit bic",
        "cũng": "cx cg cug cũg",
        "có": "cóa koa",
        "xong": "xog xg xoq",
        "tí": "tý",
        "luôn": "lun lunn",
        "đâu": "mô",
        "vậy": "rứa dzậy zậy vầy dị dzị zị",
        "làm": "lm mần mằn",
        "sao": "răng",
        "này": "ni nì",
        "ấy": "nớ",
        "nữa": "nựa nữ",
        "bữa": "bựa",
        "thật": "thiệt thiệc",
        "thôi": "thui thuii hoy",
        "vui": "zui dui",
        "mình": "mik mk mìn",
        "tôi": "tui tuii tớ",
        "mọi người": "mn mng",
        "sử dụng": "sd",
        "kết quả": "kq",
        "xin lỗi": "xl",
        "thông báo": "tb",
        "trả lời": "tl trl",
        "giấy tờ": "gt",
        "thủ tục": "tt",
        "quá": "qá wá",
        "qua": "wa",
        "với": "vs",
        "nhân viên": "nv nvien",
        "cán bộ": "cb cbo",
        "thái độ": "tđ tdo",
        "phục vụ": "pv",
        "thời gian": "tg",
        "hồ sơ": "hs",
        "hướng dẫn": "hdan",
        "vâng": "vg vag vâg vưng",
        "ừ": "uh uk um uhm ukm uki ừm ừa ừh ưh ừk ừhm",
        "yes": "yep yup yeah ye",
        "thích": "thik thjk",
        "trước": "trc trk",
        "bỏ qua": "boqua",
        "tiếp tục": "ttuc",
        "người": "ng",
        "nhiều": "nhìu nhju",
        "cảm ơn": "cmơn cmon",
        "điện thoại": "đt sđt sdt dthoai",
    }.items()
    for short in shorts.split()
}
"""One typed word → the words it stands for. Only for reading answers; stored texts keep theirs."""

AFTER_NOT: dict[str, str] = {"bt": "biết", "b": "biết"}
"""What a short word stands for behind "không": "ko bt" is not "not normal"."""

POLITE_HEADS = frozenset({"dạ", "thưa", "ạ"})
POLITE_TAILS = frozenset({"ạ", "nha", "nhé", "nhá", "nghen", "hén", "nè", "nhen"})
"""Words that carry only politeness, as long as something else was said: "dạ" alone is no yes."""

SOFT_TAILS = frozenset(
    listed("""
        a, e, em, anh, chị, chi, bạn, ơi, oi, ad, bác, chú, cô, cháu, nhe, ha, hen, luôn
        luon, đó, đấy, mà, thôi, vậy, thế, nghe, á, à, con, nha, nhé, nghen, hè, hỉ, hà, ông, bà
        please, pls, sir, madam
    """)
)
"""Words that may be dropped from the end, if the text says nothing together with them."""

OPENERS: tuple[str, ...] = listed("""
    tôi, tui, em, mình, con, cháu, bác, cô, chú, anh, chị, chúng tôi, bọn tôi, nhà tôi
    gia đình tôi, gia đình em, theo tôi, thấy, cảm thấy, nghĩ, nghĩ là, cho là, thì, là
    nói chung, nhìn chung, chung quy, cũng, thật sự, thực sự, thiệt, đã, da, mức
    chọn, xin, i, i am, im, we are, it was, it is
""")
"""Openings of a sentence that may be dropped from the front in the same way ("em thấy …")."""
