"""What a form asks, works out, takes and offers here is what it would by the book of XPath."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

import pytest

from bot.forms import shipped_sources
from bot.xlsform.columns import read_column
from bot.xlsform.importing import read_xlsform
from bot.xlsform.names import values_of
from flows.definition import Form, Question
from flows.session import Answer
from tests.bot.xlsform.playing import TODAY, Played, play
from tests.bot.xlsform.workbooks import GOOD, SAID, tables, xlsform
from tests.bot.xlsform.xpath_by_the_book import Value, number, words, work_out

PLAYS = 5
_TRIED = (0, 1, 2, 3, 5, 7, 8, 10, 12, 20, 26, 40, 99, 100, 200, 301, 998, 300_000, 10**8)

Cells = dict[str, str]
Given: TypeAlias = int | tuple[str, ...]


def _rows(name: str, sheet: str) -> Iterator[Cells]:
    header, *rows = tables(name)[sheet]
    columns = [read_column(title).name for title in header]
    for row in rows:
        yield {
            column: cell for column, cell in reversed([*zip(columns, row, strict=False)]) if cell
        }


def _within(question: Question, tried: Given) -> bool:
    if isinstance(tried, tuple):
        return True
    low, high = question.low, question.high
    return (low is None or float(low) <= tried) and (high is None or tried <= float(high))


class _Book:
    """Goes through the rows of a form as ODK would, beside what was played here."""

    def __init__(self, name: str, form: Form, ids: Mapping[str, str], played: Played) -> None:
        self._name = name
        self._form = form
        self._ids = ids
        self._played = played
        self._lists: dict[str, list[Cells]] = {}
        for row in _rows(name, "choices"):
            self._lists.setdefault(row.get("list_name", ""), []).append(row)
        self._answers: dict[str, Value] = {}
        self._around: list[str] = []
        self.differences: list[tuple[str, str, object]] = []
        self.compared = 0

    def go_through(self) -> None:
        for row in _rows(self._name, "survey"):
            kind = row.get("type", "").replace("_group", " group")
            if kind == "begin group":
                self._around.append(row.get("relevant", ""))
            elif kind == "end group":
                self._around.pop()
            elif self._question(row) is not None and "disabled" not in row:
                self._row(row)

    def _question(self, row: Cells) -> Question | None:
        name = row.get("name", "")
        return self._form.by_id.get(self._ids.get(name, name.upper()))

    def _row(self, row: Cells) -> None:
        question = self._form.by_id[self._ids.get(row["name"], row["name"].upper())]
        sources = [each for each in (*self._around, row.get("relevant")) if each]
        is_relevant = all(self._holds(each) for each in sources)
        answer = self._played.answers.get(question.id)
        if question.type == "calculated":
            self._calculation(row, answer, is_relevant=is_relevant)
            return
        self._same(row, "relevant", question.id in self._played.asked, is_relevant)
        if not is_relevant:
            return
        self._constraint(row, question)
        self._filter(row, question)
        if answer is not None and answer.value is not None:
            self._answers[row["name"]] = self._named(row, answer)

    def _calculation(self, row: Cells, answer: Answer | None, *, is_relevant: bool) -> None:
        value = self._worked(row["calculation"]) if is_relevant else ""
        value = words(value) if isinstance(value, bool) else value
        if isinstance(value, float) and math.isnan(value):
            value = ""  # nothing was worked out
        self._answers[row["name"]] = value
        ours = self._named(row, answer) if answer and answer.value is not None else ""
        if isinstance(value, float):
            ours, value = round(number(ours), 6), round(value, 6)
        self._same(row, "calculation", ours, value)

    def _constraint(self, row: Cells, question: Question) -> None:
        """Try answers, whatever was given. A range has bounds of its own besides."""
        source = row.get("constraint", "")
        for tried, named in self._tried(row, question) if source else []:
            answers = {**self._played.answers, question.id: Answer(tried)}
            rule = question.constraint
            ours = _within(question, tried) and (rule is None or rule.holds(answers, {}))
            if row["type"] != "range" or ours:
                self._same(row, f"constraint {named}", ours, self._holds(source, named))

    def _tried(self, row: Cells, question: Question) -> Iterator[tuple[Given, Value]]:
        """Yield answers, as they are stored here and as the file has them."""
        if question.type in ("number", "decimal", "money"):
            yield from ((tried, float(tried)) for tried in _TRIED)
        if question.type == "many":
            values = [choice.value for choice in question.choices]
            for some in (*combinations(values, 1), *combinations(values, 2), tuple(values)):
                yield some, self._named(row, Answer(some))

    def _filter(self, row: Cells, question: Question) -> None:
        source, choices = row.get("choice_filter", ""), {c.value: c for c in question.choices}
        for option in self._options(row) if source else []:
            choice = choices.get(self._stored(row)[option["name"]])
            rule = choice.condition if choice else None
            ours = choice is not None and (rule is None or rule.holds(self._played.answers, {}))
            columns: dict[str, Value] = dict.fromkeys(self._columns(), "")
            book = work_out(source, self._answers, {**columns, **option})
            self._same(row, f"choice_filter {option['name']}", ours, book)

    def _columns(self) -> set[str]:
        return {column for rows in self._lists.values() for row in rows for column in row}

    def _options(self, row: Cells) -> list[Cells]:
        _, _, rest = row["type"].rpartition("from ")
        listed = next((word for word in rest.split() if word in self._lists), "")
        return self._lists[listed] if listed else []

    def _stored(self, row: Cells) -> dict[str, str]:
        return values_of(option["name"] for option in self._options(row))

    def _named(self, row: Cells, answer: Answer) -> Value:
        """Return an answer as the file would have it: choices by their names in it."""
        name = {stored: name for name, stored in self._stored(row).items()}
        match answer.value:
            case str(one):
                return name.get(one, one)
            case int(amount) | float(amount):
                return float(amount)
            case several:
                return " ".join(name.get(str(one), str(one)) for one in several or ())

    def _worked(self, source: str, own: Value = "") -> Value:
        return work_out(source, self._answers, {".": own, "today": TODAY})

    def _holds(self, source: str, own: Value = "") -> bool:
        return work_out(f"not(not({source}))", self._answers, {".": own, "today": TODAY}) is True

    def _same(self, row: Cells, what: str, ours: object, book: object) -> None:
        self.compared += 1
        if ours != book:
            self.differences.append((row["name"], what, (ours, book, dict(self._answers))))


@pytest.mark.parametrize("name", GOOD)
def test_a_form_asks_works_out_takes_and_offers_what_it_would_elsewhere(name: str) -> None:
    imported = read_xlsform(xlsform(name), name, SAID, shipped_sources())
    for seed in range(PLAYS):
        played = play(imported.form, random.Random(1000 + seed))
        assert played.sent, seed
        book = _Book(name, imported.form, imported.names, played)
        book.go_through()
        assert book.compared
        assert not book.differences, seed
