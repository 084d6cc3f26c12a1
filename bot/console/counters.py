"""The figures that pages keep fresh: how much work there is, of the cases that somebody sees."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from bot.console.routes import Visit
from flows.desk.policy import anywhere, scope_of
from flows.desk.roles import Action

__all__ = ["COUNTING", "Counting", "counters"]

_REST: Final = 4.0
"""How many times as long as it counted the counter rests."""


@dataclass(slots=True)
class Counting:
    """Counts for open pages, one after the other, and at most a fifth of the time: what changes
    all day would otherwise be counted for everybody each second (100,000 cases take a while).
    """

    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def figures(self, visit: Visit) -> dict[str, int]:
        """Return what `counters` returns, in turn."""
        async with self._one:
            begun = time.perf_counter()
            found = await counters(visit)
            await asyncio.sleep(_REST * (time.perf_counter() - begun))
        return found


COUNTING = web.AppKey("counting", Counting)


async def counters(visit: Visit) -> dict[str, int]:
    """Return the figures by name (`data-count` in templates); empty for whoever sees no cases.

    `restricted` is a figure only: for those who may not see such cases it is all there is.
    """
    action: Action = "case.list" if anywhere(visit.actor, "case.list") else "case.count"
    if not anywhere(visit.actor, action):
        return {}
    found = await visit.services.storage.cases.counts(scope_of(visit.actor, action), visit.now)
    return {
        "open": sum(found.by_state.values()),
        "new": found.by_state.get("new", 0),
        "waiting": found.by_state.get("waiting", 0),
        "reopened": found.by_state.get("reopened", 0),
        "late": found.late,
        "mine": found.mine,
        "unowned": found.unowned,
        "restricted": found.restricted,
    }
