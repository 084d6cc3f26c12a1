"""Reach: by which way the people of a frame could be written to, before anybody is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from storage.audiences import reach
from storage.base import Database
from storage.draw_records import FrameWish
from storage.scopes import listed
from storage.transaction_records import Frame
from survey.campaigns import Channel

__all__ = ["Reach", "reach_of"]

Reach: TypeAlias = Mapping[Frame, Mapping[Channel, int]]
"""Transactions by whom they are about, and by the channel that would be taken."""


async def reach_of(database: Database, wish: FrameWish, *, email: bool) -> Reach:
    """Count the transactions of a frame by channel, those left out of draws included. `email`:
    letters can be sent.
    """
    values = {
        "from_day": wish.from_day,
        "to_day": wish.to_day,
        "lists": listed(wish.lists),
        "units": listed(wish.units or ()),
        "email": email,
    }
    rows = await database.rows(reach(whole=wish.units is None), values, in_thread=True)
    found: dict[Frame, dict[Channel, int]] = {}
    for frame, channel, count in rows:
        found.setdefault(frame, {})[channel] = count
    return found
