"""Broadcasts: who is invited and reminded by the hundred thousand, each once, none by mistake."""

from __future__ import annotations

from bot.broadcasts.acts import BroadcastRefusedError, Broadcasts
from bot.broadcasts.broadcaster import Broadcaster
from bot.broadcasts.handing_out import Handed, TooManyError, hand_again, hand_out
from bot.broadcasts.letters import Letters, Posted
from bot.broadcasts.links import Links

__all__ = [
    "BroadcastRefusedError",
    "Broadcaster",
    "Broadcasts",
    "Handed",
    "Letters",
    "Links",
    "Posted",
    "TooManyError",
    "hand_again",
    "hand_out",
]
