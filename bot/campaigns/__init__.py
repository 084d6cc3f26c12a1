"""Campaigns: made, changed, approved and ended; each act one transaction with its audit row."""

from __future__ import annotations

from bot.campaigns.acts import CampaignDesk
from bot.campaigns.inspecting import all_faults
from bot.campaigns.known import known_here
from bot.campaigns.texts import Said, all_words, lacking, said, standard, stop_phrase
from bot.campaigns.trial import TrialList

__all__ = [
    "CampaignDesk",
    "Said",
    "TrialList",
    "all_faults",
    "all_words",
    "known_here",
    "lacking",
    "said",
    "standard",
    "stop_phrase",
]
