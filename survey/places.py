"""What kinds of places there are, and where they lie: the words that figures are grouped by."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

__all__ = ["AREAS", "PLACE_TYPES", "Area", "PlaceType"]

PlaceType: TypeAlias = Literal[
    "one_stop",
    "public_service_centre",
    "collector",
    "bank_atm",
    "post_office",
    "hospital",
    "office",
    "other",
]
"""Where service happens: not the unit that answers for it (domain R23)."""

Area: TypeAlias = Literal["urban", "rural", "special"]
"""By the commune: phường (urban), xã (rural) or đặc khu, the special zones of 2025 (domain D4)."""

PLACE_TYPES: Final[tuple[PlaceType, ...]] = get_args(PlaceType)
AREAS: Final[tuple[Area, ...]] = get_args(Area)
