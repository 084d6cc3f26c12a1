"""What the reader did not understand, as a list to learn from: equal words counted together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.i18n import Catalogues
from bot.reports.sheets import Cell, Sheet, clock
from flows.definition import Form
from flows.identifiers import Instant
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import fold, listen
from storage.base import ListedMisreading

__all__ = ["ASKED", "Lesson", "lessons", "sheet"]

ASKED: Mapping[str, str] = {
    "again": text_key("misreading.asked.again"),
    "confirm": text_key("misreading.asked.confirm"),
    "human": text_key("misreading.asked.human"),
}
"""How words were asked back (`MisreadingRecord.asked`) → the text key that says so."""

_HEADERS = (
    text_key("misreading.column.form"),
    text_key("misreading.column.question"),
    text_key("misreading.column.question_text"),
    text_key("misreading.column.words"),
    text_key("misreading.column.count"),
    text_key("misreading.column.asked"),
    text_key("misreading.column.guess"),
    text_key("misreading.column.chosen"),
    text_key("misreading.column.languages"),
    text_key("misreading.column.first"),
    text_key("misreading.column.last"),
)

Counts = Sequence[tuple[str, int]]
"""What was counted, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The same words (marks, capitals and spacing aside) typed at the same question. `words` is
    their most frequent spelling, empty where they were not kept. `chosen` is what people
    answered afterwards: the label to learn.
    """

    form: str
    question: str
    question_text: str
    words: str
    count: int
    asked: Counts
    guess: Counts
    chosen: Counts
    languages: Counts
    first: Instant
    last: Instant


def lessons(
    rows: Iterable[ListedMisreading],
    forms: Mapping[tuple[str, int], Form],
    texts: Catalogues,
    language: str = "vi",
) -> list[Lesson]:
    """Return what there is to learn, the most frequent first.

    The words are redacted once more: what kept them may be of an older version.
    """
    alike: dict[tuple[str, str, str], list[tuple[ListedMisreading, str]]] = defaultdict(list)
    for row in rows:
        words = listen(row.record.text).raw
        alike[row.form, row.record.question, fold(words)].append((row, words))
    speak = _Speaking(forms, texts, language)
    found = [_lesson(speak, group) for group in alike.values()]
    return sorted(found, key=lambda it: (-it.count, it.form, it.question, it.words))


def _lesson(speak: _Speaking, group: Sequence[tuple[ListedMisreading, str]]) -> Lesson:
    rows = [row for row, _ in group]
    head = rows[-1]

    def counted(of: Callable[[ListedMisreading], str]) -> Counts:
        return Counter(filter(None, map(of, rows))).most_common()

    return Lesson(
        form=head.form,
        question=head.record.question,
        question_text=speak.question(head),
        words=Counter(words for _, words in group).most_common(1)[0][0],
        count=len(rows),
        asked=counted(speak.asked),
        guess=counted(lambda row: speak.value(row, row.record.guess)),
        chosen=counted(speak.chosen),
        languages=counted(lambda row: row.language),
        first=min(row.record.at for row in rows),
        last=max(row.record.at for row in rows),
    )


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Says stored values in the words of the form version that asked."""

    forms: Mapping[tuple[str, int], Form]
    texts: Catalogues
    language: str

    def question(self, row: ListedMisreading) -> str:
        form = self.forms.get((row.form, row.version))
        question = form.by_id.get(row.record.question) if form else None
        if question is None:
            return ""
        said = question.item or question.text
        return said.get(self.language, said["vi"])

    def asked(self, row: ListedMisreading) -> str:
        key = ASKED.get(row.record.asked)
        return self.texts.text(self.language, key) if key else row.record.asked

    def value(self, row: ListedMisreading, value: Value) -> str:
        if value is None:
            return ""
        form = self.forms.get((row.form, row.version))
        question = form.by_id.get(row.record.question) if form else None
        several = value if isinstance(value, tuple) else (value,)
        chosen = [question.choice(str(one)) if question else None for one in several]
        return ", ".join(
            found.label.get(self.language, found.label["vi"]) if found else str(one)
            for one, found in zip(several, chosen, strict=True)
        )

    def chosen(self, row: ListedMisreading) -> str:
        if row.method is None:
            return self.texts.text(self.language, text_key("misreading.unanswered"))
        if row.method == "skip":
            return self.texts.text(self.language, text_key("export.skipped"))
        said = self.value(row, row.chosen)
        return said or self.texts.text(self.language, text_key("misreading.private"))


def sheet(found: Iterable[Lesson], texts: Catalogues, language: str = "vi") -> Sheet:
    """Return the list as a table."""
    unkept = texts.text(language, text_key("misreading.unkept"))
    rows: list[list[Cell]] = [
        [
            lesson.form,
            lesson.question,
            lesson.question_text,
            lesson.words or unkept,
            lesson.count,
            _listed(lesson.asked),
            _listed(lesson.guess),
            _listed(lesson.chosen),
            _listed(lesson.languages),
            clock(lesson.first),
            clock(lesson.last),
        ]
        for lesson in found
    ]
    return Sheet(
        texts.text(language, text_key("misreading.sheet")),
        [texts.text(language, key) for key in _HEADERS],
        rows,
        widths=[10, 10, 40, 40, 8, 24, 24, 40, 10, 20, 20],
    )


def _listed(counts: Counts) -> str:
    return "; ".join(f"{what} × {count}" for what, count in counts)
