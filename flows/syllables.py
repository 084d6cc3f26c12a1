"""What a Vietnamese syllable may look like, and every way in which keyboards leave one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from flows.spelling import normalise, unmark
from flows.tone_places import TONES

__all__ = ["STOPS", "is_syllable", "said_as", "spellings"]

# Onsets and rhymes without marks; letters never twice in a row, see `normalise`.
_ONSET = r"(?:ngh(?=[eiy])|ng|nh|ch|gh(?=[eiy])|gi|kh|k(?=[eiy])|ph|qu|th|tr|[bcdghlmnprstvx])"
_RHYME = (
    r"(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|e(?:ch?|m|nh?|ng|o|p|t|u)?"
    r"|i(?:a|ch?|e(?:c|m|n|ng|p|t|u)|m|nh?|p|t|u)?"
    r"|o(?:a(?:ch?|i|m|nh?|ng|o|p|t|y)?|c|e(?:n|o|t)?|i|m|n|ng|p|t)?"
    r"|u(?:a(?:n|ng|t|y)?|c|e(?:ch|nh)?|i|m|n|ng|o(?:c|i|m|n|ng|p|t|u)?|p|t|u"
    r"|y(?:a|ch|en|et|nh|n|t|u|p)?)?"
    r"|y(?:e(?:m|n|t|u|ng))?)"
)
_SYLLABLE = re.compile(f"{_ONSET}?{_RHYME}")
STOPS = ("c", "ch", "p", "t")
"""Ends of syllables that only bear sắc and nặng."""
_BEFORE_STOPS = frozenset("\u0301\u0323")

_TELEX = {
    "\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j",
    "\u0302": "", "\u0306": "w", "\u031b": "w", "đ": "d",
}  # fmt: skip
"""Mark → key. A circumflex is the letter twice, which `normalise` makes one."""
_VNI = {
    "\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5",
    "\u0302": "6", "\u0306": "8", "\u031b": "7", "đ": "9",
}  # fmt: skip
_TONES = frozenset(TONES)


def is_syllable(word: str) -> bool:
    """Whether a normalised word can be one syllable of Vietnamese, its marks perhaps left out."""
    plain = unmark(word)
    if not _SYLLABLE.fullmatch(plain):
        return False
    if word == plain or not plain.endswith(STOPS):
        return True
    tones = _TONES.intersection(unicodedata.normalize("NFD", word))
    return tones <= _BEFORE_STOPS


def _typed(word: str, keys: dict[str, str], *, late: bool, late_tone: bool) -> str:
    """Return the keys of a syllable: each mark behind its letter, or at the end."""
    typed: list[str] = []
    marks: list[str] = []
    tones: list[str] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            (tones if late_tone else typed).append(keys[sign])
        elif sign == "đ":
            typed.append("d")
            (marks if late else typed).append(keys["đ"])
        elif sign in keys:
            (marks if late else typed).append(keys[sign])
        else:
            typed.append(sign)
    # A Telex keyboard takes one w for both letters of ươ.
    once = dict.fromkeys(marks) if keys is _TELEX else marks
    return "".join((*typed, *once, *tones))


def _apart(word: str) -> tuple[str, str]:
    """Return a word without its tone, and the tone."""
    signs = unicodedata.normalize("NFD", word)
    toneless = "".join(sign for sign in signs if sign not in _TONES)
    tone = next((sign for sign in signs if sign in _TONES), "")
    return unicodedata.normalize("NFC", toneless), tone


_ACCENTS = (
    ("l", "n"),
    ("n", "l"),
    ("r", "d"),
    ("d", "r"),
    ("d", "gi"),
    ("v", "d"),
    ("v", "gi"),
    ("tr", "ch"),
    ("ch", "tr"),
    ("s", "x"),
    ("x", "s"),
    ("gi", "d"),
    ("r", "g"),
)


def said_as(word: str) -> Iterator[tuple[int, str]]:
    """Yield how a word is spelled by ear: "nâu" for lâu in the North, "dui" for vui in the South;
    the commonest way first, with its place.
    """
    for place, (onset, heard) in enumerate(_ACCENTS):
        rest = word.removeprefix(onset)
        if rest != word and rest[:1] not in ("h", "g", "r", ""):
            yield place, heard + rest


def spellings(word: str) -> Iterator[str]:
    """Yield a normalised word, without its marks, and with Telex and VNI keys left in it."""
    yield word
    yield unmark(word)
    if word.isascii():
        return
    toneless, tone = _apart(word)
    if tone:
        yield toneless + _TELEX[tone]
        yield toneless + _VNI[tone]
        yield unmark(toneless) + _TELEX[tone]  # "thuongf": the horn forgotten
    for keys, late, late_tone in product((_TELEX, _VNI), (False, True), (False, True)):
        typed = _typed(word, keys, late=late, late_tone=late_tone)
        yield normalise(typed)
        if keys is _TELEX and "uw" in typed:
            yield normalise(typed.replace("uwow", "uow"))
            yield normalise(typed.replace("uw", "w"))
