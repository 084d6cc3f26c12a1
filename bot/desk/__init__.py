"""The desk: what officers do to cases, and what time does, in one corridor."""

from __future__ import annotations

from bot.desk.corridor import PERSONAL, Desk, NotHereError, Personal, Visitor
from bot.desk.news import commit_turn, post_news
from bot.desk.redating import (
    Redating,
    Shift,
    agree_to_redate,
    keep_redating,
    next_redating,
    shift_of,
)
from bot.desk.things import UnitTree, actor_in, thing_of
from bot.desk.working_days import calendar_in_force, follow_calendar

__all__ = [
    "PERSONAL",
    "Desk",
    "NotHereError",
    "Personal",
    "Redating",
    "Shift",
    "UnitTree",
    "Visitor",
    "actor_in",
    "agree_to_redate",
    "calendar_in_force",
    "commit_turn",
    "follow_calendar",
    "keep_redating",
    "next_redating",
    "post_news",
    "shift_of",
    "thing_of",
]
