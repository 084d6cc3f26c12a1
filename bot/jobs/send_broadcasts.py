"""The job that freezes audiences and lets invitations and reminders leave."""

from __future__ import annotations

from bot.services import Services

__all__ = ["send_broadcasts"]


async def send_broadcasts(services: Services) -> int:
    """Send what is due until nothing is; return how many rows found an end, or another time."""
    done, broadcaster = 0, services.broadcaster
    while broadcaster is not None and (found := await broadcaster.sweep()):
        done += found
    return done
