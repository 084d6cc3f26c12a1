"""Vietnamese of before Unicode: texts for the fonts of TCVN3 (ABC) and VNI, and their letters.

Such a text is a row of Western letters that only the right font shows as Vietnamese. TCVN3
(TCVN 5712:1993, VN3) has one sign for each letter and capitals by other fonts; VNI writes the
base letter and a sign for its marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

from flows.spelling import normalise
from flows.syllables import is_syllable

__all__ = ["CONVERTERS", "Font", "fitting_share", "font_of", "from_tcvn3", "from_vni"]

Font: TypeAlias = Literal["unicode", "tcvn3", "vni"]

_TCVN3: Final = str.maketrans(
    # The cedilla is TCVN3's á.
    "µ¶·\u00b8¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
_MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
"""Base letter → signs behind it, and the letters that they make, in order."""
_ALONE: Final = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "ñ": "đ",
                 "î": "ỵ"}  # fmt: skip


def _vni() -> dict[str, str]:
    pairs = {
        base + sign: letter
        for base, (signs, letters) in _MARKS.items()
        for sign, letter in zip(signs, letters, strict=True)
    }
    small = {**_ALONE, **pairs}
    large = {known.upper(): letter.upper() for known, letter in small.items()}
    mixed = {known[0].upper() + known[1:]: letter.upper() for known, letter in pairs.items()}
    return {**mixed, **large, **small}


_VNI: Final = _vni()
_VNI_SIGNS: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD: Final = re.compile(r"[A-Za-z\x80-\uffff]+")
_DASHES: Final = str.maketrans("", "", "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00b0")

_FITS: Final = 0.7
"""Share of words that must be Vietnamese for a text to count as such: names of other peoples
(Krông, Ê Đê), abbreviations and foreign names are among them.
"""
_LEAD: Final = 0.15
_FEW: Final = 3
"""Words from which a share says anything."""


def from_tcvn3(text: str) -> str:
    """Return a text for TCVN3 fonts in Unicode. Capitals with marks are small letters there."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Return a text for VNI fonts in Unicode."""
    return _VNI_SIGNS.sub(lambda found: _VNI[found[0]], text)


CONVERTERS: Final[Mapping[Font, Callable[[str], str]]] = {
    "unicode": str,
    "tcvn3": from_tcvn3,
    "vni": from_vni,
}


def fitting_share(text: str, font: Font) -> float | None:
    """Return which share of the words with marks can be Vietnamese, if the text was written for
    this font; None where there are too few of them to tell.
    """
    words = {word for word in _WORD.findall(text.translate(_DASHES)) if not word.isascii()}
    if len(words) < _FEW:
        return None
    convert = CONVERTERS[font]
    fitting = sum(is_syllable(normalise(convert(word))) for word in words)
    return fitting / len(words)


def font_of(text: str) -> Font | None:
    """Return the font that a text was written for; None where it fits none: it was garbled."""
    shares = {font: fitting_share(text, font) for font in CONVERTERS}
    known = {font: share for font, share in shares.items() if share is not None}
    if not known or known["unicode"] >= _FITS:
        return "unicode"
    best = max(known, key=lambda font: known[font])
    if known[best] >= _FITS and known[best] - known["unicode"] >= _LEAD:
        return best
    return "unicode" if known["unicode"] >= 0.5 else None
