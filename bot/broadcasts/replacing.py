"""Stand-ins: whoever of an invitation cannot be asked for good is replaced by a reserve."""

from __future__ import annotations

from typing import Final

import structlog

from bot.accounts import By
from bot.broadcasts.acts import BroadcastRefusedError, Broadcasts
from bot.drawing import substitute
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.broadcast_records import BroadcastRecord

__all__ = ["replace_lost"]

_log = structlog.get_logger(__name__)

_PORTION: Final = 200
"""People replaced in one transaction."""


async def replace_lost(storage: Storage, campaign_id: str, by: By) -> int:
    """Let reserves stand in, within the field days, for those of a campaign who are unreachable,
    want no messages or were asked lately; return for how many. They are asked in the same wave,
    and replaced in their turn until no reserve is left.

    Raises:
        StorageError: nothing can be read or written now.

    """
    done = 0
    for record in await storage.broadcasts.of_campaign(campaign_id):
        if _may_grow(record, by):
            done += await _replace(storage, record, by)
    return done


def _may_grow(record: BroadcastRecord, by: By) -> bool:
    asks = record.wave == 0 and record.state in {"running", "done"}
    return asks and by.at < record.window.closes_at


async def _replace(storage: Storage, record: BroadcastRecord, by: By) -> int:
    lost = await storage.broadcasts.lost(record.id, most=_PORTION)
    if not lost:
        return 0
    unit = UnitOfWork()
    stand_ins = await substitute(storage, unit, record.campaign_id, lost, by.at)
    if not stand_ins:
        return 0  # they stay as they are: nobody is left who could stand in
    storage.audit.note(
        unit,
        at=by.at,
        actor=by.actor,
        action="campaign.substituted",
        target=record.campaign_id,
        detail={"lost": str(len(lost)), "stand_ins": str(len(stand_ins))},
    )
    try:
        await Broadcasts(storage, by).enroll_these(record, stand_ins, unit)
    except (BroadcastRefusedError, StaleSessionError):
        return 0  # it is being sorted, or somebody acted on it: the next time
    _log.info("people_replaced", campaign=record.campaign_id, people=len(stand_ins))
    return len(stand_ins)
