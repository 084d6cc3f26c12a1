"""Why an event cannot have happened: what is wrong, and on which day, for people to mend."""

from __future__ import annotations

from typing import Literal, TypeAlias

from survey.unit_events import UnitEvent

__all__ = ["Reason", "UnitRefusedError"]

Reason: TypeAlias = Literal[
    "unknown_unit",
    "not_yet",
    "ended",
    "known_id",
    "bad_id",
    "bad_name",
    "name_taken",
    "circle",
    "two_parents",
    "same",
    "top",
    "no_parts",
    "has_units",
    "no_communes",
    "bad_commune",
    "commune_elsewhere",
    "commune_open",
    "commune_twice",
    "no_event",
    "withdrawn",
]
"""What the console and the commands have words for; `params` fill them."""


class UnitRefusedError(Exception):
    """An event does not fit what holds on its day. `event` is that event: of a tree that holds
    already, it may be a later one that a new event takes the ground from.
    """

    def __init__(self, reason: Reason, event: UnitEvent, **params: str) -> None:
        super().__init__(f"event {event.number} of {event.day}: {reason} {params}")
        self.reason = reason
        self.event = event
        self.params = params
