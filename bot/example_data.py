"""The example data of the first start: an office, a poster, answers and cases to look at."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.calendars import vietnam_calendar
from bot.forms import MAIN_SURVEY, PublishedForms
from bot.i18n import Catalogues, day_of
from bot.invitations import Invited, create_invitation
from bot.office_lists import example_procedures
from flows.complaints import CATEGORIES
from flows.definition import Form, Question
from flows.identifiers import (
    ComplaintId,
    Instant,
    ResponseId,
    SessionId,
    code_from,
    identifier_from,
)
from flows.path import ending_of, path
from flows.questions import QUESTION_TYPES
from flows.session import Answer, Value
from flows.texts import text_key
from flows.time_units import DAY, HOUR
from flows.workdays import deadline
from storage.base import (
    AnswerRecord,
    ComplaintEvent,
    ComplaintRecord,
    PlaceRecord,
    ResponseRecord,
    Storage,
    UnitOfWork,
)

__all__ = ["PLACE", "example_token", "plant_example_data"]

PROVINCE, UNIT, PLACE = "demo-province", "demo-unit", "demo-place"
_COUNTERS = (
    ("demo-counter-1", text_key("example.counter.1")),
    ("demo-counter-2", text_key("example.counter.2")),
    ("demo-counter-3", text_key("example.counter.3")),
)
_CASES = (
    ("PA03", "report", 16, text_key("example.case.late")),
    ("PA06", "suggestion", 1, text_key("example.case.seats")),
)
"""Category, kind, days ago, story. The first is late even where the longest holidays, Tết with
the weekends around it, lie between.
"""
_RESPONSES = 12
_RESPONSES_MORE = 4
"""Responses to the survey of the one-stop desk, and to each other one."""
_SEED = 20260105
_AT_THE_DESK = frozenset({"mc", "dn", "kiosk"})
"""Surveys about the example's one-stop desk; the others are about a hospital, a home, a bank."""
_MARK = "example_data_planted"
_LEVELS = {"5": 45, "4": 35, "3": 10, "2": 6, "1": 2, "na": 2}
"""How often each rating is given: near the published shares of recent surveys (domain R39)."""
_FACES = {"3": 82, "2": 12, "1": 6}
"""The same of the kiosk's three faces."""


def example_token(secret_key: str, form: str = MAIN_SURVEY) -> str:
    """Return the token of the example poster of a survey: the same at every start, so that it can
    be shown.
    """
    label = "example poster" if form == MAIN_SURVEY else f"example poster {form}"
    digest = hmac.new(secret_key.encode(), label.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


async def plant_example_data(
    storage: Storage, forms: PublishedForms, texts: Catalogues, secret_key: str, now: Instant
) -> bool:
    """Put the example data into a database that holds nothing yet; return whether it was done.

    Once planted, it never comes back: who removed it does not want it.
    """
    if await storage.places.places() or await storage.invitations.listed():
        return False
    if any(row["action"] == _MARK for row in await storage.audit.listed(100_000)):
        return False
    planter = _Planter(storage, forms, texts, now)
    unit = planter.planted(secret_key)
    storage.audit.note(unit, at=now, actor="system", action=_MARK, target="database", detail={})
    await storage.commit(unit)
    return True


@dataclass(slots=True)
class _Planter:
    storage: Storage
    forms: PublishedForms
    texts: Catalogues
    now: Instant

    def planted(self, secret_key: str) -> UnitOfWork:
        unit = UnitOfWork()
        self._office(unit)
        for line in example_procedures(self.forms.surveys, day_of(self.now)):
            self.storage.procedures.keep(unit, line)
        for name in self.forms.surveys:
            self._poster(unit, name, secret_key)
            form = self.forms.newest(name)
            for number in range(_RESPONSES if name == MAIN_SURVEY else _RESPONSES_MORE):
                self._response(unit, form, number)
        for number, (category, kind, days, story) in enumerate(_CASES):
            self._case(unit, number, category, kind, days, self._text(story))
        return unit

    def _text(self, key: str) -> str:
        return self.texts.text("vi", key)

    def _office(self, unit: UnitOfWork) -> None:
        places = self.storage.places
        province = self._text(text_key("example.unit.province"))
        base = self._text(text_key("example.unit.base"))
        places.add_unit(unit, PROVINCE, province, None, demo=True)
        places.add_unit(unit, UNIT, base, PROVINCE, demo=True)
        place = PlaceRecord(
            id=PLACE,
            name=self._text(text_key("example.place")),
            unit_id=UNIT,
            unit_name=base,
            parent_unit_id=PROVINCE,
            counters=tuple((counter, self._text(key)) for counter, key in _COUNTERS),
            demo=True,
        )
        places.add_place(unit, place)

    def _poster(self, unit: UnitOfWork, form: str, secret_key: str) -> None:
        place = PLACE if form in _AT_THE_DESK else None
        about = Invited(kind="place", form=form, unit_id=UNIT, place_id=place)
        token = example_token(secret_key, form)
        poster = create_invitation(about, self.now, token=token, demo=True)
        self.storage.invitations.add(unit, poster.record)

    def _response(self, unit: UnitOfWork, form: Form, number: int) -> None:
        label = f"{number}" if form.id == MAIN_SURVEY else f"{form.id} {number}"
        chance = random.Random(f"{_SEED} {label}")  # noqa: S311 - examples, no secrets
        seed = f"example response {label}".encode()
        started = Instant(self.now - (number + 1) * DAY + chance.randrange(8 * HOUR))
        response_id = ResponseId(identifier_from(seed, "response", started))
        answers: list[AnswerRecord] = []
        at = started
        for question, value in _answers(form, chance):
            at = Instant(at + chance.randrange(4_000, 15_000))
            answers.append(_answer(response_id, question, value, at))
        self._close(unit, form, response_id, seed, (started, at))
        for answer in answers:  # after their response: they hang on it
            self.storage.answers.record(unit, answer)

    def _close(
        self,
        unit: UnitOfWork,
        form: Form,
        response_id: ResponseId,
        seed: bytes,
        times: tuple[Instant, Instant],
    ) -> None:
        record = ResponseRecord(
            id=response_id,
            session_id=SessionId(identifier_from(seed, "session", times[0])),
            form=form.id,
            version=form.version,
            channel="web",
            language="vi",
            state="completed",
            started_at=times[0],
            completed_at=times[1],
            code=code_from(seed, "response"),
            invitation_kind="place",
            unit_id=UNIT,
            place_id=PLACE if form.id in _AT_THE_DESK else None,
            counter_id=_COUNTERS[seed[-1] % len(_COUNTERS)][0] if "QUAY" in form.by_id else None,
            demo=True,
        )
        self.storage.responses.add(unit, record)

    def _case(
        self, unit: UnitOfWork, number: int, category: str, kind: str, days: int, story: str
    ) -> None:
        seed = f"example case {number}".encode()
        created = Instant(self.now - days * DAY)
        rules = CATEGORIES[category]
        year = day_of(self.now).year
        term = rules.days
        record = ComplaintRecord(
            id=ComplaintId(identifier_from(seed, "complaint", created)),
            code=code_from(seed, "complaint"),
            response_id=ResponseId(identifier_from(seed, "response", created)),
            session_id=SessionId(identifier_from(seed, "session", created)),
            kind=kind,
            category=category,
            severity=rules.severity,
            restricted=False,
            reply_promised=kind == "report",
            state="new",
            owner_unit_id=UNIT,
            owner_role=rules.owner_role,
            due_at=deadline(vietnam_calendar(year - 1, year + 1), created, term) if term else None,
            created_at=created,
            unit_id=UNIT,
            place_id=PLACE,
            story=story,
            demo=True,
        )
        self.storage.complaints.add(unit, record)
        opened = ComplaintEvent(
            complaint_id=record.id, number=1, kind="opened", at=created, actor="citizen"
        )
        self.storage.complaints.append(unit, opened)


def _answer(
    response_id: ResponseId, question: Question, value: Value, at: Instant
) -> AnswerRecord:
    return AnswerRecord(
        response_id=response_id,
        question=question.id,
        revision=1,
        value=value,
        method="skip" if value is None else "button",
        confidence=1.0,
        comment=None,
        private=question.private,
        flags=(),
        at=at,
    )


def _answers(form: Form, chance: random.Random) -> Iterator[tuple[Question, Value]]:
    """Answer every question that the form asks on the way, as its own path goes."""
    given: dict[str, Answer] = {}
    while True:
        question = next((q for q in path(form, given, {}) if q.id not in given), None)
        if question is None:
            return
        given[question.id] = Answer(_value(question, given, chance))
        yield question, given[question.id].value


def _value(question: Question, given: dict[str, Answer], chance: random.Random) -> Value:
    """Choose an answer that goes on: none that ends the form, explains, or opens another."""
    choices = [choice.value for choice in question.choices if choice.action == "answer"]
    if question.consent and question.consent != "answers":
        return "no"  # examples leave no telephone numbers
    if question.type in {"text", "phone"} or not choices:
        return None
    weights = _FACES if question.type == "scale3" else _LEVELS
    if set(choices) <= weights.keys():
        chosen = chance.choices(choices, [weights[choice] for choice in choices])[0]
    else:
        going_on = [c for c in choices if not _ends(question, given, c)]
        first = question.kind in {"control", "consent"} or bool(question.endings)
        chosen = going_on[0] if first else chance.choice(going_on)
    return QUESTION_TYPES[question.type].check_choice(question, chosen)


def _ends(question: Question, given: dict[str, Answer], value: str) -> bool:
    return ending_of(question, {**given, question.id: Answer(value)}, {}) is not None
