"""The units through time: what happened to them is entered, and takes effect on its day."""

from __future__ import annotations

from bot.units.effect import is_in_effect, living, put_in_effect, rows_of
from bot.units.entering import Entry, Plan, enter, numbered, planned
from bot.units.known import Units, known_units

__all__ = [
    "Entry",
    "Plan",
    "Units",
    "enter",
    "is_in_effect",
    "known_units",
    "living",
    "numbered",
    "planned",
    "put_in_effect",
    "rows_of",
]
