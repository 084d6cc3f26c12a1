"""Typed words about a case: which question they answer, and what they say to it."""

from __future__ import annotations

import re

import msgspec

from flows.answering import read
from flows.case_news import AGREE, MISSING, QUESTIONS, ask_next
from flows.case_replies import (
    agree,
    ask_missing,
    by_tag,
    disagree,
    put,
    question_of,
    supply,
    supply_nothing,
)
from flows.definition import Question
from flows.events import HumanRequested
from flows.guarding import direct
from flows.messages import PromptRef, Typed
from flows.questions.base import Reading
from flows.session import AskedOfCase, State
from flows.stories import story_of
from flows.talk import Talk
from flows.texts import text_key
from flows.typed_words import command_in, command_instead, is_command, lets_be, note, take
from flows.vietnamese import Utterance, listen

__all__ = ["hear"]

_FEWEST = 3
"""Words that are worth keeping where they say neither yes nor no."""
_MOST_WORDS = 2000  # characters, as many as the question what is missing takes


def hear(talk: Talk, message: Typed) -> None:
    """Take a text: a reply to what was asked about a case, or whatever else it is."""
    heard = note(talk, message.text)
    about = _meant(talk, message.prompt) if talk.session.asked else None
    if about is not None:
        _take_words(talk, about, heard)
        return
    if talk.session.dialogue in QUESTIONS:
        talk.change(dialogue=None)  # the words are for something else
    take(talk, heard, message.prompt)


def _meant(talk: Talk, prompt: PromptRef | None) -> AskedOfCase | None:
    """Return what was asked about a case if the words answer that (invariant I7): by the prompt
    they were written for, else what is open. Who has turned to a form again writes for the form.
    """
    session = talk.session
    if prompt is not None and prompt.question in QUESTIONS:
        return by_tag(talk, prompt.tag)
    if session.frames and prompt is not None:
        return None
    in_no_form = not session.frames or session.state is State.STOPPED
    is_open = session.dialogue in QUESTIONS or (session.dialogue is None and in_no_form)
    return session.asked[-1] if is_open else None


def _take_words(talk: Talk, about: AskedOfCase, heard: Utterance) -> None:
    question = question_of(talk, about.question)
    known = command_in(talk, heard)
    rests = about.question == AGREE and lets_be(heard)  # it neither closes nor reopens
    if known is not None and (rests or is_command(question, heard, known)):
        command_instead(talk, known)
    elif about.question == AGREE:
        _hear_agreement(talk, about, question, heard)
    else:
        _hear_words(talk, about, question, heard)


# Agreed, or not


def _hear_agreement(talk: Talk, about: AskedOfCase, question: Question, heard: Utterance) -> None:
    """Take a yes, a no with or without its reason, or ask back: a case is never closed, nor
    opened again, by a guess.
    """
    said = _agreement(question, heard)
    if said is not None and said.value == "no":
        if said.comment:
            disagree(talk, about, heard)
        else:
            ask_missing(talk, about)
    elif said is not None and not _is_hedged(said, heard):
        agree(talk, about)
    elif not direct(talk, heard):
        _ask_which(talk, about, heard)


def _is_hedged(said: Reading, heard: Utterance) -> bool:
    """Whether a yes says something else behind it: "ok nhưng tôi vẫn chưa nhận tiền"."""
    tells = story_of(heard).kind == "complaint" or _BUT.search(heard.raw) is not None
    return said.comment is not None and tells


_BUT = re.compile(r"\b(?:nhưng|nhung|but)\b", re.IGNORECASE)
_BREAK = re.compile(r"[,.;!\n]|\b(?:nhưng|vì|do|bởi|but|because)\b", re.IGNORECASE)
_THANKS = re.compile(r"(?i)\W*(?:(?:xin|rất|tôi|cháu|em) )*(?:cảm ơn|cám ơn|cam on|thank).*")


def _agreement(question: Question, heard: Utterance) -> Reading | None:
    """Read a yes or a no, be it only of the first clause; what follows is its comment, thanks
    left out.
    """
    said = read(question, heard)
    if isinstance(said, Reading) or heard.asks:
        return said if isinstance(said, Reading) else None
    first, *rest = _BREAK.split(heard.raw, maxsplit=1)
    said = read(question, listen(first))
    more = bool(rest) and _THANKS.fullmatch(rest[0]) is None
    if not isinstance(said, Reading):
        return None
    return msgspec.structs.replace(said, comment=heard.raw if more else None)


def _ask_which(talk: Talk, about: AskedOfCase, heard: Utterance) -> None:
    """Ask back, and keep the words for a no: nobody has to write them twice."""
    if len(heard.words) >= _FEWEST:
        words = f"{about.words}\n{heard.raw}".strip()[:_MOST_WORDS]
        talk.say(text_key("case.words_kept"))
        put(talk, msgspec.structs.replace(about, words=words, misses=0))
        ask_next(talk, "again")
    else:
        _miss(talk, about, text_key("case.agree_unclear"))


def _miss(talk: Talk, about: AskedOfCase, key: str, **params: str) -> None:
    """Ask again; after two misses in a row say where a human is found, and let it be."""
    if about.misses + 1 < talk.rules.misses_before_human:
        talk.say(key, **params)
        put(talk, msgspec.structs.replace(about, misses=about.misses + 1))
        ask_next(talk, "again")
    else:
        put(talk, msgspec.structs.replace(about, misses=0))
        talk.happened(HumanRequested(question=about.question))
        talk.say("human.info")


# In their own words


def _hear_words(talk: Talk, about: AskedOfCase, question: Question, heard: Utterance) -> None:
    said = read(question, heard)
    if not isinstance(said, Reading):
        _miss(talk, about, said.key, **said.params)
    elif about.question == MISSING:
        disagree(talk, about, heard if said.method == "text" else None)
    elif said.method == "text":
        supply(talk, about, heard)
    else:
        supply_nothing(talk, about, question)
