"""How it is said what stands beside figures (`bot.figures.Aside`): by text key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.figures import Aside
from bot.reports.count_words import REASONS
from bot.reports.judging_words import SIGNS, STATES

__all__ = ["aside_name"]

_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "reason": {str(name): key for name, key in SIGNS.items()},
    "state": {str(name): key for name, key in STATES.items()},
    "outcome": {str(name): key for name, key in REASONS.items()},
}


def aside_name(say: Callable[..., str], aside: Aside) -> str:
    """Return what responses were told apart by; "" of what this program does not know."""
    key = _NAMES[aside.kind].get(aside.value)
    return "" if key is None else say(key)
