"""Lanes: what one session still has to be sent, strictly in order, one call at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

import msgspec

from bot.channels.base import Call, Outgoing
from storage.base import OutboxRecord

__all__ = ["Aside", "Lane", "Parcel"]


class Parcel:
    """A row on its way. `row` is as it will be written; `said` is decoded when it is wanted;
    of `calls`, the first `row.parts_done` have arrived.
    """

    __slots__ = ("calls", "claimer", "row", "said")

    def __init__(self, row: OutboxRecord, claimer: str, said: Outgoing | None = None) -> None:
        self.row = row
        self.claimer = claimer
        self.said = said
        self.calls: list[Call] | None = None


class Aside(msgspec.Struct, frozen=True):
    """Small calls worth trying and not worth storing. `since` is when they were asked for, in
    seconds of the monotonic clock.
    """

    channel: str
    address: str
    calls: Sequence[Call]
    since: float = 0.0


class Lane:
    """The rows of one session. Its task lives while it has work. `release` is called when the
    last of them is on its way and asides wait for that.
    """

    __slots__ = ("asides", "is_calling", "key", "place", "release", "rows", "task")

    def __init__(self, key: str, release: Callable[[Lane], None]) -> None:
        self.key = key
        self.release = release
        self.rows: deque[Parcel] = deque()
        self.asides: deque[Aside] = deque()
        """What follows the rows to the same place, and must not leave before them."""
        self.place: tuple[str, str] | None = None
        """Channel and address that it is sending to, as far as known."""
        self.is_calling = False
        """Whether a call is under way, whose answer is worth waiting for."""
        self.task: asyncio.Task[None] | None = None

    def is_ahead(self) -> bool:
        """Return whether a row waits whose call has not begun."""
        return len(self.rows) > self.is_calling

    def begin_call(self) -> None:
        """Note that a call of the first row leaves now."""
        self.is_calling = True
        if self.asides and len(self.rows) == 1:
            self.release(self)
