"""Lanes: what one session still has to be sent, strictly in order, one call at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

import msgspec

from bot.channels.base import Call, Outgoing
from storage.base import OutboxRecord

__all__ = ["Aside", "Lane", "Parcel"]


class Parcel:
    """A row on its way. `row` is as it will be written; `said` is decoded when it is wanted;
    of `calls`, the first `done` have arrived.
    """

    __slots__ = ("calls", "claimer", "done", "row", "said")

    def __init__(self, row: OutboxRecord, claimer: str, said: Outgoing | None = None) -> None:
        self.row = row
        self.claimer = claimer
        self.said = said
        self.calls: list[Call] | None = None
        self.done = 0


class Aside(msgspec.Struct, frozen=True):
    """Small calls worth trying and not worth storing."""

    channel: str
    address: str
    calls: Sequence[Call]


class Lane:
    """The rows of one session, and what may follow them. Its task lives while it has work."""

    __slots__ = ("asides", "is_calling", "key", "place", "rows", "task")

    def __init__(self, key: str) -> None:
        self.key = key
        self.rows: deque[Parcel] = deque()
        self.asides: deque[Aside] = deque()
        self.place: tuple[str, str] | None = None
        """Channel and address that it is sending to, as far as known."""
        self.is_calling = False
        """Whether a call is under way, whose answer is worth waiting for."""
        self.task: asyncio.Task[None] | None = None
