"""What people can ask of what is kept of them: to see it, how a case stands, to have it erased."""

from __future__ import annotations

from flows.events import ResponseClosed, ReviewShown, StatusRequested
from flows.identifiers import normalise_code
from flows.messages import tag_of
from flows.session import Frame
from flows.steps import EVERYTHING, INTAKE, begin, go_on_if_open, rest_if_stopped, review_items
from flows.talk import Talk

__all__ = ["drop_erasure", "erase", "mine", "show", "status", "view"]

_ERASURE = "erasure"


def show(talk: Talk, frame: Frame) -> None:
    """Show the answers of a form, to be read only."""
    talk.happened(
        ReviewShown(
            tag=tag_of(frame.response_id),
            form=frame.form,
            version=frame.version,
            items=review_items(talk, frame),
            readonly=True,
            editable=frame is talk.frame,
        )
    )


def drop_erasure(talk: Talk) -> None:
    """Let go of an open erasure: who turns to something else has not confirmed it."""
    frame = talk.frame
    if frame is not None and frame.form == _ERASURE:
        talk.happened(ResponseClosed(response_id=frame.response_id, reason="superseded"))
        talk.change(frames=talk.session.frames[:-1])
        rest_if_stopped(talk)


def mine(talk: Talk, argument: str) -> Frame | None:
    """Return the own form that a code names; without a code, the newest."""
    frames = (*talk.session.finished, *talk.session.frames)
    if not argument:
        return frames[-1] if frames else None
    code = normalise_code(argument)
    return next((f for f in frames if f.code == code and code), None)


def view(talk: Talk, argument: str) -> None:
    """Show an own form; of a case, own or not, tell how it stands."""
    frame, code = mine(talk, argument), normalise_code(argument)
    if code is not None and (frame is None or frame.form == INTAKE):
        talk.happened(StatusRequested(code=code))
    if frame is not None:
        show(talk, frame)
    elif argument and code is None:
        talk.say("status.unknown", code=argument)
    elif not argument:
        talk.say("view.none")
    go_on_if_open(talk)


def status(talk: Talk, argument: str) -> None:
    """Tell how a case stands: the newest of this chat, unless a code is given."""
    cases = (f.code for f in reversed(talk.session.finished) if f.form == INTAKE and f.code)
    view(talk, argument or next(cases, ""))


def _nothing_to_erase(talk: Talk, argument: str) -> None:
    if argument:
        talk.say("erase.unknown_code")
    else:
        talk.say("view.none")
    go_on_if_open(talk)


def erase(talk: Talk, argument: str) -> None:
    """Ask whether to erase the form that a code names; without a code, all of them."""
    frame = mine(talk, argument)
    if frame is None:
        _nothing_to_erase(talk, argument)
    else:
        drop_erasure(talk)
        begin(talk, _ERASURE, erase_target=frame.response_id if argument else EVERYTHING)
