"""What a Vietnamese keyboard left undone: Telex and VNI keys that stayed in the text."""

from __future__ import annotations

import re

from flows.spelling import normalise
from flows.tone_places import place_tone

__all__ = ["undo_keys"]

_HUYEN, _SAC, _HOI, _NGA, _NANG = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TELEX_TONES = {"f": _HUYEN, "s": _SAC, "r": _HOI, "x": _NGA, "j": _NANG}
_VNI_TONES = {"2": _HUYEN, "1": _SAC, "3": _HOI, "4": _NGA, "5": _NANG}

_TELEX_LETTERS = (
    (re.compile(r"^d(.+)d$"), r"đ\1"),
    (re.compile(r"uw?o([a-z]*)w"), r"ươ\1"),
    (re.compile(r"a([a-z]*)w"), r"ă\1"),
    (re.compile(r"o([a-z]*)w"), r"ơ\1"),
    (re.compile(r"u([a-z]*)w"), r"ư\1"),
    (re.compile(r"w"), "ư"),
)
_VNI_LETTERS = (
    (re.compile(r"d(.*)9"), r"đ\1"),
    (re.compile(r"u7?o([a-z]*)7"), r"ươ\1"),
    (re.compile(r"a([a-z]*)6"), r"â\1"),
    (re.compile(r"e([a-z]*)6"), r"ê\1"),
    (re.compile(r"o([a-z]*)6"), r"ô\1"),
    (re.compile(r"o([a-z]*)7"), r"ơ\1"),
    (re.compile(r"u([a-z]*)7"), r"ư\1"),
    (re.compile(r"a([a-z]*)8"), r"ă\1"),
)
_TELEX_TONE = re.compile(r"[fsrxj]")
_VNI_TONE = re.compile(r"[1-5]")
_TELEX_WORD = re.compile(r"[a-z]*[aeiouy][a-z]{0,4}[sfrxjwd][a-z]{0,3}|[a-z]{0,3}w[a-z]{0,5}")
_VNI_WORD = re.compile(r"[a-z]*[aeiouy][a-z]*[1-9][a-z1-9]{0,7}|d9[a-z]*[aeiouy][a-z1-9]{0,7}")


def _undo(
    word: str,
    letters: tuple[tuple[re.Pattern[str], str], ...],
    tones: dict[str, str],
    tone_key: re.Pattern[str],
) -> str | None:
    # A tone key stands behind the vowel: the r of "truowcs" is none.
    behind = next(i for i, letter in enumerate(word, 1) if letter in "aeiouyw")
    found = tone_key.findall(word[behind:])
    if len(found) > 1:
        return None
    word = word[:behind] + tone_key.sub("", word[behind:])
    for pattern, letter in letters:
        word = pattern.sub(letter, word)
    return place_tone(word, tones[found[0]] if found else "")


def undo_keys(word: str) -> str:
    """Return the Vietnamese word that the keys of `word` meant, or `word` itself.

    Doubled letters ("oo" for ô) are single by now and match as a missing mark does.
    Only for looking words up in closed tables: "haif" is hài, but "has" would be há.
    """
    if not word.isascii():
        return word  # keys that were left are ASCII
    meant = None
    if _VNI_WORD.fullmatch(word):
        meant = _undo(word, _VNI_LETTERS, _VNI_TONES, _VNI_TONE)
    elif _TELEX_WORD.fullmatch(word):
        meant = _undo(word, _TELEX_LETTERS, _TELEX_TONES, _TELEX_TONE)
    return normalise(meant) if meant else word
