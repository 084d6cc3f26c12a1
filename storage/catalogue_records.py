"""The records of what an office publishes: telephone numbers that people can call."""

from __future__ import annotations

import msgspec

__all__ = ["OFFICE", "HotlineRecord"]

OFFICE = "office"
"""Id of the hotline whose number is the setting `OFFICE_HOTLINE`."""


class HotlineRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A number that people can call, and when."""

    id: str
    label: str
    number: str
    hours: str = ""
    unit_id: str | None = None
    """Whose it is; None: everybody's."""
    position: int = 0
    ended_on: str | None = None
    """The day (ISO) from which it is not shown any more."""
