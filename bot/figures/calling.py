"""What a figure is called that is followed to its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from bot.figures.following import Cell, Choice
from bot.figures.naming import Names, names_of, spoken
from bot.figures.online import online_level, step_names
from bot.figures.opinions import ABOUT
from bot.figures.placing import Placing
from bot.figures.sources import Sources
from bot.figures.wordings import wordings_of
from flows.definition import Question
from flows.texts import text_key
from storage.base import Storage
from survey.cells import CALLED, DRIVER, KIND, RESPONDED, WITHOUT, ChoiceKey
from survey.index import OVERALL

__all__ = ["asked", "called", "every_campaign", "every_name"]

_KINDS: Final[Mapping[str, str]] = {
    "personal": text_key("count.kind.personal"),
    "place": text_key("count.kind.place"),
    "assisted": text_key("count.kind.assisted"),
    "none": text_key("count.kind.none"),
    "refuted": text_key("figures.cell.refuted"),
}
"""Kind of an invitation, or who else is left out (`survey.cells.WITHOUT`) → what it is called."""
_LANGUAGE: Final = "vi"


async def every_campaign(storage: Storage) -> tuple[str, ...]:
    """Return the campaigns whose groups have names."""
    return tuple(one.id for one in await storage.campaigns.listed(None))


async def every_name(sources: Sources, placing: Placing) -> Names:
    """Return the names of all groups, and of all that any version of a form asks."""
    words = wordings_of(sources.forms, {f"{form}/{version}" for form, version in sources.forms})
    campaigns = await every_campaign(sources.storage)
    return await names_of(
        sources.storage, sources.texts, words, placing.tree, placing.today, campaigns
    )


def called(names: Names, cell: Cell) -> str:
    """Return what a cell is of, in Vietnamese; "" for the whole of it."""
    return ", ".join(part for part in _parts(names, cell) if part)


def _parts(names: Names, cell: Cell) -> Iterator[str]:
    yield names.unit(cell.unit_id)
    yield "" if cell.level in {OVERALL, RESPONDED} else _level(names, cell.level)
    yield _value(names, cell.dimension, cell.value)
    if cell.choice is not None:
        yield from _choice(names, cell.choice)
    if cell.month:
        year, month = cell.month.split("-")
        of_month = {"month": f"{month}/{year}"}
        yield names.texts.text(_LANGUAGE, text_key("figures.cell.month"), of_month)


def _level(names: Names, level: str) -> str:
    if online := online_level(names, level):
        return online
    if level.startswith(DRIVER):
        factor = names.level(level.removeprefix(DRIVER))
        return names.texts.text(_LANGUAGE, text_key("figures.cell.driver"), {"factor": factor})
    return names.level(level)


def _value(names: Names, dimension: str, value: str) -> str:
    if dimension not in {CALLED, KIND, WITHOUT}:
        return names.value(dimension, value)
    kind = names.texts.text(_LANGUAGE, _KINDS[value]) if value in _KINDS else ""
    if dimension != WITHOUT or not kind:
        return kind
    return names.texts.text(_LANGUAGE, text_key("figures.cell.without"), {"kind": kind})


def asked(names: Names, steps: Mapping[str, str], question: Question) -> str:
    """Return what a choice is about: a question, or the factor or step that it is a reason of."""
    reason = question.follows
    if reason is None:
        return spoken(question.item or question.text)
    return steps.get(reason) or names.level(reason)


def _choice(names: Names, choice: Choice) -> Iterator[str]:
    """Yield what was asked and what was chosen, as the first form has it that asks so; of open
    words what they are about.
    """
    if choice.question.startswith(ABOUT):
        yield names.opinion(choice.value)
        theme = choice.question.removeprefix(ABOUT)
        yield names.theme(theme) if theme else ""
        return
    steps = step_names(names)
    for version in chain.from_iterable(names.words.versions.values()):
        for question in version.by_id.values():
            if choice.question in {question.id, question.follows}:
                yield asked(names, steps, question)
                key = ChoiceKey("", "", version.id, question.id, choice.value)
                yield names.choice(key) if choice.value else ""
                return
