"""Numbers and days put into words, in the styles of the regions: what readers must give back."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import strategies as st

from flows.spelling import unmark

__all__ = ["STYLES", "Style", "day_in", "spell", "styles"]

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


class Style(msgspec.Struct, frozen=True):
    """How somebody says numbers."""

    thousand: str = "nghìn"
    link: str = "linh"
    five: str = "lăm"
    seven: str = "bảy"
    twenty: str = "hai mươi"
    plain: bool = False
    """Whether the marks are left out."""


STYLES = (
    Style(),
    Style(five="nhăm", twenty="hăm"),
    Style(thousand="ngàn", link="lẻ", seven="bẩy"),
    Style(thousand="ngàn", link="lẻ", twenty="hăm", plain=True),
    Style(plain=True),
)
styles = st.sampled_from(STYLES)


def _unit(number: int, style: Style) -> str:
    return style.seven if number == 7 else _UNITS[number]


def _below_hundred(number: int, style: Style) -> list[str]:
    tens, unit = divmod(number, 10)
    if not tens:
        return [_unit(unit, style)]
    head = {1: "mười", 2: style.twenty}.get(tens, f"{_unit(tens, style)} mươi")
    if not unit:
        return ["hai mươi" if tens == 2 else head]
    last = {5: style.five}.get(unit) or _unit(unit, style)
    return [head, "mốt" if unit == 1 and tens > 1 else last]


def _below_thousand(number: int, style: Style, *, padded: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words: list[str] = []
    if hundreds or padded:
        words = [_unit(hundreds, style), "trăm"]
    if rest and rest < 10 and words:
        words.append(style.link)
    return words + (_below_hundred(rest, style) if rest or not words else [])


def spell(number: int, style: Style) -> str:
    """Return a number from 1 to 999,999,999 in words."""
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    words: list[str] = []
    if millions:
        words += [*_below_thousand(millions, style, padded=False), "triệu"]
    if thousands:
        words += [*_below_thousand(thousands, style, padded=bool(words)), style.thousand]
    if units or not words:
        words += _below_thousand(units, style, padded=bool(words))
    said = " ".join(words)
    return unmark(said) if style.plain else said


def day_in(day: date, form: str, style: Style) -> str:
    """Return a day as `form` writes it; {D}, {M} and {Y} are its parts in words."""
    return form.format(
        d=day.day,
        m=day.month,
        y=day.year,
        yy=day.year % 100,
        D=spell(day.day, style),
        M=spell(day.month, style),
        Y=spell(day.year, style),
    )
