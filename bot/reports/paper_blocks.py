"""What stands on a paper form, block by block: grids of ratings, boxes, lines, words to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias
from unicodedata import category

from bot.i18n import Catalogues
from bot.reports.paper_conditions import Printed, Ways
from bot.reports.paper_questions import questions_on_paper
from flows.definition import Choice, Form, Question, Texts
from flows.texts import text_key

__all__ = ["Block", "Sheet", "blocks_of"]

Block: TypeAlias = dict[str, Any]
"""What the layout draws; `kind` says how (bot/reports/paper_form.typ)."""

_RATINGS = frozenset({"scale5", "ease5", "scale3"})
_TICKED = frozenset({"choice", "yes_no", *_RATINGS})
_PICTURES = frozenset({"So", "Sk", "Mn", "Cs"})
"""Kinds of characters that are emoji or parts of them; marks of Vietnamese are in its letters."""
_ON_PAPER = frozenset({"answer", "intake"})
"""Choices that are an answer; the others are buttons of a chat (help, later, true or false?)."""
_GRID_LABEL = 26  # characters of a level that fit above its column
_GRID_LEVELS = 6
_LONG = 300  # characters of a text from which on it gets more lines
_STORY_LINES, _REMARK_LINES = 7, 3
_UNITS: Mapping[str, str] = {
    "duration": text_key("paper.unit.minutes"),
    "money": text_key("paper.unit.dong"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who speaks: the language, and how a text of the form is filled in."""

    form: Form
    language: str
    texts: Catalogues
    filled: Callable[[str], str]

    def said(self, texts: Texts | None) -> str:
        """Return a text of the form. Pictures such as 😊 are left out: the font has none."""
        text = self.filled(texts.get(self.language) or texts["vi"]) if texts else ""
        kept = (sign for sign in text if category(sign) not in _PICTURES)
        return "".join(kept).strip()

    def text(self, key: str, **params: object) -> str:
        """Return a text of `locales/`."""
        return self.texts.text(self.language, key, params)


def blocks_of(sheet: Sheet) -> Iterator[Block]:
    """Yield the sections with their blocks, questions numbered through."""
    return _Paper(sheet).sections()


def _is_asked(question: Question) -> bool:
    return question.type != "notice"


class _Paper:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        form = sheet.form
        self._shown = questions_on_paper(form)
        self._topics: dict[str, list[str]] = {}
        """By why-question: the factors or steps that it may be about."""
        self._reasons = self._reasons_by_place()
        self._numbers = self._numbered()
        about = {name: frozenset(topics) for name, topics in self._topics.items()}
        grids = [run for run in self._runs(self._shown) if _makes_grid(run)]
        in_grids = frozenset(str(question.id) for run in grids for question in run)
        printed = Printed(self._shown, self._numbers, about, in_grids)
        self._ways = Ways(form, printed, sheet.language, sheet.texts)

    def sections(self) -> Iterator[Block]:
        titles = {section.id: section.title for section in self._sheet.form.sections}
        for section, questions in groupby(self._shown, key=lambda question: question.section):
            blocks = list(self._blocks(list(questions)))
            yield {"title": self._sheet.said(titles[section]), "blocks": blocks}

    # -- order and numbers

    def _reasons_by_place(self) -> dict[str, list[Question]]:
        """Return the why-questions by the rating behind which they stand: a topic's last, with its
        grid.
        """
        form = self._sheet.form
        ends = {q.id: run[-1].id for run in self._runs(self._shown) for q in run}
        last = {q.topic: ends[q.id] for q in self._shown if q.topic}
        found: dict[str, list[Question]] = {}
        for topic, reason in form.reasons.items():
            if topic in last:
                found.setdefault(last[topic], []).append(reason)
        for place, reasons in found.items():
            found[place] = self._alike(reasons)
        offer = form.follow_ups.offer if form.follow_ups else None
        if offer and found:
            places = [q.id for q in self._shown if q.id in found]
            found[places[-1]].append(form.by_id[offer])
        return found

    def _alike(self, reasons: Sequence[Question]) -> list[Question]:
        """Return why-questions of which those that read alike stand only as often as they are
        asked in a form; which rating they are about is written beside.
        """
        groups: dict[str, list[Question]] = {}
        for reason in reasons:
            groups.setdefault(repr((reason.text, reason.choices)), []).append(reason)
        rules = self._sheet.form.follow_ups
        kept = [group[: rules.limit if rules else 1] for group in groups.values()]
        for group, shown in zip(groups.values(), kept, strict=True):
            topics = [str(reason.follows) for reason in group]
            self._topics |= {reason.id: topics for reason in shown}
        return [reason for shown in kept for reason in shown]

    def _numbered(self) -> dict[str, int]:
        order: list[str] = []
        for run in self._runs(self._shown):
            order += [question.id for question in run if _is_asked(question)]
            behind = [self._reasons.get(question.id, ()) for question in run]
            order += [reason.id for reasons in behind for reason in reasons]
        return {identifier: number for number, identifier in enumerate(order, start=1)}

    def _runs(self, questions: Sequence[Question]) -> Iterator[list[Question]]:
        """Yield questions that make one grid together, and the others one by one."""
        run: list[Question] = []
        for question in questions:
            if run and not _goes_with(run[-1], question):
                yield run
                run = []
            run.append(question)
        if run:
            yield run

    # -- blocks

    def _blocks(self, questions: Sequence[Question]) -> Iterator[Block]:
        for run in self._runs(questions):
            yield self._grid(run) if _makes_grid(run) else self._single(run[0])
            for question in run:
                for reason in self._reasons.get(question.id, ()):
                    yield self._reason(reason)

    def _grid(self, run: Sequence[Question]) -> Block:
        stem, rows = self._rows(run)
        return {
            "kind": "grid",
            "stem": stem,
            "condition": self._ways.only_if(run[0]),
            "levels": [self._sheet.said(choice.label) for choice in _boxes(run[0])],
            "rows": rows,
        }

    def _rows(self, run: Sequence[Question]) -> tuple[str, list[Block]]:
        """Return the words that all rows share, and the rows with what is left of them."""
        stems = {self._stem(question) for question in run}
        shared = stems.pop() if len(stems) == 1 else ""
        texts = [self._item(q) if shared else self._sheet.said(q.text) for q in run]
        rows = [
            {"number": self._numbers[question.id], "text": text}
            for question, text in zip(run, texts, strict=True)
        ]
        return shared, rows

    def _stem(self, question: Question) -> str:
        text, item = self._sheet.said(question.text), self._sheet.said(question.item)
        return text.replace(item, "…") if item and item in text else ""

    def _item(self, question: Question) -> str:
        item = self._sheet.said(question.item)
        return item[:1].upper() + item[1:]

    def _single(self, question: Question) -> Block:
        block: Block = {
            "kind": "lines",
            "number": self._numbers.get(question.id, 0),
            "text": self._sheet.said(question.paper or question.text),
            "hint": "" if question.paper else self._sheet.said(question.hint),
            "condition": self._ways.only_if(question),
            "small": [
                self._sheet.said(choice.paper or choice.says)
                for choice in question.choices
                if choice.action == "explain"
            ],
        }
        if question.type == "notice":
            return {**block, "kind": "words"}
        boxes = self._ticks(question)
        if question.type in _TICKED | {"consent", "many", "acknowledge"}:
            return {**block, "kind": "boxes", "boxes": boxes, "how": self._how(question)}
        return {**block, **self._space(question), "boxes": boxes}

    def _how(self, question: Question) -> str:
        many = question.type == "many"
        return self._sheet.text(text_key("paper.many")) if many else ""

    def _ticks(self, question: Question) -> list[Block]:
        return [
            {
                "label": self._sheet.said(choice.label),
                "then": self._ways.after(question, choice) if question.type != "many" else "",
                "line": question.open and choice.value == "other",
            }
            for choice in _boxes(question)
        ]

    def _space(self, question: Question) -> Block:
        if question.type == "date":
            return {"lines": 0, "blank": self._sheet.text(text_key("paper.day"))}
        if question.type in ("number", "decimal", "duration", "money"):
            unit = _UNITS.get(question.type)
            return {"lines": 0, "blank": "………………… " + (self._sheet.text(unit) if unit else "")}
        if question.type == "phone" or question.max_length <= _LONG:
            return {"lines": 1, "blank": ""}
        return {"lines": _STORY_LINES if question.required else _REMARK_LINES, "blank": ""}

    def _reason(self, question: Question) -> Block:
        block = self._single(question)
        rules = self._sheet.form.follow_ups
        topics = self._topics.get(question.id, [])
        asked = [q for q in self._shown if q.topic in topics and q.id in self._numbers]
        if rules and asked:
            numbers = _ranges([self._numbers[q.id] for q in asked])
            levels = ", ".join(self._levels(asked[0], rules.ratings))
            key = text_key("paper.low")
            block["condition"] = self._sheet.text(key, levels=levels, numbers=numbers)
            if len(topics) > 1:
                block["how"] = self._sheet.text(text_key("paper.about"))
        return {**block, "indent": True}

    def _levels(self, question: Question, ratings: frozenset[int]) -> list[str]:
        return [
            self._sheet.said(choice.label)
            for choice in question.choices
            if choice.value.isdigit() and int(choice.value) in ratings
        ]


def _ranges(numbers: Sequence[int]) -> str:
    """Write numbers shortly: 6–17, 19."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def _boxes(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.action in _ON_PAPER]


def _labels(question: Question) -> list[str]:
    return [choice.label["vi"] for choice in _boxes(question)]


def _goes_with(before: Question, question: Question) -> bool:
    """Whether two questions can be rows of one grid."""
    return (
        _is_row(before)
        and _is_row(question)
        and before.section == question.section
        and _labels(before) == _labels(question)
        and before.condition == question.condition
        and not before.endings
    )


def _is_row(question: Question) -> bool:
    labels = _labels(question)
    return (
        question.type in _TICKED
        and not question.open
        and not question.filtered
        and not question.endings
        and 2 <= len(labels) <= _GRID_LEVELS
        and max(map(len, labels)) <= _GRID_LABEL
    )


def _makes_grid(run: Sequence[Question]) -> bool:
    return len(run) > 1 or (run[0].type in _RATINGS and _is_row(run[0]) and bool(run[0].item))
