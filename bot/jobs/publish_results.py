"""The job that publishes results when a step is due."""

from __future__ import annotations

from bot.publishing import forget_erased, publish_due
from bot.services import Services

__all__ = ["publish_results"]


async def publish_results(services: Services) -> int:
    """Forget whom people had erased, then publish what may be published; return the number of
    the new publication, or 0: also while not all responses are counted by the rules of today.
    """
    now = services.runner.turns.clock()
    await forget_erased(services.storage, now)
    if not await services.figures.is_whole():
        return 0
    return await publish_due(services.storage, services.live, now, services.figures.pins)
