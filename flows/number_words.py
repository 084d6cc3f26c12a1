"""The words that numbers are said with, in every region's spelling, and without their marks."""

from __future__ import annotations

from flows.lexicon import listed
from flows.spelling import is_shortened, unmark

__all__ = [
    "COUNTED",
    "DOUBTFUL",
    "LINKS",
    "NUMBER_WORDS",
    "SCALES",
    "TENS",
    "UNITS",
    "VAGUE",
    "number_word",
]

UNITS: dict[str, int] = {
    word: value
    for value, words in enumerate(
        # No letter twice in a row, see `normalise`.
        (
            "một one",
            "hai two",
            "ba thre",
            "bốn four",
            "năm five",
            "sáu six",
            "bảy seven",
            "tám eight",
            "chín nine",
            "mười ten",
        ),
        1,
    )
    for word in words.split()
}
TENS = ("mươi", "chục", "mười")
SCALES: dict[str, int] = {
    "tỷ": 10**9, "triệu": 10**6, "xị": 10**5, "nghìn": 1000, "trăm": 100
}  # fmt: skip
"""The highest first. A "xị" is a hundred thousand đồng in the South: only of money."""
LINKS = frozenset({"lẻ", "linh"})
VAGUE: dict[str, tuple[int, int]] = {
    "vài": (2, 5), "mấy": (2, 9), "dăm": (4, 6), "đôi": (2, 3), "mươi": (8, 12),
}  # fmt: skip

_OTHERS = ("hăm", "băm", "mốt", "tư", "lăm", "nhăm", "rưỡi", "tá", "nửa", "không")
_SPELLINGS = {
    "bẩy": "bảy", "ngàn": "nghìn", "tỉ": "tỷ", "rưởi": "rưỡi", "dưỡi": "rưỡi",
    "chăm": "trăm", "mơi": "mươi", "mưi": "mươi", "nhẵm": "nhăm", "once": "một", "twice": "hai",
}  # fmt: skip
_WORDS: dict[str, str] = {
    **{w: w for w in (*UNITS, *TENS, *SCALES, *LINKS, *VAGUE, *_OTHERS) if w != "xị"},
    **_SPELLINGS,
}

NUMBER_WORDS = frozenset(_WORDS) - {"one", "two", "six", "ten", "tá"}

# What a word without its marks may be. "muoi" is both mười and mươi: read as they are, alike.
_PLAIN = {
    "mot": "một", "bon": "bốn", "nam": "năm", "sau": "sáu", "bay": "bảy", "tam": "tám",
    "chin": "chín", "muoi": "mười", "chuc": "chục", "ham": "hăm", "bam": "băm", "tram": "trăm",
    "nghin": "nghìn", "ngan": "nghìn", "trieu": "triệu", "ty": "tỷ", "ti": "tỷ", "le": "lẻ",
    "ruoi": "rưỡi", "lam": "lăm", "nham": "nhăm", "tu": "tư", "vai": "vài", "may": "mấy",
    "dam": "dăm", "doi": "đôi", "nua": "nửa", "khong": "không",
}  # fmt: skip
DOUBTFUL = frozenset(
    listed("""
        nam, sau, bay, tam, bam, ty, ti, le, lam, nham, tu, vai, may, dam, doi, khong, nua, tá
        đôi
    """)
)
"""Words that are other common words too, most of them for want of their marks."""
_ANY_MARK = frozenset({"muoi", "nghin", "trieu", "ruoi"})
"""Long enough that a wrong mark says nothing else: "mừoi", "triêụ"."""
_OTHER_WORDS = frozenset({"muối", "muỗi", "muội"})

COUNTED = frozenset(
    listed("""
        phut, p, ph, tieng, gio, h, lan, luot, chuyen, nguoi, tuoi, t, k, dong, ngay, tuan, thang
        muoi, chuc, tram, nghin, ngan, trieu, tr, ty, cu, xi, buoi, nhan, lao, cong, đ, d
    """)
)
"""What is counted, or scaled, as typed without marks: behind it "sau" is six."""


def number_word(word: str) -> str | None:
    """Return the number word that a typed word is, in one spelling; None if it is none."""
    known = _WORDS.get(word)
    if known:
        return known
    plain = unmark(word)
    meant = _PLAIN.get(plain)
    if meant is None or word in _OTHER_WORDS:
        return None
    if plain in _ANY_MARK or is_shortened(word, meant):
        return meant
    return meant if plain == "ngan" and is_shortened(word, "ngàn") else None
