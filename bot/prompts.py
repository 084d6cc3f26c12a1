"""What messages are written from: a question as it stands in its form, and the names in texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.channels.base import Input, Style
from bot.i18n import Catalogues
from flows.definition import MANY, Question, Texts
from flows.events import QuestionAsked
from flows.messages import payload_for
from flows.texts import text_key
from flows.ticking import mark_of

__all__ = ["Params", "Sheet", "alone", "in_language", "of_days", "sheet_of", "standing"]

_INPUTS: Final[Mapping[str, Input]] = {
    "date": "date",
    "decimal": "decimal",
    "duration": "duration",
    "money": "money",
    "number": "number",
    "phone": "phone",
    "text": "text",
}
_RATINGS = frozenset({"scale5", "ease5", "scale3"})


_UNKNOWN = "…"
_KINDS: Final = frozenset({"date", "amount", "minutes"})


class Params(Mapping[str, str]):
    """What the texts of one session can name, worked out only when a text names it.

    What is said now stands before what the session knows, and that before what the office set.
    What nobody knows shows as "…": a text of a form never fails for a missing fact. How a name
    ends tells what it holds, and `written` how that is written out.
    """

    __slots__ = ("_sources", "_written")

    def __init__(self, written: Callable[[str, str], str], *sources: Mapping[str, str]) -> None:
        self._written = written
        self._sources = sources

    def __getitem__(self, name: str) -> str:
        value = next((found[name] for found in self._sources if found.get(name)), "")
        if not value:
            return _UNKNOWN
        _, is_kind, kind = name.rpartition("_")
        return self._written(kind, value) if is_kind and kind in _KINDS else value

    def __iter__(self) -> Iterator[str]:
        return iter({name for source in self._sources for name in source})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __bool__(self) -> bool:
        return True


def of_days(
    texts: Catalogues, language: str, text: str, first: str | None, last: str | None
) -> str:
    """Return a form's text as people speak of its days: of one day (one transaction's, mostly)
    nobody says "from the 20th to the 20th". Both phrases stand in the catalogue.
    """
    if not first or first != last or "{from_date}" not in text:
        return text
    span = texts.template(language, text_key("days.from_to"))
    return text.replace(span, texts.template(language, text_key("days.one")))


class Sheet(NamedTuple):
    """A question as it stands in its form: all but what differs from person to person. A choice
    is (label, payload behind the tag, style). `has_places`: some text names a fact.
    """

    text: str
    hint: str | None
    choices: tuple[tuple[str, str, Style], ...]
    input: Input
    has_places: bool
    values: tuple[str, ...]
    """What the choices store, in their order."""
    is_several: bool = False
    """Several can be chosen at once."""
    acts: frozenset[str] = frozenset()
    """Values of choices that are no answer: they stay ordinary buttons among ticks."""
    alone: frozenset[str] = frozenset()
    """Values of choices that take the others away."""


def in_language(language: str, texts: Texts) -> str:
    """Return a text in a language, or in Vietnamese."""
    return texts.get(language) or texts["vi"]


def sheet_of(language: str, question: Question) -> Sheet:
    """Write a question out in a language."""
    style: Style = "rating" if question.type in _RATINGS else "choice"
    text = in_language(language, question.text)
    hint = in_language(language, question.hint) if question.hint else None
    choices = tuple(
        (in_language(language, c.label), payload_for("", question.id, c.value), style)
        for c in question.choices
    )
    written = (text, hint or "", *(label for label, _, _ in choices))
    return Sheet(
        text=text,
        hint=hint,
        choices=choices,
        input=_INPUTS.get(question.type, "none"),
        has_places=any("{" in one for one in written),
        values=tuple(c.value for c in question.choices),
        is_several=question.type == MANY,
        acts=frozenset(c.value for c in question.choices if c.action != "answer"),
        alone=frozenset(c.value for c in question.choices if c.exclusive),
    )


def standing(sheet: Sheet, event: QuestionAsked) -> Iterator[tuple[str, str, Style]]:
    """Give what is offered now; of several choices, with how each stands."""
    for value, (label, rest, style) in zip(sheet.values, sheet.choices, strict=True):
        if value in event.hidden:
            continue
        if not sheet.is_several or value in sheet.acts:
            yield label, rest, style
            continue
        is_ticked = value in event.ticked
        mark = mark_of(value, is_ticked=is_ticked)
        pressed = payload_for("", event.question, mark)
        yield label, pressed, "ticked" if is_ticked else "unticked"


def alone(sheet: Sheet, event: QuestionAsked) -> tuple[int, ...]:
    """Return the places of the choices that take the others away, among those offered."""
    shown = [value for value in sheet.values if value not in event.hidden]
    return tuple(place for place, value in enumerate(shown) if value in sheet.alone)
