"""What typed words do: they answer, command, correct a line, or come too late."""

from __future__ import annotations

import re

import msgspec

from flows.acts import act, command, correct_number, open_again, open_or_again
from flows.answering import CONFIRMING, answer_text, ask_back_in_dialogue, confirm_text, read
from flows.commands import Recognised, recognise
from flows.definition import Choice, Question
from flows.events import TranscriptNoted
from flows.guarding import CARDS, direct, take_card
from flows.languages import COMMAND as LANGUAGE
from flows.languages import named
from flows.messages import PromptRef, tag_of
from flows.offers import OFFER, drop, more, offer
from flows.periods import period_of
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Frame, State
from flows.steps import go_on
from flows.talk import DIALOGUE, Talk
from flows.vietnamese import Utterance, listen

__all__ = [
    "LEFT",
    "command_in",
    "command_instead",
    "end_dialogue",
    "is_command",
    "lets_be",
    "note",
    "take",
    "was_away",
]

_LET_BE = (("thôi",), ("thoi",))

LEFT = (State.PAUSED, State.STOPPED)
"""Who is here has left the form, for a while or for good."""


def note(talk: Talk, text: str) -> Utterance:
    """Hear a text, and keep what may be shown back of it."""
    heard = msgspec.structs.replace(listen(text, talk.today), period=period_of(talk.session.facts))
    talk.heard = heard
    talk.happened(TranscriptNoted(text=heard.raw))
    if any(flag.startswith("redacted") for flag in heard.flags):
        talk.say("warn.redacted")
    return heard


def take(talk: Talk, heard: Utterance, prompt: PromptRef | None) -> None:
    """Take a text: an answer, a command, or words for a question that is not open any more."""
    if talk.session.dialogue is not None:
        _typed_in_dialogue(talk, heard)
        return
    _typed_in_form(talk, heard, prompt)


def _typed_in_dialogue(talk: Talk, heard: Utterance) -> None:
    """Read a text while one of the bot's own questions is open."""
    name = talk.session.dialogue or ""
    question = talk.rules.form(DIALOGUE).by_id[name]
    said = read(question, heard)
    chosen = question.choice(str(said.value)) if isinstance(said, Reading) else None
    known = command_in(talk, heard)
    if chosen is not None:
        end_dialogue(talk, question, chosen)
    elif known is not None:
        command_instead(talk, known)
    elif name.startswith("HUMAN"):
        talk.change(dialogue=None)
        _typed_in_form(talk, heard, None)
    else:
        _no_answer_in_dialogue(talk, question, heard)


def _no_answer_in_dialogue(talk: Talk, question: Question, heard: Utterance) -> None:
    """Take words that answer none of the bot's own questions: a story, or ask again."""
    is_offer = question.id == OFFER
    taken = more(talk, heard) if is_offer else offer(talk, heard)
    if taken or direct(talk, heard):
        return
    if not talk.session.frames:
        drop(talk)
        go_on(talk)  # nothing waits for an answer
    elif is_offer and talk.session.frames[-1].misses + 1 >= talk.rules.misses_before_human:
        talk.alter(misses=0)
        _do(talk, "no_case")  # an offer is not worth a third question
    else:
        ask_back_in_dialogue(talk, question)


def command_instead(talk: Talk, known: Recognised) -> None:
    """Do a command in place of an answer; in another language the same question is asked again."""
    if not known.command.startswith(LANGUAGE):
        talk.change(dialogue=None)
    command(talk, known.command, known.argument)


def command_in(talk: Talk, heard: Utterance) -> Recognised | None:
    """Return the language that the words name, beside the shipped ones, or their command."""
    language = named(talk.rules.languages, heard)
    return Recognised(LANGUAGE, language) if language else recognise(heard)


def _typed_in_form(talk: Talk, heard: Utterance, prompt: PromptRef | None) -> None:
    frame = talk.frame
    question = talk.question_of(frame) if frame else None
    known = command_in(talk, heard)
    if frame is None:
        _typed_after_end(talk, heard, known)
    elif question is None:
        _typed_on_review(talk, heard, known)
    elif known is not None and (_resumes(talk, known) or is_command(question, heard, known)):
        command(talk, known.command, known.argument)
    elif _is_late(frame, question, prompt):
        talk.say("chat.text_too_late")
        go_on(talk)
    elif was_away(talk, prompt):
        if not direct(talk, heard) and not offer(talk, heard):
            open_again(talk)
    elif frame.candidate is not None:
        confirm_text(talk, question, heard, frame.candidate)
    else:
        answer_text(talk, question, heard)


def _resumes(talk: Talk, known: Recognised) -> bool:
    return known.command == "resume" and talk.session.state in LEFT


def is_command(question: Question, heard: Utterance, known: Recognised) -> bool:
    """Whether words mean a command here: sure ones always, others only if they are no answer."""
    outcome = read(question, heard)
    if _is_named(question, outcome) or _declines(question, heard):
        return False
    if known.certain:
        return True
    if known.argument and isinstance(outcome, Unclear) and outcome.candidate is not None:
        return False  # "01234507192" is a code too, but an old number where one is asked for
    if QUESTION_TYPES[question.type].takes_text:
        # A single word such as "dừng" is no story and no name; but "thôi" may decline to write.
        return not isinstance(outcome, Reading) or outcome.value == heard.raw
    return not isinstance(outcome, Reading)


def _declines(question: Question, heard: Utterance) -> bool:
    """Whether a lone "thôi" may as well be a no to what is asked: then it stops nothing."""
    return question.type in ("yes_no", "consent") and lets_be(heard)


def lets_be(heard: Utterance) -> bool:
    """Whether words are a lone "thôi": a no, a stop, or neither."""
    return heard.words in _LET_BE


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


def was_away(talk: Talk, prompt: PromptRef | None) -> bool:
    """After a pause, words without a prompt may be meant for anything: ask first. Who has
    stopped is always asked.
    """
    state, silent = talk.session.state, talk.now - talk.session.touched_at
    left = state is State.PAUSED or silent > talk.rules.idle_after
    return state is State.STOPPED or (prompt is None and left)


def _typed_after_end(talk: Talk, heard: Utterance, known: Recognised | None) -> None:
    if known is not None:
        command(talk, known.command, known.argument)
    elif not direct(talk, heard) and not offer(talk, heard):
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
    elif not direct(talk, heard) and not offer(talk, heard):
        talk.say("reask.review")
        go_on(talk)


def end_dialogue(talk: Talk, question: Question, chosen: Choice) -> None:
    """Take the answer to one of the bot's own questions: do what it says."""
    talk.change(dialogue=None)
    if question.id in CARDS.values():
        take_card(talk, question, chosen)
    else:
        _do(talk, chosen.action)


def _do(talk: Talk, action: str) -> None:
    talk.change(dialogue=None)
    if action != "intake":
        drop(talk)
    if action == "answer":
        go_on(talk)
    else:
        act(talk, action)
