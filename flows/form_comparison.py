"""What is different between two versions of a form, and which trends end with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

import msgspec

from flows.definition import Choice, Form, Question
from flows.item_identity import item_identity

__all__ = ["Aspect", "Comparison", "HeadAspect", "QuestionChange", "compare"]

Aspect: TypeAlias = Literal[
    "wording", "choices", "type", "counting", "asked_when", "duty", "bounds", "translations",
    "details", "order",
]  # fmt: skip
"""What is different about a question. `counting`: kind, factor or step, by which figures are
made; `duty`: whether it must be answered, and what answers it beforehand.
"""

HeadAspect: TypeAlias = Literal[
    "title", "audience", "languages", "service", "sections", "follow_ups"
]  # fmt: skip
"""What is different about the form as a whole."""

_COUNTED: Final = frozenset({"satisfaction", "perception", "need", "fact"})
_TOLD: Final = frozenset({"notice", "acknowledge"})


class QuestionChange(msgspec.Struct, frozen=True):
    """One question that is not as it was: new where `before` is None, gone where `after` is."""

    id: str
    before: Question | None
    after: Question | None
    aspects: tuple[Aspect, ...] = ()

    @property
    def what(self) -> Literal["added", "removed", "changed", "moved"]:
        """Return what happened to it, in one word."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "moved" if self.aspects == ("order",) else "changed"

    @property
    def breaks(self) -> bool:
        """Whether a series of figures ends here: answers of then and of now are not of one
        question any more (`flows.item_identity`), or they count for something else.
        """
        if self.before is None or not _has_figures(self.before):
            return False
        if self.after is None or item_identity(self.before) != item_identity(self.after):
            return True
        return "type" in self.aspects or "counting" in self.aspects


class Comparison(msgspec.Struct, frozen=True):
    """Two versions side by side. `changes` are in the order of the newer one; what is gone
    stands behind.
    """

    before: Form
    after: Form
    changes: tuple[QuestionChange, ...]
    head: tuple[HeadAspect, ...]

    @property
    def breaks(self) -> tuple[QuestionChange, ...]:
        """The changes with which a trend ends."""
        return tuple(change for change in self.changes if change.breaks)

    @property
    def kept(self) -> int:
        """How many items with figures go on as they were, under the same identity."""
        broken = {change.id for change in self.breaks}
        return sum(
            _has_figures(question) and question.id not in broken
            for question in self.before.by_id.values()
        )


def compare(before: Form, after: Form) -> Comparison:
    """Return what is different; questions are told apart by their ids, follow-ups included."""
    moved = _moved(before, after)
    changes = [
        change
        for question in after.by_id.values()
        if (change := _change(before, question, moved)) is not None
    ]
    gone = [q for name, q in before.by_id.items() if name not in after.by_id]
    removed = [QuestionChange(question.id, question, None) for question in gone]
    return Comparison(before, after, (*changes, *removed), tuple(_head(before, after)))


def _has_figures(question: Question) -> bool:
    """Whether answers to it are counted: not own words, no consent, nothing that is only told."""
    return question.kind in _COUNTED and not question.private and question.type not in _TOLD


def _change(before: Form, after: Question, moved: frozenset[str]) -> QuestionChange | None:
    old = before.by_id.get(after.id)
    if old is None:
        return QuestionChange(after.id, None, after)
    aspects = tuple(_aspects(old, after))
    if after.id in moved:
        aspects = (*aspects, "order")
    return QuestionChange(after.id, old, after, aspects) if aspects else None


def _moved(before: Form, after: Form) -> frozenset[str]:
    """Return the questions that stand elsewhere among those that both versions have: the fewest
    that, taken out, leave the rest in the same order.
    """
    old, new = _common(before, after), _common(after, before)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {name for block in blocks for name in old[block.a : block.a + block.size]}
    return frozenset(old) - stayed


def _common(form: Form, other: Form) -> list[str]:
    return [question.id for question in form.questions if question.id in other.by_id]


# -- one question


def _plain(text: str) -> str:
    return " ".join(text.split())


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(choice.value, _plain(choice.label["vi"])) for choice in question.choices]


def _asked_when(question: Question) -> list[object]:
    endings = [(str(each.when), each.outcome) for each in question.endings]
    return [str(question.condition), endings, [str(c.condition) for c in question.choices]]


def _translations(question: Question) -> list[object]:
    texts = (question.text, *(choice.label for choice in question.choices))
    return [{name: text for name, text in each.items() if name != "vi"} for each in texts]


_ASPECTS: Final[Mapping[Aspect, Callable[[Question], object]]] = {
    "wording": lambda q: _plain(q.text["vi"]),
    "choices": _choices,
    "type": lambda q: q.type,
    "counting": lambda q: (q.kind, q.factor, q.step),
    "asked_when": _asked_when,
    "duty": lambda q: (q.required, q.skippable, q.prefill, q.consent),
    "bounds": lambda q: (q.low, q.high, str(q.constraint), str(q.calculation), q.max_length),
    "translations": _translations,
}
_IN_ASPECTS: Final = frozenset(
    {"text", "choices", "type", "kind", "factor", "step", "condition", "endings", "required",
     "skippable", "prefill", "consent", "low", "high", "constraint", "calculation", "max_length",
     "topic", "filtered"}
)  # fmt: skip
_IN_CHOICES: Final = frozenset({"value", "label", "condition"})


def _details(question: Question) -> list[object]:
    """Return the rest: hints, explanations, what is printed, in which section it stands."""
    names = [name for name in question.__struct_fields__ if name not in _IN_ASPECTS]
    return [
        [str(getattr(question, name)) for name in names],
        [_choice_details(choice) for choice in question.choices],
        [str(ending.says) for ending in question.endings],
    ]


def _choice_details(choice: Choice) -> list[str]:
    names = [name for name in choice.__struct_fields__ if name not in _IN_CHOICES]
    return [str(getattr(choice, name)) for name in names]


def _aspects(before: Question, after: Question) -> Iterator[Aspect]:
    for name, of in _ASPECTS.items():
        if of(before) != of(after):
            yield name
    # Choices that are others have other details: that is said already.
    if _details(before) != _details(after) and _values(before) == _values(after):
        yield "details"


def _values(question: Question) -> Sequence[str]:
    return [choice.value for choice in question.choices]


# -- the form


_HEAD: Final[Mapping[HeadAspect, Callable[[Form], object]]] = {
    "title": lambda form: dict(form.title),
    "audience": lambda form: form.audience,
    "languages": lambda form: form.languages,
    "service": lambda form: dict(form.service or {}),
    "sections": lambda form: [(each.id, dict(each.title)) for each in form.sections],
    "follow_ups": lambda form: form.follow_ups,
}


def _head(before: Form, after: Form) -> Iterator[HeadAspect]:
    return (name for name, of in _HEAD.items() if of(before) != of(after))
