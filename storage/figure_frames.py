"""Reads the frames that campaigns drew from: their strata, and what was wanted of each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import func, select

from storage.base import Database
from storage.campaign_tables import draw_strata as s
from storage.campaign_tables import draws as d
from storage.figure_records import FrameStratum
from storage.scopes import among, listed

__all__ = ["frame_strata"]

_PARTS: Final = (d.c.campaign_id, s.c.group_id, s.c.unit_id, s.c.area, s.c.mode)
# A further draw leaves out who was drawn before: a stratum is as large as in the draw that saw
# most of it.
_STRATA = (
    select(*_PARTS, func.max(s.c.frame), func.sum(s.c.wanted))
    .join(d, d.c.id == s.c.draw_id)
    .where(among(d.c.campaign_id, "campaigns"), ~d.c.partial, d.c.number > 0)
    .group_by(*_PARTS)
    .order_by(*_PARTS)
)


async def frame_strata(database: Database, campaigns: Collection[str]) -> list[FrameStratum]:
    """Return the strata of all draws of campaigns that count."""
    rows = await database.rows(_STRATA, {"campaigns": listed(campaigns)})
    return [
        FrameStratum(campaign, group, unit, area, mode, int(frame), int(wanted))
        for campaign, group, unit, area, mode, frame, wanted in rows
    ]
