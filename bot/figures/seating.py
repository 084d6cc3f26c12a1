"""Whose counter a response is about, where the roster tells it for certain (R16)."""

from __future__ import annotations

from datetime import date

from bot.figures.reading import served_on
from storage.base import Storage
from storage.figure_records import Facts
from storage.staff_records import RosterRecord
from survey.roster import Desk, seated, seated_during

__all__ = ["Seats"]


class Seats:
    """Officers of the responses of one batch: each place and span of days is read once."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lines: dict[tuple[str, date, date], list[RosterRecord]] = {}

    async def officer(self, facts: Facts) -> str | None:
        """Return who was rated; None where it is not certain: of two nobody is."""
        if facts.place_id is None:
            return None
        first, last = served_on(facts)
        rows = list(await self._of_place(facts.place_id, first, last))
        desk = Desk(facts.place_id, facts.counter_id)
        if facts.period_from is None:
            found = seated(rows, desk, facts.started_at)
        else:
            found = seated_during(rows, desk, first, last)
        return found.officers[0] if found.is_certain else None

    async def _of_place(self, place_id: str, first: date, last: date) -> list[RosterRecord]:
        key = (place_id, first, last)
        if key not in self._lines:
            self._lines[key] = await self._storage.roster.of_place(place_id, first, last)
        return self._lines[key]
