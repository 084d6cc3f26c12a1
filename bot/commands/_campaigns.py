"""The campaign that a command is about, by the id that was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.base import Desk, refuse
from flows.texts import text_key

if TYPE_CHECKING:
    from storage.campaign_records import CampaignRecord

__all__ = ["campaign_of"]


async def campaign_of(desk: Desk, campaign_id: str) -> CampaignRecord:
    """Return a campaign; end the command with a sentence where there is none."""
    found = await desk.storage.campaigns.by_id(None, campaign_id)
    return found or refuse(text_key("cli.campaigns.unknown"), id=campaign_id)
