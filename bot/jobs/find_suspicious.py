"""The job that looks for odd responses, so that two people see them before they count."""

from __future__ import annotations

from bot.following import suspect
from bot.services import Services

__all__ = ["find_suspicious"]


async def find_suspicious(services: Services) -> int:
    """Look at what was sent lately; return how many responses are to be judged by it."""
    turns = services.runner.turns
    forms = turns.renderer.rules.forms
    return await suspect(services.storage, forms, services.settings.suspicion, turns.clock())
