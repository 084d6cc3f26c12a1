"""Plays a form through the engine, answer after answer, and tells what was asked."""

import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from flows.definition import Form, Question
from flows.engine import Opening, resume, start
from flows.events import (
    Event,
    InputNotUnderstood,
    QuestionAsked,
    ResponseCompleted,
    ReviewShown,
)
from flows.identifiers import Instant, SessionId
from flows.messages import Chosen, Message, Typed, payload_for
from flows.rulebook import Rulebook
from flows.session import Answer, Session
from flows.workdays import Calendar
from tests.flows.shipped import DIALOGUE, INTAKE

__all__ = ["Played", "play"]

NOW = Instant(int(datetime(2026, 11, 2, 9, tzinfo=UTC).timestamp() * 1000))
TODAY = date(2026, 11, 2)
_MOST = 200  # messages; the longest form here takes some forty
_NEAR = 400  # numbers that are tried from the lowest on, and others above them
_CARELESS = 0.2  # of the answers are given without a thought of the constraint
_WORDS = ("Ở thôn Đoài, xã Hiệp Thạnh", "Nhà văn hóa thôn", "Chúng tôi tự lo được")


@dataclass(slots=True)
class Played:
    """What happened: ids in the order of asking, whether the form was sent, and with what."""

    asked: list[str] = field(default_factory=list)
    sent: bool = False
    misses: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)


def play(form: Form, chance: random.Random) -> Played:
    """Answer at random, as often as it takes to fit, until the form is sent."""
    player = _Player(form, chance)
    return player.played()


class _Player:
    def __init__(self, form: Form, chance: random.Random) -> None:
        forms = {each.key: each for each in (form, DIALOGUE, INTAKE)}
        latest = {each.id: each.version for each in forms.values()}
        self._rules = Rulebook(forms=forms, latest=latest, calendar=Calendar())
        self._form = form
        self._chance = chance
        self._found = Played()
        self._at = NOW
        self._answers: Mapping[str, Answer] = {}

    def played(self) -> Played:
        opening = Opening(session_id=SessionId("s" * 26), form=self._form.id)
        turn = start(self._rules, opening, self._at, b"s" * 32)
        for step in range(_MOST):
            message = self._answer(turn.events)
            if message is None:
                break
            self._at = Instant(self._at + 5_000 + step)
            turn = resume(self._rules, turn.session, message, self._at, b"r" * 32)
            self._found.misses += sum(isinstance(e, InputNotUnderstood) for e in turn.events)
            self._found.sent |= any(isinstance(e, ResponseCompleted) for e in turn.events)
            self._keep(turn.session)
        self._found.answers = self._answers
        return self._found

    def _keep(self, session: Session) -> None:
        for frame in session.frames:
            if frame.form == self._form.id:
                self._answers = frame.answers

    def _answer(self, events: tuple[Event, ...]) -> Message | None:
        if self._found.sent:
            return None
        for event in reversed(events):
            if isinstance(event, ReviewShown):
                return Chosen(payload_for(event.tag, "@review", "submit"))
            if isinstance(event, QuestionAsked):
                return self._to(event)
        return None

    def _to(self, event: QuestionAsked) -> Message:
        question = self._rules.form(event.form, event.version).by_id[event.question]
        if event.candidate is not None:
            return Chosen(payload_for(event.tag, f"{event.question}?", "yes"))
        if event.form == self._form.id:
            self._found.asked.append(event.question)
        values = [
            choice.value
            for choice in question.choices
            if choice.action == "answer" and choice.value not in event.hidden
        ]
        if question.type == "many":
            some = self._chance.sample(values, self._chance.randint(1, len(values)))
            return Chosen(payload_for(event.tag, question.id, "=+" + "+".join(some)))
        if question.consent:
            return Chosen(payload_for(event.tag, question.id, "yes"))
        if values:
            return Chosen(payload_for(event.tag, question.id, self._chance.choice(values)))
        return Typed(self._typed(question))

    def _typed(self, question: Question) -> str:
        if question.type == "date":
            low = question.low if isinstance(question.low, str) else "2026-01-05"
            first = date.fromisoformat(low)
            day = first + timedelta(days=self._chance.randint(0, (TODAY - first).days))
            return day.strftime("%d/%m/%Y")
        if question.type in ("number", "decimal", "money"):
            return str(self._number(question))
        return self._chance.choice(_WORDS)

    def _number(self, question: Question) -> int:
        """Return a number within the bounds, mostly one that fits the constraint as well."""
        low = math.ceil(float(question.low)) if question.low is not None else 0
        high = math.floor(float(question.high)) if question.high is not None else low + 40
        near = list(range(low, min(high, low + _NEAR) + 1))
        if question.constraint is None or self._chance.random() < _CARELESS:
            return self._chance.choice(near)
        answers = dict(self._answers)
        most = high if question.high is not None else max(high, *_spoken_of(question, answers))
        far = [self._chance.randint(low, most) for _ in range(_NEAR)]
        fitting = [
            number
            for number in (near + far)
            if question.constraint.holds({**answers, question.id: Answer(number)}, {})
        ]
        return self._chance.choice(fitting)


def _spoken_of(question: Question, answers: Mapping[str, Answer]) -> list[int]:
    """Return the numbers in a constraint, and the answers that it names: it lies about them."""
    words = re.findall(r"\w+", str(question.constraint))
    values = [answers[word].value for word in words if word in answers]
    return [int(word) for word in words if word.isdigit()] + [
        value for value in values if isinstance(value, int)
    ]
