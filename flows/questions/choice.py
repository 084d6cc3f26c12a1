"""One of several choices, by label, place in the list, or the band that a number falls into."""

from __future__ import annotations

from flows.assent import YES_NO
from flows.bands import by_band, has_bands
from flows.cues import flags_of
from flows.definition import Choice, Question
from flows.labels import Named, by_label, by_place, denies, pressed
from flows.numbers import read_birth_year
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["ChoiceType"]


def _numbered(question: Question, utterance: Utterance) -> tuple[Choice, ...]:
    """Return the choices that a number picks: by its band, or without bands by its place."""
    if has_bands(question):
        return by_band(question, utterance)
    place = by_place(question.choices, utterance)
    return (place,) if place else ()


def _named(question: Question, utterance: Utterance) -> Named | None:
    """Return what was named. A part of a label with numbers says nothing: "1-2 lần"."""
    named = by_label(question.choices, utterance)
    vague = named is not None and named.confidence < 0.8 and has_bands(question)
    return None if vague else named


def _fits_more(question: Question, utterance: Utterance, named: Named) -> bool:
    """Whether a bare no hit one of several choices that deny something: "không" is inside "Trễ,
    không báo", and means "Chưa có kết quả" as well.
    """
    said = YES_NO.hear(utterance)
    bare = said is not None and said[0] == "no" and named.confidence < 0.8
    return bare and sum(map(denies, question.choices)) > 1


class ChoiceType:
    """A value out of the question's list; with `open`, other words are kept as `other`."""

    name = "choice"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        values = [c.value for c in question.choices]
        faults = [] if len(values) > 1 else ["fewer than two choices"]
        faults += [f"two choices {v!r}" for v in dict.fromkeys(values) if values.count(v) > 1]
        if question.open and "other" not in values:
            faults.append("open, but without a choice 'other'")
        for choice in question.choices:
            if choice.low is not None and choice.high is not None and choice.low > choice.high:
                faults.append(f"the band of {choice.value!r} ends before it begins")
        return faults

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = _named(question, utterance)
        numbered = _numbered(question, utterance)
        if named and named.confidence == 1.0 and named.one and not numbered:
            return Reading(named.one.value, "word", flags=flags)
        found = {c.value: c for c in (*(named.choices if named else ()), *numbered)}
        if len(found) > 1 or (named and _fits_more(question, utterance, named)):
            return Unclear(text_key("reask.choice_several"), flags=flags)
        if numbered:
            return Reading(numbered[0].value, "number", 0.9, flags=flags)
        if named:
            comment = utterance.raw if named.beside else None
            return Reading(named.choices[0].value, "word", named.confidence, comment, flags)
        return _otherwise(question, utterance)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value


def _otherwise(question: Question, utterance: Utterance) -> Heard:
    flags = flags_of(utterance)
    if question.open and len(utterance.words) > 1 and question.choice("other"):
        return Reading("other", "text", 0.6, utterance.raw, flags)
    if has_bands(question) and read_birth_year(utterance) is not None:
        return Unclear(text_key("reask.age"), flags=flags)
    if has_bands(question):
        return Unclear(text_key("reask.choice_band"), flags=flags)
    params = {"count": str(len(question.choices))}
    return Unclear(text_key("reask.choice"), params, flags=flags)
