"""How the pace of units is said to people, by text key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.texts import text_key
from survey.pace import Standing

__all__ = ["STANDINGS", "TONES"]

STANDINGS: Final[Mapping[Standing, str]] = {
    "waiting": text_key("pace.waiting"),
    "done": text_key("pace.done"),
    "on_pace": text_key("pace.on_pace"),
    "slow": text_key("pace.slow"),
    "behind": text_key("pace.behind"),
}
TONES: Final[Mapping[Standing, str]] = {"done": "good", "slow": "warn", "behind": "bad"}
"""Colours of badges, which only repeat the words; the others are quiet."""
