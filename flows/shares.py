"""What share: "80%", "ba phần tư", "một nửa", "8/10", in per cent."""

from __future__ import annotations

import re

from flows.measures import roles_of
from flows.quantities import Quantity, bounded
from flows.vietnamese import Utterance

__all__ = ["read_share"]

_PER_CENT = re.compile(r"(?P<before>[~g><l≤≥e]*)(?P<numbers>n(?:-n)?)%?(?P<behind>[>+≤≥]?)")
_HUNDREDTHS = re.compile(r"\b(?:phần|phan) (?:trăm|tram)\b|\b(?:per cent|percent)\b")
_FRACTION = re.compile(r"~?n/n\??")
_HALF = re.compile(r"[~?]*n?½\??")


def _last_step(share: float) -> float:
    return max(share - 10, 0.0)


def _next_step(share: float) -> float:
    return min(share + 10, 101.0)


def read_share(utterance: Utterance) -> Quantity | None:
    """Return the per cent that were said, exact or as bounds between 0 and 100; None if none."""
    if utterance.asks:
        return None
    roles = roles_of(_HUNDREDTHS.sub("%", utterance.accented))
    if _HALF.fullmatch(roles.letters):
        return Quantity(50.0, 50.0)
    numbers = roles.between(0, len(roles.letters))
    if _FRACTION.fullmatch(roles.letters) and 0 < numbers[1].low >= numbers[0].low:
        share = 100 * numbers[0].low / numbers[1].low
        return Quantity(share, share)
    match = _PER_CENT.fullmatch(roles.letters)
    if match is None or not numbers[0].low <= numbers[-1].high <= 100:
        return None
    marks = match["before"] + match["behind"]
    return bounded((numbers[0].low, numbers[-1].high), marks, _last_step, _next_step)
