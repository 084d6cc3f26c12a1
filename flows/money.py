"""How much money: "200k", "1tr2", "triệu rưỡi", "2 xị", "không mất đồng nào", in đồng."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.measures import Roles, roles_of, without_labels
from flows.number_spelling import spelled
from flows.numerals import Numeral
from flows.quantities import Bounds, Quantity, bounded, one_of
from flows.spelling import unmark
from flows.vietnamese import Utterance

__all__ = ["read_money"]

_SLANG: dict[str, str] = {
    "củ": "triệu", "tr": "triệu", "chai": "triệu", "xị": "xị", "lít": "xị", "lit": "xị",
    "tỏi": "tỷ", "lốp": "xị", "cành": "nghìn", "ka": "nghìn",
}  # fmt: skip
"""Scales of money only. "Lít" and "chai" are things as well: to be confirmed."""
_UNSURE = re.compile(
    r"\b(?:lít|lit|lốp)\b|\b(?:chai|cành) (?!rưỡi|thôi|chẵn|ạ|nha|luôn|đó|mấy)[^\W\d]"
)
_SHORT = re.compile(
    r"(?<=\d) ?(?P<k>k|ngh|ngn|ng|n)(?![^\W\d_])|(?<=\d) ?(?P<m>m|triu)(?![^\W\d_])"
    r"|(?<=\d) ?(?P<cu>cu)\b|(?<=\d) ?(?P<xi>xi)\b|(?<=trăm|tram|mươi|muoi|chục|chuc) (?P<w>k)\b"
)
_TENS = re.compile(r"\b(?:chục|chuc)\b(?! (?:nghìn|nghin|ngàn|ngan|k|triệu|trieu|rưỡi|ruoi)\b)")
"""Tens of thousands, as people count small money: "năm chục"."""
_EACH = re.compile(
    r"\bmoi (?:lan|nguoi|ho so|thang|buoi|chuyen|bo)\b|\b(?:lan|nguoi|bo) nao cung\b| x ?\d"
)
"""So much for each of several: how much it was together nobody knows."""
_LONG = {"k": " nghìn ", "m": " triệu ", "cu": " triệu ", "xi": " xị ", "w": " nghìn "}
_NOT_K = re.compile(r"(?<=\d) k(?= (?:nhớ|nho|biết|biet|rõ|ro|mất|mat|tốn|ton|có|co|phải|phai)\b)")

_FREE = re.compile(
    r"\b(?:khong|chang|cha|khoi|chua|dau|hong|k)(?: (?:co|he|phai|bi|can|ai))*"
    r" (?:mat|ton|tra|dong|nop|chi|dua|tra them|them|lay|thu|doi)\b"
    r"(?! (?:nhieu|bao nhieu|may|cong|thoi gian|it|ro|nho|lai|tin|y|\d"
    r"|(?:\w+ )?(?:tram|trieu|nghin)))"
    r"|\bco (?:\w+ ){1,3}(?:gi|xu nao|dong nao) dau\b"
    r"|\bmien phi\b|\bfre\b|\bkhong (?:mot )?(?:dong|xu|cac)\b(?! y\b)"
    r"|^(?:da )?khong(?: co| he| ton| mat)?(?: gi)?(?: (?:het|ca|dau|a))*$"
)
"""Nothing paid, in the plain spelling."""
_FOREIGN = re.compile(r"[$€]|\b(?:usd|đô|do la|đô la|euro|vé|chỉ vàng|cây vàng|vàng|yên|tệ)\b")

_ITEM = re.compile(
    r"(?P<not>!?)(?P<before>[~g><l≤≥fe]*)(?P<half>½?)(?P<numbers>n(?:[-,]?n)?)"
    r"(?P<rest>x?)(?P<unit>c?)(?P<behind>[>+≤≥]?)(?=(?P<next>.?))"
)
_COUNTS_OTHERS = frozenset("tpmhsbdwMy%/")
_SMALLEST = 1000
"""đồng: below it a number alone was meant in thousands, and nobody knows."""
_ODD_UNTIL = 10_000
_MOST = 10**12
_TEN_THOUSANDS = "chục nghìn"


def _written_out(text: str) -> str:
    text = _NOT_K.sub(" không", text)
    text = _TENS.sub(_TEN_THOUSANDS, text)
    return _SHORT.sub(lambda match: _LONG[match.lastgroup or "k"], text)


def _with_rest_in_thousands(amount: float) -> float:
    """Read "một triệu hai trăm" as people mean it: nobody pays two hundred đồng."""
    rest = amount % 1_000_000
    return amount + rest * 999 if amount >= 1_000_000 and 0 < rest < 1000 else amount


def _half(amount: float) -> float:
    return amount / 2


def _double(amount: float) -> float:
    return amount * 2


def _alone(number: Numeral, bounds: Bounds, marks: str, *, named: bool) -> Quantity:
    """Return the amount of a small number without a scale: thousands, for sure if in hundreds
    ("hai trăm") or `chục` and not as đồng: `named`.
    """
    found = bounded((bounds[0] * 1000, bounds[1] * 1000), marks, _half, _double)
    sure = bounds[1] == 0 or (not number.digits and not named and bounds[0] >= 100)
    return Quantity(found.low, found.high, bare=not sure, sure=sure, about=found.about)


def _named(numbers: Sequence[Numeral], *, half: bool) -> Bounds | None:
    """Return the bounds of one or two numbers; "50-100 nghìn" are thousands both."""
    low, high = numbers[0].low, numbers[-1].high
    if low < _SMALLEST <= high and len(numbers) == 2:
        scale = 10.0 ** (3 if high < 1_000_000 else 6)
        low = low * scale if low * scale < high else low
    if half:
        low, high = low / 2, high / 2
    if not numbers[0].digits:
        low, high = _with_rest_in_thousands(low), _with_rest_in_thousands(high)
    return (low, high) if low <= high <= _MOST else None


def _of(roles: Roles, match: re.Match[str]) -> Quantity | None:
    numbers = roles.between(*match.span("numbers"))
    bounds = _named(numbers, half=bool(match["half"]))
    if bounds is None:
        return None
    marks = match["before"] + match["behind"]
    if bounds[1] < _SMALLEST:
        return _alone(numbers[0], bounds, marks, named=bool(match["unit"]))
    odd = bounds[1] < _ODD_UNTIL and bounds[0] % 1000
    if odd and numbers[0].digits and not match["unit"]:
        return Quantity(*bounds, bare=True, sure=False)  # "1.500": đồng, or thousands
    return bounded(bounds, marks, _half, _double)


def _is_article(roles: Roles, match: re.Match[str]) -> bool:
    """Whether a one before a thing is no amount: "một phong bì 500k"."""
    return match["next"] == "?" and roles.between(*match.span("numbers"))[0].high == 1


def _amounts(roles: Roles) -> Iterator[Quantity]:
    for match in _ITEM.finditer(roles.letters):
        counts_others = match["next"] and match["next"] in _COUNTS_OTHERS
        if match["not"] or counts_others or _is_article(roles, match):
            continue
        found = _of(roles, match)
        if found:
            yield found


def _is_free(utterance: Utterance) -> bool:
    return bool(_FREE.search(unmark(spelled(" ".join(utterance.words)))))


def read_money(utterance: Utterance) -> Quantity | None:
    """Return the đồng that were said, exact or as bounds; None if no amount was said.

    A number that may mean thousands ("200") is `bare` and not `sure`, nor is slang that names
    things as well ("2 lít").
    """
    text = utterance.accented
    if utterance.asks or _FOREIGN.search(text) or _EACH.search(utterance.plain):
        return None
    roles = roles_of(_written_out(without_labels(text)), _SLANG)
    found = list(_amounts(roles))
    if not found:
        return Quantity(0.0, 0.0) if not roles.numerals and _is_free(utterance) else None
    if "t" in roles.letters or len({(q.low, q.high) for q in found}) > 1:
        return None
    one = one_of(found)
    unsure = one is not None and one.exact and _UNSURE.search(text)
    return Quantity(one.low, one.high, one.bare, sure=False) if one and unsure else one
