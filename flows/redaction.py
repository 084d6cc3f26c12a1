"""What must never be stored: identity, account and card numbers, one-time codes, passwords."""

from __future__ import annotations

import re
import string
import unicodedata

import msgspec

from flows.identifiers import normalise_code
from flows.long_numbers import long_numbers
from flows.secrets_in_words import Span, announced, passwords
from flows.spelling import clean, digits_of, unmark

__all__ = ["HIDDEN", "Redacted", "redact", "shadow_of"]

HIDDEN = "[đã ẩn]"
"""Stands in a person's words for what was taken out of them."""


class Redacted(msgspec.Struct, frozen=True):
    """A text that may be stored, and the kinds of what was taken out of it.

    Kinds: national_id, bank_account, card, insurance_number, otp, password.
    """

    text: str
    kinds: tuple[str, ...] = ()


_CIRCLED = (*range(0xB2, 0xBA), *range(0x2070, 0x208A), *range(0x2460, 0x2469), 0x24EA)
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase) | {
    code: str(unicodedata.digit(chr(code)))
    for code in _CIRCLED
    if unicodedata.digit(chr(code), -1) >= 0
}
_LETTER_O = re.compile(r"(?<![a-z])o(?=\d)|(?<=\d)o(?![a-z])")
_LETTER_L = re.compile(r"(?<=\d)[li](?=\d)")
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"(?<![0-9a-z])[0-9a-z]{5}-[0-9a-z]{5}-[0-9a-z](?![0-9a-z])")


def _without_code(match: re.Match[str]) -> str:
    return "x" * len(match[0]) if normalise_code(match[0]) else match[0]


def shadow_of(text: str) -> str:
    """Return the text small, without marks, all digits plain, and our own codes covered.

    Every place stays its place, so that what is found here can be taken out there.
    """
    shadow = unmark(digits_of(text))
    shadow = shadow.lower() if shadow.isascii() else shadow.translate(_SMALL)
    if not _DIGIT.search(shadow):
        return shadow if shadow.count("-") < 2 else _CODE.sub(_without_code, shadow)
    shadow = _CODE.sub(_without_code, shadow)
    return _LETTER_L.sub("1", _LETTER_O.sub("0", shadow))


def _apart(spans: list[Span]) -> list[Span]:
    """Return the spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if apart and start < apart[-1][1]:
            first, last, known = apart[-1]
            apart[-1] = (first, max(last, end), known)
        else:
            apart.append((start, end, kind))
    return apart


_MOST_PASSES = 8


def redact(text: str) -> Redacted:
    """Return the cleaned text without what must not be stored, and what that was.

    Telephone numbers, dates, amounts, years and our own case codes stay.
    """
    found = _once(clean(text))
    kinds = found.kinds
    for _ in range(_MOST_PASSES):
        if not found.kinds:
            break
        found = _once(found.text)  # what stood glued to a number stands free now
        kinds = (*kinds, *found.kinds)
    return Redacted(found.text, tuple(dict.fromkeys(kinds)))


def _once(text: str) -> Redacted:
    shadow = shadow_of(text)
    found = [*passwords(shadow, text)]
    if _DIGIT.search(shadow):
        found += (*announced(shadow), *long_numbers(shadow))
    if not found:
        return Redacted(text)
    spans = _apart(found)
    kept: list[str] = []
    at = 0
    for start, end, _ in spans:
        kept += text[at:start], HIDDEN
        at = end
    kinds = tuple(dict.fromkeys(kind for _, _, kind in spans))
    return Redacted("".join([*kept, text[at:]]), kinds)
