"""The desk: what officers do to cases, and what time does, in one corridor."""

from __future__ import annotations

from bot.desk.corridor import PERSONAL, Desk, NotHereError, Personal, Visitor
from bot.desk.news import commit_turn, post_news
from bot.desk.things import UnitTree, actor_in, thing_of
from bot.desk.working_days import follow_calendar

__all__ = [
    "PERSONAL",
    "Desk",
    "NotHereError",
    "Personal",
    "UnitTree",
    "Visitor",
    "actor_in",
    "commit_turn",
    "follow_calendar",
    "post_news",
    "thing_of",
]
