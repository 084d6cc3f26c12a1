"""From located nodes to questions: their texts, stems, scales, choices and endings."""

from __future__ import annotations

from typing import cast, get_args

import msgspec

from flows.definition import CALCULATED, Action, Choice, Ending, ItemKind, Outcome, Question, Texts
from flows.documents import Node
from flows.faults import suggestion
from flows.fields import Context, Fields, Pattern, read_texts
from flows.identifiers import QuestionId

__all__ = ["ID", "Tables", "read_choices", "read_question", "read_stem"]

# 24 and 30 characters: with the tag, a button's payload has 64 bytes (Telegram).
ID = Pattern(
    r"[A-Z][A-Z0-9_]{0,23}", "CAPITALS, digits and _, a letter first, at most 24 characters"
)
VALUE = Pattern(
    r"[A-Za-z0-9][A-Za-z0-9_]{0,29}", "plain letters, digits and _, at most 30 characters"
)
SLOT = "{item}"

_ACTIONS = frozenset(get_args(Action))
_KINDS = frozenset(get_args(ItemKind))
_OUTCOMES = frozenset(get_args(Outcome))


class Tables(msgspec.Struct, frozen=True):
    """What questions refer to by name. A stem that has faults of its own is None.

    `complete` is false if a part could not be used: what is not here may have been there.
    """

    stems: dict[str, Texts | None]
    scales: dict[str, tuple[Choice, ...]]
    complete: bool = True


def read_stem(node: Node, context: Context) -> Texts | None:
    """Return a stem: a text with one slot for its item in every language."""
    texts = read_texts(node, context)
    for language, text in (texts or {}).items():
        if text.count(SLOT) != 1:
            message = f"a stem needs {SLOT} exactly once; the one in {language!r} does not"
            context.fault(node.place, "stem-without-item", message)
    return texts


def read_choices(nodes: list[Node], context: Context) -> tuple[Choice, ...]:
    """Return choices; two of one value are a fault."""
    choices: dict[str, Choice] = {}
    for node in nodes:
        choice = _choice(Fields(node, context))
        if choice is None:
            continue
        if choice.value in choices:
            message = f"two choices have the value {choice.value!r}"
            context.fault(node.place, "duplicate-value", message)
        choices[choice.value] = choice
    return tuple(choices.values())


def _choice(fields: Fields) -> Choice | None:
    value, label = _value(fields), fields.texts("label", required=True)
    low, high = fields.number("low"), fields.number("high")
    if low is not None and high is not None and low > high:
        fields.fault("bad-value", f"'low' {low} is above 'high' {high}", "low")
    choice = Choice(
        value=value or "",
        label=label or {},
        action=cast("Action", fields.word("action", _ACTIONS, "answer")),
        says=fields.texts("says"),
        paper=fields.texts("paper"),
        low=low,
        high=high,
        category=fields.text("category"),
        aliases=fields.words("aliases"),
        condition=fields.condition("condition"),
        exclusive=fields.flag("exclusive"),
    )
    fields.close()
    return choice if value and label else None


def _value(fields: Fields) -> str | None:
    node = fields.node("value")
    if node is not None and type(node.value) is int and node.value >= 0:
        return str(node.value)  # `value: 5` is as good as `value: "5"`
    return fields.text("value", required=True, pattern=VALUE)


def read_question(node: Node, section: str, tables: Tables, context: Context) -> Question | None:
    """Return a question; None if it is switched off or cannot be built (faults say why)."""
    fields = Fields(node, context)
    enabled = fields.flag("enabled", default=True)
    identifier = fields.text("id", required=True, pattern=ID)
    kind = fields.text("type", required=True)
    item = fields.texts("item")
    calculated, days = kind == CALCULATED, kind == "date"
    text = _unsaid(fields, identifier) if calculated else _text(fields, item, tables)
    question = Question(
        id=QuestionId(identifier or ""),
        type=kind or "",
        text=text or {},
        item=item,
        section=section,
        choices=_choices(fields, tables),
        endings=_endings(fields),
        kind=cast("ItemKind", fields.word("kind", _KINDS, "fact")),
        factor=fields.text("factor"),
        step=fields.text("step"),
        required=fields.flag("required"),
        skippable=fields.flag("skippable"),
        private=fields.flag("private"),
        condition=fields.condition("condition"),
        prefill=fields.text("prefill"),
        hint=fields.texts("hint"),
        paper=fields.texts("paper"),
        reask=fields.texts("reask"),
        open=fields.flag("open"),
        consent=fields.text("consent"),
        review=fields.flag("review", default=not calculated),
        max_length=fields.whole("max_length", default=2000),
        low=fields.bound("low", days=days),
        high=fields.bound("high", days=days),
        constraint=fields.condition("constraint", answer=identifier),
        constraint_says=fields.texts("constraint_says"),
        calculation=fields.calculation("calculation"),
    )
    fields.close()
    return question if enabled and identifier and kind and text else None


def _unsaid(fields: Fields, identifier: str | None) -> Texts | None:
    """Return what a calculated question is called in reviews and reports: its id, by default."""
    named = dict.fromkeys(fields.context.languages, identifier or "")
    return fields.texts("text") if fields.has("text") else named


def _text(fields: Fields, item: Texts | None, tables: Tables) -> Texts | None:
    name = fields.text("stem")
    if name is None:
        return fields.texts("text", required=not fields.has("stem"))
    if fields.has("text"):
        fields.fault("two-texts", "give 'text', or 'stem' and 'item', not both", "stem")
        fields.texts("text")
    stem = tables.stems.get(name)
    if name not in tables.stems and tables.complete:
        message = f"there is no stem {name!r}{suggestion(name, tables.stems)}"
        fields.fault("unknown-stem", message, "stem")
    if not fields.has("item"):
        fields.fault("stem-without-item", f"the stem {name!r} needs an 'item'", "stem")
    if stem is None or item is None:
        return None
    return {language: text.replace(SLOT, item[language]) for language, text in stem.items()}


def _choices(fields: Fields, tables: Tables) -> tuple[Choice, ...]:
    name = fields.text("scale")
    own = read_choices(fields.items("choices"), fields.context)
    if name is None:
        return own
    if own:
        fields.fault("two-choices", "give 'scale' or 'choices', not both", "scale")
    if name not in tables.scales and tables.complete:
        message = f"there is no scale {name!r}{suggestion(name, tables.scales)}"
        fields.fault("unknown-scale", message, "scale")
    return tables.scales.get(name, ())


def _endings(fields: Fields) -> tuple[Ending, ...]:
    endings = (_ending(Fields(node, fields.context)) for node in fields.items("endings"))
    return tuple(ending for ending in endings if ending)


def _ending(fields: Fields) -> Ending | None:
    when = fields.condition("when", required=True)
    outcome = cast("Outcome | None", fields.word("outcome", _OUTCOMES))
    says = fields.texts("says")
    offers_intake = fields.flag("offers_intake")
    fields.close()
    if when is None or outcome is None:
        return None
    return Ending(when=when, outcome=outcome, says=says, offers_intake=offers_intake)
