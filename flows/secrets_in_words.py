"""Secrets that people announce: "mã otp là …", "stk …", "mật khẩu: …" (domain §6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

__all__ = ["Span", "announced", "passwords"]

Span: TypeAlias = tuple[int, int, str]
"""Start, end and kind of what is to be taken out."""

# All patterns read a shadow of the text: small letters, no marks (see `flows.redaction`).
_BANKS = (
    r"(?:vietcombank|vcb|bidv|agribank|vietinbank|techcombank|tcb|mb ?bank|mb|acb|sacombank"
    r"|vp ?bank|tp ?bank|shb|hd ?bank|vib|ocb|msb|sea ?bank|lp ?bank|lienvietpostbank|eximbank"
    r"|nam a bank|abbank|pvcombank|dong a bank|kien ?long ?bank|bac a bank|viettel ?money|momo"
    r"|zalopay)"
)
_FILLERS = (
    r"la|so|cua|toi|em|minh|con|chau|ong|ba|bac|chi|anh|vo|chong|me|bo|moi|cu|nay|ngan hang|nh"
    rf"|bank|tai|day|ne|nhu sau|is|my|number|no|code|the|ma|{_BANKS}"
)
_TO = rf"(?![a-z])(?:[\s:=#().,–-]+(?:{_FILLERS})(?![a-z])){{0,6}}[\s:=#().,–-]{{0,4}}"


_MORE = r"(?:[ .–-]{0,2}\d)"  # one more digit, perhaps apart

_IDENTITY = (
    r"cmnd|cmtnd|cmt|cccd|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?"
    r"|dinh danh(?: ca nhan)?|national id|identity(?: card)?|id(?: card)?"
)
_CARDS = (
    r"so the|the (?:atm|ngan hang|tin dung|ghi no|visa|master(?:card)?)|card(?: number)?"
    r"|visa|mastercard|atm"
)
# Kind, the words that announce it, and what stands behind them.
_BEHIND: tuple[tuple[str, str, str], ...] = (
    (
        "otp",
        r"otp|passcode|ma (?:xac (?:nhan|thuc|minh)|pin|bao mat|kich hoat)|so pin|security code",
        rf"\d{_MORE}{{3,7}}(?!\d)",
    ),
    ("otp", r"cv[vc]2?", r"\d{3,4}(?!\d)"),
    (
        "insurance_number",
        r"(?:ma(?: so)?|so(?: so| the)?|the) (?:bhxh|bhyt|bao hiem(?: xa hoi| y te)?)",
        rf"(?:[a-z]{{2}} ?\d ?\d\d ?)?\d{_MORE}{{9}}(?!\d)",
    ),
    (
        "national_id",
        _IDENTITY,
        rf"\d{_MORE}{{7,13}}(?!\d)",
    ),
    ("national_id", r"ho chieu|passport", rf"[a-z]{{1,2}} ?\d{_MORE}{{5,7}}(?!\d)"),
    (
        "card",
        _CARDS,
        rf"\d{_MORE}{{7,18}}(?!\d)",
    ),
    (
        "bank_account",
        rf"stk|so tk|tk|tai khoan|account|acct?|iban|{_BANKS}",
        rf"\d{_MORE}{{5,18}}(?!\d)",
    ),
)
_BEFORE: tuple[tuple[str, str, str], ...] = (
    ("otp", rf"\d{_MORE}{{3,7}}(?!\d)", r"[\s:=-]{1,3}(?:la )?(?:ma )?otp"),
    (
        "bank_account",
        rf"\d{_MORE}{{7,18}}(?!\d)",
        rf"[\s,:(-]{{0,3}}(?:(?:tai|o|nh|ngan hang) )?{_BANKS}",
    ),
    ("insurance_number", r"[a-z]{2} ?\d ?\d\d ?\d{3} ?\d{3} ?\d{4}(?!\d)", ""),
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *(
        (kind, re.compile(rf"(?<![a-z])(?:{words}){_TO}(?P<v>{it})"))
        for kind, words, it in _BEHIND
    ),
    *(
        (kind, re.compile(rf"(?<![a-z\d+])(?P<v>{it}){words}(?![a-z])"))
        for kind, it, words in _BEFORE
    ),
)
_HOTLINE = re.compile(r"1[89]00\d{4,6}")

_PASSWORD = re.compile(
    r"(?<![a-z])(?P<key>mat khau|matkhau|password|passwd|pass|pwd|mk)(?![a-z])"
    r"(?P<to>(?:[\s:=#(]+(?:la|cua|toi|em|minh|vssid|vneid|moi|cu|dang nhap|nay|is|my|so)\b)*"
    r"[\s:=\"'(]{1,4})"
    r"(?P<v>[^\s\[\]]{4,})"
)
# No key is without one of these, and nothing that digits announce has fewer of them.
_KEY_PARTS = ("khau", "pass", "pwd", "mk")
_FEWEST_DIGITS = 3

_MOBILE = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_UNLIKE_A_WORD = re.compile(r"[\d@#$%^&*_]")
_LONGEST_SYLLABLE = 7  # nghiêng; longer words of plain letters are no Vietnamese


def _is_password(key: str, to: str, typed: str) -> bool:
    """Whether the word behind "mật khẩu" is one: "mật khẩu không đúng" gives none away."""
    if key == "mk" and _MOBILE.match(typed):
        return False  # "mk" is also "mình": my number
    if _UNLIKE_A_WORD.search(typed):
        return True
    if key == "mk" or not typed.isascii():
        return False
    return ":" in to or "=" in to or len(typed) > _LONGEST_SYLLABLE


def passwords(shadow: str, text: str) -> Iterator[Span]:
    """Yield the passwords that are named as such; `shadow` is `text` small and without marks."""
    if not any(map(shadow.__contains__, _KEY_PARTS)):
        return
    for match in _PASSWORD.finditer(shadow):
        start = match.start("v")
        typed = text[start : match.end("v")].rstrip(".,;!?)\"'")
        if len(typed) > 3 and _is_password(match["key"], match["to"], typed):
            yield start, start + len(typed), "password"


def announced(shadow: str) -> Iterator[Span]:
    """Yield the numbers that a word beside them gives away, in a text small and without marks."""
    if sum(map(str.isdigit, shadow)) < _FEWEST_DIGITS:
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(shadow):
            if not _HOTLINE.fullmatch("".join(filter(str.isdigit, match["v"]))):
                yield match.start("v"), match.end("v"), kind
