"""Rehearsals: a campaign goes out on a throw-away database, to people who are made up."""

from __future__ import annotations

from bot.rehearsal.configuration import Configuration, read_configuration, scaled
from bot.rehearsal.example import example
from bot.rehearsal.foretelling import foretell
from bot.rehearsal.load import Desk
from bot.rehearsal.playing import Rehearsal, rehearse
from bot.rehearsal.report import RehearsalReport
from bot.rehearsal.saying import Words

__all__ = [
    "Configuration",
    "Desk",
    "Rehearsal",
    "RehearsalReport",
    "Words",
    "example",
    "foretell",
    "read_configuration",
    "rehearse",
    "scaled",
]
