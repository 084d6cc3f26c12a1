"""How Vietnamese is written in many ways, and the one way in which it is compared here."""

from __future__ import annotations

import re
import unicodedata

from flows.tone_places import TONES, put_in_place

__all__ = [
    "clean",
    "clean_paragraphs",
    "digits_of",
    "fold",
    "fold_clean",
    "is_shortened",
    "normalise",
    "unmark",
]

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters, but for line ends and tab
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # formatting
    "\U000e0001\U000e0020-\U000e007f"  # tags
    "\u034f\u115f\u1160\u2800\u3164\uffa0"  # letters that show nothing
    "\ud800-\udfff]"  # halves of pairs: no database takes them
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n[ \n]*")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_PILE = re.compile(r"[^\w\s\x00-\x7f]{31,}")
# Letters of Vietnamese and its neighbours, ASCII, single spaces: what most people send is clean.
_CLEAN = re.compile(
    "[!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1ea0-\u1ef9]+"
    "(?: [!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1ea0-\u1ef9]+)*"
)
_PILE_HEIGHT = 30  # UAX #15, stream-safe text: sorting taller piles takes quadratic time

_BASES = "aăâeêioôơuưyđ"
_PLAIN = str.maketrans("ăâêôơưđ", "aaeooud")
_LETTERS = {
    unicodedata.normalize("NFC", base + tone): base.translate(_PLAIN)
    for base in _BASES
    for tone in ("", *TONES)
}
_UNMARK = str.maketrans(
    {letter: letter for letter in map(chr, range(128))}  # what a table lacks costs an exception
    | {letter: plain for letter, plain in _LETTERS.items() if len(letter) == 1}
    | {letter.upper(): plain.upper() for letter, plain in _LETTERS.items() if len(letter) == 1}
    | {"ð": "d", "Ð": "D"}
)

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_REPEATED = re.compile(
    r"(?!\bk+\b)"  # "kkk" is a laugh, no "k" (not)
    r"(?!(?<!u)uu(?!u))"  # "huu", "luu", "buu" are hưu, lưu, bưu without their marks
    r"([^\W\d_]|[^\w\s])\1+"
)
_DOUBLE = re.compile(r"(.)\1")
_DRESSING = re.compile(
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff'’](?:(?<!['’])|(?<=[a-z].)(?=[a-z]))"
)
"""What changes how a sign looks, and the apostrophe inside a word."""
_D_TWINS = str.maketrans("ðɖ", "đđ")  # lower-case Icelandic eth and African d look like đ


def _as_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def _lower_pile(match: re.Match[str]) -> str:
    marks = 0
    kept: list[str] = []
    for character in match[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _PILE_HEIGHT:
            kept.append(character)
    return "".join(kept)


def clean(text: str) -> str:
    """Return what may be stored: NFC, without control, direction and zero-width characters."""
    if _CLEAN.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _PILE.sub(_lower_pile, _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    return _BLANK_LINES.sub("\n", text).strip()


def clean_paragraphs(text: str) -> str:
    """Return what an officer wrote, cleaned, with an empty line kept between its paragraphs."""
    written = _LINE_ENDS.sub("\n", text)
    paragraphs = map(clean, _BETWEEN_PARAGRAPHS.split(written))
    return "\n\n".join(filter(None, paragraphs))


def digits_of(text: str) -> str:
    """Return `text` with the digits of every script as 0–9, place by place."""
    return text if text.isascii() else _FOREIGN_DIGIT.sub(_as_digit, text)


def unmark(text: str) -> str:
    """Return `text` without Vietnamese marks, letter by letter: every place stays its place."""
    return text if text.isascii() else text.translate(_UNMARK)


def fold(text: str) -> str:
    """Return what search compares: lower case, no marks at all, single spaces.

    Here, and only here, Đạt, Dat and Đat are the same.
    """
    return fold_clean(clean(text))


def fold_clean(text: str) -> str:
    """Return the same of a text that is clean already, as `Utterance.raw` is."""
    plain = unmark(text)
    if plain.isascii():
        return " ".join(plain.lower().split())
    parts = unicodedata.normalize("NFKD", plain).lower()
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def normalise(text: str) -> str:
    """Return a cleaned text in the one spelling that phrases are compared in.

    Lower case, đ for its look-alikes, marks in their place (hòa, hướng), plain digits, and
    letters and punctuation never twice in a row (also "agree" becomes "agre": tables are treated
    alike).
    """
    text = unicodedata.normalize("NFKC", text).lower()
    if "ð" in text or "ɖ" in text:
        text = text.translate(_D_TWINS)
    text = _DRESSING.sub("", text)
    if not text.isascii():
        text = put_in_place(digits_of(unicodedata.normalize("NFC", text)))
    if _DOUBLE.search(text):
        text = _REPEATED.sub(r"\1", text)
    return " ".join(text.split())


def _marks(letter: str) -> frozenset[str]:
    known = _MARKS.get(letter)
    if known is None:
        known = frozenset(unicodedata.normalize("NFD", letter)[1:])
    return known


_MARKS = {
    **{letter: frozenset(unicodedata.normalize("NFD", letter)[1:]) for letter in _LETTERS},
    "đ": frozenset("đ"),
}
"""The marks of each Vietnamese letter; "đ" has one of its own."""


def is_shortened(typed: str, known: str) -> bool:
    """Whether `typed` is `known` with some, all or none of its marks left out, none added."""
    return unmark(typed) == unmark(known) and all(
        a == b or _marks(a) <= _marks(b) for a, b in zip(typed, known, strict=True)
    )
