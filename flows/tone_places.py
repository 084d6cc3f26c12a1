"""Where the marks of a syllable stand: the vowel that bears the tone, and the horns of "ươ"."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["TONES", "place_tone", "put_in_place"]

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng, as signs that combine with a letter."""

_VOWELS = "aăâeêioôơuưy"
_SYLLABLE = re.compile(
    rf"(?P<head>(?:qu(?=[{_VOWELS}])|gi(?=[{_VOWELS}])|[^\W\d{_VOWELS}])*)"
    rf"(?P<vowels>[{_VOWELS}]{{1,3}})(?P<tail>[a-z]*)"
)
_CODA = re.compile(rf".*[{_VOWELS}](?:ch?|m|n[gh]?|p|t|g|h)?")
"""How one syllable ends, also as chat shortens it: "cũg"; not "hàilong"."""


def place_tone(syllable: str, tone: str) -> str | None:
    """Return a syllable without a tone with `tone` on the vowel that carries it, as in "hòa" and
    "hoàn"; None if it is no syllable.
    """
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return None
    vowels = match["vowels"]
    at = max(vowels.rfind(vowel) for vowel in "ăâêôơư")
    if at < 0:
        at = len(vowels) - 1 if match["tail"] or len(vowels) == 1 else len(vowels) - 2
    marked = vowels[: at + 1] + tone + vowels[at + 1 :]
    return unicodedata.normalize("NFC", match["head"] + marked + match["tail"])


def _toned(letters: str) -> str:
    return "".join(unicodedata.normalize("NFC", one + tone) for one in letters for tone in TONES)


_LETTER = r"[^\W\d_]"
_DOUBTFUL = re.compile(
    f"[{_toned(_VOWELS)}ươ](?:"
    f"(?<=[{_toned('iouưy')}])[ăâêôơ]"  # tìên, cúôi, ngừơi
    f"|(?<=[{_toned('ou')}])[aey](?={_LETTER})"  # hòan, hùynh
    f"|(?<=q[{_toned('u')}])[{_VOWELS}]|(?<=g[{_toned('i')}])[{_VOWELS}]"  # qúa, gìa
    rf"|(?<=[{_VOWELS}][{_toned('aeiouy')}])(?<!qu.)(?<!gi.)(?!{_LETTER})"  # cuả, hoỉ, hoà
    f"|(?<=[ư{_toned('ư')}])[o{_toned('o')}](?={_LETTER})"  # trưòng
    f"|(?<=u[ơ{_toned('ơ')}])(?<!qu.)(?={_LETTER})"  # huớng
    ")"
)
"""Finds what may stand in the wrong place, and little else: most texts go no further."""
_WORD = re.compile(f"{_LETTER}+")
_ONE_HORN = re.compile(rf"(?<!q)(?:uơ|ưo)(?={_LETTER})")


def put_in_place(text: str) -> str:
    """Return a lower-case text (NFC) whose marks stand where they belong, letter by letter:
    "hoà", "huớng", "đựơc", "cuả", "tìên", "hoỉ" become "hòa", "hướng", "được", "của", "tiền",
    "hỏi". Words that are no syllable stay as they are.
    """
    return _WORD.sub(_put, text) if _DOUBTFUL.search(text) else text


def _put(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii():
        return word
    signs = unicodedata.normalize("NFD", word)
    tones = [sign for sign in signs if sign in TONES]
    toneless = unicodedata.normalize("NFC", "".join(s for s in signs if s not in TONES))
    if len(tones) > 1 or not _CODA.fullmatch(toneless):
        return word
    horned = _ONE_HORN.sub("ươ", toneless)
    return (place_tone(horned, tones[0]) if tones else horned) or word
