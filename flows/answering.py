"""What happens with one answer: read, stored, asked back, or the end of a form."""

from __future__ import annotations

import msgspec

from flows.acts import act
from flows.cues import legal_kind
from flows.definition import MANY, Choice, Ending, Question
from flows.events import (
    ChoicesTicked,
    ConsentRecorded,
    HumanRequested,
    InputNotUnderstood,
    PhoneDeclared,
    PhoneProved,
    Said,
    StaleButtonPressed,
)
from flows.guarding import direct, guard_answer, show_card
from flows.messages import payload_for, tag_of
from flows.offering import fulfils
from flows.offers import consented, drop, hold_for, offer, offer_beside, tells
from flows.path import ending_of
from flows.phone_numbers import read_phone
from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading, Unclear
from flows.session import Answer, Candidate, Frame, Value
from flows.steps import INTAKE, advance, end_form, go_on
from flows.talk import Talk
from flows.ticking import DONE, TICK, UNTICK, done_values, in_order, ticked
from flows.vietnamese import Utterance

__all__ = [
    "CONTACT",
    "answer",
    "answer_text",
    "ask_back_in_dialogue",
    "confirm",
    "confirm_text",
    "give",
    "press",
    "read",
    "stale",
    "unclear",
]

CONTACT = "contact"
"""How a number was given that the platform vouches for."""

CONFIRMING = "?"
"""Ends the question id in the buttons of a "did you mean …?"."""


def read(question: Question, heard: Utterance) -> Reading | Unclear:
    """Read a text in the context of a question."""
    return QUESTION_TYPES[question.type].read(question, heard)


def give(talk: Talk, question: Question, reading: Reading) -> None:
    """Take a reading as the answer, unless it breaks the question's constraint."""
    if _may_be(talk, question, reading.value):
        answer(talk, question, reading)
    else:
        _refuse(talk, question)


def _may_be(talk: Talk, question: Question, value: Value) -> bool:
    if question.constraint is None:
        return True
    return fulfils(question, value, talk.session.frames[-1].answers, talk.dated_facts)


def _refuse(talk: Talk, question: Question) -> None:
    """Say kindly why an answer cannot be, and ask again; nothing of it is stored."""
    frame = talk.session.frames[-1]
    if question.constraint_says is not None:
        key = f"{question.id}/constraint"
        talk.happened(Said(key=key, form=(frame.form, frame.version)))
    else:
        talk.say("reask.constraint")
    _ask_after_miss(talk, question, frame.misses + 1)


def answer(talk: Talk, question: Question, reading: Reading) -> None:
    """Store a reading, and go where it leads. Whoever answers goes on, paused or stopped."""
    drop(talk)
    talk.step("ask")
    given = Answer(reading.value, comment=reading.comment, flags=reading.flags)
    talk.store(question, given, reading.method, reading.confidence)
    _prove(talk, question, reading)
    directed = guard_answer(talk, question, given)
    _promise_case(talk, question, given)
    _invite_words(talk, question, given)
    frame = talk.session.frames[-1]
    end = ending_of(question, frame.answers, talk.session.facts)
    if end is not None:
        _end(talk, question, given, *end, directed=directed is not None)
    if directed is not None:
        show_card(talk, directed)
    elif end is None and not offer_beside(talk, question, given):
        advance(talk)


def _end(
    talk: Talk, question: Question, given: Answer, number: int, ending: Ending, *, directed: bool
) -> None:
    """End the form; a card offers a case itself, in words of its own."""
    if directed:
        ending = msgspec.structs.replace(ending, offers_intake=False)
    elif ending.offers_intake:
        hold_for(talk, question, given)
    end_form(talk, question, number, ending)


def _promise_case(talk: Talk, question: Question, given: Answer) -> None:
    """Say at once that a wanted case will be taken down, when the survey is through."""
    chosen = question.choice(str(given.value))
    if chosen is not None and chosen.action == "intake":
        talk.say("intake.later")


def _invite_words(talk: Talk, question: Question, given: Answer) -> None:
    """Say how "another reason" is put in words: it cost one tap, and whoever wants can do more."""
    if question.open and given.value == "other" and not given.comment and talk.unanswered():
        talk.say("choice.other_words")


def _prove(talk: Talk, question: Question, reading: Reading) -> None:
    """Record what an answer proves beside its value: a consent, a declared number."""
    frame = talk.session.frames[-1]
    if question.consent and reading.value is not None:
        talk.happened(_consent(talk, frame, question, reading))
    if question.type == "phone" and isinstance(reading.value, str):
        talk.happened(
            PhoneDeclared(
                response_id=frame.response_id,
                phone=reading.value,
                purpose="contact" if frame.form == INTAKE else "callback",
            )
        )
        if reading.method == CONTACT:
            talk.happened(PhoneProved(response_id=frame.response_id, phone=reading.value))


def _consent(talk: Talk, frame: Frame, question: Question, reading: Reading) -> ConsentRecorded:
    chosen = question.choice(str(reading.value))
    given = chosen is not None and reading.value not in _REFUSALS
    return ConsentRecorded(
        response_id=frame.response_id,
        consent=question.consent or "",
        given=given,
        form=frame.form,
        version=frame.version,
        question=question.id,
        language=talk.session.language,
        method=reading.method,
    )


_REFUSALS = frozenset({"no", "none", "refuse", "decline"})


def answer_text(talk: Talk, question: Question, heard: Utterance) -> None:
    """Take a text as the answer to a question, or ask back."""
    outcome = read(question, heard)
    if isinstance(outcome, Unclear):
        unclear(talk, question, heard, outcome)
        return
    chosen = question.choice(str(outcome.value))
    if chosen is not None and chosen.action in _SPOKEN:
        speak(talk, question, chosen)
    else:
        give(talk, question, outcome)


_SPOKEN = frozenset({"explain", "trust", "human", "pause", "stop", "restart"})
"""Choices that are no answer: something is said or done, and the question stays open."""


def unclear(talk: Talk, question: Question, heard: Utterance, outcome: Unclear) -> None:
    """Ask back kindly; after two misses in a row offer a human, and never loop. A story that
    answers nothing is offered to be taken down (`flows.offers`).
    """
    if direct(talk, heard):
        return
    if outcome.candidate is None and offer(talk, heard):
        return
    if outcome.candidate is not None and not _may_be(talk, question, outcome.candidate.value):
        _refuse(talk, question)  # whatever they would say to "did you mean"
        return
    frame = talk.session.frames[-1]
    misses = frame.misses + 1
    talk.happened(
        InputNotUnderstood(
            response_id=frame.response_id,
            question=question.id,
            text=heard.raw if _may_be_kept(talk, question, heard) else "",
            misses=misses,
        )
    )
    if outcome.candidate is not None:
        told = heard.raw if _may_be_kept(talk, question, heard) and tells(heard) else None
        talk.alter(candidate=msgspec.structs.replace(outcome.candidate, comment=told))
        talk.ask(question, "confirm")
        return
    talk.alter(candidate=None)
    _ask_back(talk, question, outcome)
    _ask_after_miss(talk, question, misses)


def _ask_after_miss(talk: Talk, question: Question, misses: int) -> None:
    talk.alter(misses=misses, candidate=None)
    if misses >= talk.rules.misses_before_human:
        talk.alter(misses=0)
        talk.ask_dialogue("HUMAN" if question.skippable else "HUMAN_REQUIRED")
    else:
        talk.ask(question, "again")


def _may_be_kept(talk: Talk, question: Question, heard: Utterance) -> bool:
    """Whether words that were not understood may be stored: never before consent, never a
    telephone number that was given where none is taken, and never what the law locks or what is
    a story: nobody learns a word from those.
    """
    if question.private or len(heard.raw) > _LONGEST_LESSON or not consented(talk):
        return False
    locked = talk.session.frames[-1].restricted or legal_kind(heard)
    return not locked and not read_phone(heard.raw).number


_LONGEST_LESSON = 200
"""Characters; what is longer is no command either (`flows.commands`)."""


def _ask_back(talk: Talk, question: Question, outcome: Unclear) -> None:
    frame = talk.session.frames[-1]
    if question.reask is not None:
        talk.happened(Said(key=f"{question.id}/reask", form=(frame.form, frame.version)))
    else:
        talk.say(outcome.key, **outcome.params)


def ask_back_in_dialogue(talk: Talk, question: Question) -> None:
    """Ask one of the bot's own questions again; after two misses say where a human is found."""
    misses = talk.session.frames[-1].misses + 1
    if misses < talk.rules.misses_before_human:
        talk.alter(misses=misses)
        talk.say("reask.choice", count=str(len(question.choices)))
    else:
        talk.alter(misses=0)
        talk.happened(HumanRequested(question=question.id))
        talk.say("human.info")
    talk.ask_dialogue(question.id, "again")


# Buttons


def press(talk: Talk, question: Question, value: str) -> None:
    """Take a pressed button of the open question."""
    chosen = question.choice(value)
    if chosen is not None and chosen.action in _SPOKEN:
        speak(talk, question, chosen)
    elif question.type == MANY:
        _press_of_several(talk, question, value)
    elif chosen is None:
        _stale_value(talk, question, value)
    else:
        stored = QUESTION_TYPES[question.type].check_choice(question, value)
        give(talk, question, Reading(stored, "button"))


def _stale_value(talk: Talk, question: Question, value: str) -> None:
    tag = tag_of(talk.session.frames[-1].response_id)
    stale(talk, payload_for(tag, question.id, value))


def _press_of_several(talk: Talk, question: Question, value: str) -> None:
    """Take a tick, which is kept at once, or the end of the answer (`flows.ticking`)."""
    frame = talk.session.frames[-1]
    if value[:1] in (TICK, UNTICK):
        marked = ticked(question, frame.ticked, value)
        if marked is None:
            _stale_value(talk, question, value)
        else:
            _tick(talk, question, marked)
        return
    chosen = in_order(question, frame.ticked) if value == DONE else done_values(question, value)
    if chosen is None:
        _stale_value(talk, question, value)
    elif not chosen:
        talk.alter(ticked=())
        talk.say("reask.many_none")
        talk.ask(question, "again")
    else:
        talk.alter(ticked=chosen)  # still there if it is refused
        give(talk, question, Reading(chosen, "button"))


def _tick(talk: Talk, question: Question, marked: tuple[str, ...]) -> None:
    talk.step("ask")
    talk.alter(ticked=marked, candidate=None)
    asked = talk.as_asked(question, "again")
    response_id = talk.session.frames[-1].response_id
    talk.happened(ChoicesTicked(response_id=response_id, asked=asked))


def speak(talk: Talk, question: Question, chosen: Choice) -> None:
    """Do what a button that is no answer asks for."""
    frame = talk.session.frames[-1]
    if chosen.says is not None:
        key = f"{question.id}/{chosen.value}"
        talk.happened(Said(key=key, form=(frame.form, frame.version)))
    act(talk, chosen.action)


def stale(talk: Talk, payload: str) -> None:
    """Answer a button of an earlier prompt kindly; nothing is written (invariant I7)."""
    talk.happened(StaleButtonPressed(payload=payload))
    talk.say("chat.stale_button")
    go_on(talk)


# Did you mean …?


def confirm(talk: Talk, question: Question, *, agreed: bool) -> None:
    """Take the answer to a "did you mean …?"."""
    candidate = talk.session.frames[-1].candidate
    if agreed and candidate is not None:
        give(talk, question, Reading(candidate.value, "confirmed", comment=candidate.comment))
    else:
        talk.alter(candidate=None)
        talk.ask(question, "again")


def confirm_text(talk: Talk, question: Question, heard: Utterance, _: Candidate) -> None:
    """Read a text while a "did you mean …?" is open: yes, no, or a better answer."""
    said = QUESTION_TYPES["yes_no"].read(question, heard)
    meant = said.value if isinstance(said, Reading) else None
    if question.consent and meant == "yes":
        _agree_in_words(talk, question, heard)
    elif meant in ("yes", "no"):
        confirm(talk, question, agreed=meant == "yes")
    else:
        answer_text(talk, question, heard)


def _agree_in_words(talk: Talk, question: Question, heard: Utterance) -> None:
    """Take "đồng ý" as consent, but no second "vâng": it says no more than the first."""
    outcome = read(question, heard)
    if isinstance(outcome, Unclear):
        unclear(talk, question, heard, Unclear(outcome.key, flags=outcome.flags))
    else:
        give(talk, question, outcome)
