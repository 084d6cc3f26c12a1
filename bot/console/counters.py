"""The figures that pages keep fresh: how much work there is, of the cases that somebody sees."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import msgspec
from aiohttp import web

from bot.console.broadcast_figures import live_figures
from bot.console.routes import Visit
from flows.desk.policy import anywhere, scope_of
from flows.desk.roles import Action
from storage.desk_records import COUNTED

__all__ = [
    "COUNTING",
    "Counting",
    "Figure",
    "counters",
    "figure_of",
    "figures_for",
    "unread_notices",
]

Figure: TypeAlias = int | str | list[str]
"""A number, or that there are more than are counted: "99+"; or the lines of a list."""

_REST: Final = 4.0
"""How many times as long as it counted the counter rests."""


@dataclass(slots=True)
class Counting:
    """Counts for open pages, one after the other, and at most a fifth of the time: what changes
    all day would otherwise be counted for everybody each second.
    """

    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def figures(self, visit: Visit) -> dict[str, Figure]:
        """Return what `figures_for` returns, in turn."""
        async with self._one:
            begun = time.perf_counter()
            found = await figures_for(visit)
            await asyncio.sleep(_REST * (time.perf_counter() - begun))
        return found


COUNTING = web.AppKey("counting", Counting)


def figure_of(count: int) -> Figure:
    """Return a count of `CaseCounts` as pages show it."""
    return count if count <= COUNTED else f"{COUNTED}+"


async def figures_for(visit: Visit) -> dict[str, Figure]:
    """Return all that open pages keep fresh: the figures of the work, the one of the bell, and
    those of the broadcast that is looked at.
    """
    own = {**await counters(visit), "notices": await unread_notices(visit)}
    return {**own, **await live_figures(visit)}


async def unread_notices(visit: Visit) -> Figure:
    """Return how many notices this person has not read."""
    return figure_of(await visit.services.storage.notices.unread(visit.account.id))


async def counters(visit: Visit) -> dict[str, Figure]:
    """Return the figures by name (`data-count` in templates); empty for whoever sees no cases.

    `restricted` is a figure only: for those who may not see such cases it is all there is.
    """
    action: Action = "case.list" if anywhere(visit.actor, "case.list") else "case.count"
    if not anywhere(visit.actor, action):
        return {}
    found = await visit.services.storage.cases.counts(scope_of(visit.actor, action), visit.now)
    return {name: figure_of(count) for name, count in msgspec.structs.asdict(found).items()}
