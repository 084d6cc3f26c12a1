"""Handlers of timers."""

from __future__ import annotations

from bot.handlers.scene import Scene
from flows.events import TimerSet
from flows.identifiers import identifier_from
from storage.base import TimerRecord

__all__ = ["timer_set"]


def timer_set(scene: Scene, event: TimerSet) -> None:
    """Store a timer; it replaces the session's earlier one of the same kind."""
    record = TimerRecord(
        id=identifier_from(scene.seed, f"timer/{event.kind}", scene.now),
        session_id=scene.session.id,
        kind=event.kind,
        wait=event.wait,
        due_at=event.due_at,
    )
    scene.storage.timers.set(scene.unit, record)
