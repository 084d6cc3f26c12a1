"""Following a survey while it runs: what is odd, what two people make of it, and its pace."""

from __future__ import annotations

from bot.following.judging import Judgeable, RefusedError, judge, judgeable, parties_of, take_back
from bot.following.progress import Drop, Followed, UnitPace, View, follow
from bot.following.suspecting import WINDOW_DAYS, suspect

__all__ = [
    "WINDOW_DAYS",
    "Drop",
    "Followed",
    "Judgeable",
    "RefusedError",
    "UnitPace",
    "View",
    "follow",
    "judge",
    "judgeable",
    "parties_of",
    "suspect",
    "take_back",
]
