"""What forms asked, in all versions that figures are of: nothing is dropped (R39)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.counting import Forms
from flows.definition import Choice, Form, Question
from flows.item_identity import item_identity
from survey.cells import ChoiceKey
from survey.index import FACTORS

__all__ = ["Wordings", "wordings_of"]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Forms in several versions. Criteria are named as levels are, `FORM.QUESTION`."""

    versions: Mapping[str, tuple[Form, ...]]
    """Form → its versions, the newest first; at least one."""

    def questions(self, form: str) -> list[Question]:
        """Return all that a form asks: what its newest version does in its order, then what left
        it, in the order of then.
        """
        found: dict[str, Question] = {}
        for version in self.versions.get(form, ()):
            found |= {one.id: one for one in version.questions if one.id not in found}
        return [*found.values()]

    def question(self, criterion: str) -> Question | None:
        """Return a question as the newest version has it that asks it; None: no version does."""
        return next(iter(self._wordings(criterion)), None)

    def _wordings(self, criterion: str) -> list[Question]:
        form, _, name = criterion.partition(".")
        return [one.by_id[name] for one in self.versions.get(form, ()) if name in one.by_id]

    def reworded(self) -> list[str]:
        """Return the criteria under whose code stand different items: other words, or another
        factor (design §7). They are pooled, and that is said.
        """
        rated = (
            f"{form}.{question.id}"
            for form in self.versions
            for question in self.questions(form)
            if question.type == "scale5"
        )
        return [criterion for criterion in rated if self.is_reworded(criterion)]

    def is_reworded(self, criterion: str) -> bool:
        """Tell whether a question is not the same item in all versions that ask it."""
        wordings = self._wordings(criterion)
        return len({(item_identity(one), one.topic) for one in wordings}) > 1

    def asking(self, key: ChoiceKey) -> Question | None:
        """Return the question that a choice answers, as the newest version has it that offers that
        choice, else that asks it; None: none does.
        """
        offered = self.offered(key)
        return offered[0][0] if offered else self.question(f"{key.form}.{key.question}")

    def offered(self, key: ChoiceKey) -> list[tuple[Question, Choice]]:
        """Return a choice and its question in each version that offers it, the newest first."""
        asked = self._wordings(f"{key.form}.{key.question}")
        found = ((one, one.choice(key.choice)) for one in asked)
        return [(question, choice) for question, choice in found if choice is not None]

    def factor_of(self, category: str) -> str | None:
        """Return the factor whose low ratings a category of cases explains; None: it is a reason
        of several, or of none.
        """
        topics = {topic for topic, one in self._reasons() if one.category == category}
        return next(iter(topics)) if len(topics) == 1 and topics <= {*FACTORS} else None

    def _reasons(self) -> Iterator[tuple[str, Choice]]:
        """Yield the reasons of low ratings, and what was rated low."""
        for form in (one for own in self.versions.values() for one in own):
            for topic, question in form.reasons.items():
                yield from ((topic, choice) for choice in question.choices)


def wordings_of(forms: Forms, heard: Collection[str] = ()) -> Wordings:
    """Return forms in the versions that somebody answered, `heard` of `survey.cells.VERSION`; one
    that nobody answered in its newest version.
    """
    every: dict[str, list[Form]] = defaultdict(list)
    for name, version in sorted(forms, key=lambda key: (key[0], -key[1])):
        every[name].append(forms[name, version])
    return Wordings(
        {
            name: tuple(one for one in own if f"{name}/{one.version}" in heard) or (own[0],)
            for name, own in every.items()
        }
    )
