"""The desk of reports: made from figures, edited, approved, numbered, archived; due and chased."""

from __future__ import annotations

from bot.reporting.acts import ReportDesk
from bot.reporting.contents import Contents, blocks_of, contents_of
from bot.reporting.press import EditionMaker, Press
from bot.reporting.replying import Ranked, my_places
from bot.reporting.schedule import Due, due_reports
from bot.reporting.verifying import Verified, verified

__all__ = [
    "Contents",
    "Due",
    "EditionMaker",
    "Press",
    "Ranked",
    "ReportDesk",
    "Verified",
    "blocks_of",
    "contents_of",
    "due_reports",
    "my_places",
    "verified",
]
