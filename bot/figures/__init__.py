"""Figures: kept from rows, gathered for a scope and period, sealed as editions, and followed."""

from __future__ import annotations

from bot.figures.beside_ratings import Topic
from bot.figures.figures import Figures
from bot.figures.following import Aside, Cell, Choice
from bot.figures.hearing import Listened
from bot.figures.pacing import AtWork
from bot.figures.settling import recounted

__all__ = ["Aside", "AtWork", "Cell", "Choice", "Figures", "Listened", "Topic", "recounted"]
