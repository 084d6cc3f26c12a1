"""The job that weighs responses of the version before, as new ones are when they end."""

from __future__ import annotations

from bot.counting import weigh_missing
from bot.services import Services

__all__ = ["weigh_responses"]


async def weigh_responses(services: Services) -> int:
    """Weigh what was never weighed; return how many responses that were."""
    forms = services.runner.turns.renderer.rules.forms
    return await weigh_missing(services.storage, forms)
