"""The job that makes older cases findable by their words, as the new ones are from the start."""

from __future__ import annotations

from bot.services import Services

__all__ = ["index_cases"]


async def index_cases(services: Services) -> int:
    """Index cases that the version before has written; return how many there were."""
    done = 0
    while count := await services.storage.cases.index_missing():
        done += count
    return done
