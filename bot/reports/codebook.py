"""The codebook: every question of every version in full words, and the order of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import Catalogues
from bot.reports.sheets import Cell, Sheet
from flows.definition import Form, Question
from flows.item_identity import item_identity
from flows.texts import text_key

__all__ = ["codebook", "in_order"]

_HEADERS = (
    text_key("export.column.question"),
    text_key("export.column.version"),
    text_key("export.column.text"),
    text_key("export.column.item_identity"),
    text_key("export.column.factor"),
    text_key("export.column.step"),
    text_key("export.column.item_kind"),
    text_key("export.column.type"),
    text_key("export.column.choices"),
)
_ITEM_KINDS: Mapping[str, str] = {
    "satisfaction": text_key("question.kind.satisfaction"),
    "perception": text_key("question.kind.perception"),
    "need": text_key("question.kind.need"),
    "fact": text_key("question.kind.fact"),
    "consent": text_key("question.kind.consent"),
    "control": text_key("question.kind.control"),
}
_STEERING = "control"  # the conversation's own steps: greetings, "shall we go on?"


def in_order(form: Form) -> list[Question]:
    """Return the questions in the order of asking, each why-question after its topic's last."""
    last = {q.topic: q.id for q in form.questions if q.topic}
    ordered: list[Question] = []
    for question in form.questions:
        ordered.append(question)
        topic = question.topic
        if topic and topic in form.reasons and last[topic] == question.id:
            ordered.append(form.reasons[topic])
    placed = {question.id for question in ordered}
    ordered += [question for question in form.by_id.values() if question.id not in placed]
    return [question for question in ordered if question.kind != _STEERING]


def codebook(versions: Sequence[Form], texts: Catalogues, language: str) -> Sheet:
    """Return the sheet that explains the columns, so that a file can be read years later."""
    rows = [
        _row(form, question, texts.text(language, _ITEM_KINDS[question.kind]))
        for form in versions
        for question in in_order(form)
    ]
    return Sheet(
        texts.text(language, text_key("export.sheet.codebook")),
        [texts.text(language, key) for key in _HEADERS],
        rows,
        widths=[12, 8, 60, 18, 8, 12, 14, 12, 60],
        suffix=".codebook",
    )


def _row(form: Form, question: Question, kind: str) -> list[Cell]:
    choices = [f"{choice.value} = {choice.label.get('vi', '')}" for choice in question.choices]
    return [
        question.id,
        form.version,
        question.text.get("vi"),
        item_identity(question),
        question.factor,
        question.step,
        kind,
        question.type,
        "\n".join(choices),
    ]
