"""A day, seen from the day on which it is said, within the question's bounds."""

from __future__ import annotations

from datetime import date

from flows.bounds import Words, bound_faults, outside
from flows.cues import flags_of
from flows.dates import Days, read_date
from flows.definition import Question
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.terms import day_of
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["DateType"]

_OUTSIDE = Words(text_key("reask.date_low"), text_key("reask.date_high"), param="_date")


def _days(utterance: Utterance) -> Days | None:
    """Return the days that were said. An ISO day, as a calendar on a page gives it, needs no
    today; without one nothing else can be told.
    """
    iso = day_of(utterance.accented.strip())
    if iso is not None:
        return Days(iso, iso)
    return None if utterance.today is None else read_date(utterance, utterance.today)


class DateType:
    """An ISO day: "hôm qua", "thứ ba tuần trước", "3/11/2026"."""

    name = "date"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return bound_faults(question)

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance) if question.choices else None
        if named and named.confidence >= 0.9 and named.one:
            return Reading(named.one.value, "word", named.confidence, flags=flags)
        days = None if utterance.asks else _days(utterance)
        if days is None:
            return Unclear(text_key("reask.date"), flags=flags)
        if not days.exact:
            return Unclear(text_key("reask.date_one"), flags=flags)
        return _within(question, days, utterance.today, flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value


def _within(question: Question, days: Days, today: date | None, flags: tuple[str, ...]) -> Heard:
    value = days.first.isoformat()
    if beyond := outside(question, value, _OUTSIDE, today):
        return Unclear(*beyond, flags=flags)
    if days.sure:
        return Reading(value, "number", flags=flags)
    candidate = Candidate(value, text_key("confirm.day"), {"value_date": value})
    return Unclear(text_key("reask.date"), candidate=candidate, flags=flags)
