"""Replies to news of a case: what comes of a yes, a no and words, by whatever way they came."""

from __future__ import annotations

import msgspec

from flows.case_news import AGREE, ASK, MISSING, QUESTIONS, ask_next, is_filling_in, is_own
from flows.cues import legal_kind
from flows.definition import Choice, Question
from flows.events import (
    CaseAgreed,
    CaseDisagreed,
    CaseSupplied,
    StaleButtonPressed,
)
from flows.guarding import direct
from flows.messages import Button, CaseReplied, Cause, payload_for
from flows.session import AskedOfCase
from flows.steps import go_on, stand
from flows.talk import DIALOGUE, Talk
from flows.vietnamese import Utterance, listen

__all__ = [
    "agree",
    "ask_missing",
    "by_tag",
    "disagree",
    "hear_reply",
    "press",
    "put",
    "question_of",
    "supply",
    "supply_nothing",
]


def by_tag(talk: Talk, tag: str) -> AskedOfCase | None:
    """Return what a button's tag belongs to, if it still waits for an answer."""
    return next((one for one in talk.session.asked if one.tag == tag), None)


def question_of(talk: Talk, question_id: str) -> Question:
    """Return one of the bot's own questions."""
    return talk.rules.form(DIALOGUE).by_id[question_id]


def ask_missing(talk: Talk, about: AskedOfCase) -> None:
    """Ask what is missing; who has written it already is not asked again."""
    if about.words:
        disagree(talk, about, listen(about.words, talk.today))
        return
    cause: Cause = "next" if about.question == AGREE else "again"
    put(talk, msgspec.structs.replace(about, question=MISSING, misses=0))
    ask_next(talk, cause)


def agree(talk: Talk, about: AskedOfCase) -> None:
    """Pass on that the person agrees."""
    _replied(talk, about)
    talk.happened(CaseAgreed(code=about.code))
    _go_on(talk)


def disagree(talk: Talk, about: AskedOfCase, heard: Utterance | None) -> None:
    """Pass on that the person does not agree. What sounds like a tố cáo is not kept among the
    words of a case that others read; its way is shown (design §6).
    """
    denounces = heard is not None and legal_kind(heard) == "denunciation"
    text = "" if heard is None or denounces else heard.raw
    _replied(talk, about)
    talk.happened(CaseDisagreed(code=about.code, text=text))
    if heard is None or not direct(talk, heard):
        _go_on(talk)


def supply(talk: Talk, about: AskedOfCase, heard: Utterance) -> None:
    """Pass on what was asked for; a tố cáo is not kept, and what was asked stays open."""
    if legal_kind(heard) == "denunciation" and direct(talk, heard):
        return
    _replied(talk, about)
    talk.happened(CaseSupplied(code=about.code, text=heard.raw))
    _go_on(talk)


def supply_nothing(talk: Talk, about: AskedOfCase, question: Question) -> None:
    """Pass on that there is nothing to add, in the words of its button."""
    _replied(talk, about)
    words = question.choices[0].label["vi"]  # officers read Vietnamese
    talk.happened(CaseSupplied(code=about.code, text=words))
    _go_on(talk)


# Buttons


def press(talk: Talk, button: Button, chosen: Choice) -> None:
    """Take a button below a question about a case. It answers that news of that case and no
    other (I7), and as long as nothing has come of it the other button can still be pressed.
    """
    about = by_tag(talk, button.tag)
    if about is None:
        _late(talk, button)
    elif chosen.value == "yes":
        agree(talk, about)
    elif chosen.value == "no":
        _press_no(talk, about)
    elif button.question == MISSING:
        disagree(talk, about, None)
    else:
        supply_nothing(talk, about, question_of(talk, ASK))


def _press_no(talk: Talk, about: AskedOfCase) -> None:
    if about.question == AGREE or talk.now - talk.session.touched_at > talk.rules.double_tap:
        ask_missing(talk, about)


def _late(talk: Talk, button: Button) -> None:
    """Ignore a double tap; any other button of what is settled already writes nothing (I7)."""
    if talk.now - talk.session.touched_at <= talk.rules.double_tap:
        return
    payload = payload_for(button.tag, button.question, button.value)
    talk.happened(StaleButtonPressed(payload=payload))
    talk.say("case.button_late", case=button.tag.partition(".")[0])
    stand(talk)


# On the page of the case


def hear_reply(talk: Talk, message: CaseReplied) -> None:
    """Take a reply that was given on the page of the case, and ask nothing more about it here."""
    if not is_own(talk.session, message.code):
        return
    about = AskedOfCase(message.code, message.number, AGREE)
    talk.change(news=tuple(n for n in talk.session.news if n.code != message.code))
    _replied(talk, about)
    heard = listen(message.text, talk.today)
    denounces = legal_kind(heard) == "denunciation"
    text = "" if denounces else heard.raw
    if message.reply == "agreed":
        talk.happened(CaseAgreed(code=message.code))
    elif message.reply == "disagreed":
        talk.happened(CaseDisagreed(code=message.code, text=text))
    elif text:
        talk.happened(CaseSupplied(code=message.code, text=text))
    if denounces:
        direct(talk, heard)


# What is open


def put(talk: Talk, about: AskedOfCase) -> None:
    """Replace what was asked about a case, and let it be the newest: it was turned to."""
    rest = (one for one in talk.session.asked if one.code != about.code)
    talk.change(asked=(*rest, about))


def _replied(talk: Talk, about: AskedOfCase) -> None:
    """Take a question off, whatever became of it."""
    left = tuple(one for one in talk.session.asked if one.code != about.code)
    if talk.session.dialogue in QUESTIONS and len(left) < len(talk.session.asked):
        talk.change(dialogue=None)
    talk.change(asked=left)


def _go_on(talk: Talk) -> None:
    """Ask what else was asked about cases, or go on with the form that was open meanwhile."""
    if talk.session.asked and not talk.session.news:
        ask_next(talk, "resume")
    elif is_filling_in(talk.session):
        go_on(talk, "resume")
