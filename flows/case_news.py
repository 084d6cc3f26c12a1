"""News of a person's own cases: told as soon as it interrupts nothing, each once."""

from __future__ import annotations

import msgspec

from flows.events import CaseTold, TimerSet
from flows.identifiers import Instant
from flows.messages import CaseNews, Cause
from flows.session import AskedOfCase, Session, State
from flows.talk import OPTED_OUT, Talk

__all__ = [
    "AGREE",
    "ASK",
    "MISSING",
    "QUESTIONS",
    "TIMER",
    "ask_next",
    "hear_news",
    "is_filling_in",
    "is_own",
    "settle",
    "tell_when_quiet",
]

AGREE = "CASE_AGREE"
MISSING = "CASE_MISSING"
ASK = "CASE_ASK"
QUESTIONS = frozenset({AGREE, MISSING, ASK})
"""The bot's own questions about a case. Each belongs to one news of one case, as its tag says."""

TIMER = "news"
"""Kind of the timer that looks again whether what is held can be told."""

_ASKS = {"answered": AGREE, "asked": ASK}
_COURTESIES = frozenset({"taken", "late", "redated"})
"""Told beside what was asked for: not to who wants no messages, nor once it is overtaken."""
_UNASKED = frozenset({"late", "redated"})
"""After these, what was asked before still waits for its answer."""
_WORKING = frozenset({State.ASKING, State.REVIEWING})


def hear_news(talk: Talk, news: CaseNews) -> None:
    """Take news from the desk: tell it, or hold it while its person is busy with something else.

    News of a case that its person had erased has nobody any more, and comes to nothing.
    """
    opted_out = OPTED_OUT in talk.session.facts
    if not is_own(talk.session, news.code) or (opted_out and news.kind in _COURTESIES):
        return
    held = (n for n in talk.session.news if n.code != news.code or n.kind not in _COURTESIES)
    talk.change(news=(*held, news))
    tell_when_quiet(talk)


def is_own(session: Session, code: str) -> bool:
    """Whether a case was made in this conversation and still belongs to its person."""
    return any(frame.code == code for frame in session.finished)


def is_filling_in(session: Session) -> bool:
    """Whether a form is being filled in, and not paused or stopped."""
    return bool(session.frames) and session.state in _WORKING


def tell_when_quiet(talk: Talk) -> None:
    """Tell what is held; who answers something just now is not torn out of it."""
    if not talk.session.news:
        return
    quiet_at = talk.session.touched_at + talk.rules.resume_after
    if talk.now <= quiet_at and _is_busy(talk.session):
        due_at = Instant(quiet_at + 1)
        talk.happened(TimerSet(kind=TIMER, wait=talk.session.wait, due_at=due_at))
    else:
        _tell(talk)


def _is_busy(session: Session) -> bool:
    return is_filling_in(session) or session.dialogue is not None


def settle(talk: Talk, before: Session) -> None:
    """After a turn of the person: tell what was held if nothing is open any more, and ask once
    more, when a form has ended, what was asked before it.
    """
    if not (talk.session.news or talk.session.asked):
        return
    _forget_erased(talk)
    if _is_busy(talk.session):
        return
    if talk.session.news:
        _tell(talk)
    elif before.frames and not talk.session.frames:
        ask_next(talk, "resume")


def _forget_erased(talk: Talk) -> None:
    """Let go of what concerns cases that their person has just had erased (invariant I22)."""
    session = talk.session
    talk.change(
        news=tuple(one for one in session.news if is_own(session, one.code)),
        asked=tuple(one for one in session.asked if is_own(session, one.code)),
    )


def _tell(talk: Talk) -> None:
    news = talk.session.news
    talk.change(news=())
    for one in news:
        talk.happened(CaseTold(**msgspec.structs.asdict(one)))
        _ask_anew(talk, one)
    if talk.session.dialogue in QUESTIONS:
        talk.change(dialogue=None)
    if any(one.kind in _ASKS for one in news):
        ask_next(talk, "open")


def _ask_anew(talk: Talk, news: CaseNews) -> None:
    """Let what was asked about the case go, since it stands otherwise now, and ask anew."""
    if news.kind in _UNASKED:
        return
    asked = tuple(one for one in talk.session.asked if one.code != news.code)
    if news.kind in _ASKS:
        asked = (*asked, AskedOfCase(news.code, news.number, _ASKS[news.kind]))
    talk.change(asked=asked)


def ask_next(talk: Talk, cause: Cause) -> None:
    """Ask what was asked last about a case, if anything still waits for an answer."""
    if talk.session.asked:
        talk.ask_dialogue(talk.session.asked[-1].question, cause)
