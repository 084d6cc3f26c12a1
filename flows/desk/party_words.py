"""Words around people's names: what stands before somebody's name, and what makes it a place's."""

from __future__ import annotations

from typing import Final

from flows.lexicon import listed

__all__ = ["ADDRESSES", "BRIDGES", "PLACES", "TITLES"]

ADDRESSES: Final = frozenset(
    listed("""
        anh, chị, cô, chú, bác, dì, cậu, mợ, thím, dượng, ông, bà, em, thầy, đồng chí, đ/c
        cán bộ, cb, nhân viên, nv, viên chức, công chức, chuyên viên, lãnh đạo, giám đốc
        phó giám đốc, trưởng phòng, phó phòng, phó trưởng phòng, tổ trưởng, tổ phó, trưởng bộ phận
        phụ trách, kế toán, thủ quỹ, bảo vệ, điều tra viên, mr, ms, mrs
    """)
)
"""Who is spoken of by the last two words of a name is called one of these before it."""

BRIDGES: Final = frozenset(
    listed("tên, tên là, là, nữ, nam, nữ tên, nam tên, nữ tên là, nam tên là")
)
"""What may stand between the address and the name: "nhân viên nữ tên là Thanh Hoa"."""

PLACES: Final = frozenset(
    listed("đường, phố, chợ, cầu, núi, đền, miếu, chùa, ngã tư, ngã ba, ngõ, hẻm")
)
"""Before an address these make a place of it ("chợ Bà Bình Minh"), if written with their marks:
"cho ba" may be "cho bà", and rather one officer too many is kept away than the wrong one let in.
"""

TITLES: Final = frozenset(listed("ts, ths, ks, bs, cn, ths bs, bs ckí, bs cki, bs ckii"))
"""What may stand before the name of an account, beside the words of address."""
