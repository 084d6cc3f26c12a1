"""Contact cards: which question one answers, and what its number is worth."""

from __future__ import annotations

from flows.answering import CONTACT, answer, answer_text
from flows.definition import Question
from flows.messages import ContactShared
from flows.phone_numbers import on_a_card, read_phone
from flows.questions.base import Reading
from flows.rulebook import Rulebook
from flows.session import Session
from flows.steps import stand
from flows.talk import Talk
from flows.vietnamese import listen

__all__ = ["asked_for", "awaits_number", "decline", "take"]

_VOUCHED = frozenset({"mobile", "landline", "foreign", "suspect"})
"""Numbers that a platform can vouch for as they are. An eleven-digit one from before 2018 is
confirmed like a typed one: what it became is our guess.
"""


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
    """Take the number of a card: proved, or read as if it had been typed."""
    talk.change(dialogue=None)
    talk.step("ask")
    number = on_a_card(card.phone)
    found = read_phone(number)
    if card.proves and found.kind in _VOUCHED:
        flags = ("landline",) if found.kind == "landline" else ()
        answer(talk, question, Reading(found.number, CONTACT, flags=flags))
    else:
        answer_text(talk, question, listen(number))


def decline(talk: Talk) -> None:
    """Thank for a card that nobody asked for. Nothing of it is kept, not even in an event."""
    talk.say("phone.not_asked")
    stand(talk)
