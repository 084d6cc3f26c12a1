"""Opening the complaint form: asked for by its person, offered by a form or for their words."""

from __future__ import annotations

from collections.abc import Mapping

from flows.cues import LegalKind
from flows.offers import drop, held
from flows.own_data import drop_erasure
from flows.session import State
from flows.steps import INTAKE, advance, begin, go_on, wanted_case
from flows.talk import Talk
from flows.texts import text_key

__all__ = ["leave_case", "leave_held", "open_directed", "open_intake", "open_wanted_intake"]

_DIRECTED: Mapping[LegalKind, str] = {
    "denunciation": "report",
    "formal_complaint": "suggestion",
}
"""What is made of a formal kind that its person wants taken in by chat (domain §4.1, §4.3)."""


def open_intake(talk: Talk) -> None:
    """Open the complaint form at any point; what was being answered waits below it."""
    _open(talk, held(talk))


def open_wanted_intake(talk: Talk) -> None:
    """Open the complaint form that was offered, with what is known about the case."""
    _open(talk, held(talk) or wanted_case(talk) or {})


def open_directed(talk: Talk, kind: LegalKind) -> None:
    """Open the complaint form for what has a formal way of its own. The fact `intake_way` tells
    the form that its person knows, and chose this one.
    """
    _open(talk, {**held(talk), "intake_kind": _DIRECTED[kind], "intake_way": kind})


def _open(talk: Talk, known: Mapping[str, str]) -> None:
    drop_erasure(talk)
    frame = talk.frame
    if frame is not None and frame.form == INTAKE:
        chosen = {name: value for name, value in known.items() if name == "intake_way"}
        talk.change(facts={**talk.session.facts, **chosen})
        go_on(talk, "resume")
        return
    talk.forget("intake_done")
    if "intake_guess" in known or "intake_way" in known:
        copied = "intake_story" in known
        talk.say(text_key("offer.copied") if copied else text_key("offer.told_anew"))
    begin(talk, INTAKE, **known)


def leave_case(talk: Talk) -> None:
    """Leave what was written as it is, and go on where one was."""
    if not leave_held(talk):
        talk.say("offer.refused")


def leave_held(talk: Talk) -> bool:
    """Let go of what waited for a yes, and go on where one was; tell whether that was anywhere."""
    drop(talk)
    talk.change(dialogue=None)
    frame = talk.frame
    if frame is None or talk.session.state is State.STOPPED:
        return False
    if frame.current in frame.answers:
        advance(talk)
    else:
        go_on(talk)
    return True
