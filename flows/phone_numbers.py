"""Telephone numbers as people in Vietnam write them: their kind and international form."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

import msgspec
import phonenumbers

from flows.phone_refusals import declines
from flows.spelling import clean, digits_of, normalise
from flows.spoken_phones import with_digits

__all__ = [
    "PhoneKind",
    "PhoneReading",
    "masked_format",
    "national_format",
    "on_a_card",
    "read_phone",
]

PhoneKind: TypeAlias = Literal[
    "mobile",
    "old",  # eleven digits from before 2018: `number` is what it became, to be confirmed
    "landline",
    "hotline",
    "foreign",
    "looks_like_id",
    "suspect",  # of a series in which nobody serves numbers: to be confirmed
    "letters",  # letters for digits, or the 0 left out: `number` is what was meant, perhaps
    "several",
    "invalid",
    "declined",
    "none",
]


class PhoneReading(msgspec.Struct, frozen=True):
    """What was found. `number` is E.164 (empty where there is none to take or to confirm)."""

    kind: PhoneKind
    number: str = ""
    reason: Literal["", "too_short", "too_long", "unknown_prefix"] = ""


# Domain §8.1, checked against libphonenumber's data.
_MOBILE = re.compile(
    r"(?:3\d|7[06-9]|5[689]|8[1-8]|9[0-8])\d{7}|(?:52[238]|559|89[6-9]|99[013-9])\d{6}"
)
_SUSPECT = re.compile(r"51\d{7}")
_LANDLINE = re.compile(r"2\d{9}")
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_FORMER: dict[str, str] = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",
    "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
"""Prefixes of eleven-digit numbers (without 0) and what they became in 2018."""

_COUNTRY = "84"
_GAP = r"[ .()_–-]{0,3}"
_RUN = re.compile(rf"(?:\+|\b00)?\(?\+?\d(?:{_GAP}\d)+")
_COMMAS = re.compile(r"(?:\+|\b00)?\(?\+?\d(?:[ .()_,;:*/–-]{0,3}\d)+")
"""With every mark that people put between digits; a comma mostly stands between two numbers."""
_LOOSE_RUN = re.compile(rf"(?<![^\W_])\+?[\doOlI](?:{_GAP}[\doOlI])+(?![^\W_])")
_LETTERS = str.maketrans("oOlI", "0011")
_FEWEST_DIGITS = 6  # shorter ones are counts, years, ages


def national_format(number: str) -> str:
    """Return a Vietnamese E.164 number as people read it aloud: 0912 345 678."""
    national = "0" + number.removeprefix("+" + _COUNTRY)
    return f"{national[:4]} {national[4:7]} {national[7:]}"


def masked_format(number: str) -> str:
    """Return a number with its middle hidden, in whatever way it is written: 091•••678. Enough
    to recognise one's own, not to call.
    """
    digits = "".join(re.findall(r"[+0-9]", number))
    national = "0" + digits[3:] if digits.startswith("+" + _COUNTRY) else digits
    return f"{national[:3]}•••{national[-3:]}"


def _invalid(national: str) -> PhoneReading:
    """Say what is wrong with a number that fits no pattern; 1… had ten digits before 2018."""
    longest = 10 if national.startswith("1") else 9
    if 9 <= len(national) <= longest:
        return PhoneReading("invalid", reason="unknown_prefix")
    return PhoneReading("invalid", reason="too_short" if len(national) < 9 else "too_long")


def _vietnamese(national: str) -> PhoneReading:
    """Classify a number of Vietnam, given without its leading 0."""
    if _MOBILE.fullmatch(national):
        return PhoneReading("mobile", f"+{_COUNTRY}{national}")
    if _SUSPECT.fullmatch(national):
        return PhoneReading("suspect", f"+{_COUNTRY}{national}")
    if _LANDLINE.fullmatch(national):
        return _known("landline", _COUNTRY + national)
    if len(national) == 10 and (became := _FORMER.get(national[:3])):
        return PhoneReading("old", f"+{_COUNTRY}{became}{national[3:]}")
    return _invalid(national)


def _known(kind: PhoneKind, digits: str) -> PhoneReading:
    """Return a number of this kind if libphonenumber knows its like."""
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return PhoneReading("invalid", reason="unknown_prefix")
    if phonenumbers.is_valid_number(number):
        return PhoneReading(kind, "+" + digits)
    return PhoneReading("invalid", reason="unknown_prefix")


def _abroad(digits: str) -> PhoneReading:
    """Classify digits behind "+" or "00"."""
    if digits.startswith(_COUNTRY):
        return _vietnamese(digits.removeprefix(_COUNTRY).removeprefix("0"))
    return _known("foreign", digits)


def _bare(digits: str) -> PhoneReading:
    """Classify digits without an international prefix."""
    with_country = digits.removeprefix(_COUNTRY).removeprefix("0")
    if digits.startswith(_COUNTRY) and _MOBILE.fullmatch(with_country):
        return PhoneReading("mobile", f"+{_COUNTRY}{with_country}")
    if len(digits) == 12:
        return PhoneReading("looks_like_id")
    if digits.startswith("0"):
        return _vietnamese(digits[1:])
    if _HOTLINE.fullmatch(digits):
        return PhoneReading("hotline")
    return _without_zero(digits)


def _without_zero(digits: str) -> PhoneReading:
    if _MOBILE.fullmatch(digits):
        return PhoneReading("letters", f"+{_COUNTRY}{digits}")
    return PhoneReading("invalid", reason="too_short" if len(digits) < 10 else "too_long")


def _classify(run: str) -> PhoneReading:
    digits = "".join(c for c in run if c.isdigit())
    if "+" in run:
        return _abroad(digits.removeprefix("00"))
    if digits.startswith("00") and len(digits) > 10:
        return _abroad(digits[2:])
    return _bare(digits)


def _groups(run: str) -> list[PhoneReading]:
    """Classify a run as one number or, if it is none, as numbers side by side."""
    whole = _classify(run)
    first, _, more = run.strip().partition(" ")
    if whole.kind == "looks_like_id" and _classify(first).kind == "mobile" and more.isdigit():
        return [_classify(first)]  # "0912345678 74": the number, and an age
    if whole.kind != "invalid":
        return [whole]
    parts = [_classify(part) for part in re.split(r"[ –-]+(?=[+0])", run)]
    full = [part for part in parts if part.kind in ("mobile", "landline")]
    return full if len(full) == len(parts) else [whole]


def _runs(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [run for run in pattern.findall(text) if sum(map(str.isdigit, run)) >= _FEWEST_DIGITS]


def _best(readings: list[PhoneReading]) -> PhoneReading | None:
    """Return the one usable number, else the first reading of any kind."""
    usable = {r.number: r for r in readings if r.kind in ("mobile", "landline")}
    if len(usable) > 1:
        return PhoneReading("several")
    return next(iter(usable.values()), readings[0] if readings else None)


def _meant(text: str) -> PhoneReading | None:
    """Find a mobile number with letters for digits: worth a question back."""
    for run in _runs(text, _LOOSE_RUN):
        found = _classify(run.translate(_LETTERS))
        if found.kind == "mobile" and found != _classify(run):
            return PhoneReading("letters", found.number)
    return None


def _without_number(text: str) -> PhoneReading:
    if declines(normalise(text)):
        return PhoneReading("declined")
    if re.fullmatch(r"[\d\W_]*\d[\d\W_]*", text):
        return PhoneReading("invalid", reason="too_short")
    return PhoneReading("none")


def read_phone(text: str) -> PhoneReading:
    """Return what kind of telephone number a text gives, or that it declines to give one."""
    text = with_digits(digits_of(unicodedata.normalize("NFKC", clean(text))))
    found = _best([reading for run in _runs(text, _RUN) for reading in _groups(run)])
    if found and found.kind != "invalid":
        return found
    loose = _best([reading for run in _runs(text, _COMMAS) for reading in _groups(run)])
    if loose and loose.kind == "mobile":
        return loose
    return _meant(text) or found or _without_number(text)


_CARD_DIGITS = 15
"""The longest number in the world (E.164); a card may hold anything at all."""


def on_a_card(phone: str) -> str:
    """Return the number of a contact card as a person would type it: digits, and a "+" before
    an international one, which platforms leave out (84912345678).
    """
    digits = "".join(re.findall(r"[0-9]", phone))[: _CARD_DIGITS + 2]
    if "+" in phone:
        return f"+{digits}"
    plain = read_phone(digits)
    return f"+{digits}" if plain.kind in ("invalid", "looks_like_id") else digits
