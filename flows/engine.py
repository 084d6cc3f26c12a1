"""The conversation: `start` and `resume` take values and give the new session and events."""

from __future__ import annotations

import re

import msgspec

from flows.acts import act, command, correct_number, edit, open_again, open_or_again
from flows.answering import (
    CONFIRMING,
    answer_text,
    ask_back_in_dialogue,
    confirm,
    confirm_text,
    press,
    read,
    stale,
)
from flows.commands import COMMANDS, Recognised, recognise
from flows.definition import Question
from flows.events import TranscriptNoted
from flows.identifiers import Instant, SessionId
from flows.messages import (
    Button,
    Chosen,
    Commanded,
    Message,
    PromptRef,
    TimerFired,
    Typed,
    parse_payload,
    payload_for,
    tag_of,
)
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.rulebook import Rulebook
from flows.session import Frame, Session, State
from flows.steps import abandon, begin, go_on
from flows.talk import DIALOGUE, Talk, Turn
from flows.vietnamese import Utterance, listen

__all__ = ["Opening", "resume", "start"]


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
    if isinstance(message, TimerFired):
        _timer(talk, message)
        return Turn(talk.session, tuple(talk.events))  # nobody has touched anything
    if isinstance(message, Typed):
        _typed(talk, message)
    elif isinstance(message, Chosen):
        _chosen(talk, message)
    elif isinstance(message, Commanded):
        _commanded(talk, message)
    else:
        _opened(talk)
    return talk.finish()


# Controls


def _commanded(talk: Talk, message: Commanded) -> None:
    if message.command in COMMANDS:
        command(talk, message.command, message.argument)
    else:
        stale(talk, f"!{message.command}")


def _opened(talk: Talk) -> None:
    """Go on quietly when the chat is opened again, or ask whether to go on."""
    away = talk.now - talk.session.touched_at > talk.rules.resume_after
    if not talk.session.frames or away or talk.session.state in _LEFT:
        open_again(talk)


_LEFT = (State.PAUSED, State.STOPPED)


def _timer(talk: Talk, fired: TimerFired) -> None:
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
    _end_dialogue(talk, chosen.action)


def _end_dialogue(talk: Talk, action: str) -> None:
    talk.change(dialogue=None)
    if action == "answer":
        go_on(talk)
    else:
        act(talk, action)


def _form_button(talk: Talk, frame: Frame, button: Button) -> None:
    question = talk.question_of(frame)
    if button.question == "@review":
        _review_button(talk, frame, button)
    elif question is None or button.question.removesuffix(CONFIRMING) != question.id:
        _late_button(talk, frame, button)
    elif button.question.endswith(CONFIRMING):
        _confirm_button(talk, frame, question, button)
    else:
        _note_choice(talk, question, button.value)
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
    value = "yes" if button.question.endswith(CONFIRMING) else str(known and known.value)
    if known is not None and value == button.value:
        return
    _stale_button(talk, button)


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


def _note_choice(talk: Talk, question: Question, value: str) -> None:
    chosen = question.choice(value)
    if chosen is not None:
        label = chosen.label.get(talk.session.language, chosen.label["vi"])
        talk.happened(TranscriptNoted(text=label))


# Typed words


def _typed(talk: Talk, message: Typed) -> None:
    heard = listen(message.text)
    talk.happened(TranscriptNoted(text=heard.raw))
    if any(flag.startswith("redacted") for flag in heard.flags):
        talk.say("warn.redacted")
    if talk.session.dialogue is not None:
        _typed_in_dialogue(talk, heard)
        return
    _typed_in_form(talk, heard, message.prompt)


def _typed_in_dialogue(talk: Talk, heard: Utterance) -> None:
    """Read a text while one of the bot's own questions is open."""
    name = talk.session.dialogue or ""
    question = talk.rules.form(DIALOGUE).by_id[name]
    said = read(question, heard)
    chosen = question.choice(str(said.value)) if isinstance(said, Reading) else None
    known = recognise(heard)
    if chosen is not None:
        _end_dialogue(talk, chosen.action)
    elif known is not None:
        talk.change(dialogue=None)
        command(talk, known.command, known.argument)
    elif name.startswith("HUMAN"):
        talk.change(dialogue=None)
        _typed_in_form(talk, heard, None)
    elif not talk.session.frames:
        go_on(talk)  # nothing waits for an answer
    else:
        ask_back_in_dialogue(talk, question)


def _typed_in_form(talk: Talk, heard: Utterance, prompt: PromptRef | None) -> None:
    frame = talk.frame
    question = talk.question_of(frame) if frame else None
    known = recognise(heard)
    if frame is None:
        _typed_after_end(talk, known)
    elif question is None:
        _typed_on_review(talk, heard, known)
    elif known is not None and _is_command(talk, question, heard, known):
        command(talk, known.command, known.argument)
    elif _is_late(frame, question, prompt):
        talk.say("chat.text_too_late")
        go_on(talk)
    elif _was_away(talk, prompt):
        open_again(talk)
    elif frame.candidate is not None:
        confirm_text(talk, question, heard, frame.candidate)
    else:
        answer_text(talk, question, heard)


def _is_command(talk: Talk, question: Question, heard: Utterance, known: Recognised) -> bool:
    """Whether words mean a command here: sure ones always, others only if they are no answer."""
    outcome = read(question, heard)
    if known.command == "resume" and talk.session.state in _LEFT:
        return True
    if _is_named(question, outcome):
        return False
    if known.certain:
        return True
    if QUESTION_TYPES[question.type].takes_text:
        # A single word such as "dừng" is no story and no name; but "thôi" may decline to write.
        return not isinstance(outcome, Reading) or outcome.value == heard.raw
    return not isinstance(outcome, Reading)


def _is_named(question: Question, outcome: Reading | Unclear) -> bool:
    """Whether the words are a button's own words: "Góp ý" answers the question that offers it."""
    return (
        isinstance(outcome, Reading)
        and outcome.confidence == 1.0
        and question.choice(str(outcome.value)) is not None
    )


def _is_late(frame: Frame, question: Question, prompt: PromptRef | None) -> bool:
    """Whether the words answered another prompt than the open one (invariant I7)."""
    if prompt is None:
        return False
    mine = (tag_of(frame.response_id), question.id)
    return (prompt.tag, prompt.question.removesuffix(CONFIRMING)) != mine


def _was_away(talk: Talk, prompt: PromptRef | None) -> bool:
    """After a pause, words without a prompt may be meant for anything: ask first. Who has
    stopped is always asked.
    """
    state, silent = talk.session.state, talk.now - talk.session.touched_at
    left = state is State.PAUSED or silent > talk.rules.idle_after
    return state is State.STOPPED or (prompt is None and left)


def _typed_after_end(talk: Talk, known: Recognised | None) -> None:
    if known is not None:
        command(talk, known.command, known.argument)
    else:
        open_or_again(talk)


_LINE_NUMBER = re.compile(r"[0-9]{1,3}")


def _typed_on_review(talk: Talk, heard: Utterance, known: Recognised | None) -> None:
    """On the review page a number corrects that line; "gửi" sends; commands as ever."""
    question = talk.rules.form(DIALOGUE).by_id["REVIEW"]
    number = heard.words[-1] if heard.words else ""
    said = read(question, heard)
    if _LINE_NUMBER.fullmatch(number) and correct_number(talk, int(number)):
        return
    chosen = question.choice(str(said.value)) if isinstance(said, Reading) else None
    if chosen is not None:
        act(talk, chosen.action)
    elif known is not None:
        command(talk, known.command, known.argument)
    else:
        talk.say("reask.review")
        go_on(talk)
