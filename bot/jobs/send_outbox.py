"""The job that sends what waits in the outbox, where no doorbell told of it."""

from __future__ import annotations

from bot.services import Services

__all__ = ["send_outbox"]


async def send_outbox(services: Services) -> int:
    """Take up what is due and nobody sends; return how many sessions there were."""
    return await services.sender.sweep() if services.sender is not None else 0
