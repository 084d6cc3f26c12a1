"""Photos, voice messages and documents: when they belong to a case, and what is said of them."""

from __future__ import annotations

from flows.answering import answer_text
from flows.definition import Question
from flows.events import FileReceived, TranscriptNoted
from flows.messages import FileSent
from flows.offers import consented
from flows.session import State
from flows.steps import INTAKE, stand
from flows.talk import Talk
from flows.texts import text_key
from flows.vietnamese import listen

__all__ = ["MOST_BYTES", "MOST_FILES", "receive"]

MOST_FILES = 5
"""Files that one case takes: enough to show what happened, few enough to be looked at."""

MOST_BYTES = 20 * 1024 * 1024
"""Platforms give nothing larger out (Telegram: 20 MB; reliability §5, egress)."""

_ALBUM = "album"
"""Fact of a session: which album was answered last, and how. One sentence for all of it."""

_TOO_MANY = text_key("file.too_many")
_RECEIVED = {
    "photo": text_key("file.received_photo"),
    "voice": text_key("file.received_voice"),
    "document": text_key("file.received_document"),
}


def receive(talk: Talk, sent: FileSent) -> None:
    """Take a file that belongs to the case being written, or say kindly when one can be sent.

    What was asked stays open and is asked again below.
    """
    refusal = _refusal(talk, sent)
    if refusal is None:
        _take(talk, sent)
    elif _is_first(talk, sent, refusal):
        params = {"limit": str(MOST_FILES)} if refusal == _TOO_MANY else {}
        talk.say(refusal, **params)
        stand(talk)


def _refusal(talk: Talk, sent: FileSent) -> str | None:
    """Return why a file is not taken: nothing at all is kept of it then."""
    frame = talk.frame
    if frame is None or frame.form != INTAKE or talk.session.state is State.STOPPED:
        return text_key("file.not_now")
    if not consented(talk):
        return text_key("file.after_consent")
    if frame.files >= MOST_FILES:
        return _TOO_MANY
    if (sent.size or 0) > MOST_BYTES:
        return text_key("file.too_large")
    return None


def _take(talk: Talk, sent: FileSent) -> None:
    frame = talk.session.frames[-1]
    talk.alter(files=frame.files + 1)
    talk.happened(
        FileReceived(response_id=frame.response_id, kind=sent.kind, reference=sent.reference)
    )
    is_first = _is_first(talk, sent, "received")
    if is_first:
        _confirm(talk, sent)
    question = talk.question_of(frame)
    if not sent.caption.strip():
        if is_first:
            stand(talk)
    elif question is not None and _takes_caption(talk, question):
        _read_caption(talk, question, sent.caption)
    else:
        talk.say("file.caption_left_out")
        stand(talk)


def _confirm(talk: Talk, sent: FileSent) -> None:
    left = MOST_FILES - talk.session.frames[-1].files
    if sent.album is not None:  # more of it are on their way: a count would be wrong at once
        talk.say("file.received_album", limit=str(MOST_FILES))
    elif left:
        talk.say(_RECEIVED[sent.kind], left=str(left))
    else:
        talk.say("file.received_last", limit=str(MOST_FILES))


def _takes_caption(talk: Talk, question: Question) -> bool:
    """Whether words below a picture answer the open question: only the story that is still to
    be told; below a picture nobody writes a name, and nothing is written over what was told.
    """
    is_story = question.type == "text" and question.kind == "need"
    return (
        is_story
        and talk.session.dialogue is None
        and question.id not in talk.session.frames[-1].answers
    )


def _read_caption(talk: Talk, question: Question, caption: str) -> None:
    heard = listen(caption)
    talk.happened(TranscriptNoted(text=heard.raw))
    if any(flag.startswith("redacted") for flag in heard.flags):
        talk.say("warn.redacted")
    talk.step("ask")
    answer_text(talk, question, heard)


def _is_first(talk: Talk, sent: FileSent, outcome: str) -> bool:
    """Tell whether this outcome is still to be said: of an album it is said once."""
    if sent.album is None:
        return True
    told = f"{outcome} {sent.album[:64]}"
    if talk.session.facts.get(_ALBUM) == told:
        return False
    talk.change(facts={**talk.session.facts, _ALBUM: told})
    return True
