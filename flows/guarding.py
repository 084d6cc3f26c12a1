"""Locks what sounds like a khiếu nại or tố cáo wherever it is written; shows its formal way."""

from __future__ import annotations

from collections.abc import Mapping

from flows.cues import LegalKind, legal_kind
from flows.definition import Choice, Question
from flows.events import ResponseReleased, ResponseRestricted, Said
from flows.intakes import leave_held, open_directed
from flows.offers import consented, hold_directed, told_in
from flows.session import Answer
from flows.steps import INTAKE
from flows.talk import DIALOGUE, Talk
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["CARDS", "direct", "guard_answer", "show_card", "take_card"]

CARDS: Mapping[LegalKind, str] = {"denunciation": "TC_CARD", "formal_complaint": "KN_CARD"}
"""The bot's own question that says the formal way of a kind and what else can be done; what is
graver comes first.
"""
_LOCKED: Mapping[LegalKind, str] = {
    "denunciation": text_key("legal.denunciation"),
    "formal_complaint": text_key("legal.formal_complaint"),
}
_UNKEPT: Mapping[LegalKind, str] = {
    "denunciation": text_key("legal.denunciation_unkept"),
    "formal_complaint": text_key("legal.formal_complaint_unkept"),
}
_GATE = "KGATE"
"""The question of the complaint form in which the person says what their story is."""
_AS_REPORT = "to_report"
"""The choice to have a tố cáo taken in as a restricted report (Luật Tố cáo 2018 Đ25)."""
_TAKEN_IN = frozenset({_AS_REPORT, "to_suggestion"})


def guard_answer(talk: Talk, question: Question, given: Answer) -> LegalKind | None:
    """Lock what sounds like a tố cáo or khiếu nại at once (design §6). Return its kind where its
    card is to be shown.

    Only the person can say that it was no khiếu nại; a tố cáo stays locked in any case. Before
    the consent there is nothing that could be locked.
    """
    frame = talk.session.frames[-1]
    kind = _kind_of(talk, given)
    if question.id == _GATE and given.value == "report":
        _release(talk)
        return None
    if kind is None:
        return None
    kept = consented(talk)
    if kept and (not _lock(talk, kind) or frame.form == INTAKE):
        return None
    talk.say(_LOCKED[kind] if kept else _UNKEPT[kind])
    hold_directed(talk, question.id, told_in(talk, question, given), kept=kept)
    return kind


def _kind_of(talk: Talk, given: Answer) -> LegalKind | None:
    """Return the formal kind of an answer: by its words, or because its person knows that it is
    a tố cáo and wants it taken in.
    """
    known = talk.session.facts.get("intake_way") == "denunciation" or given.value == _AS_REPORT
    if known and talk.session.frames[-1].form == INTAKE and consented(talk):
        return "denunciation"
    if not given.flags:
        return None  # most answers
    return next((kind for kind in CARDS if kind in given.flags), None)


def _lock(talk: Talk, kind: LegalKind) -> bool:
    """Lock what is being filled in; tell whether it was not locked as that, or graver, before."""
    frame = talk.session.frames[-1]
    if frame.restricted in ("denunciation", kind):
        return False
    talk.alter(restricted=kind)
    talk.happened(ResponseRestricted(response_id=frame.response_id, kind=kind))
    return True


def _release(talk: Talk) -> None:
    frame = talk.session.frames[-1]
    if frame.restricted == "formal_complaint":
        talk.alter(restricted=None)
        talk.happened(ResponseReleased(response_id=frame.response_id))


def direct(talk: Talk, heard: Utterance) -> bool:
    """Show the formal way of words that answered nothing and are not kept: before the consent,
    at a button, after the end. Tell whether there was anything to show.
    """
    kind = legal_kind(heard)
    if kind is None:
        return False
    talk.say(_UNKEPT[kind])
    hold_directed(talk, talk.frame.current if talk.frame else None, heard, kept=False)
    show_card(talk, kind)
    return True


# The cards: the citizen chooses, a human confirms (domain §4.1)


def show_card(talk: Talk, kind: LegalKind) -> None:
    """Say the formal way of a kind, and ask how to go on."""
    talk.ask_dialogue(CARDS[kind])


def take_card(talk: Talk, question: Question, chosen: Choice) -> None:
    """Take the answer to a card: more is said of the formal way, a case is made of it after all,
    or what was open goes on.
    """
    if chosen.says is not None:
        _say(talk, f"{question.id}/{chosen.value}")
        talk.ask_dialogue(question.id, "again")
    elif chosen.value in _TAKEN_IN:
        open_directed(talk, next(kind for kind, card in CARDS.items() if card == question.id))
    else:
        _say(talk, f"{question.id}/end/0")
        leave_held(talk)


def _say(talk: Talk, key: str) -> None:
    """Say a text of the bot's own questions."""
    talk.happened(Said(key=key, form=talk.rules.form(DIALOGUE).key))
