"""Several of the choices at once: by their numbers, by their labels, or ticked on buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from flows.cues import flags_of
from flows.definition import Choice, Question
from flows.labels import Named, by_label, by_place
from flows.lexicon import listed
from flows.phrases import Phrasebook
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Value
from flows.spelling import unmark
from flows.texts import text_key
from flows.ticking import done_values, in_order
from flows.vietnamese import Utterance, split_words

__all__ = ["ManyType"]

_MOST_PARTS = 30
_AND = r"và|va|với|voi|cùng|cộng|and|plus"
_BETWEEN = re.compile(rf"\s*(?:[,;&+/\n]|\.(?=\s|$)|\b(?:{_AND})\b)\s*")
_PLACES = re.compile(
    r"(?:(?:dạ|da|số|so|câu|cau|ý|mục|muc|chọn|chon|các|cac|cái|cai|thứ|thu|đáp án|dap an"
    r"|option|number|options|numbers)[ .:]*)*"
    rf"(\d{{1,2}}(?:(?:\s*(?:[,;&+/.]|\b(?:{_AND})\b)\s*|\s+)(?:(?:số|so|ý|câu|cau)\s+)?\d{{1,2}})*)"
    r"(?:\s+(?:ạ|a|nha|nhé|nhe|em|e))*[ .!)]*"
)
_ALL: Phrasebook[str] = Phrasebook(
    {
        "all": listed("""
            tất cả, tất cả các ý, tất cả các ý trên, tất cả đều đúng, tất cả những ý trên, cả
            chọn tất cả, chọn hết, hết tất cả, cả mấy cái, tất cả các mục, tất cả mọi thứ
            tất cả luôn, all, all of them, all of the above, everything
        """),
        "2": listed("cả hai, cả 2, cả hai cái, both, both of them"),
        "3": listed("cả ba, cả 3, all three"),
        "4": listed("cả bốn, cả 4, all four"),
        "5": listed("cả năm, cả 5, all five"),
        "none": listed("""
            không có, không cái nào, không có cái nào, không ý nào, không có ý nào, không gì cả
            không có gì, không có gì cả, không có gì hết, chẳng cái nào, không chọn cái nào
            không mục nào, không có mục nào, không
            none, none of them, none of these, none of the above, nothing
        """),
    }
)
_EXCEPT = frozenset({"trừ", "ngoại", "except", "but", "ngoài"})


class ManyType:
    """The values chosen, in the order of the form. What stands alone ("none of these") does so.

    Ticks on buttons are kept in the session one by one (`flows.ticking`); what is typed is the
    whole answer.
    """

    name = "many"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        values = [choice.value for choice in question.choices]
        answers = [c for c in question.choices if c.action == "answer" and not c.exclusive]
        faults = [] if len(values) > 1 else ["fewer than two choices"]
        if len(answers) < 1:
            faults.append("every choice stands alone: it should be a 'choice'")
        if question.open and "other" not in values:
            faults.append("open, but without a choice 'other'")
        return faults

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        if utterance.asks or not _EXCEPT.isdisjoint(utterance.words):
            return Unclear(text_key("reask.many"), flags=flags)
        found = _numbered(question, utterance)
        whole = None if found else by_label(question.choices, utterance)
        found = (
            found or _together(question, utterance, whole) or _listed(question, utterance, whole)
        )
        if found is None:
            return _otherwise(question, utterance, whole)
        chosen, method, confidence = found
        if len(chosen) > 1 and any(choice.exclusive for choice in chosen):
            return Unclear(text_key("reask.many_alone"), flags=flags)
        values = in_order(question, {choice.value for choice in chosen})
        return Reading(values, method, confidence, flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        values = done_values(question, value)
        if not values:
            raise KeyError(value)
        return values


_Found = tuple[tuple[Choice, ...], str, float]


def _answers(question: Question) -> tuple[Choice, ...]:
    return tuple(choice for choice in question.choices if choice.action == "answer")


def _together(question: Question, utterance: Utterance, named: Named | None) -> _Found | None:
    """Read "tất cả", "cả hai", "không cái nào": all that can go together, or the one alone. A
    label that says just that comes first.
    """
    if named and named.confidence == 1.0 and named.one:
        return (named.one,), "word", 1.0
    said = _ALL.hear(utterance)
    if said is None:
        return None
    meant, confidence = said
    choices = _answers(question)
    alone = tuple(choice for choice in choices if choice.exclusive)
    joint = tuple(choice for choice in choices if not choice.exclusive)
    if meant == "none":
        return (alone, "word", confidence) if len(alone) == 1 else None
    fits = meant == "all" or len(joint) == int(meant)
    return (joint, "word", confidence) if fits else None


def _numbered(question: Question, utterance: Utterance) -> _Found | None:
    """Read "1, 3 và 5" as places in the list, unless labels have numbers of their own."""
    match = _PLACES.fullmatch(utterance.accented)
    if match is None:
        return None
    places = [int(number) for number in re.findall(r"\d+", match[1])]
    choices = question.choices
    if not all(1 <= place <= len(choices) for place in places):
        return None
    if any(re.match(r"\d", text) for c in choices for text in c.label.values()):
        return None
    chosen = tuple(choices[place - 1] for place in dict.fromkeys(places))
    if any(choice.action != "answer" for choice in chosen):
        return None
    return chosen, "number", 0.9


def _listed(question: Question, utterance: Utterance, whole: Named | None) -> _Found | None:
    """Read labels between commas and "và": each part must name one choice. A label may have a
    "và" of its own: the whole is looked up first, and its parts lead to it as well.
    """
    if whole and whole.one and not whole.beside and whole.one.action == "answer":
        return whole.choices, "word", whole.confidence
    chosen: dict[str, Choice] = {}
    least = 1.0
    for part in _parts(utterance):
        named = _one(question, part)
        if named is None:
            return None  # a part that names nothing is not passed over in silence
        choice, confidence = named
        chosen[choice.value] = choice
        least = min(least, confidence)
    return (tuple(chosen.values()), "word", least) if chosen else None


def _parts(utterance: Utterance) -> Iterator[Utterance]:
    """Yield what stands between commas and "và", each as if it had been typed alone."""
    pieces = [piece for piece in _BETWEEN.split(utterance.accented) if piece.strip()]
    for piece in pieces[:_MOST_PARTS] if len(pieces) <= _MOST_PARTS else ():
        words = split_words(piece)
        yield msgspec.structs.replace(
            utterance, raw=piece, accented=piece, plain=unmark(piece), words=words, decoded=()
        )


def _one(question: Question, part: Utterance) -> tuple[Choice, float] | None:
    """Return the one choice that a part names, by label or by place; none if the two differ."""
    named = by_label(question.choices, part)
    place = by_place(question.choices, part)
    found = {c.value: c for c in (*(named.choices if named else ()), *((place,) if place else ()))}
    if len(found) != 1:
        return None
    choice = next(iter(found.values()))
    confidence = named.confidence if named else 0.9
    return (choice, confidence) if choice.action == "answer" else None


def _otherwise(question: Question, utterance: Utterance, named: Named | None) -> Heard:
    flags = flags_of(utterance)
    if named and named.one and named.one.action != "answer":
        return Reading(named.one.value, "word", named.confidence, flags=flags)
    if question.open and len(utterance.words) > 1 and question.choice("other"):
        return Reading(("other",), "text", 0.6, utterance.raw, flags)
    return Unclear(text_key("reask.many"), flags=flags)
