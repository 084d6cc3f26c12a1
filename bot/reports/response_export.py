"""Responses as a table: one row a response, one column a question, and its codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.i18n import FALLBACK, Catalogues
from bot.reports.codebook import codebook, in_order
from bot.reports.personal import is_phone, masked_phone, readable_phone
from bot.reports.sheets import Cell, Sheet, clock
from bot.reports.wording import (
    CHANNELS,
    COUNTING,
    INVITATION_KINDS,
    METHODS,
    RESPONSE_STATES,
    counting_of,
    said,
)
from flows.complaints import LEGAL_KINDS
from flows.definition import Form, Question
from flows.hidden_phones import phones_hidden
from flows.item_identity import item_identity
from flows.redaction import redact
from flows.texts import text_key
from storage.base import AnswerRecord, PlaceRecord, ResponseRecord

__all__ = ["RATINGS", "Filled", "ResponseTable", "asked"]

_FACTS = (
    text_key("export.column.code"),
    text_key("export.column.id"),
    text_key("export.column.form"),
    text_key("export.column.version"),
    text_key("export.column.counting"),
    text_key("export.column.state"),
    text_key("export.column.started"),
    text_key("export.column.completed"),
    text_key("export.column.minutes"),
    text_key("export.column.channel"),
    text_key("export.column.language"),
    text_key("export.column.invitation"),
    text_key("export.column.unit"),
    text_key("export.column.place"),
    text_key("export.column.counter"),
    text_key("export.column.procedure"),
    text_key("export.column.revisions"),
)
_REVISION_HEADERS = (
    text_key("export.column.code"),
    text_key("export.column.id"),
    text_key("export.column.question"),
    text_key("export.column.revision"),
    text_key("export.column.value"),
    text_key("export.column.comment"),
    text_key("export.column.method"),
    text_key("export.column.at"),
)
_MINUTE = 60_000
_LOCKING = frozenset(LEGAL_KINDS)
"""Flags of an answer that sounds like a khiếu nại or tố cáo: its words stay inside (design §6)."""
RATINGS = frozenset({"satisfaction", "perception"})
"""Kinds of items that stay, anonymous, when a person has the rest erased."""
_PLACE = re.compile(r"\{\w+\}")
"""What a question is filled with for each person; a column's name says it for all."""
_DAY_LENGTH = len("2026-01-05")


@dataclass(frozen=True, slots=True)
class Filled:
    """A response with every revision of its answers."""

    record: ResponseRecord
    history: Sequence[AnswerRecord]

    def current(self) -> dict[str, AnswerRecord]:
        """Return what counts now, by question: the newest revision, unless it was retracted."""
        newest: dict[str, AnswerRecord] = {}
        for answer in sorted(self.history, key=lambda a: a.revision):
            newest[answer.question] = answer
        return {name: answer for name, answer in newest.items() if not answer.retracted}


@dataclass(frozen=True, slots=True)
class ResponseTable:
    """Lays out the responses of one form; `versions` are its versions, newest last.

    `values` shows labels as the citizen saw them, or the stored codes for statistics.
    """

    versions: Sequence[Form]
    places: Mapping[str, PlaceRecord]
    texts: Catalogues
    language: str = "vi"
    reveal_phones: bool = False
    codes: bool = False
    questions: Mapping[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        columns: dict[str, Question] = {}
        for form in reversed(self.versions):  # the newest decides order and wording
            columns |= {q.id: q for q in in_order(form) if q.id not in columns}
        object.__setattr__(self, "questions", columns)

    def sheets(self, responses: Sequence[Filled]) -> list[Sheet]:
        """Return the table, every revision, and the codebook of the questions."""
        return [
            self.table(responses),
            self.revisions(responses),
            codebook(self.versions, self.texts, self.language),
        ]

    def table(self, responses: Iterable[Filled]) -> Sheet:
        """Return one row a response."""
        headers = [self._text(key) for key in _FACTS]
        headers += [self._header(question) for question in self.questions.values()]
        headers.append(self._text(text_key("export.column.comments")))
        return Sheet(
            self._text(text_key("export.sheet.responses")),
            headers,
            (self._row(filled) for filled in responses),
            widths=[16, 14, 10, 8, 14, 14, 18, 18],
        )

    def revisions(self, responses: Iterable[Filled]) -> Sheet:
        """Return one row for every answer ever given, corrections included."""
        return Sheet(
            self._text(text_key("export.sheet.revisions")),
            [self._text(key) for key in _REVISION_HEADERS],
            (row for filled in responses for row in self._revision_rows(filled)),
            widths=[16, 14, 12, 8, 30, 30, 14, 18],
            suffix=".revisions",
        )

    def _text(self, key: str) -> str:
        return self.texts.text(self.language, key)

    def _word(self, table: Mapping[str, str], word: str) -> str:
        return said(self._text, table, word)

    def _header(self, question: Question) -> str:
        header = f"{question.id} – {asked(question, 'vi')}"
        same = [form.by_id[question.id] for form in self.versions if question.id in form.by_id]
        if len({item_identity(one) for one in same}) > 1:
            # Under one code stand two items: who compares must tell them apart (design §7).
            note = self._text(text_key("export.reworded"))
            return f"{header} ({note})"
        return header

    def _row(self, filled: Filled) -> list[Cell]:
        current = filled.current()
        erased = filled.record.state == "erased"
        cells = self._anonymous(filled.record) if erased else self._facts(filled)
        for name, question in self.questions.items():
            answer = None if erased and question.kind not in RATINGS else current.get(name)
            cells.append(self.shown(filled.record, answer) if answer else None)
        cells.append(self._comments(filled.record, current.values()))
        return cells

    def _facts(self, filled: Filled) -> list[Cell]:
        record = filled.record
        place = self.places.get(record.place_id or "")
        counters = dict(place.counters) if place else {}
        kind = record.invitation_kind
        return [
            record.code,
            record.id,
            record.form,
            record.version,
            self._word(COUNTING, counting_of(record)),
            self._word(RESPONSE_STATES, record.state),
            clock(record.started_at),
            clock(record.completed_at) if record.completed_at else None,
            _minutes(record),
            self._word(CHANNELS, record.channel),
            record.language,
            self._word(INVITATION_KINDS, kind) if kind else None,
            *self._where(record),
            counters.get(record.counter_id or "", record.counter_id),
            record.procedure,
            sum(1 for answer in filled.history if answer.revision > 1),
        ]

    def _where(self, record: ResponseRecord) -> list[Cell]:
        place = self.places.get(record.place_id or "")
        return [
            place.unit_name if place and place.unit_id == record.unit_id else record.unit_id,
            place.name if place else record.place_id,
        ]

    def _anonymous(self, record: ResponseRecord) -> list[Cell]:
        """Return what is said of an erased response: where, and on which day, but not whose."""
        known: dict[str, Cell] = {
            text_key("export.column.form"): record.form,
            text_key("export.column.version"): record.version,
            text_key("export.column.counting"): self._word(COUNTING, counting_of(record)),
            text_key("export.column.state"): self._word(RESPONSE_STATES, record.state),
            text_key("export.column.started"): clock(record.started_at)[:_DAY_LENGTH],
            text_key("export.column.channel"): self._word(CHANNELS, record.channel),
        }
        unit, place = self._where(record)
        known |= {text_key("export.column.unit"): unit, text_key("export.column.place"): place}
        return [known.get(name) for name in _FACTS]

    def _comments(self, record: ResponseRecord, answers: Iterable[AnswerRecord]) -> str | None:
        said = [f"{a.question}: {self.words(record, a, a.comment)}" for a in answers if a.comment]
        return " | ".join(said) or None

    def words(self, record: ResponseRecord, answer: AnswerRecord, words: str | None) -> str | None:
        """Return a person's own words, unless they are to stay inside; telephone numbers in them
        are hidden unless they are revealed (invariant I19), and what must not be stored always.
        """
        if not words:
            return words
        if record.restricted or _LOCKING & set(answer.flags):
            return self._text(text_key("export.locked"))
        found = redact(words)
        kept = found.text if found.kinds else words
        return kept if self.reveal_phones else phones_hidden(kept)

    def _revision_rows(self, filled: Filled) -> Iterator[list[Cell]]:
        record = filled.record
        if record.state == "erased":
            return  # its ratings are in the first sheet; how they came about is nobody's matter
        for answer in sorted(filled.history, key=lambda a: (a.question, a.revision)):
            if answer.retracted:
                continue
            yield [
                record.code,
                record.id,
                answer.question,
                answer.revision,
                self.shown(record, answer),
                self.words(record, answer, answer.comment),
                self._word(METHODS, answer.method),
                clock(answer.at),
            ]

    def shown(self, record: ResponseRecord, answer: AnswerRecord) -> Cell:
        """Return what was answered, as people read it."""
        question = self._question(record, answer.question)
        match answer.value:
            case None:
                return self._text(text_key("export.skipped"))
            case tuple() as several:
                return "; ".join(str(self._said(record, answer, question, s)) for s in several)
            case str() as word:
                return self._said(record, answer, question, word)
            case number:
                return number

    def _said(
        self, record: ResponseRecord, answer: AnswerRecord, question: Question | None, word: str
    ) -> Cell:
        if question and question.choice(word):
            return int(word) if _is_level(question, word) else self._label(question, word)
        if is_phone(word):
            word = readable_phone(word) if self.reveal_phones else masked_phone(word)
        return self.words(record, answer, word)

    def _label(self, question: Question | None, value: str) -> str:
        choice = question.choice(value) if question else None
        return value if self.codes or choice is None else choice.label.get("vi", value)

    def _question(self, record: ResponseRecord, name: str) -> Question | None:
        for form in self.versions:
            if form.version == record.version:
                return form.by_id.get(name) or self.questions.get(name)
        return self.questions.get(name)


def asked(question: Question, language: str) -> str:
    """Return what a question asks whoever it is asked: the criterion alone, if it has one."""
    words = question.item or question.text
    return _PLACE.sub("…", words.get(language) or words.get(FALLBACK, ""))


def _is_level(question: Question, value: str) -> bool:
    """Whether a choice is a level of a scale, to be counted with; 0 stands for "na"."""
    levels = [c.value for c in question.choices if c.value.isdigit()]
    return value in levels and question.kind in RATINGS


def _minutes(record: ResponseRecord) -> float | None:
    if record.completed_at is None:
        return None
    return round((record.completed_at - record.started_at) / _MINUTE, 1)
