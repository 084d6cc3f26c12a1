"""A unit through time: what it is from which day on, until it ends."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from survey.unit_events import Type

__all__ = ["State", "Unit"]


class State(Struct, frozen=True, kw_only=True):
    """What a unit is from a day on."""

    since: date
    name: str
    type: Type
    parent: str | None
    code: str = ""
    aliases: tuple[str, ...] = ()
    """Further names, former ones among them."""


class Unit(Struct, frozen=True, kw_only=True):
    """A unit through time. `ended`: the first day on which it is no more."""

    id: str
    states: tuple[State, ...]
    events: tuple[int, ...] = ()
    """Numbers of the events that name it, in the order of their days."""
    ended: date | None = None
    successors: tuple[str, ...] = ()
    """Who took over: one after a merger, several after a split, nobody after a dissolution."""
    example: bool = False

    @property
    def founded(self) -> date:
        """The first day on which it is there."""
        return self.states[0].since

    def nearest(self, day: date) -> date:
        """Return a day, or the nearest one to it on which the unit is there."""
        if self.ended is not None and day >= self.ended:
            return self.ended - timedelta(days=1)
        return max(day, self.founded)

    def on(self, day: date) -> State | None:
        """Return what it is on a day; None where it is not there."""
        if self.ended is not None and day >= self.ended:
            return None
        return self.lately(day)

    def lately(self, day: date) -> State | None:
        """Return the same, and what it was last where it has ended."""
        return next((state for state in reversed(self.states) if state.since <= day), None)
