"""What both halves of a language are held to: that nothing is missing, and nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

__all__ = ["PROPER", "left_behind", "missing_in"]

PROPER = frozenset(
    {
        "atm", "bhxh", "cáo", "đ", "kiosk", "khiếu", "language", "lắng", "nại", "nđ", "nghe",
        "ngôn", "ngữ", "otp", "qr", "telegram", "tiếng", "tố", "url", "việt", "vneid", "vssid",
        "zalo",
    }
)  # fmt: skip
"""Words that stay in another language: names, terms of the law beside their translation."""
_PLACES = re.compile(r"%\(\w+\)[-#0 +]*[\d.]*[a-zA-Z]|\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+")
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")


def _words(text: str) -> list[str]:
    return _WORD.findall(_PLACES.sub(" ", text).lower())


def missing_in(texts: Mapping[str, str], wanted: Collection[str]) -> Iterator[str]:
    """Yield the languages in which a text is wanted and not there."""
    return (language for language in sorted(wanted) if not texts.get(language, "").strip())


def left_behind(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (language, why) where a text is still the Vietnamese one, whole or in part."""
    vietnamese = texts.get("vi", "")
    for language, text in sorted(texts.items()):
        if language == "vi":
            continue
        own = [word for word in _words(text) if word not in PROPER]
        if own and text.strip() == vietnamese.strip():
            yield language, "is left equal to the Vietnamese"
        elif strays := [word for word in own if _VIETNAMESE.search(word)]:
            yield language, f"has Vietnamese words left in it: {', '.join(strays)}"
