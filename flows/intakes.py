"""Opening the complaint form: asked for by its person, offered by a form or for their words."""

from __future__ import annotations

from collections.abc import Mapping

from flows.offers import drop, held
from flows.own_data import drop_erasure
from flows.session import State
from flows.steps import INTAKE, advance, begin, go_on, wanted_case
from flows.talk import Talk
from flows.texts import text_key

__all__ = ["leave_case", "open_intake", "open_wanted_intake"]


def open_intake(talk: Talk) -> None:
    """Open the complaint form at any point; what was being answered waits below it."""
    _open(talk, held(talk))


def open_wanted_intake(talk: Talk) -> None:
    """Open the complaint form that was offered, with what is known about the case."""
    _open(talk, held(talk) or wanted_case(talk) or {})


def _open(talk: Talk, known: Mapping[str, str]) -> None:
    drop_erasure(talk)
    frame = talk.frame
    if frame is not None and frame.form == INTAKE:
        go_on(talk, "resume")
        return
    talk.forget("intake_done")
    if "intake_guess" in known:
        copied = "intake_story" in known
        talk.say(text_key("offer.copied") if copied else text_key("offer.told_anew"))
    begin(talk, INTAKE, **known)


def leave_case(talk: Talk) -> None:
    """Leave what was written as it is, and go on where one was."""
    drop(talk)
    talk.change(dialogue=None)
    frame = talk.frame
    if frame is None or talk.session.state is State.STOPPED:
        talk.say("offer.refused")
    elif frame.current in frame.answers:
        advance(talk)
    else:
        go_on(talk)
