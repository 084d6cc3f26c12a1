"""What hangs on a unit, and what went elsewhere when one ended."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["HandOver", "Held"]


class Held(msgspec.Struct, frozen=True):
    """How many open cases a unit answers for, places it runs, and roles that count in it."""

    cases: int = 0
    places: int = 0
    roles: int = 0


class HandOver(msgspec.Struct, frozen=True):
    """A place (its id) or an open case (its code) that went to another unit because its own ended:
    it comes back when that event is withdrawn.
    """

    kind: Literal["place", "case"]
    thing: str
    from_unit: str
    """Whose it was, before any unit ended."""
    to_unit: str
