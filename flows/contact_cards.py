"""Contact cards: which question one answers, and what its number is worth."""

from __future__ import annotations

from flows.answering import CONTACT, answer, answer_text, unclear
from flows.definition import Question
from flows.messages import ContactShared
from flows.phone_numbers import PhoneReading, national_format, on_a_card, read_phone
from flows.questions.base import Reading, Unclear
from flows.questions.consent import TO_A_NUMBER
from flows.rulebook import Rulebook
from flows.session import Candidate, Session
from flows.steps import stand
from flows.talk import Talk
from flows.texts import text_key
from flows.vietnamese import listen

__all__ = ["asked_for", "awaits_number", "decline", "take"]

_VOUCHED = frozenset({"mobile", "landline", "foreign", "suspect"})
"""Numbers that a platform can vouch for as they are. An eleven-digit one from before 2018 is
confirmed like a typed one: what it became is our guess.
"""
_COMPLETE = frozenset({"mobile", "landline"})
"""Numbers that need no question when they are typed."""


def awaits_number(rules: Rulebook, session: Session) -> bool:
    """Whether the form on top waits for a telephone number; a channel that can asks for the
    contact then.
    """
    frame = session.frames[-1] if session.frames else None
    if frame is None or frame.current is None:
        return False
    return rules.form(frame.form, frame.version).by_id[frame.current].type == "phone"


def asked_for(talk: Talk, card: ContactShared) -> Question | None:
    """Return the open question that a card answers.

    A card that proves was sent by that question's own button, and answers it as a press does,
    whatever was asked in between. Any other one counts while nothing else is asked.
    """
    frame, dialogue = talk.frame, talk.session.dialogue
    if frame is None or not awaits_number(talk.rules, talk.session):
        return None
    free = dialogue is None or dialogue.startswith("HUMAN")
    return talk.question_of(frame) if card.proves or free else None


def take(talk: Talk, question: Question, card: ContactShared) -> None:
    """Take the number of a card: proved, or asked about, since the card may be anybody's."""
    talk.change(dialogue=None)
    talk.step("ask")
    number = on_a_card(card.phone)
    found = read_phone(number)
    if card.proves and found.kind in _VOUCHED:
        flags = ("landline",) if found.kind == "landline" else ()
        answer(talk, question, Reading(found.number, CONTACT, flags=flags))
    elif found.kind in _COMPLETE:
        unclear(talk, question, listen(number), _whose(found))
    else:
        answer_text(talk, question, listen(number))


def _whose(found: PhoneReading) -> Unclear:
    """Return the question whether the number of a card is the person's own: a thumb slips easily
    to the card beside it, and then a stranger would be called.
    """
    params = {"phone": national_format(found.number)}
    candidate = Candidate(found.number, text_key("confirm.phone_card"), params)
    return Unclear(text_key("reask.phone"), candidate=candidate)


def decline(talk: Talk) -> None:
    """Thank for a card that nobody asked for, or say what comes first where its number is about
    to be asked for. Nothing of it is kept, not even in an event.
    """
    question = talk.question_of(talk.frame) if talk.frame else None
    asks_consent = question is not None and question.consent == TO_A_NUMBER
    early = asks_consent and talk.session.dialogue is None
    talk.say(text_key("phone.consent_first") if early else text_key("phone.not_asked"))
    stand(talk)
