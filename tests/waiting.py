"""Waiting in a test for what another process, or another task, will have done."""

import asyncio
from collections.abc import Callable

__all__ = ["until"]

_LOOK_S = 0.005


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something is so. Looks are counted, not seconds: where others take the core away
    from us, and from whoever is waited for, the looks come later.

    Raises:
        TimeoutError: it did not come to be within `seconds` of a machine that has time.

    """
    for _ in range(int(seconds / _LOOK_S)):
        if true():
            return
        await asyncio.sleep(_LOOK_S)
    raise TimeoutError
