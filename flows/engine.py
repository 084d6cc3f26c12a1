"""The conversation: `start` and `resume` take values and give the new session and events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from flows import contact_cards
from flows.acts import act, command, edit, open_again
from flows.answering import (
    CONFIRMING,
    confirm,
    press,
    stale,
)
from flows.case_hearing import hear
from flows.case_news import QUESTIONS, TIMER, ask_next, hear_news, settle, tell_when_quiet
from flows.case_replies import hear_reply
from flows.case_replies import press as press_about_case
from flows.commands import COMMANDS
from flows.definition import MANY, Choice, Question
from flows.events import TranscriptNoted
from flows.files import receive
from flows.identifiers import Instant, SessionId
from flows.languages import COMMAND as LANGUAGE
from flows.messages import (
    Button,
    CaseNews,
    CaseReplied,
    Chosen,
    Commanded,
    ContactShared,
    Edited,
    FileSent,
    Message,
    Opened,
    TimerFired,
    Typed,
    parse_payload,
    payload_for,
    tag_of,
)
from flows.rulebook import Rulebook
from flows.session import Frame, Session, State, Value
from flows.steps import abandon, begin, stand
from flows.talk import DIALOGUE, Talk, Turn
from flows.ticking import BETWEEN, DONE, done_values
from flows.typed_words import LEFT, end_dialogue, was_away

__all__ = ["Opening", "resume", "start"]

_REVIEW = "@review"
"""Stands for a question where the page that shows all answers is open."""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """How a conversation begins: which form, in which language, and what is known beforehand.

    `facts` come from the invitation: `place`, `counter`, `service`, `from_date`, `to_date`, …
    """

    session_id: SessionId
    form: str
    language: str = "vi"
    facts: dict[str, str] = {}


def start(rules: Rulebook, opening: Opening, now: Instant, seed: bytes) -> Turn:
    """Begin a conversation: greet, and ask the first question.

    `seed` is 16 to 64 fresh random bytes; identifiers and codes are derived from it.

    Raises:
        KeyError: `opening.form` is not published.

    """
    session = Session(
        id=opening.session_id,
        state=State.ASKING,
        language=opening.language,
        frames=(),
        facts={**opening.facts, "form": opening.form},
        started_at=now,
        touched_at=now,
    )
    talk = Talk(rules, session, now, seed)
    begin(talk, opening.form)
    return talk.finish()


def resume(rules: Rulebook, session: Session, message: Message, now: Instant, seed: bytes) -> Turn:
    """Take one message of the person, a control or a timer, and return what comes of it.

    Whatever goes wrong inside the conversation is an event; every session and message gives a
    turn. No events means that there was nothing to do.
    """
    talk = Talk(rules, session, now, seed)
    happens = _UNTOUCHED.get(type(message))
    if happens is not None:
        happens(talk, message)
        return Turn(talk.session, tuple(talk.events))
    _TAKEN_BY[type(message)](talk, message)
    settle(talk, session)
    return talk.finish()


# Controls


def _commanded(talk: Talk, message: Commanded) -> None:
    name, _, place = message.command.partition("@")
    if place and place != _place(talk):  # it stands at a question of before (invariant I7)
        if talk.now - talk.session.touched_at > talk.rules.double_tap:
            stale(talk, f"!{message.command}")
    elif name in COMMANDS:
        command(talk, name, message.argument)
    elif name.startswith(f"{LANGUAGE}_"):  # one that came with its folder and column
        command(talk, LANGUAGE, name.removeprefix(f"{LANGUAGE}_"))
    else:
        stale(talk, f"!{message.command}")


def _place(talk: Talk) -> str:
    """Return where one stands, as buttons say it: `tag:question`."""
    session, frame = talk.session, talk.frame
    if session.dialogue is not None:
        tag = DIALOGUE if session.about is None else session.about.tag
        return f"{tag}:{session.dialogue}"
    if frame is None:
        return ""
    return f"{tag_of(frame.response_id)}:{frame.current or _REVIEW}"


def _opened(talk: Talk, message: Opened) -> None:
    """Go on where one stands when the chat is opened again, or ask whether to go on."""
    away = talk.now - talk.session.touched_at > talk.rules.resume_after
    if _is_asked_of_case(talk):
        if message.asks:
            ask_next(talk, "resume")
    elif not talk.session.frames or away or talk.session.state in LEFT:
        open_again(talk)
    elif message.asks:
        stand(talk)


def _is_asked_of_case(talk: Talk) -> bool:
    """Whether a question about a case is what a person finds who comes back."""
    session = talk.session
    nothing_else = not session.frames and session.dialogue is None
    return bool(session.asked) and (session.dialogue in QUESTIONS or nothing_else)


def _timer(talk: Talk, fired: TimerFired) -> None:
    """Tell what was held, or see that nothing happens any more."""
    if fired.kind == TIMER:
        tell_when_quiet(talk)
    else:
        _silence(talk, fired)


def _silence(talk: Talk, fired: TimerFired) -> None:
    """Silence: after a while the session counts as paused, after long as dropped off.

    One timer a session is set anew when it fires, so that a step costs no timer row.
    """
    session, rules = talk.session, talk.rules
    if not session.frames or session.state is State.STOPPED:
        return
    silent = talk.now - session.touched_at
    if fired.wait != session.wait or silent < rules.idle_after:
        talk.set_timer(session.touched_at + rules.idle_after)
    elif silent < rules.abandon_after:
        talk.step("pause")
        talk.set_timer(session.touched_at + rules.abandon_after)
    else:
        abandon(talk)


# Buttons


def _chosen(talk: Talk, message: Chosen) -> None:
    if message.payload.startswith("!"):
        name, _, argument = message.payload[1:].partition(" ")
        _commanded(talk, Commanded(name, argument))
        return
    button = parse_payload(message.payload)
    frame = talk.frame
    if button is None:
        stale(talk, message.payload)
    elif button.tag == DIALOGUE:
        _dialogue_button(talk, button)
    elif button.question in QUESTIONS:
        _case_button(talk, button)
    elif frame is None or button.tag != tag_of(frame.response_id):
        _other_button(talk, button)
    else:
        _form_button(talk, frame, button)


def _other_button(talk: Talk, button: Button) -> None:
    """Ignore a double tap on "send"; any other button of another form is stale."""
    at_once = talk.now - talk.session.touched_at <= talk.rules.double_tap
    sent = (tag_of(frame.response_id) for frame in talk.session.finished)
    if not (at_once and button.value == "submit" and button.tag in sent):
        _stale_button(talk, button)


def _dialogue_button(talk: Talk, button: Button) -> None:
    question = talk.rules.form(DIALOGUE).by_id.get(button.question)
    chosen = question.choice(button.value) if question else None
    if question is None or chosen is None or talk.session.dialogue != button.question:
        _stale_button(talk, button)
        return
    _note_choice(talk, question, button.value)
    end_dialogue(talk, question, chosen)


def _case_button(talk: Talk, button: Button) -> None:
    question = talk.rules.form(DIALOGUE).by_id[button.question]
    chosen = question.choice(button.value)
    if chosen is None:
        _stale_button(talk, button)
        return
    _note_choice(talk, question, button.value)
    press_about_case(talk, button, chosen)


def _form_button(talk: Talk, frame: Frame, button: Button) -> None:
    question = talk.question_of(frame)
    if button.question == _REVIEW:
        _review_button(talk, frame, button)
    elif question is None or button.question.removesuffix(CONFIRMING) != question.id:
        _late_button(talk, frame, button)
    elif button.question.endswith(CONFIRMING):
        _confirm_button(talk, frame, question, button)
    else:
        _note_choice(talk, question, button.value, frame)
        talk.change(dialogue=None)
        press(talk, question, button.value)


def _confirm_button(talk: Talk, frame: Frame, question: Question, button: Button) -> None:
    if frame.candidate is None or button.value not in ("yes", "no"):
        _stale_button(talk, button)
    else:
        talk.change(dialogue=None)
        confirm(talk, question, agreed=button.value == "yes")


def _late_button(talk: Talk, frame: Frame, button: Button) -> None:
    """Ignore a second press of the same button; another choice needs the way back."""
    known = frame.answers.get(button.question.removesuffix(CONFIRMING))
    if known is not None and _is_said_by(button, known.value):
        return
    _stale_button(talk, button)


def _is_said_by(button: Button, value: Value) -> bool:
    if button.question.endswith(CONFIRMING):
        return button.value == "yes"
    if isinstance(value, tuple):
        again = button.value.removeprefix(DONE).split(BETWEEN)
        return button.value == DONE or set(filter(None, again)) == set(value)
    return button.value == str(value)


def _review_button(talk: Talk, frame: Frame, button: Button) -> None:
    if edit(talk, button.value):  # a line that is shown can be corrected at any time
        return
    if frame.current is not None or button.value not in ("submit", "pause"):
        _stale_button(talk, button)
        return
    if button.value == "submit":
        talk.step("review")  # from a pause, too
    act(talk, button.value)


def _stale_button(talk: Talk, button: Button) -> None:
    stale(talk, payload_for(button.tag, button.question, button.value))


def _note_choice(talk: Talk, question: Question, value: str, frame: Frame | None = None) -> None:
    """Keep what was pressed as what was said; of several choices all, once they are done."""
    if question.type == MANY and value.startswith(DONE):
        ticked = frame.ticked if frame is not None and value == DONE else ()
        values = ticked or done_values(question, value) or ()
        labels = [_label(talk, chosen) for chosen in map(question.choice, values) if chosen]
        if labels:
            talk.happened(TranscriptNoted(text=", ".join(labels)))
    elif (chosen := question.choice(value)) is not None:
        talk.happened(TranscriptNoted(text=_label(talk, chosen)))


def _label(talk: Talk, chosen: Choice) -> str:
    return chosen.label.get(talk.session.language, chosen.label["vi"])


# Contact cards and edits


def _shared(talk: Talk, card: ContactShared) -> None:
    """Take a card that answers the open question; any other one leaves no trace."""
    question = contact_cards.asked_for(talk, card)
    if question is None:
        contact_cards.decline(talk)
    elif not card.proves and was_away(talk, None):
        open_again(talk)
    else:
        contact_cards.take(talk, question, card)


def _edited(talk: Talk, _message: Edited) -> None:
    """Say where answers are corrected: words that were sent before change none (reliability §2,
    fault 35). Where nothing is open there is nothing to say.
    """
    if talk.session.frames and talk.session.state is not State.STOPPED:
        talk.say("chat.edited")


_UNTOUCHED: Mapping[type, Callable[[Talk, Any], None]] = {
    TimerFired: _timer,
    CaseNews: hear_news,
    CaseReplied: hear_reply,
}
"""Kind of message → what takes it, where the person has not touched the chat."""

_TAKEN_BY: Mapping[type, Callable[[Talk, Any], None]] = {
    Typed: hear,
    Chosen: _chosen,
    Commanded: _commanded,
    Opened: _opened,
    ContactShared: _shared,
    FileSent: receive,
    Edited: _edited,
}
"""Kind of message → what takes it."""
