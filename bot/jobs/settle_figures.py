"""The job that lets figures hold what has changed, so that readers find little left to do."""

from __future__ import annotations

from bot.services import Services

__all__ = ["settle_figures"]


async def settle_figures(services: Services) -> int:
    """Work off what waits; return how many responses were looked at."""
    return await services.figures.settle()
