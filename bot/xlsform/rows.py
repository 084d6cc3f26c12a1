"""The rows of the survey and of the choices that a form of ours makes in an XLSForm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel import Locale

from bot.xlsform.drafts import choice_draft
from bot.xlsform.questions import Said
from bot.xlsform.survey import AFTER
from bot.xlsform.xpath import NoXPathError, written_number, xpath
from flows.definition import Bound, Form, Question, Texts
from flows.expressions import Compare, Either, Logic

__all__ = ["Cells", "Rows", "header", "rows_of"]

Cells = dict[str, str]
"""One row: what stands under which header."""

_TYPES: Mapping[str, str] = {
    "calculated": "calculate",
    "date": "date",
    "decimal": "decimal",
    "duration": "integer",
    "money": "integer",
    "number": "integer",
    "phone": "text",
    "text": "text",
}


def header(column: str, language: str) -> str:
    """Return the header of a column in one language."""
    name = str(Locale.parse(language).get_display_name(language))
    return f"{column}::{name[:1].upper()}{name[1:]} ({language})"


@dataclass(slots=True)
class Rows:
    """The rows so far. `asked` holds the row of each question, `offered` those of its choices;
    `unsaid` are conditions that XPath has no word for, as (question, our words).
    """

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    asked: dict[str, Cells] = field(default_factory=dict)
    offered: dict[str, list[Cells]] = field(default_factory=dict)
    unsaid: list[tuple[str, str]] = field(default_factory=list)


def rows_of(form: Form, said: Said) -> Rows:
    """Return the rows of a form, without our own column."""
    writer = _Writer(form, said)
    sections = {section.id: section for section in form.sections}
    for number, question in enumerate(form.questions):
        writer.section(question.section, sections[question.section].title)
        writer.question(question)
        writer.follow_ups(number)
        writer.endings(question)
    writer.close()
    return writer.rows


class _Writer:
    def __init__(self, form: Form, said: Said) -> None:
        self.rows = Rows()
        self._form = form
        self._said = said
        self._section: str | None = None
        self._after: list[tuple[str, str]] = []
        """Open groups around what endings cut off: (name, relevant), the outer first."""
        self._inner = 0
        """How many of them were opened inside the section that is open."""
        self._lists: dict[str, str] = {}
        """The names of the lists, by what is in them."""

    # -- groups

    def section(self, identifier: str, title: Texts) -> None:
        if identifier == self._section:
            return
        self._leave()
        for name, relevant in self._after[len(self._after) - self._inner :]:
            again = f"{name}_on"
            self._add({"type": "begin_group", "name": again, "relevant": relevant})
        self._inner = 0
        self._section = identifier
        self._add({"type": "begin_group", "name": identifier, **self._texts("label", title)})

    def _leave(self) -> None:
        """Close the section, and the groups inside it."""
        if self._section is not None:
            self.rows.survey += [{"type": "end_group"}] * (self._inner + 1)

    def close(self) -> None:
        self._leave()
        outer = len(self._after) - self._inner
        self.rows.survey += [{"type": "end_group"}] * outer

    def endings(self, question: Question) -> None:
        """Open a group around everything that is not asked after an ending."""
        parts: list[str] = []
        for ending in question.endings:
            try:
                parts.append(f"not({xpath(ending.when.tree)})")
            except NoXPathError:
                self.rows.unsaid.append((question.id, str(ending.when)))
        if parts:
            name, relevant = f"{AFTER}{question.id.lower()}", " and ".join(parts)
            self._after.append((name, relevant))
            self._inner += 1
            self._add({"type": "begin_group", "name": name, "relevant": relevant})

    # -- questions

    def question(self, question: Question) -> None:
        row: Cells = {"type": self._type(question), "name": question.id}
        row |= self._texts("label", {} if self._is_unsaid(question) else question.text)
        row |= self._texts("hint", question.hint or {})
        row |= self._texts("required_message", question.reask or {})
        if question.required and row["type"] not in ("note", "calculate"):
            row["required"] = "yes"
        row |= self._conditions(question)
        self._add(row)
        self.rows.asked[question.id] = row

    def _is_unsaid(self, question: Question) -> bool:
        return question.type == "calculated" and set(question.text.values()) == {question.id}

    def _type(self, question: Question) -> str:
        values = [choice.value for choice in question.choices]
        answers = [choice for choice in question.choices if choice.action == "answer"]
        if question.type == "notice" and len(answers) <= 1:
            return "note"  # its buttons are those of a chat
        if question.type == "acknowledge" and values == ["OK"]:
            return "acknowledge"
        if question.type in _TYPES:
            return _TYPES[question.type]
        select = "select_multiple" if question.type == "many" else "select_one"
        return f"{select} {self._list(question)}"

    def _list(self, question: Question) -> str:
        """Return the name of the list of choices; questions with the same choices share one."""
        inside = repr([choice_draft(choice) for choice in question.choices])
        name = self._lists.get(inside)
        if name is None:
            name = self._lists[inside] = question.id.lower()
            self.rows.offered[name] = list(self._options(name, question))
            self.rows.choices += self.rows.offered[name]
        return name

    def _options(self, name: str, question: Question) -> Iterator[Cells]:
        for choice in question.choices:
            row = {"list_name": name, "name": choice.value, **self._texts("label", choice.label)}
            if choice.condition is not None:
                row["shown"] = choice.value
            yield row

    def _conditions(self, question: Question) -> Cells:
        trees: dict[str, tuple[object, str | None]] = {}
        cells: Cells = {}
        if question.condition is not None:
            trees["relevant"] = (question.condition.tree, None)
        if question.calculation is not None:
            trees["calculation"] = (question.calculation.tree, None)
        for column, (tree, own) in trees.items():
            try:
                cells[column] = xpath(tree, own)  # type: ignore[arg-type]  # a tree is one
            except NoXPathError:
                written = question.condition if column == "relevant" else question.calculation
                self.rows.unsaid.append((question.id, str(written)))
        cells |= self._constraint(question)
        if question.filtered:
            cells |= self._filter(question)
        return cells

    def _constraint(self, question: Question) -> Cells:
        parts = [
            f". {sign} {_bound(bound)}"
            for sign, bound in ((">=", question.low), ("<=", question.high))
            if bound is not None
        ]
        if question.constraint is not None:
            try:
                written = xpath(question.constraint.tree, question.id)
                loose = parts and isinstance(question.constraint.tree, Either)
                parts.append(f"({written})" if loose else written)
            except NoXPathError:
                self.rows.unsaid.append((question.id, str(question.constraint)))
        said = self._texts("constraint_message", question.constraint_says or {})
        return {"constraint": " and ".join(parts), **said} if parts else {}

    def _filter(self, question: Question) -> Cells:
        parts = ["shown = ''"]
        for choice in question.choices:
            if choice.condition is not None:
                try:
                    condition = xpath(choice.condition.tree)
                except NoXPathError:
                    condition = "true()"
                    self.rows.unsaid.append((question.id, str(choice.condition)))
                parts.append(f"(shown = '{choice.value}' and ({condition}))")
        return {"choice_filter": " or ".join(parts)}

    # -- why-questions

    def follow_ups(self, number: int) -> None:
        """Write the why-question of a topic behind its last rating, and the offer behind all."""
        rules = self._form.follow_ups
        asked = self._form.questions
        if rules is None:
            return
        topic = asked[number].topic
        later = {question.topic for question in asked[number + 1 :]}
        if topic and topic in self._form.reasons and topic not in later:
            rated = [q for q in asked if q.topic == topic]
            low = [_equal(q.id, level) for q in rated for level in sorted(rules.ratings)]
            self._role(self._form.reasons[topic], "reason", Either(tuple(low)))
        if not later - {None} and topic and rules.offer:
            given = [Compare(q.id, "!=", None) for q in self._form.reasons.values()]
            self._role(self._form.by_id[rules.offer], "offer", Either(tuple(given)))

    def _role(self, question: Question, role: str, when: Logic) -> None:
        self.question(question)
        row = self.rows.asked[question.id]
        row["relevant"] = xpath(when)
        row["lang_nghe"] = f'{{"role":"{role}"}}'

    # -- cells

    def _texts(self, column: str, texts: Texts) -> Cells:
        return {
            header(column, code): texts[code] for code in self._form.languages if code in texts
        }

    def _add(self, row: Cells) -> None:
        self.rows.survey.append(row)


def _equal(question: str, level: int) -> Compare:
    return Compare(question, "==", level)


def _bound(bound: Bound) -> str:
    if isinstance(bound, str):
        return "today()" if bound == "today" else f"date('{bound}')"
    return written_number(bound)
