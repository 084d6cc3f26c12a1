"""Places and counters as people name them on the command line: by id or by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.commands.base import refuse
from flows.texts import text_key

if TYPE_CHECKING:
    from storage.base import PlaceRecord

__all__ = ["find_counter", "find_place"]


def find_place(places: Sequence[PlaceRecord], wanted: str | None) -> PlaceRecord | None:
    """Return the place meant; the only real one, if none is named; None if there is none."""
    if wanted is None:
        used = [place for place in places if place.ended_on is None]
        real = [place for place in used if not place.demo]
        known = real or used
        return known[0] if len(known) == 1 else None
    named = [place for place in places if wanted.casefold() in _names(place)]
    if len(named) != 1:
        known_names = ", ".join(f"{place.id} ({place.name})" for place in places)
        refuse(text_key("cli.unknown_place"), place=wanted, known=known_names or "–")
    return named[0]


def find_counter(place: PlaceRecord | None, wanted: str | None) -> str | None:
    """Return the id of the counter meant."""
    if wanted is None:
        return None
    counters = place.open_counters if place else ()
    meant = wanted.casefold()
    found = next((c for c, name in counters if meant in {c.casefold(), name.casefold()}), None)
    if found is None:
        known = ", ".join(f"{counter_id} ({name})" for counter_id, name in counters)
        refuse(text_key("cli.unknown_counter"), counter=wanted, known=known or "–")
    return found


def _names(place: PlaceRecord) -> set[str]:
    return {place.id.casefold(), place.name.casefold()}
