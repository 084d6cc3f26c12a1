"""The words in which people affirm, deny, forget and hedge, by the part that they play."""

from __future__ import annotations

from flows.lexicon import listed
from flows.phrases import Phrasebook

__all__ = ["ASSERTIONS", "ASSERTION_ROLES", "SYNONYMS"]

# One letter a role.
ASSERTION_ROLES: dict[str, tuple[str, ...]] = {
    "+": listed("""
        có mờ, chứ sao, chớ sao, không những, không chỉ, chẳng những, có đàng hoàng, có hẳn hoi
        đúng là có
        có, co, vâng, ừ, ờ, đúng rồi, đúng vậy, phải rồi, rồi, được, ok, dĩ nhiên, đương nhiên
        tất nhiên, chắc chắn, đủ, đủ rồi, thừa, dư, thừa sức, dư sức, quá đủ, từ lâu, hẳn hoi
        có mà, nhất trí, yes, yeah, sure, of course, right, true, did, have
    """),
    # Agree as long as nothing else is said: "đúng giá quy định" is no yes.
    "=": listed("đúng, chính xác, chuẩn, phải, right, true, correct"),
    "-": listed("""
        cái con khỉ, con khỉ, khỉ khô, khỉ mốc, nằm mơ, mơ à, mơ mà, tết congo, tới tết
        chắc tới tết, còn khuya, cái nỗi gì, nỗi gì, quái gì, cái búa, cái quái, sao được, sao nổi
        sao mà được, làm sao mà có, đào đâu ra, lấy đâu, mất hút, phớt lờ, mặc kệ, bỏ mặc
        có cái nịt, cái nịt, mùa quýt, im như thóc, im bặt, không một câu giải thích
        không một tiếng
        tịnh không, không một lời, không giải thích, không một câu, không chịu, chẳng chịu
        đâu chịu, mùng thất, tới mùng thất, có ma nó, ma nó
        có ma mới, không ai đoái hoài, chẳng ai đoái hoài, đoái hoài gì, không quan tâm, mặc xác
        kệ xác, cấm, chẳng ma nào, không ma nào, không một ai, chẳng một ai, mất tăm, bặt tăm
        lờ, lờ luôn, im, im luôn, lặng thinh, làm thinh, bơ, bơ luôn, không, chưa, chẳng, chả
        đâu có, đâu phải, làm gì có, làm chi có, lấy đâu ra, khỏi, đừng, đừng có, đừng lưu
        đừng có lưu, không hề, không nói gì, tuyệt nhiên không, im re, im ru, im lặng
        im thin thít, im hơi lặng tiếng, mơ đi, lờ đi, làm ngơ, bặt vô âm tín, không bao giờ
        chưa bao giờ, chưa hề, chưa từng, đếch, đéo, nào có, có đâu, đời nào, còn lâu, từ chối
        phản đối, dẹp, miễn, hơm, ứ, đâu được, not, never, nope, nah, dont, didnt, havent
        refuse
    """),
    "đ": listed("đâu, đâu mà, gì đâu, chi đâu, đâu trời, mo"),
    # Nobody, nothing: rhetorical before what was asked about.
    "r": listed("""
        ai mà, ai thèm, ai mà thèm, ai đời, ai đâu, ai hơi đâu, có ai, mấy khi, làm gì, hơi đâu, ai
    """),
    "A": listed("""
        ma nào, con ma nào, mống nào, người nào, ông nào, bà nào, đứa nào, mô tê
        gì, một lời, tiếng nào, một tiếng, câu nào, một câu, ai cả, gì hết, gì cả, chi, chi cả
        nào, lần nào, mảy may, chút nào, hết trơn, hết, ráo, ráo trọi, trọi
    """),
    # Almost: "gần đủ", "còn hai tháng nữa mới đủ".
    "s": listed("gần, sắp, suýt, còn thiếu, xém, gần như, mới, còn"),
    "K": listed("""
        nhớ, biết, rõ, để ý, nhớ ra, nhớ nổi, rành, nắm, nắm rõ, know, remember, sure about
    """),
    "F": listed("""
        quên, quên mất, quên rồi, lẫn, lú lẫn, lú, quên mất tiêu, quên béng, forgot, hết nhớ
        không còn nhớ, chẳng còn nhớ, chịu, chịu thua, chịu chết, bó tay, quên tuốt, quên hết
        nhớ không ra, nhớ không nổi, quên sạch, không nhớ, không rõ, không để ý
    """),
    # "Không phải là không": undone by itself.
    "M": listed("không phải là, chẳng phải là, không hẳn, chưa hẳn, không phải, đâu phải là"),
    "D": listed("""
        trong mơ, kiếp sau, phải xin lỗi, nên xin lỗi, đáng lẽ, lẽ ra, đáng lý, phải báo, ước gì
        giá mà, sao không, sao lại không, sao chẳng
        như không, mà như không, như không có, cũng bằng không, ở đâu, đi đâu, từ đâu, hình như
        có lẽ, có khi, có thể, nghe nói, lúc, lúc thì, lần, khi, khi thì, tùy, cũng như
        tùy cô, tuy co, tùy chị, tuy chi, tùy anh, tuy anh
        chắc có, chắc là, chắc vậy, chắc không, chừng, không chắc, để coi, để xem, để hỏi
        sao cũng, dường như, nghe đâu, phân vân, nửa, cũng được, maybe, perhaps, probably, chắc
        hơi
    """),
    # How it was done, behind what the question asks about: so it was.
    "i": listed("""
        một lần, hai lần, mấy lần, nhiều lần, 1 lần, 2 lần, 3 lần, ba lần, vài lần, tận nơi
        tận nhà
        rối rít, ríu rít, lia lịa, tử tế, đàng hoàng, nhiều, quá trời, đủ thứ, tới tấp, chân thành
        nhiệt tình, em nhiều, tôi nhiều, đầy đủ, rõ ràng, trước, lịch sự, mãi, tu te
    """),
    "o": listed("hay, hoặc, hay là, or"),
    "?": listed("""
        đùng, dừng, dùng, cọ, cỏ, thôi không nói, không muốn nói, không tiện nói
    """),
    " ": listed("""
        đợi, chờ
        hơi muộn, hơi trễ, hơi lâu, hơi chậm, vụ, vụ đó, vụ này, nó, tụi nó, bọn nó, ổng, bả, cổ
        mấy ổng
        ba tôi, mẹ tôi, má tôi, bố tôi, vợ tôi, chồng tôi, con tôi, má em, mẹ em, ba em, bảo
        kể, nói là, kêu là, á, tôi, tui, em, con, cô, con ơi, hà, mình, cháu, bác, chú, anh
        chị, chúng tôi, gia đình, ạ, dạ, a, e, oi, da, thì, là, rằng, thấy, luôn, nha, nhé, đó
        đấy, nè, ơi, đã, với, những, này, thôi, bên, thật, đm, đcm, dm, cảm ơn, cám ơn, trời
        trời ơi, nghen, hen, bà con, các cháu, đồng chí, các đồng chí, thưa, xin, xin thưa, chớ
        à, cho, chứ, ấy, kia, thế, cả, mà, nữa, ha, hè, cũng, vẫn, cứ, còn gì, nói, nói năng
        chuyện, chuyện đó, tuyệt đối, nghe, ai nói, bị, họ, người ta, cán bộ, nhân viên, lâu
        lâu rồi, lâu quá, già rồi, già, vậy, vậy đó, như vậy, haha, hihi, ông, bà, má, ba
        nghe không, the, they, i, it, was, did they, hôm đó, bữa đó, lần đó, hồi đó, tuổi, quá
        lắm, hoàn toàn, rất, mọi người
    """),
}

ASSERTIONS: Phrasebook[str] = Phrasebook(ASSERTION_ROLES)
"""All of them, looked up by the longest phrase."""

SYNONYMS: tuple[frozenset[str], ...] = (
    frozenset(
        listed("báo, nhắn, gọi, gọi điện, thông báo, nói trước, điện thoại, nhắn tin, báo trước")
    ),
    frozenset(listed("xin lỗi, cáo lỗi, tạ lỗi")),
    frozenset(listed("hướng dẫn, chỉ dẫn, chỉ bảo")),
)
"""What is said for one another; one of them in the question stands for all."""
