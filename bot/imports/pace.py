"""How a long work leaves room for whoever answers meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

__all__ = ["AT_ONCE", "considerate"]

AT_ONCE: Final = 200
"""Rows of one commit: 6 ms of the event loop. Fewer would not help others, who wait for the disk
rather than for the rows.
"""
_REST: Final = 2.0  # times as long as the work took
_LONGEST_REST_S: Final = 0.25


@asynccontextmanager
async def considerate() -> AsyncIterator[None]:
    """Rest after a piece of work with its commit, longer than that took: so two of three commits
    of others meet none of ours, on a slow disk as well.
    """
    begun = time.monotonic()
    yield
    await asyncio.sleep(min(_REST * (time.monotonic() - begun), _LONGEST_REST_S))
