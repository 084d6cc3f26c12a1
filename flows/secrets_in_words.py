"""Secrets that people announce: "mã otp là …", "stk …", "mật khẩu: …" (domain §6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.spelling import unmark

__all__ = ["Span", "announced"]

Span = tuple[int, int, str]
"""Start, end and kind of what is to be taken out."""

_BANKS = (
    r"(?:vietcombank|vcb|bidv|agribank|vietinbank|techcombank|tcb|mb ?bank|mb|acb|sacombank|vp ?bank"
    r"|tp ?bank|shb|hd ?bank|vib|ocb|msb|sea ?bank|lp ?bank|lienvietpostbank|eximbank|nam a bank"
    r"|abbank|pvcombank|dong a bank|kien long ?bank|bac a bank|viettel ?money|momo|zalopay)"
)
_FILLERS = (
    rf"(?:[\s:=#().,–-]+(?:la|so|cua|toi|em|minh|con|chau|ong|ba|bac|chi|anh|vo|chong|me|bo|moi|cu|nay"
    rf"|ngan hang|nh|bank|tai|day|ne|nhu sau|is|my|number|no|code|the|ma|{_BANKS}))"
)
_TO = rf"{_FILLERS}{{0,6}}[\s:=#().,–-]{{0,4}}"
_GAP = r"[ .–-]{0,2}"


def _digits(fewest: int, most: int) -> str:
    return rf"\d(?:{_GAP}\d){{{fewest - 1},{most - 1}}}(?!\d)"


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "otp",
            r"(?:\b(?:otp|passcode|ma (?:xac (?:nhan|thuc|minh)|pin|bao mat|kich hoat|bi mat)"
            rf"|so pin|verification code|security code)(?![a-z]){_TO}(?P<v>{_digits(4, 8)}))",
        ),
        ("otp", rf"(?<!\d)(?P<v>{_digits(4, 8)})[\s:=-]{{1,3}}(?:la )?(?:ma )?otp\b"),
        ("otp", rf"\bcv[vc]2?(?![a-z]){_TO}(?P<v>\d{{3,4}}(?!\d))"),
        (
            "insurance_number",
            r"(?:\b(?:ma(?: so)?|so(?: so| the)?|so|the) (?:bhxh|bhyt|bao hiem(?: xa hoi| y te)?)"
            rf"(?![a-z]){_TO}(?P<v>(?:[a-z]{{2}} ?\d ?\d\d ?)?{_digits(10, 10)}))",
        ),
        ("insurance_number", r"(?<![a-z\d])(?P<v>[a-z]{2} ?\d ?\d\d ?\d{3} ?\d{3} ?\d{4}(?!\d))"),
        (
            "national_id",
            r"\b(?:cmnd|cmtnd|cmt|cccd|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?"
            r"|(?:so )?dinh danh(?: ca nhan)?|national id|identity(?: card)?|id(?: card)?)"
            rf"(?![a-z]){_TO}(?P<v>{_digits(8, 14)})",
        ),
        (
            "national_id",
            rf"\b(?:ho chieu|passport)(?![a-z]){_TO}(?P<v>[a-z]{{1,2}} ?{_digits(6, 8)})",
        ),
        (
            "card",
            r"\b(?:so the|the (?:atm|ngan hang|tin dung|ghi no|visa|master(?:card)?)|card(?: number)?"
            rf"|visa|mastercard|atm)(?![a-z]){_TO}(?P<v>{_digits(8, 19)})",
        ),
        (
            "bank_account",
            rf"\b(?:stk|so tk|tk|(?:so )?tai khoan|account|acct?|iban|{_BANKS})(?![a-z])"
            rf"{_TO}(?P<v>{_digits(6, 19)})",
        ),
        (
            "bank_account",
            rf"(?<![\d+])(?P<v>{_digits(8, 19)})[\s,:(-]{{0,3}}(?:(?:tai|o|nh|ngan hang) )?{_BANKS}\b",
        ),
    )
)
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_PASSWORD = re.compile(
    r"\b(?P<key>mat khau|matkhau|password|passwd|pass|pwd|mk)(?![a-z])"
    r"(?P<to>(?:[\s:=#(]+(?:la|cua|toi|em|minh|vssid|vneid|moi|cu|dang nhap|nay|is|my|so))*)"
    r"[\s:=\"'(]{1,4}(?P<v>[^\s\[\]]{4,})"
)
_MOBILE = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_LONGEST_SYLLABLE = 7  # nghiêng; longer words of plain letters are no Vietnamese


def _is_password(match: re.Match[str], typed: str) -> bool:
    """Whether the word behind "mật khẩu" is one: "mật khẩu không đúng" gives none away."""
    if match["key"] == "mk" and _MOBILE.match(typed):
        return False  # "mk" is also "mình": my number
    if re.search(r"[\d@#$%^&*_]", typed):
        return True
    if match["key"] == "mk" or not typed.isascii():
        return False
    separator = match[0][len(match["key"]) : match.start("v") - match.start()]
    return bool(set(":=") & set(separator)) or len(typed) > _LONGEST_SYLLABLE


def _passwords(shadow: str, text: str) -> Iterator[Span]:
    for match in _PASSWORD.finditer(shadow):
        typed = text[match.start("v") : match.end("v")].rstrip(".,;!?)\"'")
        if len(typed) > 3 and _is_password(match, typed):
            yield match.start("v"), match.start("v") + len(typed), "password"


def announced(shadow: str, text: str) -> Iterator[Span]:
    """Yield what a word beside it gives away; `shadow` is `text` small and without marks."""
    yield from _passwords(shadow, text)
    if not any(map(str.isdigit, shadow)):
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(shadow):
            if not _HOTLINE.fullmatch("".join(filter(str.isdigit, match["v"]))):
                yield match.start("v"), match.end("v"), kind
