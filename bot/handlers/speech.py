"""Handlers of what is said: questions, statements and the review page become messages; at the end
of a chat, whom to call.
"""

from __future__ import annotations

from typing import Final

import msgspec

from bot.channels.base import Outgoing
from bot.handlers.scene import Lookup, Scene
from bot.rendering import Renderer
from flows.events import (
    ChoicesTicked,
    QuestionAsked,
    ReviewShown,
    Said,
    StatusRequested,
    TranscriptNoted,
)
from flows.session import Session, State
from flows.texts import text_key

__all__ = [
    "choices_ticked",
    "goodbye",
    "question_asked",
    "review_shown",
    "said",
    "status_requested",
    "transcript_noted",
    "whom_to_call",
]


_ENDS: Final = frozenset(
    {State.COMPLETED, State.DECLINED, State.INELIGIBLE, State.STOPPED, State.ERASED}
)
"""Where a chat has ended, until its person begins anew."""


def question_asked(scene: Scene, event: QuestionAsked) -> None:
    """Ask."""
    scene.say(scene.renderer.question(scene.voice, event))


def choices_ticked(scene: Scene, event: ChoicesTicked) -> None:
    """Show a tick where it was pressed: the session's own row holds it, nothing new is said."""
    scene.redrawn = scene.renderer.question(scene.voice, event.asked)


def said(scene: Scene, event: Said) -> None:
    """Say."""
    scene.say(scene.renderer.said(scene.voice, event))


def review_shown(scene: Scene, event: ReviewShown) -> None:
    """Show all answers."""
    scene.say(scene.renderer.review(scene.voice, event))


def transcript_noted(scene: Scene, event: TranscriptNoted) -> None:
    """Keep what the person said, to be shown back above the reply; not over servers abroad."""
    if not scene.voice.discreet:
        scene.echo = event.text


def status_requested(scene: Scene, event: StatusRequested) -> None:
    """Tell how a case stands: its state and deadline; content is for its own chat only."""
    found = scene.lookups.get(event.code, Lookup())
    if found.complaint is None:
        # A code of nobody may be a number of theirs: servers abroad do not get it back.
        code = "" if scene.voice.discreet else event.code
        text = scene.renderer.key(scene.voice, text_key("status.unknown"), {"code": code})
        scene.say(Outgoing(kind="say", text=text, language=scene.voice.language))
        return
    case = found.complaint
    language = scene.voice.language
    state = scene.renderer.key(scene.voice, f"case.state.{case.state}")
    params = {"code": case.code, "state": state}
    key = text_key("status.case")
    if case.reply_promised and case.due_at is not None:
        key = text_key("status.case_due")
        params["due"] = scene.renderer.texts.moment(language, case.due_at)
    text = scene.renderer.key(scene.voice, key, params)
    scene.say(Outgoing(kind="say", text=text, code=case.code, language=language))


def goodbye(scene: Scene) -> None:
    """Name whom to call below the last words of a chat that ends in this turn."""
    last = scene.outgoing[-1] if scene.outgoing else None
    call = whom_to_call(scene.renderer, scene.before, scene.session)
    if last is not None and last.kind == "say" and call:
        scene.outgoing[-1] = msgspec.structs.replace(last, text=f"{last.text}\n\n{call}")


def whom_to_call(renderer: Renderer, before: Session | None, session: Session) -> str:
    """Return what is said of whom to call where a chat ends between these two; else nothing."""
    if session.state not in _ENDS or (before is not None and before.state in _ENDS):
        return ""
    lines = renderer.hotlines.written(session.facts.get("unit"))
    params = {"hotlines": "; ".join(lines)}
    return renderer.texts.text(session.language, text_key("end.call"), params) if lines else ""
