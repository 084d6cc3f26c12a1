"""The telephone numbers that people can call, as this process knows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from storage.base import Storage, UnitOfWork
from storage.catalogue_records import OFFICE, HotlineRecord

__all__ = ["Hotlines", "keep_office_line"]

_SPACE: Final = "\N{NO-BREAK SPACE}"


class Hotlines:
    """The numbers in the order in which they are shown. Every page and chat of a process shares
    one, which `follow` brings up to date.
    """

    def __init__(self, lines: Sequence[HotlineRecord] = ()) -> None:
        self._lines = tuple(line for line in lines if line.ended_on is None)

    async def follow(self, storage: Storage) -> bool:
        """Take over the numbers as they are in the database; tell whether they are others."""
        before = self._lines
        listed = await storage.hotlines.listed()
        self._lines = tuple(line for line in listed if line.ended_on is None)
        return before != self._lines

    def of(self, unit_id: str | None = None) -> tuple[HotlineRecord, ...]:
        """Return everybody's numbers, and those of a unit."""
        return tuple(line for line in self._lines if line.unit_id in (None, unit_id))

    def written(self, unit_id: str | None = None) -> list[str]:
        """Return each number with what it is called and when it is answered."""
        return [_written(line) for line in self.of(unit_id)]


def _written(line: HotlineRecord) -> str:
    number = line.number.replace(" ", _SPACE)  # no line break divides it
    hours = f"({line.hours})" if line.hours else ""
    return " ".join(filter(None, (line.label, number, hours)))


async def keep_office_line(storage: Storage, number: str | None) -> None:
    """Let the first number be that of the settings (`OFFICE_HOTLINE`); what it is called, and its
    hours, stay as they are in the database.
    """
    if number is None:
        return
    listed = await storage.hotlines.listed()
    known = next((line for line in listed if line.id == OFFICE), None)
    wanted = msgspec.structs.replace(
        known or HotlineRecord(id=OFFICE, label="", number=number), number=number, ended_on=None
    )
    if wanted != known:
        unit = UnitOfWork()
        storage.hotlines.keep(unit, wanted)
        await storage.commit(unit)
