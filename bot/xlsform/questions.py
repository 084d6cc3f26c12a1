"""One row of the survey to one question of our form, by its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from bot.xlsform.bounds import bounds_of, constraint_of
from bot.xlsform.choices import Lists
from bot.xlsform.columns import OURS, read_column
from bot.xlsform.drafts import Draft, ordered
from bot.xlsform.expressions import Scope, read_calculation, read_condition
from bot.xlsform.languages import Languages
from bot.xlsform.own import merged
from bot.xlsform.remarks import Remark, Remarks
from bot.xlsform.simplifying import both
from bot.xlsform.survey import AFTER, Item
from bot.xlsform.tokens import ExpressionError
from bot.xlsform.typed import Typed
from flows.expressions import Constant, Logic, Name, render
from flows.money_questions import asks_for_money
from flows.texts import text_key

__all__ = ["Chapter", "Said", "Workshop"]

_YES = frozenset({"yes", "true", "true()", "1"})
_NO = frozenset({"", "no", "false", "false()", "0"})
_REFERENCE = re.compile(r"\$\{")
_RATINGS = frozenset({"scale5", "ease5", "scale3"})
_PARAMETER = re.compile(r"(\w+)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)")
_NOT_HERE: Mapping[str, tuple[str, ...]] = {
    "notice": ("required", "constraint", "constraint_message", "calculation", "choice_filter"),
    "acknowledge": ("constraint", "constraint_message", "calculation", "choice_filter"),
    "calculated": (
        "required",
        "required_message",
        "constraint",
        "constraint_message",
        "choice_filter",
        "hint",
    ),
}
_YES_NO = ({"yes", "no"}, 4)  # names that both must be there, and choices at the most


class Chapter(msgspec.Struct, frozen=True):
    """A section on its way into a form: each question with the row it came from."""

    id: str
    title: dict[str, str]
    made: tuple[tuple[Item, Draft], ...]


class Said(msgspec.Struct, frozen=True):
    """The words that a form made by others has no say in, by language."""

    go_on: Mapping[str, str]
    read: Mapping[str, str]
    other: Mapping[str, str]
    which: Mapping[str, str]


@dataclass(slots=True)
class Workshop:
    """Makes questions; `names` grows by each, so that an expression sees what stands above it."""

    languages: Languages
    lists: Lists
    said: Said
    remarks: Remarks
    names: dict[str, Typed]

    def question(self, item: Item) -> list[Draft]:
        """Return the question of a row, with the one behind it that `or_other` brings."""
        draft: Draft = {"id": item.id, "type": item.type.ours}
        self._texts(draft, item)
        self._condition(draft, item)
        _MAKERS[item.type.ours](self, draft, item)
        self._columns(item)
        own = item.cells.get(OURS)
        made = merged(draft, own, "survey", item.row, self.remarks)
        self._enter(item, made)
        more = [self._other(item, made)] if item.type.other and made["type"] == "many" else []
        return [ordered(one) for one in (made, *more)]

    # -- words

    def _texts(self, draft: Draft, item: Item) -> None:
        text = self.languages.texts("survey", "label", item.row)
        is_said = item.type.ours != "calculated"
        if "vi" not in text and is_said and self.languages.speaks("survey"):
            column = self.languages.column("survey", "label")
            key, params = text_key("xlsform.no_label"), {"name": item.name}
            self._refuse(item, column, key, **params)
        if text:
            draft["text"] = text
        for column, key in (("hint", "hint"), ("required_message", "reask")):
            said = self.languages.texts("survey", column, item.row)
            if said and item.type.ours != "calculated":
                draft[key] = said
        for column in ("label", "hint", "constraint_message", "required_message"):
            self._whole(column, item)

    def _whole(self, column: str, item: Item) -> None:
        """Refuse texts that name answers, and texts that Vietnamese lacks."""
        texts = self.languages.texts("survey", column, item.row)
        for code, text in texts.items():
            if _REFERENCE.search(text):
                header = self.languages.column("survey", column, code)
                self._refuse(item, header, text_key("xlsform.text_with_answer"))
        is_label = column == "label" and item.type.ours != "calculated"
        if texts and "vi" not in texts and not is_label:
            header = self.languages.column("survey", column)
            self._refuse(item, header, text_key("xlsform.no_vietnamese_text"))

    # -- conditions

    def _condition(self, draft: Draft, item: Item) -> None:
        parts: list[Logic] = []
        for group in item.groups:
            if group.name.startswith(AFTER):
                continue  # our export's echo of an ending, which our own column holds
            tree = self._read(item, group.cells.get("relevant", ""), group.row.number)
            if tree is not None:
                parts.append(tree)
        tree = self._read(item, item.cells.get("relevant", ""), item.row.number)
        if tree is not None:
            parts.append(tree)
        joined = both(parts)
        if joined == Constant(value=False):
            self._refuse(item, "relevant", text_key("xlsform.never_asked"))
        elif joined != Constant(value=True):
            draft["condition"] = render(joined)

    def _read(self, item: Item, source: str, row: int) -> Logic | None:
        if not source:
            return None
        try:
            return read_condition(source, Scope(self.names))[0]
        except ExpressionError as error:
            remark = Remark("survey", row, "relevant", "refused", error.key, error.params)
            self.remarks.add(remark)
            return None

    def constraint(self, draft: Draft, item: Item) -> None:
        """Put the constraint on a question: as bounds where it has no words of its own."""
        source = item.cells.get("constraint", "")
        said = self.languages.texts("survey", "constraint_message", item.row)
        if not source:
            if said:
                header = self.languages.column("survey", "constraint_message")
                self._leave_out(item, header, text_key("xlsform.message_alone"))
            return
        own = Typed(Name("answer"), item.type.kind, self.lists.values(item.type.choices or ""))
        names = {**self.names, item.name: own}
        scope = Scope(names, own=own, has_day=True, patterns=True)
        try:
            tree, dropped = read_condition(source, scope)
        except ExpressionError as error:
            self._refuse(item, "constraint", error.key, **error.params)
            return
        if dropped:
            self._leave_out(item, "constraint", text_key("xlsform.pattern"), source=source)
        if tree is None and said:
            header = self.languages.column("survey", "constraint_message")
            self._leave_out(item, header, text_key("xlsform.message_alone"))
        self._constrain(draft, tree, said)

    def _constrain(self, draft: Draft, tree: Logic | None, said: dict[str, str]) -> None:
        if tree is None:
            return
        bounds, left = bounds_of(tree, draft["type"]) if not said else ({}, [tree])
        for key, bound in bounds.items():  # those of a range stand, where they are tighter
            tighter = max if key == "low" else min
            draft[key] = tighter(draft[key], bound) if key in draft else bound
        if left:
            draft["constraint"] = constraint_of(left)
        if left and said:
            draft["constraint_says"] = said

    # -- what answers are

    def answered(self, draft: Draft, item: Item) -> None:
        """Say whether an answer is needed."""
        written = item.cells.get("required", "").strip().lower()
        if written in _YES:
            draft["required"] = True
            return
        draft["skippable"] = True
        if written not in _NO:
            params = {"source": item.cells["required"]}
            self._leave_out(item, "required", text_key("xlsform.required_if"), **params)

    def choices(self, draft: Draft, item: Item) -> None:
        """Put the choices on a question."""
        draft["choices"] = self.lists.drafts(item, self.names, self.remarks)
        values = {choice["value"] for choice in draft["choices"]}
        needed, most = _YES_NO
        if item.type.ours == "choice" and needed <= values and len(values) <= most:
            draft["type"] = "yes_no"
        if item.type.other and item.type.ours == "choice":
            draft["type"] = "choice"
            draft["open"] = True
            self._changed(item, "type", text_key("xlsform.open"))

    def _other(self, item: Item, made: Draft) -> Draft:
        """Return the question for the words behind "other": a `many` takes none itself."""
        self._changed(item, "type", text_key("xlsform.other_question"))
        return {
            "id": f"{item.id[:18]}_OTHER",
            "type": "text",
            "skippable": True,
            "private": True,
            "condition": f"chosen({made['id']}, 'other')",
            "text": {code: self.said.which[code] for code in self.languages.codes},
        }

    def button(self, words: Mapping[str, str], value: str) -> list[Draft]:
        """Return the one button of something that is read."""
        return [{"value": value, "label": {code: words[code] for code in self.languages.codes}}]

    def calculation(self, draft: Draft, item: Item) -> None:
        """Put the calculation on a question."""
        source = item.cells.get("calculation", "")
        if not source:
            self._refuse(item, "calculation", text_key("xlsform.no_calculation"))
            return
        try:
            value = read_calculation(source, Scope(self.names, has_day=True))
        except ExpressionError as error:
            self._refuse(item, "calculation", error.key, **error.params)
            return
        draft["calculation"] = render(value.tree)
        self.names[item.name] = Typed(Name(item.id), value.kind)

    def range(self, draft: Draft, item: Item) -> None:
        """Take a range as a number with bounds; its steps and its slider have no counterpart."""
        found = dict(_PARAMETER.findall(item.cells.get("parameters", "")))
        whole = all("." not in value for value in found.values())
        draft["type"] = "number" if whole else "decimal"
        for key, name, usual in (("low", "start", "1"), ("high", "end", "10")):
            written = found.get(name, usual)
            draft[key] = int(written) if whole else float(written)
        if found.get("step", "1") != "1":
            params = {"step": found["step"]}
            self._leave_out(item, "parameters", text_key("xlsform.range_step"), **params)

    def money(self, draft: Draft, item: Item) -> None:
        """Ask for an amount in đồng as one: people type it in thousands and millions."""
        said = [self.languages.texts("survey", each, item.row) for each in ("label", "hint")]
        if asks_for_money(" ".join(texts.get("vi", "") for texts in said)):
            draft["type"] = "money"
            self._changed(item, "type", text_key("xlsform.money"))

    def _enter(self, item: Item, made: Draft) -> None:
        """Let later expressions name this question."""
        known = self.names.get(item.name)
        if (
            made["type"] == "calculated"
            and known is not None
            and known.kind not in ("none", "later")
        ):
            return
        kind = {"calculated": "any"}.get(made["type"], str(item.type.kind))
        if made["type"] in _RATINGS:
            kind = "level"
        values = self.lists.values(item.type.choices or "")
        if item.type.ours == "acknowledge":
            values = {"OK": "OK", "yes": "OK"}
        sure = bool(made.get("required")) and "condition" not in made
        self.names[item.name] = Typed(Name(item.id), kind, values, sure)

    def pass_over(self, item: Item) -> None:
        """Let later expressions name a why-question, which the settings hold."""
        values = self.lists.values(item.type.choices or "")
        self.names[item.name] = Typed(Name(item.id), "choice", values)

    # -- columns that say nothing here

    def _columns(self, item: Item) -> None:
        for column in _NOT_HERE.get(item.type.ours, ()):
            if item.cells.get(column):
                self._leave_out(item, column, text_key("xlsform.column.not_here"))
        if item.cells.get("default"):
            params = {"default": item.cells["default"]}
            self._leave_out(item, "default", text_key("xlsform.default"), **params)
        if item.cells.get("parameters") and item.type.ours != "range":
            params = {"parameters": item.cells["parameters"]}
            self._leave_out(item, "parameters", text_key("xlsform.parameters"), **params)
        if item.cells.get("calculation") and item.type.ours not in ("calculated", "notice"):
            self._leave_out(item, "calculation", text_key("xlsform.computed_default"))
        self._read_only(item)
        if item.cells.get("choice_filter") and not item.type.choices:
            self._leave_out(item, "choice_filter", text_key("xlsform.column.not_here"))

    def _read_only(self, item: Item) -> None:
        written = item.cells.get("read_only", "").lower()
        if written not in _NO and item.type.ours not in ("notice", "calculated"):
            self._refuse(item, "read_only", text_key("xlsform.read_only"))

    def _refuse(self, item: Item, column: str, key: str, **params: str) -> None:
        header = _header(item, column)
        self.remarks.add(Remark("survey", item.row.number, header, "refused", key, params))

    def _leave_out(self, item: Item, column: str, key: str, **params: str) -> None:
        header = _header(item, column)
        self.remarks.add(Remark("survey", item.row.number, header, "left_out", key, params))

    def _changed(self, item: Item, column: str, key: str) -> None:
        self.remarks.add(Remark("survey", item.row.number, column, "changed", key))


def _header(item: Item, column: str) -> str:
    """Return the header that stands above a column's cell in the file."""
    return next((h for h in item.row.cells if read_column(h).name == column), column)


def _asked(shop: Workshop, draft: Draft, item: Item) -> None:
    shop.answered(draft, item)
    shop.constraint(draft, item)


def _number(shop: Workshop, draft: Draft, item: Item) -> None:
    shop.money(draft, item)
    _asked(shop, draft, item)


def _text(shop: Workshop, draft: Draft, item: Item) -> None:
    draft["private"] = True  # free words are kept encrypted only
    _asked(shop, draft, item)


def _selected(shop: Workshop, draft: Draft, item: Item) -> None:
    shop.choices(draft, item)
    _asked(shop, draft, item)


def _range(shop: Workshop, draft: Draft, item: Item) -> None:
    shop.range(draft, item)
    _asked(shop, draft, item)


def _notice(shop: Workshop, draft: Draft, item: Item) -> None:
    del item
    draft.update(kind="control", required=True, review=False)
    draft["choices"] = shop.button(shop.said.go_on, "go_on")


def _acknowledged(shop: Workshop, draft: Draft, item: Item) -> None:
    draft["choices"] = shop.button(shop.said.read, "OK")
    shop.answered(draft, item)


def _calculated(shop: Workshop, draft: Draft, item: Item) -> None:
    shop.calculation(draft, item)


_MAKERS: Mapping[str, Callable[[Workshop, Draft, Item], None]] = {
    "acknowledge": _acknowledged,
    "calculated": _calculated,
    "choice": _selected,
    "date": _asked,
    "decimal": _number,
    "many": _selected,
    "notice": _notice,
    "number": _number,
    "range": _range,
    "text": _text,
}
