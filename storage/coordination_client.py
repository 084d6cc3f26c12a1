"""How Redis is reached: one client, its limits in time, and which faults are its own."""

from __future__ import annotations

from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

__all__ = ["AT_ONCE", "COMMAND_S", "CONNECT_S", "FAULTS", "client"]

COMMAND_S: Final = 0.2
"""Longest time of a command; nobody who answers a person may wait longer for a convenience."""
CONNECT_S: Final = 1.0
AT_ONCE: Final = 8
"""Connections for counts; one that speaks and one that listens come to these."""
FAULTS: Final = (RedisError, OSError, TimeoutError)


def client(url: str) -> Redis:
    """Return a client of a `redis://`, `rediss://` (certificate checked) or `unix://` address.

    Raises:
        ValueError: it is none of these.

    """
    return Redis.from_url(
        url,
        protocol=2,
        # Time-outs are ours, around each command: who listens waits without one (libraries §15,
        # P3), and redis-py's own ones lose a cancellation now and then (`wait_for` in 3.11).
        socket_timeout=None,
        socket_connect_timeout=CONNECT_S,
        retry=Retry(NoBackoff(), 0),  # the breaker decides when to try again
        max_connections=AT_ONCE + 4,
    )
