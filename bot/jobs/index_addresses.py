"""The job by which those who opted out by a letter are known in older transactions, too."""

from __future__ import annotations

from bot.imports.pace import AT_ONCE, considerate
from bot.services import Services

__all__ = ["index_addresses"]


async def index_addresses(services: Services) -> int:
    """Index addresses that the version before has written; return how many there were."""
    done, count = 0, AT_ONCE
    while count == AT_ONCE:
        async with considerate():
            count = await services.storage.transactions.index_missing(AT_ONCE)
        done += count
    return done
