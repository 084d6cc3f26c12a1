"""The handler of words that were not read at once: kept for those who teach the reader."""

from __future__ import annotations

from bot.handlers.scene import Scene
from flows.events import InputNotUnderstood
from flows.session import Candidate, Session
from storage.base import MisreadingRecord

__all__ = ["input_not_understood"]


def input_not_understood(scene: Scene, event: InputNotUnderstood) -> None:
    """Keep what was not understood, redacted, and how it was asked back. A guess says as much
    as the words: where these may not be kept, it is not either.
    """
    guess = _candidate(scene.session, event)
    record = MisreadingRecord(
        response_id=event.response_id,
        question=event.question,
        text=event.text,
        at=scene.now,
        asked=_asked(scene.session, guess),
        guess=guess.value if guess is not None and event.text else None,
    )
    scene.storage.misreadings.add(scene.unit, record)


def _candidate(session: Session, event: InputNotUnderstood) -> Candidate | None:
    """Return the "did you mean …?" that the person sees now."""
    frame = session.frames[-1] if session.frames else None
    if frame is None or (frame.response_id, frame.current) != (event.response_id, event.question):
        return None
    return frame.candidate


def _asked(session: Session, guess: Candidate | None) -> str:
    if guess is not None:
        return "confirm"
    return "human" if (session.dialogue or "").startswith("HUMAN") else "again"
