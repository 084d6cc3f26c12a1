"""Yes and no: what says so, and the narrower words that count as consent."""

from __future__ import annotations

from flows.lexicon import listed
from flows.phrases import Phrasebook

__all__ = ["BARE_YES", "CONSENT", "YES_NO"]


YES_NO: Phrasebook[str] = Phrasebook(
    {
        "yes": listed("""
            có, vâng, ừ, ờ, ờ có, ừ có, à có, ừ thì có, có có, ừ ừ, ờ ờ, có chớ, tất nhiên có
            dĩ nhiên có, dĩ nhiên là có, đương nhiên có, đúng, đúng rồi, đúng vậy, phải
            phải rồi, được, được chứ, ok, rồi, có rồi, vâng có, vâng đúng, vâng được, có chứ
            có mà, tất nhiên, dĩ nhiên, đương nhiên, tất nhiên rồi, tất nhiên là có, chắc chắn
            chắc chắn có, chắc chắn rồi, đồng ý, nhất trí, chính xác, chuẩn, chuẩn rồi
            xong rồi, đã xong, muốn, có muốn, cũng có, có luôn, được luôn, yes, y, yes please
            sure, of course, correct, right, true, agree, i do, i have, i am
        """),
        "no": listed("""
            không, không có, không phải, không không, hơm, tất nhiên không, tất nhiên là không
            dĩ nhiên không, dĩ nhiên là không, đương nhiên không, no thank you, không cần
            không cần đâu, không đâu, không muốn, không được, chưa, chưa có, chưa đâu, vẫn chưa
            chưa xong, thôi, thôi khỏi, khỏi, thôi không, thôi không cần, khỏi cần, khỏi đi
            đâu có, có đâu, không hề, chẳng, chả, không bao giờ, đừng, không đúng, sai, sai rồi
            không đồng ý, từ chối, chưa bao giờ, chưa từng, không có đâu, đâu, chưa hề
            không có nhu cầu, 0, no, n, nope, nah, not yet, no thanks, never, no need, i do not
            i dont, false, wrong
        """),
        # Not answers, but words that these could be when their accents are left out.
        "stop": ["dừng", "dùng"],
    }
)

CONSENT: Phrasebook[str] = Phrasebook(
    {
        "yes": listed("""
            đồng ý, tôi đồng ý, vâng đồng ý, vâng tôi đồng ý, có đồng ý, có tôi đồng ý
            hoàn toàn đồng ý, tôi hoàn toàn đồng ý, tôi có đồng ý, đồng ý luôn, xin đồng ý
            đã đồng ý, ok đồng ý, ok tôi đồng ý, ừ đồng ý, agree, i agree, agreed, yes i agree
            i consent, i do agree, ok i agree
        """),
        "no": listed("""
            không đồng ý, tôi không đồng ý, chưa đồng ý, không đồng ý đâu
            hoàn toàn không đồng ý, không tôi không đồng ý, chẳng đồng ý, chả đồng ý
            tôi từ chối, từ chối, không cho phép, disagree, i disagree, i do not agree
            i dont agree, not agree, no i do not agree, no i dont agree, i do not consent
            i refuse
        """),
    }
)
"""Consent is explicit: "yes", "ok" or silence is none (Law 91/2025/QH15)."""

BARE_YES = frozenset({"có", "vâng", "ừ", "ok", "dạ", "được", "rồi", "yes", "y", "sure", "co"})
"""Not consent, even where a button is labelled so."""

GO_ON: Phrasebook[str] = Phrasebook(
    {
        "yes": listed("""
            bắt đầu, ok, tôi hiểu, hiểu, hiểu rồi, tôi hiểu rồi, đã hiểu, tôi đã hiểu, tiếp
            tiếp tục, tiếp đi, rồi, vâng, ừ, có, được, đồng ý, sẵn sàng, làm luôn, làm đi
            bắt đầu đi, bắt đầu thôi, tôi đã đọc, đã đọc, biết rồi, đã rõ, rõ, rõ rồi, vào
            xong, đi, cảm ơn, start, begin, go, go on, next, continue, got it, i understand
            understood, yes, sure, i see, ready, lets go, thanks
        """)
    }
)

NOTHING_TO_SAY: Phrasebook[str] = Phrasebook(
    {
        "nothing": listed("""
            không, không có, không có gì, không có gì thêm, không thêm gì, không có ý kiến, hết
            hết rồi, không có góp ý, không góp ý, không góp ý gì, không có góp ý gì, không cần
            chưa có, không gì cả, không có ý kiến gì, không có ý kiến gì thêm, không có gì cả
            không có gì hết, thôi, thôi khỏi, khỏi, không ý kiến, không có gì góp ý
            chẳng có gì, không biết, no, none, nothing, no comment, no comments, nothing else
            n/a, nope, nothing to add
        """)
    }
)
"""Answers to an optional "anything else?" that are no text worth keeping."""
