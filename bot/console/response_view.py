"""What the page of a response shows: answers in the words of the form, and what proves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.console.case_told import Piece, pieces
from bot.console.routes import Visit
from bot.i18n import FALLBACK, day_of
from bot.reports.codebook import in_order
from bot.reports.personal import masked_phone
from bot.reports.response_export import RATINGS, Filled, ResponseTable, asked
from bot.reports.wording import (
    CHANNELS,
    COUNTING,
    INVITATION_KINDS,
    METHODS,
    RESPONSE_STATES,
    counting_of,
    said,
)
from flows.definition import Form, Question
from flows.identifiers import Instant, ResponseId
from flows.texts import text_key
from flows.time_units import MINUTE
from storage.base import AnswerRecord, ConsentRecord, PlaceRecord, ResponseRecord

__all__ = [
    "Answered",
    "ConsentView",
    "Evidence",
    "Given",
    "Topic",
    "begun",
    "consents_of",
    "facts_of",
    "proof_of",
    "topics_of",
]

_CONSENTS: Final[Mapping[str, str]] = {
    "answers": text_key("console.response.consent.answers"),
    "phone": text_key("console.response.consent.phone"),
    "contact": text_key("console.response.consent.contact"),
    "case": text_key("console.response.consent.case"),
}
_HASH_SHOWN: Final = 12  # hexadecimal digits: enough to find the wording, short enough to compare


class Given(NamedTuple):
    """One revision of one answer, as people read it."""

    revision: int
    said: tuple[Piece, ...]
    comment: tuple[Piece, ...]
    how: str
    at: Instant
    retracted: bool


class Answered(NamedTuple):
    """A question with what counts now, and what was said before."""

    id: str
    text: str
    now: Given
    before: tuple[Given, ...]


class Topic(NamedTuple):
    """A section of the form with its answered questions."""

    title: str
    answers: tuple[Answered, ...]


class ConsentView(NamedTuple):
    """One proof of a consent that was given or refused."""

    what: str
    given: bool
    how: str
    at: Instant
    words: str
    """Which words were shown: form, version, question, and the beginning of their SHA-256."""


class Evidence(NamedTuple):
    """What is known of who answered: declared numbers, masked, and how one was proved, if any."""

    phones: tuple[str, ...]
    proof: str

    @classmethod
    def of(cls, phones: Iterable[str], proof: str) -> Evidence:
        """Mask what is shown."""
        return cls(tuple(map(masked_phone, phones)), proof)


async def proof_of(visit: Visit, response_id: ResponseId) -> str:
    """Return which platform vouches for the declared number, and since when; "": none does."""
    proved = await visit.services.storage.proofs.proved(response_id)
    if proved is None:
        return ""
    channel = said(visit.text, CHANNELS, proved.channel)
    at = visit.services.texts.moment(visit.language, proved.at)
    return visit.text(text_key("console.response.proved"), channel=channel, at=at)


# -- answers


def topics_of(
    visit: Visit,
    form: Form,
    filled: Filled,
    places: Mapping[str, PlaceRecord],
    *,
    revealed: bool = False,
) -> list[Topic]:
    """Return what was answered, in the order of the form. Of an erased response the ratings are
    left, as they count now. `revealed`: with the telephone numbers in its words.
    """
    texts = visit.services.texts
    table = ResponseTable([form], places, texts, visit.language, reveal_phones=revealed)
    erased = filled.record.state == "erased"
    history: dict[str, list[AnswerRecord]] = {}
    for answer in sorted(filled.history, key=lambda one: one.revision):
        history.setdefault(answer.question, []).append(answer)
    answered: dict[str, list[Answered]] = {}
    for question in in_order(form):
        given = history.get(question.id, [])
        if not given or (erased and question.kind not in RATINGS):
            continue
        shown = [_given(visit, table, filled.record, question, one) for one in given]
        before = () if erased else tuple(reversed(shown[:-1]))
        one = Answered(question.id, asked(question, visit.language), shown[-1], before)
        answered.setdefault(question.section, []).append(one)
    titles = {section.id: section.title for section in form.sections}
    return [
        Topic(_in_words(titles.get(section, {}), visit.language), tuple(answers))
        for section, answers in answered.items()
    ]


def _given(
    visit: Visit,
    table: ResponseTable,
    record: ResponseRecord,
    question: Question,
    answer: AnswerRecord,
) -> Given:
    words = _choices(question, answer, visit.language) or str(table.shown(record, answer))
    comment = table.words(record, answer, answer.comment) or ""
    return Given(
        revision=answer.revision,
        said=pieces(words),
        comment=pieces(comment),
        how=said(visit.text, METHODS, answer.method),
        at=answer.at,
        retracted=answer.retracted,
    )


def _choices(question: Question, answer: AnswerRecord, language: str) -> str | None:
    """Return the labels of what was chosen; None if it was no choice of the form."""
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    found = [question.choice(value) for value in values if isinstance(value, str)]
    labels = [_in_words(choice.label, language) for choice in found if choice is not None]
    if not labels or len(labels) < len(values):
        return None
    return "; ".join(labels)


def _in_words(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(FALLBACK, "")


# -- what stands beside them


def facts_of(
    visit: Visit,
    record: ResponseRecord,
    form: Form,
    places: Mapping[str, PlaceRecord],
    units: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Return what is known of a response: what it is called, and its value. `units`: their names,
    by id.
    """
    facts = (*_facts(visit, record, form), *_where(record, places, units))
    return [(visit.text(key), value) for key, value in facts if value]


def begun(visit: Visit, record: ResponseRecord) -> str:
    """Return when a response was begun; of an erased one the day alone, as in every file."""
    texts, at = visit.services.texts, record.started_at
    if record.state == "erased":
        return texts.date(visit.language, day_of(at))
    return texts.moment(visit.language, at)


def _facts(visit: Visit, record: ResponseRecord, form: Form) -> Iterator[tuple[str, str | None]]:
    texts, erased = visit.services.texts, record.state == "erased"
    title = _in_words(form.title, visit.language)
    yield text_key("console.response.form"), f"{title} ({record.form}, {record.version})"
    yield text_key("console.response.state"), visit.text(RESPONSE_STATES[record.state])
    yield text_key("console.response.counting"), visit.text(COUNTING[counting_of(record)])
    yield text_key("console.response.begun"), begun(visit, record)
    if record.completed_at is not None and not erased:
        minutes = (record.completed_at - record.started_at) / MINUTE
        yield text_key("console.response.sent"), texts.moment(visit.language, record.completed_at)
        yield text_key("console.response.minutes"), texts.number(visit.language, minutes, 1)
    yield text_key("console.response.channel"), said(visit.text, CHANNELS, record.channel)
    kind = record.invitation_kind
    yield text_key("console.response.invited"), kind and said(visit.text, INVITATION_KINDS, kind)


def _where(
    record: ResponseRecord, places: Mapping[str, PlaceRecord], units: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    place = places.get(record.place_id or "")
    yield text_key("console.response.unit"), units.get(record.unit_id or "")
    yield text_key("console.response.place"), place.name if place else None
    counters = dict(place.counters) if place else {}
    yield text_key("console.response.counter"), counters.get(record.counter_id or "")


def consents_of(visit: Visit, consents: Sequence[ConsentRecord]) -> list[ConsentView]:
    """Return the proofs of consents, oldest first."""
    return [_consent(visit, one) for one in consents]


def _consent(visit: Visit, one: ConsentRecord) -> ConsentView:
    channel, method = (
        said(visit.text, CHANNELS, one.channel),
        said(visit.text, METHODS, one.method),
    )
    return ConsentView(
        what=said(visit.text, _CONSENTS, one.consent),
        given=one.given,
        how=f"{channel}, {method}",
        at=one.at,
        words=f"{one.form} {one.version} {one.question} {one.text_hash[:_HASH_SHOWN]}",
    )
