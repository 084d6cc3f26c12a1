"""How long a minute, an hour and a day are, in the milliseconds of instants and waits."""

from __future__ import annotations

from typing import Final

__all__ = ["DAY", "HOUR", "MINUTE"]

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
"""Of any day: Vietnam's clocks change in no season."""
